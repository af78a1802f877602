"""What seldom comes in files: a paragraph held twice, a question that needs no word beside it."""

from io import BytesIO

import openpyxl

from dondoc.writers.docx_xml import keep_with_next, paragraph
from dondoc.writers.form_sheet import EntryField, write_entry_sheet
from tests.writers.sample import sample_entry


def test_a_paragraph_is_held_to_the_next_once_however_often_it_is_said():
    free, held = paragraph("Normal", "Nơi nhận:"), paragraph("Normal", "Nơi nhận:", keep_next=True)
    for para in (free, held):
        keep_with_next(para)
        keep_with_next(para)
    assert [[child.tag.rsplit("}")[-1] for child in para.pPr] for para in (free, held)] == [["pStyle", "keepNext"]] * 2


def test_only_questions_with_a_choice_or_a_word_to_say_have_a_rule():
    silent, why = EntryField("a", "Trích yếu"), EntryField("b", "Số, ký hiệu", why="Để tra cứu.")
    choice = EntryField("c", "Hình thức", choices=(("kh", "Kế hoạch"),))
    book = openpyxl.load_workbook(BytesIO(write_entry_sheet(sample_entry(fields=(silent, why, choice), values={}))))
    rules = book["Nhập liệu"].data_validations.dataValidation
    assert [(str(rule.sqref), rule.type, rule.prompt) for rule in rules] == [
        ("D6", None, "Để tra cứu."), ("E6", "list", None), ("D7", None, "Để tra cứu."), ("E7", "list", None),
    ]  # fmt: skip
