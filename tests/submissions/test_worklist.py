"""The list of duties: one line per product, in the group that its day and its sheet give, and never more queries."""

from datetime import date

import pytest

from dondoc.sheets.queries import Cost
from dondoc.submissions import actions
from dondoc.submissions.burden import yearly_burden
from dondoc.submissions.worklist import WorkGroup, work_of
from tests.submissions.rows import (
    AT,
    COUNTED,
    DOCUMENT_ANSWERS,
    make_deliverable,
    make_obligation,
    make_plan,
    make_round,
    make_submission,
    make_task,
)

pytestmark = pytest.mark.django_db
G = WorkGroup


@pytest.fixture
def plan(cast):
    return make_plan(cast.committee, cast.binh)


def groups(work) -> dict:
    return {group: [(line.name, len(line.obligations)) for line in lines] for group, lines, _count in work.groups}


@pytest.mark.parametrize(
    ("due_on", "more", "group"),
    [
        (date(2026, 3, 15), {}, G.OVERDUE),
        (date(2026, 3, 16), {}, G.SOON),
        (date(2026, 3, 26), {}, G.SOON),
        (date(2026, 3, 27), {}, G.THIS_MONTH),
        (date(2026, 3, 31), {}, G.THIS_MONTH),
        (date(2026, 4, 1), {}, G.LATER),
        (date(2026, 1, 1), {"extended_to": date(2026, 3, 20)}, G.SOON),
        (date(2026, 1, 1), {"is_history": True}, G.HISTORY),
        (None, {"is_ongoing": True}, G.ONGOING),
        (None, {}, G.WAITING),
        (date(2026, 3, 1), {"approved_on": date(2026, 3, 1), "done_on": date(2026, 3, 1)}, G.DONE),
    ],
)
def test_a_line_stands_where_its_day_says(due_on, more, group, plan, cast, today):
    make_deliverable()
    make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=due_on, **more)
    assert groups(work_of(cast.cell_a, today)) == {group: [("Sản phẩm ke-hoach", 1)]}


def test_what_is_exempt_closed_or_of_others_is_not_on_the_list(plan, cast, today):
    make_deliverable()
    task = make_task(plan, ["ke-hoach"])
    make_obligation(task, cast.cell_b)
    make_obligation(task, cast.cell_a, exempted_on=today)
    make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, closed_on=today)
    assert work_of(cast.cell_a, today).groups == []


def test_a_product_asked_by_two_tasks_is_one_line_under_the_earlier_day(plan, cast, today):
    make_deliverable()
    late = make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=date(2026, 3, 30))
    soon = make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=date(2026, 3, 18))
    work = work_of(cast.cell_a, today)
    assert groups(work) == {G.SOON: [("Sản phẩm ke-hoach", 2)]}
    assert (work.next.first, work.next.obligations, work.pressing, work.minutes) == (soon, [soon, late], 1, 3)


def test_what_was_sent_in_moves_on_and_what_was_sent_back_says_why(plan, cast, today):
    product = make_deliverable()
    make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=date(2026, 3, 1))
    draft = make_submission(cast.cell_a, product, cast.an)

    def line():
        [(_group, [found], _count)] = work_of(cast.cell_a, today).groups
        return found

    assert (line().group, line().is_answerable, line().submission) == (G.OVERDUE, True, draft)
    sent = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
    assert (line().group, line().is_answerable) == (G.IN_REVIEW, False)
    back = actions.send_back(sent, revision=sent.revision, reason="Thiếu số.", by=cast.binh, at=AT)
    assert (line().group, line().is_answerable, line().reason) == (G.SENT_BACK, True, "Thiếu số.")
    more = {**DOCUMENT_ANSWERS, "number": "21-KH/ĐU"}
    again = actions.save_and_submit(back, answers=more, revision=back.revision, by=cast.an, at=AT)
    actions.approve(again, revision=again.revision, by=cast.binh, at=AT)
    assert (line().group, line().is_answerable) == (G.DONE, False)


@pytest.mark.parametrize(
    ("due_on", "left"),
    [
        (date(2026, 3, 18), None),  # Wednesday of the same week: the days of the calendar say it
        (date(2026, 3, 23), 5),  # over a weekend
        (date(2026, 5, 30), None),  # far off
        (date(2026, 3, 16), None),  # today
        (date(2026, 3, 13), None),  # past
    ],
)
def test_working_days_are_told_where_they_differ(plan, cast, due_on, left):
    make_deliverable()
    make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, due_on=due_on)
    [(_group, [line], _count)] = work_of(cast.cell_a, date(2026, 3, 16)).groups
    assert line.working_days_left == left


def test_one_of_two_products_done_leaves_the_other(plan, cast, today):
    make_deliverable("quy-che")
    product = make_deliverable()
    make_obligation(make_task(plan, ["ke-hoach", "quy-che"]), cast.cell_a)
    sent = actions.save_and_submit(
        make_submission(cast.cell_a, product, cast.an), answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT
    )
    actions.approve(sent, revision=sent.revision, by=cast.binh, at=AT)
    assert groups(work_of(cast.cell_a, today)) == {
        G.SOON: [("Sản phẩm quy-che", 1)], G.DONE: [("Sản phẩm ke-hoach", 1)],
    }  # fmt: skip


def test_what_is_asked_by_round_waits_until_the_round_is_open(plan, cast, today):
    make_deliverable("so-ket", period="round")
    task = make_task(plan, ["so-ket"])
    owed = make_obligation(task, cast.cell_a, period="2026", due_on=None)
    [(group, [line], _count)] = work_of(cast.cell_a, today).groups
    assert (group, line.is_answerable, line.period_label) == (G.WAITING, False, "năm 2026")
    owed.round, owed.due_on = make_round(task, cast.binh), date(2026, 4, 30)
    owed.save()
    [(group, [line], _count)] = work_of(cast.cell_a, today).groups
    assert (group, line.is_answerable, line.period_label) == (G.LATER, True, "Đợt 1")


def test_a_count_of_a_finer_rhythm_is_asked_for_the_present_period(plan, cast, today):
    make_deliverable("ket-nap", period="quarter")
    make_obligation(make_task(plan, ["ket-nap"]), cast.cell_a, due_on=None, is_ongoing=True)
    [(group, [line], _count)] = work_of(cast.cell_a, today).groups
    assert (group, line.period_label, line.is_answerable) == (G.ONGOING, "quý I/2026", True)


def test_the_duty_to_open_a_round_is_the_bodys_own_line(plan, cast, today):
    make_obligation(make_task(plan, []), cast.committee, purpose="open_round", period="2026")
    [(group, [line], _count)] = work_of(cast.committee, today).groups
    assert (group, line.name, line.opens_round, line.is_answerable) == (
        G.SOON, "Mở đợt, ban hành hướng dẫn cho các đơn vị", True, False,
    )  # fmt: skip


def test_a_task_without_a_sheet_is_shown_by_its_words(plan, cast, today):
    task = make_task(plan, [])
    make_obligation(task, cast.cell_a)
    assert groups(work_of(cast.cell_a, today)) == {G.SOON: [(task.text, 1)]}


def test_the_far_future_is_counted_and_only_its_beginning_shown(plan, cast, today):
    make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    task = make_task(plan, ["bao-cao-thang"])
    for month in range(1, 13):
        make_obligation(task, cast.cell_a, period=f"2027-{month:02d}", due_on=date(2027, month, 25))
    work = work_of(cast.cell_a, today)
    [(group, lines, count)] = work.groups
    assert (group, len(lines), count, work.coming) == (G.LATER, 12, 12, lines[0])
    assert [line.period_label for line in work.lines] == [f"tháng {month}/2027" for month in range(1, 9)]
    [shown] = work.rest
    [(name, some)] = shown.years
    assert (shown.lines, name, len(some)) == ([], "Sản phẩm bao-cao-thang", 12)
    assert some[0].when == "tháng 1/2027 (hạn 25/01/2027)"


def test_what_comes_next_is_named_even_when_the_future_is_folded(plan, cast, today):
    make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    for month in (5, 6):
        owed = make_task(plan, ["bao-cao-thang"])
        make_obligation(owed, cast.cell_a, period=f"2026-{month:02d}", due_on=date(2026, month, 25))
    work = work_of(cast.cell_a, today, unfold=())
    assert (work.groups, work.coming.period_label, work.pressing) == ([(G.LATER, [], 2)], "tháng 5/2026", 0)


def test_of_what_waits_only_the_year_that_runs_is_shown(plan, cast, today):
    task = make_task(plan, [])
    for year in (2026, 2027, 2028):
        make_obligation(task, cast.cell_a, period=str(year), due_on=None)
    [shown] = work_of(cast.cell_a, today).rest
    assert [line.period_label for line in shown.lines] == ["năm 2026"]
    assert [(name, [line.when for line in some]) for name, some in shown.years] == [
        (task.text, ["năm 2027", "năm 2028"]),
    ]  # fmt: skip


def test_every_group_has_its_words():
    assert all(group.label and group.tone for group in WorkGroup)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(count, plan, cast, today, django_assert_num_queries):
    for number in range(count):
        product = make_deliverable(f"sp-{number}")
        make_obligation(make_task(plan, [product.code], reviewer=cast.committee), cast.cell_a)
        draft = make_submission(cast.cell_a, product, cast.an)
        sent = actions.save_and_submit(draft, answers=DOCUMENT_ANSWERS, revision=0, by=cast.an, at=AT)
        actions.send_back(sent, revision=sent.revision, reason="Sửa.", by=cast.binh, at=AT)
    with django_assert_num_queries(7):
        work = work_of(cast.cell_a, today)
        assert len(work.groups[0][1]) == count


def test_the_burden_counts_a_product_once_however_many_tasks_ask(plan, cast):
    make_deliverable()
    make_deliverable("bao-cao-thang", sheet=COUNTED, period="month")
    for _twice in range(2):
        make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a)
    monthly = make_task(plan, ["bao-cao-thang"])
    for month in (1, 2):
        make_obligation(monthly, cast.cell_a, period=f"2026-{month:02d}", due_on=date(2026, month, 25))
    make_obligation(monthly, cast.cell_a, period="2027-01", due_on=date(2027, 1, 25))
    make_obligation(make_task(plan, ["ke-hoach"]), cast.cell_a, exempted_on=date(2026, 1, 1))
    burden = yearly_burden(cast.cell_a, 2026)
    assert [(line.deliverable.code, line.times, line.cost) for line in burden.lines] == [
        ("bao-cao-thang", 2, Cost(6, 2 * (6 + 6.8 + 6.8 + 59))),
        ("ke-hoach", 1, Cost(2, 6 + 17 + 11)),
    ]
    assert (burden.times, burden.total.fields, burden.total.minutes) == (3, 8, 4)
    assert [load.times for load in burden.months] == [1, 1, 1, *[0] * 9]
    assert (burden.before.times, yearly_burden(cast.cell_a, 2027).change) == (0, -59)
