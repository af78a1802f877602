"""Reads a file and prints the draft or its findings; a wrong file gives one Vietnamese sentence and exit code 2."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from dondoc.documents.parsing.draft import Draft
from dondoc.documents.parsing.files import ACCEPTED, MAX_BYTES, Extraction, UnreadableFile, extract, page_at
from dondoc.documents.parsing.reader import read
from dondoc.documents.parsing.references import Reference, RegisterError, load_register

# The register that ships with the founding plan; read as a file, so that this package needs nothing of the other.
STARTER_REGISTER = Path(__file__).resolve().parents[2] / "starter" / "references.yaml"


def main(arguments: Sequence[str]) -> int:
    """0 when the file was read, 2 when it could not be."""
    options = _parser().parse_args(arguments)
    try:
        file = file_of(options.file)
        draft = read(file.text, register=register_from(options.register))
    except (UnreadableFile, RegisterError) as error:
        print(str(error), file=sys.stderr)
        return 2
    if options.findings:
        print(findings_text(draft))
    elif options.json:
        print(json.dumps(as_dict(draft, file), ensure_ascii=False, indent=1))
    else:
        print(yaml.safe_dump(as_dict(draft, file), allow_unicode=True, sort_keys=False, width=110), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="don read",
        description="Đọc văn bản kế hoạch và in bản nháp: chỉ tiêu, nhiệm vụ, thời hạn, điều cần xem lại.",
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help=f"tệp {', '.join(ACCEPTED)}")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="in dạng JSON")
    form.add_argument("--yaml", action="store_true", help="in dạng YAML (mặc định)")
    parser.add_argument("--findings", action="store_true", help="chỉ in những điều cần xem lại")
    parser.add_argument("--register", type=Path, metavar="TỆP", help="danh mục văn bản để đối chiếu (YAML)")
    return parser


def file_of(path: Path) -> Extraction:
    """The text of a file with its pages. Errors: UnreadableFile."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp “{path}”. Hãy kiểm tra tên tệp và quyền đọc.") from error
    return extract(data, path.name)


def text_of(path: Path) -> str:
    """The text of a file. Errors: UnreadableFile."""
    return file_of(path).text


def as_dict(draft: Draft, file: Extraction) -> dict[str, Any]:
    """The draft as plain data, with the page of every item where the file has pages.

    "pages": [place, page that begins there] for the whole text; "scanned" when the text was recognised from a picture.
    """
    data = draft.as_dict()
    if file.pages:
        _add_pages(data, file)
        data["pages"] = [list(start) for start in file.pages]
    if file.scanned:
        data["scanned"] = True
    return data


def _add_pages(data: Any, file: Extraction) -> None:
    """Put "page" beside every "span"."""
    if isinstance(data, list):
        for item in data:
            _add_pages(item, file)
    elif isinstance(data, dict):
        if "span" in data:
            data["page"] = page_at(file.pages, data["span"][0])
        for value in list(data.values()):
            _add_pages(value, file)


def register_from(path: Path | None) -> tuple[Reference, ...]:
    """The register in a file, or the one that ships. Errors: RegisterError."""
    if path is None:
        return load_register(STARTER_REGISTER) if STARTER_REGISTER.exists() else ()
    try:
        return load_register(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(f"Không đọc được danh mục văn bản “{path}”.") from error


_WORDS = {"error": "CẦN SỬA", "warning": "CẦN XEM", "note": "LƯU Ý"}


def findings_text(draft: Draft) -> str:
    """One line per finding: severity, part, sentence; a line of praise when there is none."""
    if not draft.findings:
        return "Không có điều gì cần xem lại."
    lines = [f"{_WORDS[f.severity.value]:8} {f.part or '—':8} {f.sentence}" for f in draft.findings]
    return "\n".join(lines)
