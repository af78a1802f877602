"""Drawing, recounting, what follows from it, and who may."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import FreshFigures
from dondoc.sampling import actions, queries
from dondoc.sampling.credibility import Credibility, counts, credibility_of, of_answer, sampled_of
from dondoc.sampling.factors import factors, last_recount
from dondoc.sampling.models import Sample, SampleItem
from dondoc.submissions.actions import Incomplete, approve, save_and_submit, send_back
from dondoc.submissions.models import Submission
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import make_org, make_user
from tests.reviewing.conftest import words
from tests.submissions.files import PDF
from tests.submissions.rows import AT, COUNTED, make_deliverable, make_submission

SHEET = {**COUNTED, "evidence": "none"}
C = Credibility
TODAY = date(2026, 3, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sheets(cast):
    """Six sheets of one month, approved."""
    product = make_deliverable("thang", sheet=SHEET, period="month")
    orgs = [cast.cell_a, cast.cell_b, *(make_org(f"Chi bộ {n}", parent=cast.committee) for n in range(4))]
    chief = make_user("hoa", role="specialist", org=cast.committee)
    found = []
    for n, org in enumerate(orgs):
        draft = make_submission(org, product, chief, period="2026-02")
        sent = save_and_submit(
            draft, answers={"given": "20", "done": str(10 + n), "words": "Đã xong."}, revision=draft.revision, by=chief,
            at=AT - timedelta(days=2),
        )  # fmt: skip
        found.append(
            approve(sent, revision=sent.revision, review_answers={"effective": "yes"}, by=cast.binh, at=AT)
        )  # fmt: skip
    return found


def drawn(cast, size: int = 3, **more) -> Sample:
    offer = queries.offers([cast.committee.pk])[0]
    given = {"seed": "thu-1", "by_kind": True, "size": size, "share": None, "by": cast.binh, "at": AT} | more
    return actions.draw_sample(cast.committee, offer, **given)


def counted(item: SampleItem, by, *, done: str = "9", note: str = "Theo sổ giao việc.", **more) -> SampleItem:
    given = {"checked_on": TODAY, "revision": item.revision, "by": by, "at": AT} | more
    return actions.recount(item, found={"given": "20", "done": done}, note=note, **given)


def test_a_sample_is_drawn_audited_and_the_same_when_drawn_again(cast, sheets):
    one, again = drawn(cast), drawn(cast)
    assert (one.size, one.frame_size, one.frame_digest) == (3, 6, again.frame_digest)
    assert sum(took for _kind, _there, took in one.strata) == 3
    ids = [list(sample.items.values_list("submission_id", flat=True)) for sample in (one, again)]
    assert ids[0] == ids[1]
    event = AuditEvent.objects.filter(action="sample.draw").first()
    assert (event.after["seed"], event.after["frame"], event.org_id) == ("thu-1", 6, cast.committee.pk)
    assert drawn(cast, None, share=50).size == 3


def test_nothing_to_draw_too_much_and_no_right_are_refused(cast, sheets, monkeypatch):
    with pytest.raises(Refused):
        drawn(cast, by=cast.an)
    monkeypatch.setattr(actions, "MOST", 2)
    with pytest.raises(Invalid):
        drawn(cast)
    offer = queries.offers([cast.committee.pk])[0]
    Submission.objects.update(state="sent_back")
    with pytest.raises(Invalid):
        actions.draw_sample(cast.committee, offer, seed="x", by_kind=False, size=1, share=None, by=cast.binh, at=AT)


def test_what_was_found_stands_beside_what_was_declared_and_changes_no_figure(cast, sheets):
    item = drawn(cast).items.first()
    before = Submission.objects.get(pk=item.submission_id).answers
    kept = counted(item, cast.binh)
    assert (kept.values, kept.same, kept.found) == (2, 1, {"given": "20", "done": "9"})
    assert Submission.objects.get(pk=item.submission_id).answers == before
    (given, done) = factors([kept])
    assert (given.factor, given.n, given.same) == (1, 1, 1)
    assert (done.found, done.declared) == (9, int(before["done"]))
    assert AuditEvent.objects.filter(action="sample.recount").count() == 1
    with pytest.raises(Conflict):
        counted(item, cast.binh)  # from the page as it was before
    assert counted(kept, cast.binh, done=before["done"], note="").same == 2  # corrected


@pytest.mark.parametrize(
    ("more", "field"),
    [({"note": ""}, "note"), ({"done": ""}, "done"), ({"checked_on": TODAY + timedelta(days=1)}, "checked_on")],
)
def test_a_recount_says_why_it_differs_and_is_whole(more, field, cast, sheets):
    with pytest.raises(Incomplete) as refused:
        counted(drawn(cast).items.first(), cast.binh, **more)
    assert list(refused.value.errors) == [field]


def test_who_sent_it_and_who_has_no_right_count_nothing(cast, sheets):
    item = drawn(cast).items.first()
    sender = item.submission.submitted_by
    for person in (cast.an, sender):
        with pytest.raises(Refused):
            counted(item, person)


def test_who_enters_for_an_organisation_does_not_count_its_sheets(cast, sheets):
    item = drawn(cast, 6).items.get(submission__org=cast.cell_a)
    inspector = make_user("kiem", role="inspector", org=cast.committee)
    inspector.memberships.create(org=cast.cell_a, role="enterer", valid_from="2020-01-01")
    with pytest.raises(Refused, match="người nhập phiếu của đơn vị này"):
        counted(item, inspector)
    other = SampleItem.objects.get(sample=item.sample, submission__org=cast.cell_b)
    assert counted(other, inspector).checked_by == inspector


def test_what_is_being_corrected_is_counted_when_it_is_declared_again(cast, sheets):
    item = drawn(cast).items.select_related("submission").first()
    sent = Submission.objects.select_related("org", "deliverable", "round", "sheet_version").get(pk=item.submission_id)
    send_back(sent, revision=sent.revision, reason="Sai số.", by=cast.binh, at=AT)
    with pytest.raises(Refused, match="đang được sửa"):
        counted(item, cast.binh)


def test_an_annulled_sample_holds_no_longer(cast, sheets):
    sample = drawn(cast)
    counted(sample.items.first(), cast.binh)
    with pytest.raises(Invalid):
        actions.annul(sample, reason=" ", by=cast.binh, at=AT)
    sample = actions.annul(sample, reason="Rút nhầm kỳ.", by=cast.binh, at=AT)
    assert not SampleItem.objects.counted().exists()
    with pytest.raises(Refused):
        counted(sample.items.last(), cast.binh)
    with pytest.raises(Refused):
        actions.annul(sample, reason="Nữa.", by=cast.binh, at=AT)


def test_how_far_a_figure_can_be_believed_follows_from_what_is_stored(cast, sheets):
    item = drawn(cast, 1).items.get()

    def level() -> Credibility:
        return credibility_of(Submission.objects.annotate(**queries.recounts()).get(pk=item.submission_id))

    assert level() is C.REVIEWED
    counted(item, cast.binh)
    assert (level(), sampled_of([item.submission.org_id])) == (C.SAMPLED, {item.submission_id})
    whole = Submission.objects.annotate(**queries.recounts()).get(pk=item.submission_id)
    assert (last_recount(whole).sheets, last_recount(whole).same, last_recount(whole).values) == (1, 1, 2)
    Submission.objects.filter(pk=item.submission_id).update(submitted_at=AT + timedelta(days=1))  # sent in again
    assert level() is C.REVIEWED
    Submission.objects.filter(pk=item.submission_id).update(state="submitted")
    assert level() is C.DECLARED


def test_an_answer_is_as_good_as_the_least_of_its_sheets():
    levels = [
        of_answer((), {1}, is_known=True), of_answer((1,), {1}, is_known=True), of_answer((1, 2), {1}, is_known=True),
        of_answer((1,), {1}, is_known=False),
    ]  # fmt: skip
    assert levels == [C.COMPUTED, C.SAMPLED, C.REVIEWED, None]
    assert counts(levels) == {C.REVIEWED: 1, C.SAMPLED: 1, C.COMPUTED: 1}


def signed_in(client, user):
    client.force_login(user)
    return client


def test_the_whole_way_on_its_pages(cast, sheets, client):
    inspector = make_user("kiem", role="inspector", org=cast.committee)
    client = signed_in(client, inspector)
    assert "Chưa rút mẫu lần nào." in words(client.get(reverse("sampling:list")))
    offer = queries.offers([cast.committee.pk])[0]
    form = {"org": cast.committee.pk, "what": offer.key, "size": "2", "by_kind": "on", "seed": "k-7"}
    assert client.post(reverse("sampling:draw"), {**form, "share": "5"}).status_code == 422
    assert client.post(reverse("sampling:draw"), {**form, "seed": "có dấu"}).status_code == 422
    page = words(client.post(reverse("sampling:draw"), form, follow=True))
    assert ("Đã rút 2 phiếu trong 6 phiếu." in page, "Số gieo: k-7." in page) == (True, True)
    item = SampleItem.objects.first()
    url = reverse("sampling:recount", args=[item.pk])
    assert "Đã khai: 20 việc" in words(client.get(url))
    answers = {"revision": "0", "a_given": "20", "a_done": "9", "checked_on": "15/3/2026", "note": ""}
    assert "hãy ghi căn cứ" in words(client.post(url, answers))
    file = SimpleUploadedFile("bien-ban.pdf", PDF)
    page = words(client.post(url, {**answers, "note": "Theo sổ.", "files": file}, follow=True))
    assert ("khớp 1/2 giá trị" in page, "bien-ban.pdf" in page, "Hệ số xác minh" in page) == (True, True, True)
    assert b"".join(client.get(reverse("sampling:file", args=[item.files.get().pk])).streaming_content) == PDF
    assert client.get(reverse("sampling:export", args=[item.sample_id])).content[:2] == b"PK"
    org = words(client.get(reverse("dashboards:org", args=[item.submission.org_id]), {"phan": "kiem-tra-mau"}))
    assert "khớp 1/2 giá trị" in org
    review = words(signed_in(client, cast.binh).get(reverse("reviewing:review", args=[item.submission_id])))
    assert ("Đã kiểm tra mẫu" in review, "khớp 1/2 giá trị" in review) == (True, True)
    outsider = signed_in(client, cast.an)
    assert outsider.get(url).status_code == 404
    assert outsider.get(reverse("sampling:list")).status_code == 403


def test_a_file_that_is_lost_is_told(cast, sheets, client):
    lost = (
        drawn(cast)
        .items.first()
        .files.create(
            file="recounts/2026/03/mat.pdf",
            name="mat.pdf",
            size=1,
            sha256="0" * 64,
            uploaded_at=AT,
            uploaded_by=cast.binh,
        )
    )
    page = signed_in(client, cast.binh).get(reverse("sampling:file", args=[lost.pk]))
    assert (page.status_code, "Kho tệp không còn tệp này" in words(page)) == (503, True)


def test_pages_ask_the_same_queries_whatever_was_drawn(cast, sheets, client, django_assert_max_num_queries):
    few, many = drawn(cast, 1), drawn(cast, 6)
    client = signed_in(client, cast.binh)
    for url in (
        reverse("sampling:list"), reverse("sampling:draw"), reverse("sampling:detail", args=[few.pk]),
        reverse("sampling:detail", args=[many.pk]), reverse("sampling:recount", args=[many.items.first().pk]),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert client.get(url).status_code == 200
