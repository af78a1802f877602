"""Pages between confirming and issuing: what they say, what they refuse, what they cost."""

import pytest
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.plans.actions import accept, choose_bodies, correct_item, propose, skip
from dondoc.plans.models import BodyChoice, Plan, Proposal, Step
from dondoc.web.refusals import Invalid, Refused
from tests.factories import AT
from tests.plans.world import take_in

pytestmark = pytest.mark.django_db
HEAD = """KẾ HOẠCH
Số 12-KH/ĐU
Về chuyển đổi số, giai đoạn 2026 - 2030 (giả định)

I. Mục tiêu
1. Phấn đấu 90% hộ dân dùng dịch vụ công trực tuyến đến năm 2030.

II. Nhiệm vụ
"""
TASKS = "\n".join(f"{n}. Giao Tổ giúp việc số {n} hướng dẫn các đơn vị trước ngày 30/6/2026." for n in (1, 2, 3))


def url(name: str, plan: Plan, *more) -> str:
    return reverse(f"plans:{name}", args=[plan.pk, *more])


@pytest.fixture
def plan(office):
    return take_in(office, HEAD + TASKS)


@pytest.fixture
def desk(client, office):
    client.force_login(office.specialist)
    return client


@pytest.mark.parametrize("tasks", [1, 3])
def test_the_cost_of_the_pages_does_not_grow(office, desk, django_assert_num_queries, tasks):
    plan = take_in(office, HEAD + "\n".join(TASKS.splitlines()[:tasks]))
    propose(plan, by=office.specialist, at=AT)
    desk.get(url("proposals", plan))
    with django_assert_num_queries(PROPOSALS):
        desk.get(url("proposals", plan))
    with django_assert_num_queries(BODIES):
        desk.get(url("bodies", plan))


KINDS = ("các đảng bộ cơ sở", "các chi bộ cơ sở", "các cơ quan tham mưu", "các hội quần chúng", "các đảng bộ")


@pytest.mark.parametrize("kinds", [2, len(KINDS)])
def test_many_ways_to_name_a_kind_cost_no_more(office, desk, django_assert_num_queries, kinds):
    lines = [f"{n}. {who.capitalize()} rà soát trước ngày 30/6/2026." for n, who in enumerate(KINDS[:kinds], 1)]
    plan = take_in(office, HEAD + "\n".join(lines))
    for task, who in zip(plan.tasks.order_by("position"), KINDS[:kinds], strict=True):
        task.lead_wording = who
        task.save()
    desk.get(url("bodies", plan))
    with django_assert_num_queries(BODIES):
        response = desk.get(url("bodies", plan))
    assert len([row for row in response.context["rows"] if row.meaning]) == kinds


PROPOSALS, BODIES = 11, 12


def test_nobody_is_taken_who_is_not_known(office, desk, plan):
    """Without a body that could report, the proposal says so, is left out of “all” and refused by itself."""
    propose(plan, by=office.specialist, at=AT)
    page = desk.get(url("proposals", plan)).content.decode()
    assert "4 đề xuất chưa rõ ai điền" in page
    assert "Nhận cả" not in page
    desk.post(url("accept_proposals", plan), {"all": "1"})
    assert set(Proposal.objects.filter(plan=plan).values_list("state", flat=True)) == {"proposed"}
    with pytest.raises(Invalid, match="chưa rõ ai báo cáo"):
        accept(plan, codes=["ct-I.1-a"], by=office.specialist, at=AT)
    product = Proposal.objects.filter(plan=plan, kind="product").first()
    with pytest.raises(Invalid, match="chưa rõ ai làm"):
        accept(plan, codes=[product.code], by=office.specialist, at=AT)


def test_where_it_is_open_who_acts_taking_is_not_offered_but_the_way_to_settle_it(office, desk, plan):
    propose(plan, by=office.specialist, at=AT)
    product = Proposal.objects.filter(plan=plan, kind="product").first()
    measure, made = (desk.get(url("proposal", plan, code)).content.decode() for code in ("ct-I.1-a", product.code))
    assert ["Nhận đề xuất này" in page for page in (measure, made)] == [False, False]
    assert "Chưa nhận được: chưa rõ ai báo cáo." in measure
    assert 'href="#dieu-chinh"' in measure
    assert "Chưa nhận được: chưa rõ ai làm." in made
    assert f'href="{url("bodies", plan)}"' in made
    choose_bodies(plan, choices={"Tổ giúp việc số 1": {"orgs": ["VP"]}}, by=office.specialist, at=AT)
    assert "Nhận đề xuất này" in desk.get(url("proposal", plan, product.code)).content.decode()


def test_levels_of_several_years_are_told_apart_by_name(office):
    more = "2. Phấn đấu 95% hộ dân dùng dịch vụ công trực tuyến đến năm 2035."
    plan = take_in(office, HEAD.replace("\nII.", f"{more}\n\nII.") + TASKS)
    propose(plan, by=office.specialist, at=AT)
    name = "Tỷ lệ hộ dân dùng dịch vụ công trực tuyến đến năm"
    assert [one.name for one in Proposal.objects.filter(plan=plan, kind="measure")] == [f"{name} 2030", f"{name} 2035"]


def test_d_and_dd_are_two_and_no_code_replaces_another(office):
    plan = take_in(
        office, HEAD.replace("II.", "2. Phấn đấu 80% hộ dân có tài khoản.\n3. Phấn đấu 70% xã có mạng.\n\nII.")
    )
    for old, code in {"I.1": "II.1.d", "I.2": "II.1.đ", "I.3": "II.1~d"}.items():
        plan.targets.filter(code=old).update(code=code)
    propose(plan, by=office.specialist, at=AT)
    for one in Proposal.objects.filter(plan=plan, kind="measure"):
        one.wish |= {"population": {"orgs": ["VP"]}, "asked_in": "", "asked_as": ""}
        one.save()
    accept(plan, codes=["ct-II.1.d-a", "ct-II.1.đ-a"], by=office.specialist, at=AT)
    made = dict(plan.targets.filter(indicator__isnull=False).values_list("code", "indicator__code"))
    assert made == {"II.1.d": f"kh{plan.pk}.ii-1-d", "II.1.đ": f"kh{plan.pk}.ii-1-dd"}
    asked = [task.deliverables for task in plan.tasks.filter(rule="de-xuat").order_by("position")]
    assert asked == [[f"so-lieu.{plan.pk}.ii-1-d.a"], [f"so-lieu.{plan.pk}.ii-1-dd.a"]]
    with pytest.raises(Invalid, match=r"đã dùng cho chỉ tiêu II\.1\.d"):
        accept(plan, codes=["ct-II.1~d-a"], by=office.specialist, at=AT)


def test_what_is_typed_wrong_is_said_in_its_place(office, desk, plan):
    propose(plan, by=office.specialist, at=AT)
    address = url("proposal", plan, "ct-I.1-a")
    fields = desk.get(address).context["form"]
    form = {name: fields[name].value() for name in fields.fields} | {"by_tasks": "", "due_on": "", "reviewer": ""}
    wrong = desk.post(address, form | {"value": "nhiều", "bottom": "", "orgs": "Ban Không Có"})
    assert (wrong.status_code, sorted(wrong.context["form"].errors)) == (422, ["bottom", "orgs", "value"])
    assert desk.post(address, form | {"orgs": "Văn phòng Đảng ủy", "value": "120"}).context["form"].errors == {
        "value": ["120 % là quá 100 %. Hãy kiểm tra lại."]
    }
    assert desk.post(address, form | {"orgs": "Văn phòng Đảng ủy"}).status_code == 302
    assert Proposal.objects.get(plan=plan, code="ct-I.1-a").wish["population"] == {"orgs": ["VP"]}


def test_a_body_is_founded_in_place_and_a_taken_name_of_nothing_is_404(office, desk, plan):
    wording = "Tổ giúp việc số 1"
    made = desk.post(f"{url('new_body', plan)}?ten={wording}", {"name": wording, "short_name": "", "kind": "office"})
    assert made.status_code == 302
    assert plan.tasks.order_by("position").first().population == {
        "orgs": [BodyChoice.objects.get().population["orgs"][0]]
    }
    assert desk.get(f"{url('body', plan)}?ten=Ban Không Có").status_code == 404


def test_acts_refuse_without_the_right_a_reason_or_a_choice(office, plan):
    propose(plan, by=office.specialist, at=AT)
    one = Proposal.objects.filter(plan=plan).first()
    with pytest.raises(Refused):
        propose(plan, by=office.leader, at=AT)
    with pytest.raises(Invalid, match="lý do"):
        skip(one, reason=" ", by=office.specialist, at=AT)
    with pytest.raises(Invalid, match="Hãy chọn đơn vị"):
        choose_bodies(plan, choices={"Tổ giúp việc số 1": {}}, by=office.specialist, at=AT)
    assert propose(plan, by=office.specialist, at=AT) == 0  # nothing changed, nothing is renewed


def test_the_code_of_a_task_stands_once_before_what_it_brings(office, desk, plan):
    propose(plan, by=office.specialist, at=AT)
    one = Proposal.objects.filter(plan=plan, kind="product").first()
    one.wish["name"] = f"{one.tasks[0]}. Giao Tổ giúp việc hướng dẫn"
    one.save()
    page = desk.get(url("proposals", plan)).content.decode()
    row = page.partition(f'id="dx-{one.code}"')[2].partition("</th>")[0]
    assert row.endswith(f'<span class="plan-code">{one.tasks[0]}</span> Giao Tổ giúp việc hướng dẫn</div>')


def test_the_wordings_count_as_the_table_shows_them_and_a_kind_without_bodies_says_so(office, desk):
    text = HEAD + (
        "1. Giao Tổ giúp việc số 1 chủ trì, phối hợp với Sở Xa Xôi hướng dẫn các đơn vị trước ngày 30/6/2026.\n"
        "2. Các đảng bộ cơ sở rà soát quy chế trước ngày 30/6/2026.\n"
    )
    plan = take_in(office, text)
    plan.tasks.filter(code="II.2").update(lead_wording="các đảng bộ cơ sở")
    response = desk.get(url("bodies", plan))
    page = response.content.decode()
    assert response.context["open"].total == page.count("chưa rõ</span>") == 2
    assert "Còn 2 cách gọi chưa biết là ai. Trong đó 1 cách gọi là đơn vị thực hiện" in page
    assert [row.meaning for row in response.context["rows"] if row.found.is_settled] == ["Đảng bộ cơ sở: 0 đơn vị"]


def test_a_body_that_happens_to_be_the_only_one_known_does_not_report_for_all(office, plan):
    """Nothing says who watches over the plan; what nobody adjusted is proposed anew once more is known."""
    choose_bodies(plan, choices={"Tổ giúp việc số 1": {"orgs": ["VP"]}}, by=office.specialist, at=AT)
    propose(plan, by=office.specialist, at=AT)
    measure = Proposal.objects.get(plan=plan, kind="measure")
    assert (measure.wish["population"], measure.wish["reviewer"]) == ({}, "")
    assert {one.wish["reviewer"] for one in Proposal.objects.filter(plan=plan, kind="product")} <= {""}
    plan.tasks.filter(code="II.2").update(
        text="Giao Tổ giúp việc số 2 làm đầu mối theo dõi kế hoạch.", population={"orgs": ["BTC"]}
    )
    propose(plan, by=office.specialist, at=AT)
    measure.refresh_from_db()
    assert measure.wish["population"] == {"orgs": ["BTC"]}


def test_a_choice_reaches_the_other_drafts_and_settles_the_doubt(office):
    first = take_in(office, HEAD + TASKS)
    second = take_in(office, (HEAD + TASKS).replace("12-KH", "13-KH"))
    choose_bodies(first, choices={"Tổ giúp việc số 1": {"orgs": ["VP"]}}, by=office.specialist, at=AT)
    for plan in (first, second):
        assert [task.population for task in plan.tasks.order_by("position")] == [{"orgs": ["VP"]}, {}, {}]
        doubts = plan.findings.filter(code="body_unknown").order_by("start")
        assert [doubt.settled_by for doubt in doubts] == [office.specialist, None, None]


def test_undoing_a_choice_puts_back_every_draft_that_followed_it(office, desk):
    first = take_in(office, HEAD + TASKS)
    second = take_in(office, (HEAD + TASKS).replace("12-KH", "13-KH"))
    desk.post(url("choose_body", first), {"wording": "Tổ giúp việc số 1", "org": "VP"})
    step = desk.get(url("bodies", first)).context["last"]
    assert desk.post(url("undo", first), {"step": step.pk, "back": "ghep-ten"}).url == url("bodies", first)
    for plan in (first, second):
        assert [task.population for task in plan.tasks.all()] == [{}, {}, {}]
        assert not plan.findings.exclude(settled_at=None).filter(code="body_unknown").exists()
    assert (BodyChoice.objects.count(), desk.get(url("bodies", first)).context["last"]) == (0, None)
    assert AuditEvent.objects.filter(action="plan.undo").count() == 2


def test_a_choice_is_not_undone_over_what_was_decided_in_another_draft(office, desk):
    """All is put back or nothing, and the reason names the plan."""
    first = take_in(office, HEAD + TASKS)
    second = take_in(office, (HEAD + TASKS).replace("12-KH", "13-KH"))
    desk.post(url("choose_body", first), {"wording": "Tổ giúp việc số 1", "org": "VP"})
    task = second.tasks.get(code="II.1")
    correct_item(task, changes={"population": {"orgs": ["BTC"]}}, revision=task.revision, by=office.specialist, at=AT)
    response = desk.post(url("undo", first), {"step": Step.objects.get(plan=first).pk})
    assert response.status_code == 409
    assert "Kế hoạch 13-KH/ĐU đã đổi theo và không trả lại được." in response.content.decode()
    assert first.tasks.get(code="II.1").population == {"orgs": ["VP"]}
    second.refresh_from_db()
    Plan.objects.filter(pk=second.pk).update(status="issued")
    response = desk.post(url("undo", first), {"step": Step.objects.get(plan=first).pk})
    assert "Kế hoạch đã ban hành, nội dung không sửa được nữa." in response.content.decode()


def test_a_note_that_a_figure_is_asked_elsewhere_goes_when_it_is_not(office, desk, plan):
    propose(plan, by=office.specialist, at=AT)
    note = "Cùng số liệu với chỉ tiêu II.1.a: hỏi một lần, dùng cho cả hai."
    measure = Proposal.objects.get(plan=plan, kind="measure")
    measure.wish |= {"population": {"orgs": ["VP"]}, "asked_in": "so-lieu.khong-co", "asked_as": "a"}
    measure.notes = [note, "Ghi chú khác."]
    measure.save()
    page = desk.get(url("proposal", plan, measure.code))
    assert page.context["preview"].notes == ("Ghi chú khác.",)
    assert note not in page.content.decode()
    rows = desk.get(url("proposals", plan)).context["desk"].measures
    assert [row.notes for row in rows] == [("Ghi chú khác.",)]
