"""What tests of plans stand on: the package's definitions, the committee with its bodies, the founding plan's text."""

from dataclasses import dataclass
from pathlib import Path

from dondoc.accounts.models import User
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.actions import bring_in, confirm_items
from dondoc.plans.models import Plan
from dondoc.starter.definitions import load_definitions
from tests.factories import AT, make_committee, make_org, make_user

FOUNDING = (Path(__file__).parents[2] / "dondoc" / "starter" / "plans" / "08-KH-DU.txt").read_bytes()
# Another committee's plan, short: two sections with the same number, bodies that nobody knows, no package.
OTHER = """KẾ HOẠCH
Số 12-KH/ĐU
Về chuyển đổi số, giai đoạn 2026 - 2030

I. Mục tiêu
1. Phấn đấu 90% chi bộ sử dụng sổ tay đảng viên điện tử.

II. Nhiệm vụ
1. Giao Sở Khoa học hướng dẫn các đơn vị thực hiện trước ngày 30/6/2026.
1. Giao Sở Nội vụ báo cáo kết quả 6 tháng một lần.
"""


@dataclass(frozen=True)
class Office:
    """The committee of the founding plan, and who works on plans there."""

    committee: Org
    body: Org  # Văn phòng Đảng ủy
    cell: Org
    specialist: User
    leader: User
    enterer: User


def make_office() -> Office:
    """Definitions of the package, a committee with the bodies that its plan names, one TCCSĐ."""
    load_definitions(by=None, at=AT)
    committee = make_committee()
    bodies = [("VP", "Văn phòng Đảng ủy"), ("BTC", "Ban Tổ chức Đảng ủy"), ("BTG", "Ban Tuyên giáo và Dân vận Đảng ủy")]
    made = [make_org(name, parent=committee, kind=OrgKind.ADVISORY_BODY, code=code) for code, name in bodies]
    make_org("Ủy ban Kiểm tra Đảng ủy", parent=committee, kind=OrgKind.INSPECTION_COMMITTEE, code="UBKT")
    groups = ["noi-chinh-tu-phap", "tham-muu-giup-viec"]
    cell = make_org("Chi bộ A", parent=committee, kind=OrgKind.GRASSROOTS_CELL, code="A", groups=groups)
    return Office(
        committee=committee,
        body=made[0],
        cell=cell,
        specialist=make_user("binh", role="specialist", org=committee),
        leader=make_user("lan", role="leader", org=committee),
        enterer=make_user("an", role="enterer", org=cell),
    )


def take_in(office: Office, data: bytes | str = FOUNDING, name: str = "08-KH-DU.txt") -> Plan:
    """The plan in `data`, as a draft."""
    content = data.encode() if isinstance(data, str) else data
    return bring_in(org=office.committee, name=name, data=content, by=office.specialist, at=AT)


def confirm_all(plan: Plan, by: User) -> None:
    """Every target and task as they stand."""
    codes = {name: list(getattr(plan, name).values_list("code", flat=True)) for name in ("targets", "tasks")}
    confirm_items(plan, codes=codes, by=by, at=AT)
