"""Reads a file and prints the draft or its findings; a wrong file gives one Vietnamese sentence and exit code 2."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from dondoc.documents.parsing.draft import Draft
from dondoc.documents.parsing.files import MAX_BYTES, UnreadableFile, extract_text
from dondoc.documents.parsing.reader import read
from dondoc.documents.parsing.references import Reference, RegisterError, load_register

# The register that ships with the founding plan; read as a file, so that this package needs nothing of the other.
STARTER_REGISTER = Path(__file__).resolve().parents[2] / "starter" / "references.yaml"


def main(arguments: Sequence[str]) -> int:
    """0 when the file was read, 2 when it could not be."""
    options = _parser().parse_args(arguments)
    try:
        draft = read(text_of(options.file), register=register_from(options.register))
    except (UnreadableFile, RegisterError) as error:
        print(str(error), file=sys.stderr)
        return 2
    if options.findings:
        print(findings_text(draft))
    elif options.json:
        print(json.dumps(draft.as_dict(), ensure_ascii=False, indent=1))
    else:
        print(yaml.safe_dump(draft.as_dict(), allow_unicode=True, sort_keys=False, width=110), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="don read",
        description="Đọc văn bản kế hoạch và in bản nháp: chỉ tiêu, nhiệm vụ, thời hạn, điều cần xem lại.",
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp .txt hoặc .docx")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="in dạng JSON")
    form.add_argument("--yaml", action="store_true", help="in dạng YAML (mặc định)")
    parser.add_argument("--findings", action="store_true", help="chỉ in những điều cần xem lại")
    parser.add_argument("--register", type=Path, metavar="TỆP", help="danh mục văn bản để đối chiếu (YAML)")
    return parser


def text_of(path: Path) -> str:
    """The text of a file. Errors: UnreadableFile."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp “{path}”. Hãy kiểm tra tên tệp và quyền đọc.") from error
    return extract_text(data, path.name)


def register_from(path: Path | None) -> tuple[Reference, ...]:
    """The register in a file, or the one that ships. Errors: RegisterError."""
    if path is None:
        return load_register(STARTER_REGISTER) if STARTER_REGISTER.exists() else ()
    try:
        return load_register(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegisterError(f"Không đọc được danh mục văn bản “{path}”.") from error


_WORDS = {"error": "LỖI", "warning": "CẦN XEM", "note": "LƯU Ý"}


def findings_text(draft: Draft) -> str:
    """One line per finding: severity, part, sentence; a line of praise when there is none."""
    if not draft.findings:
        return "Không có điều gì cần xem lại."
    lines = [f"{_WORDS[f.severity.value]:8} {f.part or '—':8} {f.sentence}" for f in draft.findings]
    return "\n".join(lines)
