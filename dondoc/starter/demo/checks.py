"""One small spot check in the story: five monthly reports drawn, four counted anew, one of them off."""

from collections.abc import Callable
from datetime import date, datetime

from dondoc.accounts.models import User
from dondoc.orgs.models import Org
from dondoc.sampling.actions import draw_sample, recount, recount_fields
from dondoc.sampling.models import Sample
from dondoc.sampling.queries import Offer
from dondoc.sheets.forms import as_typed
from dondoc.sheets.models import Deliverable

DRAWN_ON, COUNTED_ON = date(2025, 11, 6), date(2025, 11, 12)
PRODUCT, PERIOD, SEED = "bao-cao-thang", "2025-10", "KTM-2025-10"
SIZE, COUNTED, OFF = 5, 4, 2  # the one at place OFF has one task less done than it says


def draw(org: Org, by: User) -> Callable[[datetime], None]:
    """The inspection committee draws the sample."""

    def act(moment: datetime) -> None:
        product = Deliverable.objects.get(code=PRODUCT)
        draw_sample(
            org, Offer(product, PERIOD, None, "", 0), seed=SEED, by_kind=True, size=SIZE, share=None, by=by, at=moment
        )  # fmt: skip

    return act


def count(by: User) -> Callable[[datetime], None]:
    """It goes there and counts; one report is left for the week after."""

    def act(moment: datetime) -> None:
        sample = Sample.objects.get(seed=SEED)
        items = sample.items.select_related("submission__sheet_version").order_by("position")[:COUNTED]
        for item in items:
            found = {one.code: as_typed(one, item.submission.answers[one.code]) for one in recount_fields(item)}
            note = ""
            if item.position == OFF and int(item.submission.answers["tasks_done"]) > 0:
                found["tasks_done"] = str(int(item.submission.answers["tasks_done"]) - 1)
                note = "Đối chiếu sổ giao việc: một việc còn dở, chưa xong."
            recount(
                item, found=found, checked_on=moment.date(), note=note, revision=item.revision, by=by, at=moment
            )  # fmt: skip

    return act
