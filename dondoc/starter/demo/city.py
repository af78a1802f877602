"""The organisations and people of the made-up city."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password

from dondoc.accounts.actions import create_user, give_role
from dondoc.accounts.models import User
from dondoc.orgs.actions import NewOrg, create_group, create_org, create_orgs
from dondoc.orgs.models import Org, OrgKind
from dondoc.starter.demo import DEMO_PASSWORD

FOUNDED = date(2025, 7, 1)
_KINDS = {"o": OrgKind.GRASSROOTS_ORGANISATION, "c": OrgKind.GRASSROOTS_CELL}
WITH_CELLS, CELLS_WITH_PEOPLE = 9, 4  # whose chi bộ the story tells of, and how many of them sign in themselves
_PREFIX = {"o": "Đảng bộ", "c": "Chi bộ"}
# username → (name, role, organisation's code, the advisory body that the person also enters for)
_OFFICE = {
    "lanhdao": ("Lãnh đạo Mẫu", "leader", "DU", None),
    "vanphong": ("Chuyên viên Văn phòng Mẫu", "specialist", "DU", "VP"),
    "chanhvp": ("Chánh Văn phòng Mẫu", "specialist", "DU", None),
    "tochuc": ("Chuyên viên Tổ chức Mẫu", "specialist", "DU", "BTC"),
    "tuyengiao": ("Chuyên viên Tuyên giáo Mẫu", "specialist", "DU", "BTGDV"),
    "kiemtra": ("Chuyên viên Kiểm tra Mẫu", "specialist", "DU", "UBKT"),
    "giamsat": ("Người giám sát Mẫu", "inspector", "DU", None),
    "quantri": ("Quản trị Mẫu", "administrator", "DU", None),
}


@dataclass
class City:
    """What the history needs at hand. `members`: rough number of party members by organisation id."""

    committee: Org
    bodies: dict[str, Org] = field(default_factory=dict)  # by code
    grassroots: list[Org] = field(default_factory=list)
    societies: list[Org] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)  # by username
    enterer: dict[int, User] = field(default_factory=dict)  # who enters for an organisation, by its id
    members: dict[int, int] = field(default_factory=dict)
    cells: dict[int, int] = field(default_factory=dict)
    leads_cells: dict[int, str] = field(default_factory=dict)  # who gives work to its chi bộ: id → its secretary
    plan_of_change: dict[str, Any] = field(default_factory=dict)  # the merger and the rename, as written


def read_city() -> dict[str, Any]:
    """The city as data."""
    return yaml.safe_load((Path(__file__).parent / "city.yaml").read_text(encoding="utf-8"))


def build_city(*, at: datetime, size: int | None = None) -> City:
    """Make the committee, its bodies, about 60 TCCSĐ with about 250 chi bộ, the societies, and the people.

    `size`: only so many TCCSĐ, the first ones; the merger and the rename of 2026 need all of them.
    """
    data = read_city()
    for code, name in data["groups"].items():
        create_group(code=code, name=name, by=None, at=at)
    committee = _org(data["committee"], OrgKind.COMMITTEE, None, at)
    city = City(committee, plan_of_change={"merger": data["merger"], "rename": data["rename"]})
    city.people = _office_people(committee, at)
    for body in data["bodies"]:
        city.bodies[body["code"]] = _org(body, body["kind"], committee, at)
    _bind_office(city, at)
    for number, one in enumerate(data["grassroots"][:size], start=1):
        _grassroots(city, number, one, data["cells"], at)
    return city


def _org(data: dict[str, Any], kind: str, parent: Org | None, at: datetime) -> Org:
    return create_org(
        code=data["code"], kind=kind, name=data["name"], short_name=data["short_name"], parent=parent,
        valid_from=FOUNDED, groups=data.get("groups", ()), aliases=data.get("aliases", ()), by=None, at=at,
    )  # fmt: skip


def _grassroots(city: City, number: int, data: dict[str, Any], cell_names: list[str], at: datetime) -> None:
    kind, code = data["kind"], f"TCCS-{number:02d}"
    groups = data.get("groups", ())
    given = {"code": code, "name": f"{_PREFIX[kind]} {data['name']}", "short_name": data["name"], "groups": groups}
    org = _org(given, _KINDS[kind], city.committee, at)
    city.grassroots.append(org)
    city.members[org.pk] = data["members"]
    city.cells[org.pk] = data.get("cells", 1)
    cells = [(f"{code}-{n + 1:02d}", cell_names[n % len(cell_names)]) for n in range(data.get("cells", 0))]
    made = create_orgs([_cell(*cell, org) for cell in cells], by=None, at=at)
    for n, cell in enumerate(made[:CELLS_WITH_PEOPLE] if number == WITH_CELLS else (), start=1):
        who = f"Người nhập chi bộ {number:02d}.{n} (giả định)"
        city.enterer[cell.pk] = _person(f"dv{number:02d}.cb{n}", who, "enterer", cell, at)
    if data.get("society"):
        society = {"code": f"HOI-{number:02d}", "name": data["society"], "short_name": data["society"]}
        city.societies.append(_org(society, OrgKind.MASS_ORGANISATION, city.committee, at))
        city.enterer[city.societies[-1].pk] = _person(
            f"hoi{number:02d}", f"Người nhập Hội {number:02d} (giả định)", "enterer", city.societies[-1], at
        )
    add_people(city, org, f"dv{number:02d}", number, at)
    if number == WITH_CELLS:
        city.leads_cells[org.pk] = f"dv{number:02d}.bt"


def _cell(code: str, name: str, org: Org) -> NewOrg:
    return NewOrg(
        code=code, kind=OrgKind.CELL, name=f"Chi bộ {name} ({org.short_name})", short_name=f"Chi bộ {name}", parent=org,
        valid_from=FOUNDED,
    )  # fmt: skip


def add_people(city: City, org: Org, username: str, number: int, at: datetime) -> None:
    """The two people of a TCCSĐ: who enters, and the secretary who can also take back what was sent."""
    city.enterer[org.pk] = _person(username, f"Người nhập {number:02d} (giả định)", "enterer", org, at)
    secretary = f"{username}.bt"
    city.people[secretary] = _person(secretary, f"Bí thư {number:02d} (giả định)", "internal_approver", org, at)


def _office_people(committee: Org, at: datetime) -> dict[str, User]:
    return {
        username: _person(username, f"{name} (giả định)", role, committee, at)
        for username, (name, role, _org_code, _body) in _OFFICE.items()
    }


def _bind_office(city: City, at: datetime) -> None:
    for username, (_name, _role, _code, body) in _OFFICE.items():
        if body:
            give_role(city.people[username], org=city.bodies[body], role="enterer", by=None, at=at, valid_from=FOUNDED)
            city.enterer[city.bodies[body].pk] = city.people[username]


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def _person(username: str, full_name: str, role: str, org: Org, at: datetime) -> User:
    """Everybody in the demo has the same password; it is hashed once, hashing is slow on purpose."""
    user = create_user(username=username, full_name=full_name, org=org, by=None, at=at)
    user.password = _hashed(DEMO_PASSWORD)
    user.save(update_fields=["password"])
    give_role(user, org=org, role=role, by=None, at=at, valid_from=FOUNDED)
    return user
