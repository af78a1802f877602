"""How sure the made-up city's bodies and reviewers are of some chỉ tiêu: mostly alike, once quite differently."""

from datetime import datetime

from dondoc.accounts.models import User
from dondoc.forecast.models import Sureness
from dondoc.forecast.saying import say
from dondoc.indicators.models import Indicator
from dondoc.orgs.models import Org

# label of the chỉ tiêu, who speaks, how sure, why
_EARLIER = (
    ("7", "tochuc", Sureness.SURE, "Các chi bộ đã đăng ký đủ."),
    ("7", "chanhvp", Sureness.HARD, "Còn nhiều chi bộ chưa có kết quả tự chấm."),
    ("10", "tochuc", Sureness.POSSIBLE, ""),
)
_LATELY = (("7", "tochuc", Sureness.SURE, "Các chi bộ đã đăng ký đủ."), ("10", "chanhvp", Sureness.POSSIBLE, ""))


def say_earlier(committee: Org, people: dict[str, User], moment: datetime) -> None:
    """What was said a month ago, and is carried since."""
    _say(_EARLIER, committee, people, moment)


def say_lately(committee: Org, people: dict[str, User], moment: datetime) -> None:
    """What was confirmed, or said for the first time, this month."""
    _say(_LATELY, committee, people, moment)


def _say(told, committee: Org, people: dict[str, User], moment: datetime) -> None:
    for label, username, level, reason in told:
        indicator = Indicator.objects.get(label=label)
        say(indicator, committee, level=level, reason=reason, by=people[username], at=moment)
