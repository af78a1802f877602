"""A chart on paper: the ECharts of the screen, without a browser."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from PIL import Image

from dondoc.lib.charts import Chart, Look, Series
from dondoc.writers import drawing
from dondoc.writers.docx import write_paper
from dondoc.writers.form import form_on
from dondoc.writers.tree import Paper, Picture

BARS = Chart("Kết quả", ("Đủ", "Nửa"), (Series("Kết quả", (Decimal(1), Decimal("0.5")), Look.BARS),))


def test_a_chart_becomes_a_picture_of_its_shape_with_bars_as_long_as_their_numbers():
    picture = Image.open(BytesIO(drawing.picture(BARS, 160.0)))
    assert (picture.format, picture.size) == ("PNG", (1600, 380))
    row = picture.convert("RGB").crop((0, 100, 1600, 380))
    bar = (0x53, 0x5A, 0x65)
    dark = [row.crop((0, y, 1600, y + 1)).getcolors(1600) for y in range(0, 280, 4)]
    lengths = sorted(count for colours in dark for count, colour in colours if colour == bar and count > 200)
    assert lengths[-1] / lengths[0] == pytest.approx(2, rel=0.05)
    assert drawing.picture(BARS, 160.0) is drawing.picture(BARS, 160.0)  # drawn once


def test_in_word_it_is_as_wide_as_the_line_not_cut_off_and_told_to_those_who_do_not_see_it():
    paper = Paper("Biểu đồ", "", (Picture(BARS),), day=date(2026, 11, 30))
    word = docx.Document(BytesIO(write_paper(paper)))
    (shape,) = word.inline_shapes
    form = form_on(date(2026, 11, 30))
    assert round(shape.width.mm) == round(210 - form.left_mm - form.right_mm)
    assert shape._inline.docPr.get("descr") == "Kết quả. Đủ: 100 %; Nửa: 50 %"
    held = next(one for one in word.paragraphs if one._p.xpath(".//w:drawing"))
    assert (held.paragraph_format.line_spacing_rule, held.paragraph_format.line_spacing) == (
        WD_LINE_SPACING.SINGLE,
        1.0,
    )
