"""Two state and Party trees for plans of other committees, and the way from a file to a plan that is ready to issue."""

from dataclasses import dataclass

from dondoc.accounts.models import User
from dondoc.orgs.models import Org, OrgKind
from tests.factories import make_org, make_user


@dataclass(frozen=True)
class Province:
    """A people's committee of a province with its departments and communes, as plan 134 of Lào Cai names them."""

    committee: Org
    bodies: dict[str, Org]
    communes: list[Org]
    specialist: User
    leader: User


def make_province() -> Province:
    committee = make_org("Ủy ban nhân dân tỉnh Lào Cai", kind=OrgKind.PEOPLES_COMMITTEE, code="UBND")
    named = {
        "KKT": "Ban Quản lý Khu kinh tế", "SCT": "Sở Công Thương", "SXD": "Sở Xây dựng",
        "SKHCN": "Sở Khoa học và Công nghệ",
    }  # fmt: skip
    bodies = {code: make_org(name, parent=committee, kind=OrgKind.OFFICE, code=code) for code, name in named.items()}
    communes = [
        make_org(f"UBND {name}", parent=committee, kind=OrgKind.COMMUNE, code=code)
        for code, name in (("P1", "phường Lào Cai"), ("X1", "xã Bảo Thắng"), ("X2", "xã Tằng Loỏng"))
    ]
    return Province(
        committee=committee,
        bodies=bodies,
        communes=communes,
        specialist=make_user("tinh.cv", role="specialist", org=committee),
        leader=make_user("tinh.ld", role="leader", org=committee),
    )


@dataclass(frozen=True)
class Commune:
    """A Party committee of a commune with its bodies and cells, as resolution 02 of Công Hải names them."""

    committee: Org
    bodies: dict[str, Org]
    cells: list[Org]
    specialist: User
    leader: User


def make_commune() -> Commune:
    committee = make_org("Đảng ủy xã Công Hải", kind=OrgKind.COMMITTEE, code="DU", short_name="Đảng ủy xã")
    named = {
        "BXD": ("Ban Xây dựng Đảng", OrgKind.ADVISORY_BODY),
        "UBKT": ("Ủy ban kiểm tra Đảng ủy xã", OrgKind.INSPECTION_COMMITTEE),
        "DUUB": ("Đảng ủy Ủy ban nhân dân xã", OrgKind.GRASSROOTS_ORGANISATION),
        "DUCQ": ("Đảng ủy các cơ quan Đảng xã", OrgKind.GRASSROOTS_ORGANISATION),
    }
    bodies = {code: make_org(name, parent=committee, kind=kind, code=code) for code, (name, kind) in named.items()}
    cells = [
        make_org(f"Chi bộ thôn {n}", parent=committee, kind=OrgKind.GRASSROOTS_CELL, code=f"T{n}", groups=["thon"])
        for n in (1, 2, 3)
    ]
    return Commune(
        committee=committee,
        bodies=bodies,
        cells=cells,
        specialist=make_user("xa.cv", role="specialist", org=committee),
        leader=make_user("xa.ld", role="leader", org=committee),
    )
