"""Files looked into as they come in: marks printed on the pages of a PDF, pages counted, much at once, hostile ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.audit.models import AuditEvent
from dondoc.submissions import actions
from dondoc.submissions.actions import Filled, NotAll
from dondoc.submissions.evidence import check_file
from dondoc.submissions.models import Evidence
from dondoc.submissions.receiving import Received, SecretFile, examine
from dondoc.web.refusals import Invalid
from tests.documents.parsing.files.test_hostile import page_pdf
from tests.submissions.files import PDF, Written, docx, odt, pdf
from tests.submissions.rows import AT, DOCUMENT_ANSWERS, make_submission
from tests.submissions.test_pages import _clock, stage, typed, words  # noqa: F401 -- fixtures

W = Written
PLAIN = (W("ĐẢNG ỦY KHỐI", y=780), W("Quán triệt công tác bảo vệ bí mật nhà nước.", y=700))


@pytest.mark.parametrize(
    "data",
    [
        pdf((W("MẬT"), W("KẾ HOẠCH", y=600))),
        pdf(PLAIN, PLAIN, (W("TUYỆT MẬT", y=650),)),
        pdf((W("ĐẢNG ỦY KHỐI", x=60, y=780), W("TỐI MẬT", x=420, y=780))),
        pdf((*PLAIN, W("MẬT", x=300, y=400, turn=30))),
        pdf((*PLAIN, W("T Ố I   M Ậ T", y=500))),
        pdf((*PLAIN, W("Độ mật: Mật", y=500))),
        pdf(PLAIN, note="TUYỆT MẬT"),
        pdf((W("MËT"), W("KẾ HOẠCH", y=600))),
    ],
    ids=["a line", "a later page", "beside the head", "askew", "spaced", "said", "a stamp laid over", "an old font"],
)
def test_a_mark_on_a_page_is_refused(data):
    [refused] = examine([("kế hoạch.pdf", data)])
    assert isinstance(refused, SecretFile)
    assert refused.reason.startswith("Tệp “kế hoạch.pdf” có dấu độ mật nên không được nhận, không được giữ lại.")


@pytest.mark.parametrize(
    "page",
    [
        PLAIN,
        (W("QUY CHẾ BẢO VỆ BÍ MẬT NHÀ NƯỚC"),),
        (W("QUY CHẾ BẢO VỆ BÍ", y=700), W("MẬT", x=250, y=684)),
        (W("Không đưa văn bản MẬT lên mạng."),),
        (W("MẶT TRẬN TỔ QUỐC"),),
    ],
    ids=["running text", "a heading", "a heading over two lines", "a word in capitals", "another word"],
)
def test_what_only_speaks_of_secrets_is_taken(page):
    assert examine([("a.pdf", pdf(page))]) == [Received("a.pdf", pdf(page), "application/pdf", 1)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.odt", odt("KẾ HOẠCH", "<text:span>TỐI</text:span> <text:span>MẬT</text:span>")),
        ("a.odt", odt("x", header="MẬT")),
        ("a.txt", "ĐẢNG ỦY KHỐI      MẬT\nKế hoạch".encode()),
        ("a.txt", "Độ mật: Tối mật".encode("utf-16")),
    ],
)
def test_a_mark_in_a_text_is_refused(name, data):
    assert isinstance(examine([(name, data)])[0], SecretFile)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.odt", odt("x", more={"Basic/Standard/Module1.xml": "<x/>"}), "có macro"),
        ("a.odt", odt("x", more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "bị hỏng"),
        ("a.odt", docx("x"), "không phải là odt"),
        ("a.txt", b"K\xea hoach", "không ở bảng mã Unicode"),
        ("a.txt", b"a\x00b", "không phải là txt"),
        ("a.pdf", PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0"), "bị hỏng"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, data, said):
    [refused] = examine([(name, data)])
    assert (type(refused), said in refused.reason) == (Invalid, True)


def test_texts_are_taken():
    assert check_file("a.odt", odt("Bảo vệ bí mật nhà nước", header="Dự thảo"), limit_mb=1)
    assert check_file("a.txt", "\ufeffBảo vệ bí mật\n".encode(), limit_mb=1) == "text/plain"


def test_many_are_looked_at_together_and_one_bad_one_spoils_no_other():
    """A file that is too much for the child takes only itself along."""
    heavy = page_pdf(b"BT /F 2 Tf 2 TL 0 840 Td " + (b"(" + b"a secret " * 60 + b") Tj T* ") * 420 + b"ET")
    found = examine([("a.pdf", PDF), ("nang.pdf", heavy), ("b.pdf", pdf(PLAIN, PLAIN)), ("x.exe", b"MZ")])
    assert [one.pages if isinstance(one, Received) else type(one) for one in found] == [1, Invalid, 2, Invalid]
    assert "quá phức tạp" in found[1].reason


@pytest.mark.django_db
def test_of_a_secret_file_only_the_fact_is_kept(stage, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    draft = make_submission(stage.cell_a, stage.product, stage.an)
    address = reverse("submissions:edit", args=[draft.pk])
    data = pdf((W("TỐI MẬT"), W("Chiến dịch Sao Khuê", y=500)))
    file = SimpleUploadedFile("Sao Khue.pdf", data)
    page = stage.go(stage.an).post(address, typed(DOCUMENT_ANSWERS, do="save") | {"evidence": file})
    assert (page.status_code, "không được giữ lại" in words(page)) == (422, True)
    assert (Evidence.objects.count(), [one for one in tmp_path.rglob("*") if one.is_file()]) == (0, [])
    event = AuditEvent.objects.get(action="submission.refuse_file")
    assert (event.after, event.note, event.object_id) == ({"reason": "secrecy", "kind": ".pdf"}, "", str(draft.pk))
    assert "Khue" not in str(list(AuditEvent.objects.values()))
    assert "Không nhận tệp có dấu độ mật" in words(
        stage.go(stage.an).get(reverse("submissions:detail", args=[draft.pk]))
    )


@pytest.mark.django_db
def test_a_secret_file_among_many_is_told_although_nothing_is_taken(stage):  # noqa: F811
    people = (stage.cell_a, stage.an), (stage.cell_b, stage.chi)
    drafts = [make_submission(org, stage.product, who) for org, who in people]
    files = [("a.pdf", PDF)], [("b.pdf", pdf((W("MẬT"),)))]
    given = [
        Filled(submission=draft, answers=DOCUMENT_ANSWERS, revision=0, by=draft.updated_by, at=AT, files=file)
        for draft, file in zip(drafts, files, strict=True)
    ]
    with pytest.raises(NotAll) as refused:
        actions.save_and_submit_many(given)
    assert (list(refused.value.refusals), Evidence.objects.count()) == ([1], 0)
    event = AuditEvent.objects.get(action="submission.refuse_file")
    assert (event.object_id, event.actor_label) == (str(drafts[1].pk), "Chi")
