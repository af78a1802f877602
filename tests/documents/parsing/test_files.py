"""Files in: text and Word, within bounds; what cannot be read is refused in plain words; and the command line."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import yaml
from docx import Document

from dondoc.documents.parsing import read
from dondoc.documents.parsing.command import main
from dondoc.documents.parsing.files import MAX_BYTES, SecretDocument, UnreadableFile, extract_text
from tests.documents.parsing.shared import founding_text, shared


def word_file(text: str, rows: list[list[str]] | None = None) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, cells, strict=True):
                cell.text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return out.getvalue()


def test_a_word_file_reads_as_its_text_does() -> None:
    from_word = read(extract_text(word_file(founding_text()), "08-KH-DU.docx"))
    from_text = read(founding_text())
    assert [t.text for t in from_word.tasks] == [t.text for t in from_text.tasks]
    assert [t.text for t in from_word.indicators] == [t.text for t in from_text.indicators]


def test_tables_of_a_word_file_keep_their_place() -> None:
    rows = [
        ["STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Rà soát văn bản", "Sở Tư pháp", "Tháng 6/2026"],
    ]
    text = extract_text(word_file("PHỤ LỤC", rows), "phu-luc.docx")
    assert text.split("\n")[-1] == "| 1 | Rà soát văn bản | Sở Tư pháp | Tháng 6/2026 |"
    (task,) = read(text).tasks
    assert (task.text, task.lead, task.due.code) == ("Rà soát văn bản", ("Sở Tư pháp",), "2026-06")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "trống"),
        (b"  \n ", "a.txt", "trống"),
        (b"x" * (MAX_BYTES + 1), "a.txt", "lớn hơn 20 MB"),
        (b"abc", "a.exe", "Hệ thống nhận tệp .docx, .doc, .odt, .pdf, .html, .txt"),
        (b"abc", "khong-duoi", "Hệ thống nhận tệp .docx, .doc, .odt, .pdf, .html, .txt"),
        (b"%PDF-1.7 ...", "a.txt", "bị hỏng nên không đọc được. Hãy xuất lại tệp PDF"),
        (b"\xff\x00\xfe\x81", "a.txt", "UTF-8"),
        (b"not a zip", "a.docx", "bị hỏng hoặc không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.docx", "bị hỏng hoặc không phải tệp Word"),
        (zipped(other_xml=b"<a/>"), "a.docx", "bị hỏng hoặc không phải tệp Word"),
        (zipped(word__document_xml=b"<broken"), "a.docx", "bị hỏng hoặc không phải tệp Word"),
        (zipped(word__document_xml=b"<!DOCTYPE x><a/>"), "a.docx", "bị hỏng hoặc không phải tệp Word"),
        (zipped(word__document_xml=b"<a/>", word__vbaProject_bin=b"x"), "a.docx", "macro"),
        (zipped(word__document_xml=b"0" * 90_000_000), "a.docx", "giải nén ra quá lớn"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(data: bytes, name: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        extract_text(data, name)


@pytest.mark.parametrize(
    "stamp", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "**MẬT**", "ĐỘ MẬT: MẬT", "ĐẢNG BỘ TỈNH      TỐI MẬT"]
)
def test_a_secret_document_is_refused(stamp: str) -> None:
    with pytest.raises(SecretDocument, match="độ mật"):
        extract_text(f"{stamp}\nSố 01-KH/ĐU\nKẾ HOẠCH\n".encode(), "a.txt")


def test_the_word_secret_in_a_sentence_is_no_stamp() -> None:
    assert extract_text("KẾ HOẠCH\nbảo vệ bí mật nhà nước\nMật ong\n".encode(), "a.txt").startswith("KẾ HOẠCH")


def test_the_command_prints_what_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    plan = str(shared("plans/08-KH-DU.txt"))
    assert main([plan, "--json"]) == 0
    as_json = json.loads(capsys.readouterr().out)
    assert main([plan]) == 0
    as_yaml = yaml.safe_load(capsys.readouterr().out)
    assert as_json == as_yaml
    assert (len(as_json["indicators"]), len(as_json["tasks"]), as_json["parser_version"]) == (13, 36, "v1")
    assert main([plan, "--findings"]) == 0
    assert "59-NQ/TW: văn bản ghi ngày “15/08/2025”" in capsys.readouterr().out


def test_the_command_tells_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("KẾ HOẠCH\n\fI. Nhiệm vụ\n1. Giao Ban Tổ chức báo cáo trước ngày 30/6/2026.\n", encoding="utf-8")
    assert main([str(plan), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["pages"], [task["page"] for task in said["tasks"]]) == ([[0, 1], [10, 2]], [2])


def test_the_command_refuses_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "khong-co.txt")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "Không mở được tệp" in printed.err
    register = tmp_path / "danh-muc.yaml"
    register.write_text("[", encoding="utf-8")
    plan = str(shared("plans/08-KH-DU.txt"))
    assert main([plan, "--register", str(register)]) == 2
    assert "Không đọc được danh mục văn bản" in capsys.readouterr().err
