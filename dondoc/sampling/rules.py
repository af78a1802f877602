"""Who may make spot checks. None: allowed; else the reason why not."""

from django.utils.translation import gettext as _

from dondoc.accounts.rules import Permission, can, holds_anywhere
from dondoc.orgs.models import Org
from dondoc.sampling.models import Sample, SampleItem
from dondoc.submissions.facts import SENT_IN
from dondoc.submissions.rules import answers_on_behalf
from dondoc.web.refusals import Denial


def may_check(user) -> Denial | None:
    """Opening the pages of spot checks at all."""
    if holds_anywhere(user, Permission.SPOT_CHECK):
        return None
    return Denial(_("Chỉ người có quyền kiểm tra mẫu dùng được trang này."))


def may_draw(user, org: Org) -> Denial | None:
    """Drawing a sample of the sheets of `org` and all under it, recounting it, annulling it."""
    if can(user, Permission.SPOT_CHECK, org=org):
        return None
    return Denial(_("Đồng chí không có quyền kiểm tra mẫu ở “%(org)s”.") % {"org": org})


def may_annul(user, sample: Sample) -> Denial | None:
    """Annulling what was drawn by mistake."""
    return may_draw(user, sample.org) or _holds(sample)


def may_recount(user, item: SampleItem) -> Denial | None:
    """Writing down what was found, beside what stands declared: nobody who enters for the organisation whose sheet it
    is, nor who sent it in."""
    if denial := may_draw(user, item.sample.org) or _holds(item.sample):
        return denial
    if item.submission.status not in SENT_IN:
        return Denial(_("Phiếu đang được sửa, chưa nộp lại. Hãy ghi kết quả đếm lại khi phiếu đã nộp."))
    if item.submission.submitted_by_id == user.pk:
        return Denial(_("Đồng chí là người nộp phiếu này nên không tự đếm lại được."))
    if not answers_on_behalf(user, item.submission.org):
        return Denial(_("Đồng chí là người nhập phiếu của đơn vị này nên không tự đếm lại được."))
    return None


def _holds(sample: Sample) -> Denial | None:
    return Denial(_("Danh sách mẫu này đã hủy.")) if sample.annulled_at else None
