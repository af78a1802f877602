"""What each change of the map does, and what it refuses."""

from datetime import date

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.orgs import actions, paths, queries, rules
from dondoc.orgs.models import Group, GroupMembership, Org, OrgKind, OrgLink, OrgName, OrgPath, Succession
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, LONG_AGO, make_committee, make_org

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
BEFORE = date(2026, 2, 28)
BY = {"by": None, "at": AT}


@pytest.fixture
def tree():
    """Committee ⊃ a (⊃ a1, a2), b, c."""
    root = make_committee(code="goc")
    a, b, c = (make_org(f"Đảng bộ {x.upper()}", parent=root, code=x) for x in "abc")
    a1, a2 = (make_org(f"Chi bộ {x}", parent=a, code=x, kind=OrgKind.CELL) for x in ("a1", "a2"))
    return {"goc": root, "a": a, "b": b, "c": c, "a1": a1, "a2": a2}


def under(org: Org, day: date) -> list[str]:
    return sorted(Org.objects.under(org.pk, day).values_list("code", flat=True))


def events() -> list[str]:
    """Names and organisations of the events since the tree was made."""
    rows = AuditEvent.objects.exclude(action__in=["org.create", "group.create"]).order_by("pk")
    return [f"{e.action} {Org.objects.get(pk=e.org_id).code}" for e in rows]


def test_a_new_organisation_has_its_place_names_groups_and_trail(tree):
    new = make_org(
        "Đảng bộ  Tòa án", parent=tree["goc"], code="ta", short_name="Tòa án", aliases=["TAND"],
        groups=["noi-chinh"], valid_from=ON,
    )  # fmt: skip
    assert [o.code for o in queries.ancestors(new, ON)] == ["ta", "goc"]
    assert queries.ancestors(new, BEFORE) == []
    assert list(new.names.order_by("pk").values_list("name", "folded", "is_alias", "valid_from", "valid_to")) == [
        ("Đảng bộ Tòa án", "dang bo toa an", False, ON, None),
        ("Tòa án", "toa an", True, ON, None),
        ("TAND", "tand", True, ON, None),
    ]
    assert (new.search_text, new.sort_key != "") == ("ta dang bo toa an toa an tand", True)
    assert list(Org.objects.in_groups(["noi-chinh"], ON)) == [new]
    event = AuditEvent.objects.filter(action="org.create").latest("pk")
    assert (event.org_id, event.after) == (
        new.pk,
        {
            "code": "ta", "kind": "grassroots_organisation", "name": "Đảng bộ Tòa án", "parent": "goc",
            "valid_from": "2026-03-01", "groups": ["noi-chinh"],
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"code": "a"}, Conflict, "Mã “a” đã được dùng. Hãy chọn mã khác."),
        ({"code": "moi", "groups": ["khong-co"]}, Group.DoesNotExist, "Group matching query does not exist."),
        (
            {"code": "moi", "valid_from": date(2019, 12, 31)},
            Refused,
            "“Đảng bộ A” hoạt động từ ngày 01/01/2020, sau ngày 31/12/2019. Hãy kiểm tra lại ngày.",
        ),
    ],
    ids=["code taken", "unknown group", "before its parent"],
)
def test_a_new_organisation_is_refused(tree, given, error, words):
    arguments = {
        "kind": "cell", "name": "Mới", "short_name": "Mới", "parent": tree["a"], "valid_from": ON, **BY, **given
    }  # fmt: skip
    before = Org.objects.count()
    with pytest.raises(error) as raised:
        actions.create_org(**arguments)
    assert (str(raised.value), Org.objects.count()) == (words, before)


def test_under_an_ended_organisation_nothing_is_made(tree):
    actions.close_org(tree["b"], on=ON, **BY)
    with pytest.raises(Refused, match="đã kết thúc hoạt động từ ngày 01/03/2026"):
        make_org(parent=Org.objects.get(code="b"), valid_from=date(2026, 4, 1))


def test_a_renamed_organisation_stays_itself_and_is_found_by_both_names(tree):
    renamed = actions.rename_org(tree["a"], name="Đảng bộ Tư pháp", short_name="Tư pháp", on=ON, **BY)
    assert (renamed.pk, renamed.name, renamed.short_name) == (tree["a"].pk, "Đảng bộ Tư pháp", "Tư pháp")
    assert queries.names_on([renamed.pk], BEFORE) == {renamed.pk: "Đảng bộ A"}
    assert queries.names_on([renamed.pk], ON) == {renamed.pk: "Đảng bộ Tư pháp"}
    assert list(Org.objects.search("TƯ pháp")) == [renamed]
    assert renamed.search_text == "a dang bo tu phap tu phap dang bo a dang bo tu phap tu phap"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.before, event.after) == (
        "org.rename",
        {"name": "Đảng bộ A", "short_name": "Đảng bộ A"},
        {"name": "Đảng bộ Tư pháp", "short_name": "Tư pháp", "on": "2026-03-01"},
    )


def test_a_name_corrected_on_the_day_that_it_began_leaves_no_trace_of_the_slip(tree):
    actions.rename_org(tree["a"], name="Đảng bộ Tư phap", short_name="Tư pháp", on=ON, **BY)
    actions.rename_org(tree["a"], name="Đảng bộ Tư pháp", short_name="Tư pháp", on=ON, **BY)
    names = tree["a"].names.filter(is_alias=False).order_by("valid_from")
    assert list(names.values_list("name", "valid_from", "valid_to")) == [
        ("Đảng bộ A", LONG_AGO, ON),
        ("Đảng bộ Tư pháp", ON, None),
    ]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 3, 17), "Chưa đến ngày 17/03/2026. Hãy ghi đổi tên khi tên mới có hiệu lực."),
        (date(2025, 12, 31), "“Tên hai” mang tên hiện nay từ ngày 01/03/2026. Hãy chọn ngày từ hôm đó trở đi."),
        (date(2019, 1, 1), "“Tên hai” hoạt động từ ngày 01/01/2020, sau ngày 01/01/2019. Hãy kiểm tra lại ngày."),
    ],
)
def test_a_rename_is_refused(tree, on, words):
    actions.rename_org(tree["a"], name="Tên hai", short_name="Hai", on=ON, **BY)
    with pytest.raises(Refused) as raised:
        actions.rename_org(tree["a"], name="Tên ba", short_name="Ba", on=on, **BY)
    assert raised.value.reason == words


def test_a_move_takes_what_is_under_along_and_keeps_the_past(tree):
    actions.move_org(tree["a"], to=tree["b"], on=ON, **BY)
    assert under(tree["b"], BEFORE) == ["b"]
    assert under(tree["b"], ON) == ["a", "a1", "a2", "b"]
    assert [o.code for o in queries.ancestors(tree["a1"], ON)] == ["a1", "a", "b", "goc"]
    assert [o.code for o in queries.ancestors(tree["a1"], BEFORE)] == ["a1", "a", "goc"]
    assert [o.code for o in queries.children(tree["goc"], ON)] == ["b", "c"]
    assert events() == ["org.move a"]


def test_a_move_to_where_it_stands_changes_nothing(tree):
    actions.move_org(tree["a1"], to=tree["a"], on=ON, **BY)
    assert (events(), OrgLink.objects.filter(org=tree["a1"]).count()) == ([], 1)


def test_there_and_back_on_one_day_is_as_if_nothing_had_been(tree):
    before = set(OrgPath.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to"))
    actions.move_org(tree["a1"], to=tree["b"], on=ON, **BY)
    actions.move_org(tree["a1"], to=tree["a"], on=ON, **BY)
    assert set(OrgPath.objects.values_list("ancestor", "descendant", "depth", "valid_from", "valid_to")) == before
    assert list(tree["a1"].links_up.values_list("parent__code", "valid_from", "valid_to")) == [("a", LONG_AGO, None)]


def test_a_root_may_be_placed_under_another(tree):
    other = make_committee("Đảng ủy Thành phố", code="tp")
    actions.move_org(tree["goc"], to=other, on=ON, **BY)
    assert [o.code for o in queries.ancestors(tree["a1"], ON)] == ["a1", "a", "goc", "tp"]
    assert AuditEvent.objects.latest("pk").before == {"parent": None}


@pytest.mark.parametrize(
    ("org", "to", "on", "words"),
    [
        ("a", "a", ON, "“Đảng bộ A” đang trực thuộc “Đảng bộ A” nên không thể là cấp trên."),
        ("a", "a1", ON, "“Chi bộ a1” đang trực thuộc “Đảng bộ A” nên không thể là cấp trên."),
        ("c", "b", ON, "“Đảng bộ C” đã kết thúc hoạt động từ ngày 01/01/2026. Hãy chọn tổ chức đang hoạt động."),
        ("b", "c", ON, "“Đảng bộ C” đã kết thúc hoạt động từ ngày 01/01/2026. Hãy chọn tổ chức đang hoạt động."),
        ("a2", "b", BEFORE, "“Chi bộ a2” đã có thay đổi từ ngày 01/03/2026. Hãy chọn ngày từ hôm đó trở đi."),
        ("b", "a2", BEFORE, "“Chi bộ a2” đang trực thuộc “Đảng bộ B” nên không thể là cấp trên."),
    ],
    ids=["itself", "circle", "ended", "to an ended one", "before a later change", "a circle later on"],
)
def test_a_move_is_refused(tree, org, to, on, words):
    actions.close_org(tree["c"], on=date(2026, 1, 1), **BY)
    actions.move_org(tree["a2"], to=tree["b"], on=ON, **BY)
    kept = set(OrgPath.objects.values_list("pk", flat=True))
    with pytest.raises(Refused) as raised:
        actions.move_org(tree[org], to=tree[to], on=on, **BY)
    assert (raised.value.reason, set(OrgPath.objects.values_list("pk", flat=True))) == (words, kept)


def test_an_ended_organisation_is_gone_from_its_day_on_and_stays_in_the_past(tree):
    actions.join_group(tree["b"], group=actions.create_group(code="n", name="N", **BY).code, on=LONG_AGO, **BY)
    closed = actions.close_org(tree["b"], on=ON, **BY)
    assert (closed.valid_to, closed.last_day) == (ON, BEFORE)
    assert (under(tree["goc"], ON), "b" in under(tree["goc"], BEFORE)) == (["a", "a1", "a2", "c", "goc"], True)
    facts = (OrgLink.objects, OrgName.objects, GroupMembership.objects)
    assert [facts_of.filter(org=closed, valid_to=None).count() for facts_of in facts] == [0, 0, 0]
    assert (queries.names_on([closed.pk], ON), queries.ancestors(closed, ON)) == ({}, [])
    assert events() == ["group.change b", "org.close b"]


@pytest.mark.parametrize(
    ("code", "on", "words"),
    [
        ("a", ON, "“Đảng bộ A” còn 2 tổ chức trực thuộc. Hãy chuyển các tổ chức đó đi trước."),
        ("b", LONG_AGO, "Ngày kết thúc phải sau ngày bắt đầu (01/01/2020)."),
    ],
)
def test_an_end_is_refused(tree, code, on, words):
    with pytest.raises(Refused) as raised:
        actions.close_org(tree[code], on=on, **BY)
    assert (raised.value.reason, Org.objects.get(code=code).valid_to) == (words, None)


def test_a_merger_ends_the_predecessors_and_gives_their_people_and_groups_to_the_successor(tree):
    actions.create_group(code="nhom", name="Nhóm", **BY)
    actions.join_group(tree["a"], group="nhom", on=LONG_AGO, **BY)
    new = make_org("Đảng bộ A và B", parent=tree["goc"], code="ab", valid_from=ON)
    merged = actions.merge_orgs([tree["a"], tree["b"]], into=new, on=ON, decision="Quyết định số 15-QĐ/ĐU", **BY)
    assert merged == new
    assert (under(new, ON), under(tree["goc"], ON)) == (["a1", "a2", "ab"], ["a1", "a2", "ab", "c", "goc"])
    assert under(tree["a"], BEFORE) == ["a", "a1", "a2"]
    successions = Succession.objects.order_by("pk")
    assert list(successions.values_list("predecessor__code", "successor__code", "on", "kind", "decision")) == [
        ("a", "ab", ON, "merge", "Quyết định số 15-QĐ/ĐU"),
        ("b", "ab", ON, "merge", "Quyết định số 15-QĐ/ĐU"),
    ]
    assert [list(Org.objects.in_groups(["nhom"], day)) for day in (BEFORE, ON)] == [[tree["a"]], [new]]
    assert events()[1:] == ["org.move a1", "org.move a2", "org.merge a", "org.merge b", "org.merge ab"]


def test_a_merger_into_one_of_them_keeps_that_one(tree):
    actions.merge_orgs([tree["a"], tree["b"]], into=tree["b"], on=ON, decision="", **BY)
    assert (under(tree["b"], ON), Org.objects.get(code="b").valid_to) == (["a1", "a2", "b"], None)
    assert list(Succession.objects.values_list("predecessor__code", "successor__code")) == [("a", "b")]


def test_a_superior_may_merge_into_what_stands_under_it(tree):
    actions.merge_orgs([tree["a"], tree["a1"]], into=tree["a1"], on=ON, decision="", **BY)
    assert (under(tree["a1"], ON), under(tree["goc"], ON)) == (["a1", "a2"], ["a1", "a2", "b", "c", "goc"])


def test_a_merger_of_one_above_another_moves_only_who_stays(tree):
    deep = make_org(parent=tree["a1"], code="sau")
    actions.merge_orgs([tree["a"], tree["a1"]], into=tree["b"], on=ON, decision="", **BY)
    assert under(tree["b"], ON) == ["a2", "b", "sau"]
    assert [o.code for o in queries.ancestors(deep, ON)] == ["sau", "b", "goc"]


def test_becoming_a_new_organisation_alone_is_a_replacement(tree):
    new = make_org(parent=tree["goc"], code="moi", valid_from=ON)
    actions.merge_orgs([tree["b"]], into=new, on=ON, decision="", **BY)
    assert list(Succession.objects.values_list("kind", flat=True)) == ["replace"]


def test_a_merger_is_refused_whole(tree):
    with pytest.raises(Invalid, match="Hãy chọn ít nhất một tổ chức được hợp nhất"):
        actions.merge_orgs([tree["b"]], into=tree["b"], on=ON, decision="", **BY)
    with pytest.raises(Refused, match="không có cấp trên khác"):
        actions.merge_orgs([tree["goc"], tree["b"]], into=tree["a"], on=ON, decision="", **BY)
    actions.move_org(tree["a2"], to=tree["c"], on=date(2026, 3, 10), **BY)
    with pytest.raises(Refused, match="“Chi bộ a2” đã có thay đổi từ ngày 10/03/2026"):
        actions.merge_orgs([tree["a"]], into=tree["b"], on=ON, decision="", **BY)
    assert (Succession.objects.count(), Org.objects.get(code="a").valid_to) == (0, None)


def test_a_split_shares_out_what_stood_under_it(tree):
    x, y = (make_org(f"Đảng bộ {n}", parent=tree["goc"], code=n, valid_from=ON) for n in "xy")
    actions.create_group(code="nhom", name="Nhóm", **BY)
    actions.join_group(tree["a"], group="nhom", on=LONG_AGO, **BY)
    shared = {tree["a1"].pk: x, tree["a2"].pk: y}
    actions.split_org(tree["a"], into=[x, y], on=ON, decision="QĐ 7", children=shared, **BY)
    assert (under(x, ON), under(y, ON), Org.objects.get(code="a").valid_to) == (["a1", "x"], ["a2", "y"], ON)
    assert sorted(Org.objects.in_groups(["nhom"], ON), key=lambda o: o.code) == [x, y]
    assert list(Succession.objects.order_by("pk").values_list("predecessor__code", "successor__code", "kind")) == [
        ("a", "x", "split"), ("a", "y", "split"),
    ]  # fmt: skip
    assert events()[1:] == ["org.move a1", "org.move a2", "org.split x", "org.split y", "org.split a"]


def test_a_part_split_off_leaves_the_organisation_itself(tree):
    x = make_org(parent=tree["goc"], code="x", valid_from=ON)
    actions.split_org(
        tree["a"], into=[tree["a"], x], on=ON, decision="", children={tree["a1"].pk: x, tree["a2"].pk: tree["a"]}, **BY
    )
    assert (under(tree["a"], ON), under(x, ON)) == (["a", "a2"], ["a1", "x"])


def test_a_part_split_off_may_take_the_rest_over_later(tree):
    x = make_org(parent=tree["goc"], code="x", valid_from=ON)
    actions.split_org(tree["b"], into=[tree["b"], x], on=ON, decision="", **BY)
    actions.merge_orgs([tree["b"], x], into=x, on=date(2026, 3, 10), decision="", **BY)
    assert list(Succession.objects.order_by("on").values_list("on", "kind")) == [
        (ON, "split"),
        (date(2026, 3, 10), "merge"),
    ]


def test_a_split_is_refused_whole(tree):
    x, y = (make_org(parent=tree["goc"], code=n, valid_from=ON) for n in "xy")
    with pytest.raises(Invalid, match="Hãy chọn ít nhất hai tổ chức mới"):
        actions.split_org(tree["a"], into=[x], on=ON, decision="", **BY)
    with pytest.raises(Invalid, match="Hãy chọn ít nhất hai tổ chức mới"):
        actions.split_org(tree["a"], into=[x, y], on=ON, decision="", children={tree["a1"].pk: tree["b"]}, **BY)
    with pytest.raises(Invalid, match="Có tổ chức không trực thuộc “Đảng bộ A”"):
        actions.split_org(tree["a"], into=[x, y], on=ON, decision="", children={tree["b"].pk: x}, **BY)
    with pytest.raises(Refused, match="còn 1 tổ chức trực thuộc"):
        actions.split_org(tree["a"], into=[x, y], on=ON, decision="", children={tree["a1"].pk: x}, **BY)
    assert (under(tree["a"], ON), Succession.objects.count()) == (["a", "a1", "a2"], 0)


def test_groups_are_joined_and_left_with_dates(tree):
    actions.create_group(code="nhom", name="Nhóm", **BY)
    assert actions.create_group(code="nhom", name="Tên khác", **BY).name == "Nhóm"
    later = date(2026, 3, 10)
    actions.join_group(tree["a"], group="nhom", on=ON, **BY)
    actions.join_group(tree["a"], group="nhom", on=later, **BY)  # already in it
    actions.leave_group(tree["a"], group="nhom", on=later, **BY)
    days = (BEFORE, ON, date(2026, 3, 9), later)
    assert [Org.objects.in_groups(["nhom"], day).count() for day in days] == [0, 1, 1, 0]
    with pytest.raises(Conflict, match="“Đảng bộ A” không thuộc nhóm này"):
        actions.leave_group(tree["a"], group="nhom", on=later, **BY)
    actions.join_group(tree["a"], group="nhom", on=later, **BY)  # back on the same day: one unbroken membership
    assert list(tree["a"].group_memberships.values_list("valid_from", "valid_to")) == [(ON, None)]
    assert [e for e in events() if e == "group.change a"] == ["group.change a"] * 3


@pytest.mark.parametrize(
    "change",
    [
        lambda t: make_org(parent=t["a"], code="moi"),
        lambda t: actions.rename_org(t["a"], name="Khác", short_name="Khác", on=ON, **BY),
        lambda t: actions.move_org(t["a"], to=t["b"], on=ON, **BY),
        lambda t: actions.close_org(t["b"], on=ON, **BY),
        lambda t: actions.merge_orgs([t["a"]], into=t["b"], on=ON, decision="", **BY),
        lambda t: actions.join_group(t["a"], group="nhom", on=ON, **BY),
    ],
    ids=["create", "rename", "move", "close", "merge", "join"],
)
def test_when_the_trail_cannot_be_written_nothing_is_saved(tree, change, monkeypatch):
    actions.create_group(code="nhom", name="Nhóm", **BY)
    models = (Org, OrgLink, OrgName, OrgPath, GroupMembership, Succession)
    before = [list(model.objects.order_by("pk").values()) for model in models]

    def broken(*_args, **_kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(actions, "record", broken)
    monkeypatch.setattr(actions, "record_all", broken)
    with pytest.raises(OSError, match="disk full"):
        change(tree)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_rebuilding_repairs_a_closure_that_was_touched(tree):
    OrgPath.objects.filter(descendant=tree["a1"], depth=2).delete()
    OrgPath.objects.create(ancestor=tree["b"], descendant=tree["a1"], depth=1, valid_from=LONG_AGO)
    assert (actions.rebuild_paths(), actions.rebuild_paths()) == (2, 0)
    assert under(tree["b"], ON) == ["b"]


def test_a_large_map_is_brought_in_pieces(tree, monkeypatch):
    monkeypatch.setattr(paths, "_CHUNK", 2)
    OrgPath.objects.all().delete()
    assert (actions.rebuild_paths(), under(tree["goc"], ON)) == (13, ["a", "a1", "a2", "b", "c", "goc"])


def test_taking_part_needs_a_day_within_the_life_of_the_organisation(tree):
    assert rules.may_take_part(tree["a"], on=ON) is None
    assert rules.may_change(tree["a"], on=ON) is None
