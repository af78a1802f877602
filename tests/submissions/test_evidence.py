"""Which files are kept: disguises, macros, bombs and marks of secrecy are refused with a sentence."""

import zipfile
from io import BytesIO

import pytest

from dondoc.submissions.evidence import (
    CONTENT_TYPES,
    KINDS,
    MAX_UNPACKED,
    EvidenceError,
    EvidenceTooLarge,
    check_file,
    clean_name,
)
from dondoc.submissions.forms import SheetForm
from tests.submissions.files import JPG, PDF, PNG, docx, odt, package, xlsx

WHOLE = {
    ".odt": odt("Kế hoạch"),
    ".txt": "Kế hoạch".encode(),
    ".pdf": PDF,
    ".docx": docx("Kế hoạch"),
    ".xlsx": xlsx("Số"),
    ".jpg": JPG,
    ".jpeg": JPG,
    ".png": PNG,
}


HEX_MARK = "TỐI MẬT".encode("utf-16-be").hex().encode()


def test_the_form_names_the_kinds_that_are_taken():
    assert str(SheetForm.base_fields["evidence"].help_text).startswith(f"{KINDS}. ")


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(EvidenceError) as refused:
        check_file(name, data, limit_mb=1)
    return str(refused.value)


@pytest.mark.parametrize("ending", list(CONTENT_TYPES))
def test_each_kind_is_known_by_its_content(ending):
    assert check_file(f"Tệp{ending.upper()}", WHOLE[ending], limit_mb=1) == CONTENT_TYPES[ending]


@pytest.mark.parametrize("claimed", list(CONTENT_TYPES))
@pytest.mark.parametrize("real", list(CONTENT_TYPES))
def test_a_file_of_another_kind_is_no_use_under_this_name(claimed, real):
    if CONTENT_TYPES[claimed] == CONTENT_TYPES[real]:
        return
    assert refusal(f"a{claimed}", WHOLE[real]).startswith(f"Nội dung tệp “a{claimed}” không phải là {claimed[1:]}")


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.html", "a.svg", "a.docm", "a.xlsm", "a.zip", "a", ".pdf.js"])
def test_other_kinds_are_refused(name):
    assert refusal(name, PDF) == (f"Tệp “{name}” không thuộc loại được nhận. Hãy dùng {KINDS}.")


@pytest.mark.parametrize("data", [PDF[:-8], b"%PDF-1.7", b"\0" * 2000 + PDF])
def test_a_cut_pdf_is_broken(data):
    assert "bị hỏng" in refusal("a.pdf", data)


@pytest.mark.parametrize(
    "data",
    [
        docx("x")[:-30],
        package({"word/document.xml": "<x/>"}),
        package({"[Content_Types].xml": "<x/>"}),
        docx("x", more={f"{n}.xml": "" for n in range(5001)}),
        b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=["cut", "no types", "no body", "too many parts", "no zip"],
)
def test_a_broken_office_file_is_refused(data):
    assert "bị hỏng" in refusal("a.docx", data)


def test_an_encrypted_office_file_is_refused():
    data = bytearray(docx("x"))
    for at in [i for i in range(len(data)) if data[i : i + 4] == b"PK\x01\x02"]:
        data[at + 8] |= 1
    assert "bị hỏng" in refusal("a.docx", bytes(data))


def test_a_bomb_is_refused_without_unpacking_it():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        with made.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(MAX_UNPACKED // (1024 * 1024) + 1):
                part.write(b"\0" * 1024 * 1024)
    assert "bị hỏng" in refusal("a.docx", buffer.getvalue())


@pytest.mark.parametrize(
    "data",
    [docx("x", more={"word/vbaProject.bin": "x"}), docx("x", types='<Types ContentType="…macroEnabled.main+xml"/>')],
)
def test_macros_are_refused(data):
    assert refusal("a.docx", data) == "Tệp “a.docx” có macro. Hãy lưu lại thành docx không có macro rồi tải lên."


def test_an_entity_attack_is_refused():
    attack = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="w"><w:p><w:t>&a;</w:t></w:p></w:document>'
    assert "bị hỏng" in refusal("a.docx", docx(more={"word/document.xml": attack}))


def test_a_document_longer_than_what_is_looked_at_is_fine():
    assert check_file("a.docx", docx(*["Nội dung của kế hoạch."] * 20_000), limit_mb=1)


def test_an_empty_file_and_one_too_large_are_refused():
    assert refusal("a.pdf", b"") == "Tệp “a.pdf” trống. Hãy chọn lại tệp."
    with pytest.raises(EvidenceTooLarge, match="nặng 3,1 MB, tối đa 1 MB"):
        check_file("a.pdf", b"%PDF-" + b"0" * 3 * 1024 * 1024, limit_mb=1)


@pytest.mark.parametrize(
    "name",
    ["Tối mật - kế hoạch.pdf", "TUYỆT MẬT.pdf", "12-KH_MẬT.pdf", "[Mật] báo cáo.pdf", "tuyet-mat.pdf",
     "BC_toi_mat_2026.pdf", "BC-MAT.pdf", "mat_bao-cao.pdf", "bao cao (mat).pdf"],
)  # fmt: skip
def test_a_name_that_bears_a_mark_of_secrecy_is_refused(name):
    assert refusal(name, PDF) == (
        f"Tệp “{name}” có dấu độ mật nên không được nhận, không được giữ lại. Hãy gửi theo đường tài liệu mật và xóa "
        "tệp khỏi máy có nối mạng theo quy định; trong phiếu chỉ ghi số, ngày văn bản và nơi lưu nếu được phép."
    )


@pytest.mark.parametrize(
    "name",
    ["Quy chế bảo vệ bí mật nhà nước.pdf", "Mặt trận Tổ quốc.pdf", "mat tran to quoc.pdf", "Mật độ dân cư.pdf",
     "format.pdf", "Quy chế bảo mật.pdf", "thảm mặt.pdf", "automat.pdf"],
)  # fmt: skip
def test_words_that_only_look_like_a_mark_are_fine(name):
    assert check_file(name, PDF, limit_mb=1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx("ĐẢNG ỦY", "MẬT", "KẾ HOẠCH")),
        ("a.docx", docx("x", header="TỐI MẬT")),
        ("a.docx", docx("Độ mật: Tuyệt mật")),
        ("a.xlsx", xlsx("Số", "TUYỆT  MẬT")),
        ("a.pdf", PDF.replace(b"/Type /Catalog", b"/Title (TUYET MAT) /Type /Catalog")),
        ("a.pdf", PDF.replace(b"/Type /Catalog", b"/Title <feff" + HEX_MARK + b"> /Type /Catalog")),
    ],
)
def test_a_stamp_inside_is_found(name, data):
    assert "có dấu độ mật" in refusal(name, data)


@pytest.mark.parametrize(
    "data",
    [docx("Quán triệt Luật Bảo vệ bí mật nhà nước."), docx("Không nhập văn bản mật vào hệ thống."), docx("Bảo mật")],
)
def test_a_sentence_about_secrets_is_no_stamp(data):
    assert check_file("a.docx", data, limit_mb=1)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Tài liệu\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("Kê\u0301 hoạch.pdf", "Kế hoạch.pdf"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(given, kept):
    assert clean_name(given) == kept
