"""What the map of organisations allows: each returns None or the reason why not. Who may is asked in accounts."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.lib.dates import format_date
from dondoc.orgs.models import Org, OrgPath, valid_on
from dondoc.web.refusals import Denial


def may_take_part(org: Org, *, on: date) -> Denial | None:
    """Whether `org` exists on `on` and has no end yet, so that others may be placed under it or merged into it."""
    if org.valid_to is not None:
        return Denial(
            _("“%(org)s” đã kết thúc hoạt động từ ngày %(day)s. Hãy chọn tổ chức đang hoạt động.")
            % {"org": org, "day": format_date(org.valid_to)}
        )
    if on < org.valid_from:
        return Denial(
            _("“%(org)s” hoạt động từ ngày %(first)s, sau ngày %(day)s. Hãy kiểm tra lại ngày.")
            % {"org": org, "first": format_date(org.valid_from), "day": format_date(on)}
        )
    return None


def may_move(org: Org, *, to: Org, on: date) -> Denial | None:
    """Whether `org` may stand under `to` from `on`: both exist, no circle, nothing recorded after that day."""
    if denial := may_take_part(org, on=on) or may_take_part(to, on=on):
        return denial
    if to.pk == org.pk or _stands_under(to, org, on):
        return Denial(_("“%(to)s” đang trực thuộc “%(org)s” nên không thể là cấp trên.") % {"to": to, "org": org})
    return may_change(org, on=on)


def may_change(org: Org, *, on: date) -> Denial | None:
    """Whether nothing has been recorded of the place of `org` after `on`; later facts are not overwritten."""
    later = org.links_up.filter(valid_from__gt=on).order_by("valid_from").first()
    if later is None:
        return None
    return Denial(
        _("“%(org)s” đã có thay đổi từ ngày %(day)s. Hãy chọn ngày từ hôm đó trở đi.")
        % {"org": org, "day": format_date(later.valid_from)}
    )


def may_rename(org: Org, *, on: date, today: date) -> Denial | None:
    """Whether `org` may bear a new name from `on`: not a day to come, and not before its latest name."""
    if on > today:
        return Denial(_("Chưa đến ngày %(day)s. Hãy ghi đổi tên khi tên mới có hiệu lực.") % {"day": format_date(on)})
    if denial := may_take_part(org, on=on):
        return denial
    later = org.names.filter(is_alias=False, valid_from__gt=on).order_by("valid_from").first()
    if later is None:
        return None
    return Denial(
        _("“%(org)s” mang tên hiện nay từ ngày %(day)s. Hãy chọn ngày từ hôm đó trở đi.")
        % {"org": org, "day": format_date(later.valid_from)}
    )


def may_close(org: Org, *, on: date, leaving: Collection[int] = ()) -> Denial | None:
    """Whether `org` may end on `on`: nothing stands under it any more, except `leaving` (ids handled by the caller)."""
    if denial := may_take_part(org, on=on) or may_change(org, on=on):
        return denial
    if on == org.valid_from:
        return Denial(_("Ngày kết thúc phải sau ngày bắt đầu (%(day)s).") % {"day": format_date(on)})
    under = org.links_down.filter(Q(valid_to=None) | Q(valid_to__gt=on)).exclude(org_id__in=leaving)
    if count := under.values("org_id").distinct().count():
        return Denial(
            _("“%(org)s” còn %(count)s tổ chức trực thuộc. Hãy chuyển các tổ chức đó đi trước.")
            % {"org": org, "count": count}
        )
    return None


def _stands_under(org: Org, above: Org, on: date) -> bool:
    """Whether `org` is under `above` on `on` or on any later day."""
    still = valid_on(on) | Q(valid_from__gt=on)
    return OrgPath.objects.filter(still, ancestor=above, descendant=org).exists()
