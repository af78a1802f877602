"""The reasons for sending back that a reviewer picks from: those of the body, most used first."""

from django.utils.translation import gettext_lazy as _

from dondoc.accounts.rules import Permission
from dondoc.orgs.models import Org
from dondoc.reviewing.models import ReturnReason
from dondoc.reviewing.queries import own_bodies

# What every body begins with; a body that retires one of them sees it no more.
FIRST_REASONS = (
    _("Thiếu hoặc sai số, ký hiệu, ngày ban hành."),
    _("Tệp minh chứng không đọc được hoặc thiếu trang."),
    _("Tệp minh chứng không khớp với nội dung khai."),
    _("Số liệu khác nhiều so với kỳ trước, cần giải trình."),
    _("Chỉ nêu đã triển khai, chưa nêu kết quả cụ thể."),
    _("Không đúng kỳ báo cáo."),
)


def body_of(user) -> Org | None:
    """The body in whose name `user` reviews: an advisory body before the committee that it serves; None: in none."""
    bodies = user.root_orgs(Permission.REVIEW) or user.leading_orgs()
    own = own_bodies(user)
    return next((org for org in bodies if org.pk in own), bodies[0] if bodies else None)


def reasons_of(body: Org | None) -> list[ReturnReason]:
    """What `body` keeps, with the ones that everybody begins with, the most used first; retired ones are left out."""
    kept = list(ReturnReason.objects.filter(body=body)) if body else []
    texts = {reason.text for reason in kept}
    first = [ReturnReason(body=body, text=str(text)) for text in FIRST_REASONS if str(text) not in texts]
    offered = [reason for reason in kept if not reason.is_retired] + first
    return sorted(offered, key=lambda reason: -reason.uses)
