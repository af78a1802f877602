"""The command line of checking a draft before it is signed: `./don lint FILE`.

Exit code: 0 nothing at or above the threshold, 1 findings, 2 the file or the command could not be understood.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dondoc.documents.parsing.command import file_of, register_from
from dondoc.documents.parsing.draft import Draft, Severity
from dondoc.documents.parsing.files import UnreadableFile
from dondoc.documents.parsing.findings.codes import AREA_WORDS, RULES, SEVERITY_WORDS
from dondoc.documents.parsing.findings.six import SixScore, six_score
from dondoc.documents.parsing.note import NoteHead, drafting_note
from dondoc.documents.parsing.reader import read
from dondoc.documents.parsing.references import RegisterError
from dondoc.documents.parsing.remarks import Remark, grouped, remarks, split_six

_GRAVITY = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    unknown = sorted(set(options.off) - set(RULES))
    if unknown:
        print(f"Không có mã phát hiện “{unknown[0]}”. Các mã có trong docs/FINDINGS.md.", file=sys.stderr)
        return 2
    try:
        file = file_of(options.file)
        draft = read(file.text, register=register_from(options.register))
    except (UnreadableFile, RegisterError) as error:
        print(str(error), file=sys.stderr)
        return 2
    found = remarks(draft.source, [one for one in draft.findings if one.code not in options.off], file.pages)
    score = six_score(draft)
    if options.docx and not _written(options.docx, _note(options.file, draft, found, score)):
        return 2
    if options.json:
        print(json.dumps(as_data(options.file.name, draft, found, score), ensure_ascii=False, indent=1))
    else:
        print(as_text(options.file.name, draft, found, score))
    threshold = _GRAVITY[Severity(options.fail_on)]
    return int(any(_GRAVITY[one.finding.severity] >= threshold for one in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="don lint", description="Soát một dự thảo trước khi ký: in những điều cần xem lại và mức “6 rõ”."
    )
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp dự thảo")
    parser.add_argument("--json", action="store_true", help="in dạng JSON")
    parser.add_argument("--docx", type=Path, metavar="TỆP_RA", help="ghi thêm “Phiếu góp ý dự thảo” (Word)")
    parser.add_argument(
        "--fail-on",
        choices=[level.value for level in Severity],
        default=Severity.WARNING.value,
        help="từ mức nào trở lên thì mã thoát là 1 (mặc định: warning)",
    )
    parser.add_argument("--off", action="append", default=[], metavar="MÃ", help="tắt một mã; dùng được nhiều lần")
    parser.add_argument("--register", type=Path, metavar="TỆP", help="danh mục văn bản để đối chiếu (YAML)")
    return parser


def _note(file: Path, draft: Draft, found: Sequence[Remark], score: SixScore) -> bytes:
    head = draft.head
    return drafting_note(
        NoteHead(document=document_name(draft, file.name), subject=head.title or "", day=dt.date.today()),  # noqa: DTZ011 -- the note bears the day of this machine
        found,
        score,
    )


def document_name(draft: Draft, file_name: str) -> str:
    """ "Kế hoạch 08-KH/ĐU", "Kế hoạch", or the file's name."""
    kind = (draft.head.type or "").capitalize()
    return " ".join(word for word in (kind, draft.head.number) if word) or file_name


def _written(path: Path, data: bytes) -> bool:
    try:
        path.write_bytes(data)
    except OSError:
        print(f"Không ghi được tệp “{path}”. Hãy kiểm tra thư mục và quyền ghi.", file=sys.stderr)
        return False
    return True


def as_text(name: str, draft: Draft, found: Sequence[Remark], score: SixScore) -> str:
    """What a person reads: the score, findings by area, unclear tasks in one list at the end."""
    lines = [
        f"{name}: {document_name(draft, name)}, {len(draft.indicators)} chỉ tiêu, {len(draft.tasks)} nhiệm vụ",
        f"6 rõ: {score.words}" + (f" ({_points(score)})" if score.tasks else ""),
    ]
    others, six = split_six(found)
    for area, members in grouped(sorted(others, key=_area_order), lambda one: AREA_WORDS[one.rule.area]).items():
        lines += ["", area.upper()]
        for one in members:
            lines += _entry(one)
    if six:
        lines += ["", "NHIỆM VỤ CHƯA ĐỦ RÕ"]
        lines += [f"  {one.place:>10}  {_unclear(one)}  {one.finding.part}  “{one.quote}”" for one in six]
    lines += ["", _totals(found)]
    return "\n".join(lines)


def _points(score: SixScore) -> str:
    return " · ".join(f"{words} {clear}/{tasks}" for words, clear, tasks in score.rows)


def _area_order(one: Remark) -> int:
    return list(AREA_WORDS).index(one.rule.area)


def _entry(one: Remark) -> list[str]:
    part = f", {one.finding.part}" if one.finding.part else ""
    where = f"  {SEVERITY_WORDS[one.finding.severity].upper()} · {one.place}{part} · {one.finding.code}"
    quoted = [f"      “{one.quote}”"] if one.quote else []
    return [where, *quoted, f"      {one.finding.message}", f"      → {one.finding.suggestion}"]


def _unclear(one: Remark) -> str:
    return one.finding.suggestion.removeprefix("Đề nghị ghi rõ ").rstrip(".")


def _totals(found: Sequence[Remark]) -> str:
    counts = [
        f"{n} {SEVERITY_WORDS[level].lower()}"
        for level in Severity
        if (n := sum(one.finding.severity is level for one in found))
    ]
    return f"Tổng: {', '.join(counts)}." if counts else "Không có điều gì cần xem lại."


def as_data(name: str, draft: Draft, found: Sequence[Remark], score: SixScore) -> dict[str, Any]:
    """The same as plain data for other programs."""
    return {
        "file": name,
        "parser_version": draft.parser_version,
        "document": document_name(draft, name),
        "six_clear": score.as_dict(),
        "counts": {level.value: sum(one.finding.severity is level for one in found) for level in Severity},
        "findings": [
            {
                **one.finding.as_dict(),
                "area": one.rule.area.value,
                "quote": one.quote,
                "line": one.line,
                "page": one.page or None,
            }
            for one in found
        ],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
