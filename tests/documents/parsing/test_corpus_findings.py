"""What is told about real documents: every warning on wording, citations, bodies and form was read by eye and is right.

A new line here is a new finding or a false alarm: look at the document before writing it down.
"""

import pytest

from dondoc.documents.parsing import Severity, load_register, read
from dondoc.documents.parsing.findings.codes import RULES, Area
from tests.documents.parsing.shared import REPOSITORY, shared

AREAS = {Area.WORDING, Area.CITATIONS, Area.BODIES, Area.FORM}
TOLD = {
    "corpus/01-conghai-ctr23-nqdh.txt": [
        ("head_incomplete", "Số -CTr/ĐU"), ("spelling", "LẨN THỨ"), ("spelling", "bình quần"), ("spelling", "trog"),
        ("spelling", "xã hôi"), ("words_doubled", "với với"),
    ],
    "corpus/02-conghai-nq02-nq57.txt": [
        ("head_incomplete", "Số -NQ/ĐU"), ("words_doubled", "Nghị quyết Nghị quyết"),
    ],
    "corpus/04-ddqh-kh3260-nq57.txt": [("spelling", "cần cứ")],
    "corpus/06-laocai-kh134-kcn.txt": [],
    "corpus/07-qh-nq192-tang-truong-8.txt": [("head_incomplete", "NGHỊ QUYẾT")],
    "corpus/10-dongthap-kh617-cds-doanh-nghiep.txt": [],
    "corpus/12-nghean-kh987-5g-kcn.txt": [("spelling", "giảm thiếu"), ("spelling", "Ủy nhân dân")],
    "corpus/14-hcm-kh174-binh-dang-gioi.txt": [],
    "plans/08-KH-DU.txt": [
        ("body_old_name", "Ban Tuyên giáo Đảng ủy"), ("citation_date", "Nghị quyết số 59-NQ/TW"),
        ("citation_issuer", "Nghị quyết 66-NQ/TW"), ("citation_title", "Nghị quyết số 57-NQ/TW"),
        ("head_incomplete", "Số 08-KH/ĐU"), ("issuer_differs", "Ban Thường vụ Đảng ủy"),
        ("kind_word_lost", "số 57-NQ/TW"), ("kind_word_lost", "số 57-NQ/TW"), ("spelling", "Phần đầu"),
        ("spelling", "Phần đầu"), ("spelling", "Tiên hành"), ("words_doubled", "thực hiện thực hiện"),
    ],
}  # fmt: skip
REGISTER = load_register(REPOSITORY / "dondoc" / "starter" / "references.yaml")


@pytest.mark.parametrize("path", TOLD)
def test_every_warning_is_one_that_a_careful_reader_gives(path: str) -> None:
    draft = read(shared(path).read_text(encoding="utf-8"), register=REGISTER)
    told = [
        (f.code, " ".join(draft.words(f.span).split()))
        for f in draft.findings
        if f.severity is Severity.WARNING and RULES[f.code].area in AREAS
    ]
    assert sorted(told) == sorted(TOLD[path])
