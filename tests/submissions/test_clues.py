"""What is seen of a sheet when it is sent in: words and files of other sheets, signatures that do not hold, leaps,
100 % without a product, products dated later."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dondoc.lib.periods import Period
from dondoc.submissions import actions
from dondoc.submissions.actions import Filled
from dondoc.submissions.clues import alike, leaps
from dondoc.submissions.file_days import days_of
from dondoc.submissions.models import Clue, Imprint, Submission
from dondoc.submissions.opening import Opening, open_many
from dondoc.submissions.risk import CLUES, LOW, Concern
from tests.factories import make_org
from tests.submissions.files import PDF, Written, docx, package, pdf
from tests.submissions.rows import AT, COUNTED, DOCUMENT, make_deliverable, make_obligation, make_plan, make_task
from tests.submissions.signed import make_certificate, make_key, sign, turned

C = Concern
MONTHLY = {**COUNTED, "evidence": "none"}
FILED = {**COUNTED, "evidence": "optional"}
HINT = "Nêu rõ việc đã làm xong trong kỳ, sản phẩm cụ thể của từng việc, người phụ trách và thời gian hoàn thành việc."
REPORT = (
    "Cấp ủy đã chỉ đạo hoàn thành 14 nhiệm vụ, ban hành 3 văn bản, tổ chức 2 hội nghị quán triệt nghị quyết cho toàn "
    "thể đảng viên và phân công từng đồng chí phụ trách địa bàn."
)
OTHER = (
    "Chi bộ tập trung rà soát hồ sơ đất đai của bốn xã, trả kết quả trước hạn cho người dân và lập tổ công tác giải "
    "quyết đơn thư tồn đọng từ năm ngoái."
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def send(cast, settings, tmp_path):
    """`send(words, …)` sends one monthly sheet in for an organisation and gives it as stored."""
    settings.MEDIA_ROOT = tmp_path

    def sent(
        words="",
        *,
        org=None,
        period="2026-02",
        sheet=MONTHLY,
        given="20",
        done="9",
        files=(),
        answers=None,
        product="bao-cao-thang",
    ):
        product = make_deliverable(product, sheet=sheet, period=Period.parse(period).kind.value)
        by = cast.binh
        opening = Opening(
            org=org or cast.cell_a, deliverable=product, period=Period.parse(period), by=by, at=AT
        )  # fmt: skip
        draft = open_many([opening])[0]
        filled = Filled(
            submission=draft, answers=answers or {"given": given, "done": done, "words": words}, files=files,
            revision=draft.revision, by=by, at=AT, explanation="Đã rõ.",
        )  # fmt: skip
        return actions.save_and_submit_many([filled])[0]

    return sent


def seen(sheet) -> list[tuple[str, int | None]]:
    return list(Clue.objects.filter(submission=sheet).order_by("pk").values_list("kind", "other_id"))


def clues_in(sheet) -> set[Concern]:
    return set(sheet.looks) & CLUES


# Copied words


def test_the_same_words_with_other_figures_are_seen_in_the_later_sheet(cast, send):
    first = send(REPORT)
    second = send(REPORT.replace("14", "9"), org=cast.cell_b)
    third = send(OTHER, org=make_org("Chi bộ C", parent=cast.committee))
    assert (seen(first), seen(second), seen(third)) == ([], [("alike", first.pk)], [])
    assert [clues_in(one) for one in (first, second, third)] == [set(), {C.ALIKE}, set()]
    facts = Clue.objects.get().facts
    assert (facts["percent"], facts["theirs"], facts["alike"]) == (100, REPORT, 1)


def test_the_month_before_in_the_same_words_is_seen(send):
    first = send(REPORT, period="2026-01")
    assert seen(send(f"{REPORT} Ngoài ra khen hai tập thể.")) == [("alike", first.pk)]


def test_what_was_given_to_everybody_is_not_their_own(cast, send):
    fields = [{**one, "hint": HINT} if one["code"] == "words" else one for one in MONTHLY["fields"]]
    sheet = {**MONTHLY, "fields": fields}
    task = make_task(make_plan(cast.committee, cast.binh), ["bao-cao-thang"])
    task.text = OTHER
    task.save()
    for org in (cast.cell_a, cast.cell_b):
        make_obligation(task, org, period="2026-02")
    send(f"{HINT} {OTHER} Đã xong.", sheet=sheet)
    assert seen(send(f"{HINT} {OTHER} Làm rồi.", sheet=sheet, org=cast.cell_b)) == []


def test_short_answers_and_drafts_are_compared_with_nobody(cast, send):
    send("Không có khó khăn, vướng mắc.")
    assert seen(send("Không có khó khăn, vướng mắc.", org=cast.cell_b)) == []
    first = send(REPORT, period="2026-03")
    Submission.objects.filter(pk=first.pk).update(state="draft")
    assert seen(send(REPORT, org=cast.cell_b, period="2026-03")) == []


def test_sheets_of_one_act_find_each_other(cast):
    rows = _fill(cast, 3, REPORT)
    first, *others = actions.save_and_submit_many(rows)
    assert [seen(one) for one in others] == [[("alike", first.pk)], [("alike", first.pk), ("alike", others[0].pk)]]


def test_however_many_copies_there_are_a_look_up_reads_a_bounded_number(cast):
    actions.save_and_submit_many(_fill(cast, alike.BUCKET + 8, REPORT))
    per_key = Imprint.objects.values_list("key", flat=True)
    assert max(map(list(per_key).count, set(per_key))) == alike.BUCKET
    few, many = _statements(cast, 2), _statements(cast, 25)
    assert few == many
    newest = Submission.objects.order_by("-pk").first()
    assert len(seen(newest)) == alike.MOST_TOLD
    assert Clue.objects.filter(submission=newest).first().facts["alike"] == alike.MOST_COMPARED


def _statements(cast, count: int) -> int:
    rows = _fill(cast, count, REPORT)
    with CaptureQueriesContext(
        connection,
    ) as found:
        actions.save_and_submit_many(rows)
    return len(found)


def _fill(cast, count: int, words: str) -> list[Filled]:
    product = make_deliverable("bao-cao-thang", sheet=MONTHLY, period="month")
    openings = [
        Opening(
            org=make_org(f"Chi bộ {count}-{n}", parent=cast.committee), deliverable=product,
            period=Period.parse("2026-02"), by=cast.binh, at=AT,
        )
        for n in range(count)
    ]  # fmt: skip
    answers = {"given": "20", "done": "9", "words": words}
    return [
        Filled(submission=one, answers=answers, revision=one.revision, by=cast.binh, at=AT)
        for one in open_many(openings)
    ]


# Sent in again


def test_a_corrected_text_takes_its_clue_away_and_a_dismissed_one_stays_dismissed(cast, send):
    send(REPORT)
    mine = send(REPORT, org=cast.cell_b)
    clue = Clue.objects.get(submission=mine)
    Clue.objects.filter(pk=clue.pk).update(dismissed_at=AT, dismissed_by=cast.binh, reason="Câu chung.")
    mine = _again(mine, cast, send, REPORT)
    assert (seen(mine), clues_in(mine)) == ([("alike", clue.other_id)], set())
    mine = _again(mine, cast, send, f"{REPORT} Thêm một câu khác hẳn ở cuối báo cáo này.")
    assert (Clue.objects.filter(submission=mine, dismissed_at=None).count(), clues_in(mine)) == (1, {C.ALIKE})
    mine = _again(mine, cast, send, OTHER)
    assert (Clue.objects.filter(submission=mine, dismissed_at=None).count(), clues_in(mine)) == (0, set())


def _again(mine: Submission, cast, send, words: str) -> Submission:
    Submission.objects.filter(pk=mine.pk).update(submitted_by=cast.an)
    mine = Submission.objects.get(pk=mine.pk)
    actions.send_back(mine, revision=mine.revision, reason="Làm rõ.", by=cast.binh, at=AT)
    return send(words, org=mine.org)


# All done and nothing to show


@pytest.mark.parametrize(
    ("done", "words", "files", "expected"),
    [
        ("20", "Đã xong.", (), {C.UNPROVEN}),
        ("19", "Đã xong.", (), set()),
        ("20", "Đã ban hành Kế hoạch 12-KH/ĐU.", (), set()),
        ("20", "Đã xong.", (("a.pdf", PDF),), set()),
    ],
)
def test_all_done_without_a_file_or_the_number_of_a_paper(done, words, files, expected, send):
    sheet = {**COUNTED, "evidence": "optional"}
    assert clues_in(send(words, done=done, sheet=sheet, files=files)) == expected
    assert clues_in(send(words, done=done, sheet={**MONTHLY}, period="2026-03")) == set()


# Products dated later


def core(day: str) -> dict[str, str]:
    return {"docProps/core.xml": f'<cp:x><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:x>'}


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", docx("Hà Nội, ngày 5 tháng 3 năm 2026", more=core("2026-03-04T18:00:00Z")), ("05/03", "05/03")),
        ("a.docx", docx("Hà Nội, ngày   tháng 3 năm 2026"), (None, None)),
        ("a.docx", docx("ngày 31 tháng 2 năm 2026", more=core("hôm qua")), (None, None)),
        ("a.xlsx", package({"docProps/core.xml": core("2026-03-04")["docProps/core.xml"]}), ("04/03", None)),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /Font /CreationDate (D:20260304093000+07'00')"), ("04/03", None)),
        ("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /CreationDate (D:20260304093000+07'00')"), (None, None)),
        ("a.pdf", PDF + b"/Font <xmp:CreateDate>2026-03-04T09:30:00+07:00</xmp:CreateDate>", ("04/03", None)),
        ("a.png", b"\x89PNG", (None, None)),
        ("a.docx", b"PK broken", (None, None)),
    ],
)
def test_a_file_tells_its_days(name, data, expected):
    assert tuple(day and f"{day:%d/%m}" for day in days_of(name, data)) == expected


@pytest.mark.parametrize(
    ("text", "made", "expected"),
    [
        ("ngày 6 tháng 3 năm 2026", "2026-03-05", {C.POSTDATED}),  # written in it
        ("ngày 5 tháng 3 năm 2026", "2026-03-05", set()),
        ("Không ghi ngày", "2026-03-08", set()),  # exported within days
        ("Không ghi ngày", "2026-03-09", {C.POSTDATED}),
    ],
)
def test_a_product_dated_after_the_day_that_the_sheet_states(text, made, expected, send):
    answers = {"number": "12-KH/ĐU", "issued_on": "5/3/2026"}
    sent = send(sheet=DOCUMENT, answers=answers, period="2025-2030", files=(("a.docx", docx(text, more=core(made))),))
    assert clues_in(sent) == expected


def test_a_product_dated_after_it_was_first_looked_at(cast, send):
    plain = {**DOCUMENT, "done_on": ""}
    answers = {"number": "12-KH/ĐU", "issued_on": "5/3/2026"}
    first = send(sheet=plain, answers=answers, period="2025-2030")
    Submission.objects.filter(pk=first.pk).update(submitted_by=cast.an)
    first.refresh_from_db()
    actions.send_back(first, revision=first.revision, reason="Thiếu tệp.", by=cast.binh, at=AT - timedelta(days=5))
    written = docx("ngày 12 tháng 3 năm 2026", more=core("2026-03-12"))
    again = send(sheet=plain, answers=answers, period="2025-2030", files=(("a.docx", written),))
    assert clues_in(again) == {C.POSTDATED}
    assert Clue.objects.get().facts["reported"] == date(2026, 3, 11).isoformat()


# Files of other sheets, and signatures that speak against their file


def test_the_very_same_file_is_seen_in_the_later_sheet_and_in_both_of_one_act(cast, send):
    files = (("ke-hoach.pdf", PDF),)
    first = send(files=files, sheet=FILED)
    assert seen(first) == []
    second = send(files=(("ban-sao.pdf", PDF),), sheet=FILED, org=cast.cell_b)
    third = send(files=files, sheet=FILED, org=cast.cell_b, period="2026-03")
    assert (seen(second), seen(third)) == ([("copied", first.pk)], [("copied", first.pk)])
    assert (clues_in(second), second.risk > LOW) == ({C.SAME_FILE}, True)
    assert Clue.objects.get(submission=second).facts["file"] == "ban-sao.pdf"
    rows = [replace(one, files=(("b.pdf", PDF + b"\n"),)) for one in _fill(cast, 2, "Đã xong.")]
    one, two = actions.save_and_submit_many(rows)
    assert (seen(one), seen(two)) == ([("copied", two.pk)], [("copied", one.pk)])


def test_a_paper_that_proves_two_products_of_one_organisation_and_a_file_of_a_draft_are_not_told(cast, send):
    files = (("ke-hoach.pdf", PDF),)
    send(files=files, sheet=FILED)
    answers = {"number": "12-KH/ĐU", "issued_on": "5/3/2026"}
    other = send(files=files, sheet=DOCUMENT, product="van-ban", answers=answers, period="2025-2030")
    draft = send(files=(("nhap.pdf", PDF + b"\n"),), sheet=FILED, period="2026-03")
    Submission.objects.filter(pk=draft.pk).update(state="draft")
    later = send(files=(("nhap.pdf", PDF + b"\n"),), sheet=FILED, org=cast.cell_b, period="2026-03")
    assert (seen(other), seen(later)) == ([], [])


def test_a_file_that_was_changed_after_signing_is_told_once(settings, tmp_path, send):
    settings.TRUST_ROOTS = str(tmp_path / "none")
    key = make_key()
    whole = sign(pdf((Written("Kế hoạch số 12"),)), make_certificate("Nguyễn Văn Ký", key), key)
    assert clues_in(send(files=(("a.pdf", whole),), sheet=FILED)) == set()  # of an unknown authority, but whole
    sent = send(files=(("b.pdf", turned(whole)),), sheet=FILED, period="2026-03")
    assert (seen(sent), clues_in(sent), sent.risk > LOW) == ([("signature", None)], {C.BAD_SIGNATURE}, True)
    assert Clue.objects.get(submission=sent).facts["verdict"] == "changed"


# Numbers that leap


@pytest.fixture
def counts(cast, send):
    """Sends in the numbers of an organisation for the months that end with February 2026."""

    def sent(*numbers, org=None):
        months = [Period.parse("2026-02")]
        while len(months) < len(numbers):
            months.append(Period.containing(months[-1].start - timedelta(days=1), months[-1].kind))
        return [
            send(given=n, done="0", org=org, period=month.code)
            for n, month in zip(numbers, reversed(months), strict=True)
        ][-1]

    return sent


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("20", "22", "21", "60"), {C.LEAP}),
        (("20", "22", "21", "2"), {C.LEAP}),
        (("20", "22", "21", "30"), set()),  # less than half more
        (("2", "2", "2", "6"), set()),  # few, whatever the share
        (("20", "60", "21", "61"), set()),  # it was there before
        (("20", "60"), set()),  # too little known, no peers
        (("60",), set()),
    ],
)
def test_a_number_is_held_against_the_organisations_own(numbers, expected, counts):
    assert clues_in(counts(*numbers)) == expected


def test_peers_that_moved_the_same_way_make_it_a_wave(cast, counts):
    orgs = [_alike(cast, f"Chi bộ {n}") for n in range(leaps.FEW_PEERS)]
    for org in orgs:
        counts("20", "21", org=org)
    leap = counts("20", "60")
    assert clues_in(leap) == {C.LEAP}
    facts = Clue.objects.get(submission=leap).facts
    assert (facts["peers"], facts["as_far"], facts["peers_factor"]) == (leaps.FEW_PEERS, 0, "1.05")
    wave = _alike(cast, "Chi bộ cuối")
    for org in orgs[:2]:
        Submission.objects.filter(org=org, period="2026-02").update(answers={"given": "70", "done": "0"})
    assert clues_in(counts("20", "60", org=wave)) == set()


def _alike(cast, name: str):
    return make_org(name, parent=cast.committee, kind=cast.cell_a.kind)
