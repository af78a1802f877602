"""The menu: one table of pages, filtered by the rights that the signed-in person holds somewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from dondoc.accounts.rules import Permission, holds_anywhere
from dondoc.dashboards.memory import FIGURES
from dondoc.measures.updating import open_failures
from dondoc.orgs.models import Org, OrgKind
from dondoc.reviewing.queries import MOST_COUNTED, count_own
from dondoc.web.addresses import page_of


@dataclass(frozen=True)
class Page:
    """A row of the menu: words, drawing, address name, and the right that shows it (None: everybody).

    `short` is a word or two for the bar at the bottom of a phone; a page without it is not on that bar.
    `covers`: beginnings of the addresses that belong to the page without lying under its own.
    """

    label: str | Promise
    icon: str
    url_name: str
    right: Permission | None
    short: str | Promise = ""
    count: Callable[[Any], str] | None = None  # of what waits there, "" for nothing; one cheap query
    covers: tuple[str, ...] = ()
    is_for_leading: bool = False  # shown to those whose organisation has chi bộ under it
    is_for_builders: bool = False  # shown while developing (DEBUG) only


@dataclass(frozen=True)
class Entry:
    """A page as one person sees it now."""

    label: str | Promise
    short_label: str | Promise
    icon: str
    url: str
    is_current: bool
    count: str = ""


@dataclass(frozen=True)
class Group:
    label: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Navigation:
    """All that the frame of a page shows. `shortcuts` are the first four pages that have a short word."""

    groups: tuple[Group, ...]
    shortcuts: tuple[Entry, ...]
    committee: str
    roles: tuple[str, ...]
    search_url: str
    account_url: str
    sign_out_url: str
    is_demo: bool


def _waiting_for_review(user: Any) -> str:
    count = count_own(user, timezone.localdate())
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def _not_computed(_user: Any) -> str:
    seen = FIGURES.look()  # read already on pages of figures
    held_up = seen["head"] is None or seen["figures_failed_at"] is not None
    return str(open_failures() or "") if held_up else ""


_P = Permission
_NUMBERS = ("/chi-tieu/", "/nhiem-ky/")  # stand under the board, and under the organisation for those who have no board
MENU: tuple[tuple[str | Promise, tuple[Page, ...]], ...] = (
    (
        _("Việc cần làm"),
        (
            Page(
                _("Việc của đơn vị"), "home", "dashboards:work", _P.ANSWER, _("Việc"), covers=("/phieu/", "/nhap-tep/")
            ),
            Page(
                _("Chi bộ trực thuộc"),
                "sitemap",
                "cells:board",
                _P.LEAD_CELLS,
                _("Chi bộ"),
                is_for_leading=True,
                covers=("/duyet/",),
            ),
            Page(_("Bàn duyệt"), "clipboard-check", "reviewing:desk", _P.REVIEW, _("Duyệt"), _waiting_for_review),
            Page(_("Nhập hộ"), "edit", "submissions:on_behalf", _P.ANSWER_FOR),
            Page(_("Nhập từ tệp"), "table-import", "intake:start", _P.ANSWER_FOR),
            Page(_("Đôn đốc"), "bell-ringing", "reminders:board", _P.FOLLOW_UP, _("Đôn đốc")),
            Page(_("Công văn đôn đốc"), "send", "letters:list", _P.VIEW_BOARD),
            Page(_("Thông báo"), "mail", "reminders:inbox", _P.VIEW),
        ),
    ),
    (
        _("Theo dõi"),
        (
            Page(_("Chỉ tiêu"), "target-arrow", "dashboards:board", _P.VIEW_BOARD, _("Chỉ tiêu"), covers=_NUMBERS),
            Page(_("Kiểm tra mẫu"), "shield-check", "sampling:list", _P.SPOT_CHECK),
            Page(_("Ma trận đơn vị"), "layout-grid", "dashboards:matrix", _P.VIEW_BOARD, _("Ma trận")),
            Page(_("Phân bổ chỉ tiêu"), "chart-pie", "quotas:list", _P.VIEW),
            Page(_("Nhiệm vụ"), "list-check", "obligations:list", _P.VIEW, _("Nhiệm vụ")),
            Page(_("Vướng mắc, kiến nghị"), "message", "obstacles:list", _P.VIEW),
            Page(_("Gánh nặng báo cáo"), "hourglass", "dashboards:burden", _P.VIEW_BOARD),
            Page(_("Tổ chức"), "building-community", "dashboards:orgs", _P.VIEW, covers=_NUMBERS),
        ),
    ),
    (
        _("Hồ sơ"),
        (
            Page(_("Kế hoạch"), "file-text", "plans:list", _P.VIEW, _("Kế hoạch"), covers=("/nghia-vu/ban-hanh/",)),
            Page(_("Văn bản viện dẫn"), "book", "documents:references", _P.EDIT_PLAN),
            Page(_("Kết luận cuộc họp"), "notes", "meetings:list", _P.VIEW_BOARD),
            Page(_("Sổ văn bản"), "list-numbers", "register:list", _P.VIEW_BOARD),
            Page(_("Báo cáo"), "report", "reports:list", _P.VIEW_BOARD, _("Báo cáo")),
        ),
    ),
    (
        _("Hệ thống"),
        (
            Page(_("Nhật ký"), "history", "dashboards:audit", _P.VIEW_AUDIT),
            Page(_("Mã phát hiện"), "file-search", "documents:finding_codes", _P.EDIT_PLAN),
            Page(_("Mẫu phiếu"), "clipboard-list", "sheets:list", _P.EDIT_SHEETS),
            Page(_("Cách tính chỉ tiêu"), "math-function", "indicators:list", _P.EDIT_INDICATORS),
            Page(_("Cập nhật số liệu"), "refresh", "measures:updating", _P.ADMINISTER, count=_not_computed),
            Page(_("Gửi tin, các kênh"), "send", "reminders:outgoing", _P.ADMINISTER),
            Page(_("Sắp xếp tổ chức"), "sitemap", "reorganising:list", _P.ADMINISTER),
            Page(_("Người dùng"), "users", "accounts:people", _P.ADMINISTER),
            Page(_("Thành phần giao diện"), "components", "gallery", _P.ADMINISTER, is_for_builders=True),
        ),
    ),
)
_SHORTCUTS = 4  # with "Thêm" five, as many as fit 360 px


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Nothing is read until a template shows the frame, so parts for htmx pay nothing."""
    return {"navigation": SimpleLazyObject(lambda: _navigation(request))}


def _navigation(request: HttpRequest) -> Navigation:
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    groups = tuple(_groups(request)) if is_signed_in else ()
    entries = [entry for group in groups for entry in group.entries]
    return Navigation(
        groups=groups,
        shortcuts=tuple([entry for entry in entries if entry.short_label][:_SHORTCUTS]),
        committee=_committee(user),
        roles=tuple(f"{m.role_name}, {m.org.name}" for m in user.roles_held()) if is_signed_in else (),
        search_url=page_of("dashboards:search") if is_signed_in else "",
        account_url=page_of("accounts:account"),
        sign_out_url=page_of("accounts:sign_out"),
        is_demo=settings.DEMO,
    )


def _groups(request: HttpRequest) -> Iterator[Group]:
    shown = [
        (label, [(page, url) for page in pages if _may_see(request.user, page) and (url := page_of(page.url_name))])
        for label, pages in MENU
    ]
    here = _here(request.path, [entry for _label, pages in shown for entry in pages])
    for label, pages in shown:
        if pages:
            yield Group(label, tuple(_entry(request.user, page, url, here) for page, url in pages))


def _entry(user: Any, page: Page, url: str, here: str) -> Entry:
    return Entry(page.label, page.short, page.icon, url, url == here, page.count(user) if page.count else "")


def _here(path: str, shown: list[tuple[Page, str]]) -> str:
    """The address of the one page that `path` belongs to: by the longest beginning, a page's own before one that it
    covers, then the first of the menu; or ""."""
    starts = [(start, url) for page, url in shown for start in (url, *page.covers) if _is_at(path, start)]
    return max(starts, key=lambda pair: (len(pair[0]), pair[0] == pair[1]), default=("", ""))[1]


def _may_see(user: Any, page: Page) -> bool:
    if page.is_for_builders and not settings.DEBUG:
        return False
    if page.is_for_leading and not user.leading_orgs():
        return False
    return page.right is None or holds_anywhere(user, page.right)


def _is_at(path: str, url: str) -> bool:
    """Whether `path` is the page at `url` or lies under it; everything lies under "/", so that counts only itself."""
    return path == url or (url != "/" and path.startswith(url))


def _committee(user) -> str:
    """The name of the committee under which `user` works: where they hold a role, else the nearest above; to those who
    are not signed in the first there is. "" when there is none."""
    held = user.roles_held() if user is not None and user.is_authenticated else []
    if held:
        own = next((m.org.name for m in held if m.org.kind == OrgKind.COMMITTEE), None)
        return own or held[0].committee or ""
    committees = Org.objects.as_of(timezone.localdate()).filter(kind=OrgKind.COMMITTEE)
    return committees.order_by("pk").values_list("name", flat=True).first() or ""
