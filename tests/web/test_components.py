"""What each component says. Where a component is short its whole HTML is compared, else its parts."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from dondoc.lib.numbers import Missing, Value
from dondoc.web.charts import ChartPoint
from dondoc.web.examples import ExampleStatus
from dondoc.web.refusals import Denial

TODAY = date(2026, 3, 12)
NO_ICON = (
    '<svg class="ui-icon" aria-hidden="true" focusable="false"><use href="/static/vendor/icons.svg#icon-{}"/></svg>'
)


def render(template: str, query: str = "", **values: object) -> str:
    context = Context({"today": TODAY, "request": RequestFactory().get(f"/{query}"), "csrf_token": "token", **values})
    return Template("{% load i18n %}" + template).render(context).strip()


def icon(name: str) -> str:
    return NO_ICON.format(name)


class AnswerForm(forms.Form):
    number = forms.CharField(label="Số, ký hiệu", help_text="Như trên văn bản.")
    note = forms.CharField(label="Ghi chú", required=False)
    level = forms.ChoiceField(label="Mức", choices=[("a", "Tốt"), ("b", "Khá")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Đã đối chiếu", required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)


def test_button():
    assert render('{% button "Duyệt" tone="primary" icon="check" name="next" value="1" hx_post="/x/" %}') == (
        '<button class="ui-button ui-button--primary" type="submit" name="next" value="1" hx-post="/x/">'
        f"{icon('check')}<span>Duyệt</span></button>"
    )


def test_button_as_link_and_included():
    assert render('{% include "ui/button.html" with label="Xem" href=url small=True only %}', url="/a/?b=1&c=2") == (
        '<a class="ui-button ui-button--secondary ui-button--small" href="/a/?b=1&amp;c=2"><span>Xem</span></a>'
    )


def test_button_gives_the_reason_of_a_denial_instead():
    said = render('{% button "Sửa" denial=denial %}', denial=Denial("Phiếu đã chốt."))
    assert said == f'<span class="ui-denied">{icon("lock")} Phiếu đã chốt.</span>'
    assert "<button" in render('{% button "Sửa" denial=denial %}', denial=None)


def test_badge_takes_word_colour_and_icon_from_the_status():
    assert render("{% badge status %}", status=ExampleStatus.BAD) == (
        f'<span class="ui-badge ui-badge--bad">{icon("alert-triangle")}<span>Quá hạn</span></span>'
    )


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{% number value %}", '<span class="ui-number">1.234,5 triệu đồng</span>'),
        ("{% number 1204 unit='chi bộ' %}", '<span class="ui-number">1.204 <span class="ui-unit">chi bộ</span></span>'),
        (
            "{% number none %}",
            '<span class="ui-missing" title="chưa đến hạn"><span aria-hidden="true">—</span>'
            '<span class="visually-hidden">chưa đến hạn</span></span>',
        ),
    ],
)
def test_number(template, html):
    values = {"value": Value(Decimal("1234.5"), unit="triệu đồng"), "none": Value(None, Missing.NOT_DUE)}
    assert render(template, **values) == html


def test_date_with_and_without_its_distance():
    assert render("{% day due today %}", due=date(2026, 3, 9)) == (
        '<span class="ui-date"><time datetime="2026-03-09">09/03/2026</time> '
        '<span class="ui-date-away ui-date-away--late">quá hạn 3 ngày</span></span>'
    )
    assert render("{% day due %}", due=date(2026, 3, 9)) == (
        '<span class="ui-date"><time datetime="2026-03-09">09/03/2026</time></span>'
    )
    assert render("{% day due today %}", due=None) == '<span class="ui-missing">chưa có hạn</span>'
    assert render('{% day due none="thường xuyên" %}', due=None) == '<span class="ui-missing">thường xuyên</span>'


def test_chip():
    assert render('{% chip "Nguyễn Văn Mẫu" kind="person" note="nhập hộ" %}') == (
        f'<span class="ui-chip">{icon("user")}<span>Nguyễn Văn Mẫu '
        '<span class="ui-chip-note">nhập hộ</span></span></span>'
    )


def test_stat():
    assert render('{% stat "Chỉ tiêu đạt" 5 total=13 note="thêm 2" href="/b/" %}') == (
        '<div class="ui-stat"><p class="ui-stat-label"><a class="ui-cover" href="/b/">Chỉ tiêu đạt</a></p>'
        '<p class="ui-stat-value"><span class="ui-number">5</span> <span class="ui-stat-total">/ '
        '<span class="ui-number">13</span></span></p><p class="ui-stat-note">thêm 2</p></div>'
    )


def test_empty_says_why_and_what_to_do():
    assert render('{% empty "Chưa có kế hoạch." "Đưa văn bản vào." "/nhap/" "Đưa vào" %}') == (
        f'<div class="ui-empty">{icon("inbox")}<p class="ui-empty-why">Chưa có kế hoạch.</p>'
        '<p class="ui-empty-todo">Đưa văn bản vào.</p>'
        '<p><a class="ui-button ui-button--secondary" href="/nhap/"><span>Đưa vào</span></a></p></div>'
    )


@pytest.mark.parametrize(
    ("tone", "sign", "role"),
    [
        ("good", "circle-check", ""),
        ("warn", "alert-triangle", ""),
        ("bad", "alert-octagon", ' role="alert"'),
        ("info", "info-circle", ""),
        ("muted", "info-circle", ""),
    ],
)
def test_alert(tone, sign, role):
    assert render("{% alert 'Đã nộp.' tone %}", tone=tone) == (
        f'<div class="ui-alert ui-alert--{tone}"{role}>{icon(sign)}<div><p>Đã nộp.</p></div></div>'
    )


def test_words_from_data_are_escaped():
    assert "<p>&lt;script&gt;</p>" in render("{% alert text %}", text="<script>")
    assert "<dd>&lt;b&gt;</dd>" in render("{% definitions rows %}", rows=[("Tên", "<b>")])


def test_tabs():
    items = [{"label": "Cần làm", "url": "?a", "count": 1204, "is_current": True}, {"label": "Tất cả", "url": "?b"}]
    assert render("{% tabs items 'Trạng thái' %}", items=items) == (
        '<nav class="ui-tabs" aria-label="Trạng thái"><ul><li><a href="?a" aria-current="page"><span>Cần làm</span> '
        '<span class="ui-count">1.204</span></a></li><li><a href="?b"><span>Tất cả</span></a></li></ul></nav>'
    )


def test_history():
    entry = {"at": datetime(2026, 3, 10, 2, 5, tzinfo=UTC), "who": "Mẫu", "what": "Trả lại", "note": "Thiếu dấu"}
    assert render("{% history entries %}", entries=[{**entry, "tone": "bad", "icon": "arrow-back-up"}]) == (
        '<ol class="ui-history"><li class="ui-history-entry ui-history-entry--bad">'
        f'<span class="ui-history-sign">{icon("arrow-back-up")}</span><div><p><strong>Trả lại</strong> '
        '<span class="ui-history-who">Mẫu</span></p><p class="ui-history-note">Thiếu dấu</p>'
        '<p class="ui-history-at"><time datetime="2026-03-10T02:05:00+00:00">09:05, 10/03/2026</time></p></div></li>'
        "</ol>"
    )


def test_definitions_show_what_is_not_there():
    assert render("{% definitions rows %}", rows=[("Số", "08-KH/ĐU"), ("Ý kiến", "")]) == (
        '<dl class="ui-definitions"><div><dt>Số</dt><dd>08-KH/ĐU</dd></div>'
        '<div><dt>Ý kiến</dt><dd><span class="ui-missing">—</span></dd></div></dl>'
    )


def test_files_show_the_short_form_of_the_hash():
    item = {"name": "a.pdf", "url": "/tai-lieu/1/", "size": 34_816, "sha256": "2c26b46b68ffc68f", "by": "Thử"}
    assert render("{% files items %}", items=[item]) == (
        f'<ul class="ui-files"><li>{icon("paperclip")}<div><a href="/tai-lieu/1/">a.pdf</a>'
        '<p class="ui-files-facts">34 KB · Thử · <span title="SHA-256: 2c26b46b68ffc68f">mã kiểm tra '
        "<code>2c26b46b</code></span></p></div></li></ul>"
    )


def test_pagination_keeps_the_filters():
    said = render("{% pagination page %}", "?don_vi=7&trang=2", page=Paginator(range(60), 20).page(2))
    assert "<p>21–40 trong 60</p>" in said
    assert '<a href="?don_vi=7&amp;trang=1" rel="prev">' in said
    assert '<a href="?don_vi=7&amp;trang=2" aria-current="page">2</a>' in said
    assert '<a href="?don_vi=7&amp;trang=3" rel="next">' in said


def test_pagination_of_one_page_is_nothing():
    assert render("{% pagination page %}", page=Paginator(range(5), 20).page(1)) == ""


def test_breadcrumbs():
    assert render('{% breadcrumbs "Kế hoạch" "/ke-hoach/" "08-KH/ĐU" "/ke-hoach/1/" %}') == (
        '<nav class="ui-breadcrumbs" aria-label="Đường dẫn"><ol><li><a href="/ke-hoach/">Kế hoạch</a></li>'
        '<li><a href="/ke-hoach/1/">08-KH/ĐU</a></li></ol></nav>'
    )


def test_field_ties_hint_and_errors_to_its_control():
    form = AnswerForm({"number": ""})
    assert render('{% field form.number why="Để ghi nhận một lần." %}', form=form) == (
        '<div class="ui-field ui-field--wrong"><label class="ui-label" for="id_number">Số, ký hiệu</label>'
        '<p class="ui-hint" id="id_number_helptext">Như trên văn bản.</p>'
        f'<div class="ui-error" id="id_number_error">{icon("alert-octagon")}<div>'
        "<p>Hãy điền hoặc chọn mục này.</p></div></div>"
        '<input type="text" name="number" class="ui-input" aria-describedby="id_number_helptext id_number_error" '
        'required aria-invalid="true" id="id_number">'
        f'<details class="ui-why"><summary>{icon("help-circle")}Vì sao hỏi?</summary>'
        "<p>Để ghi nhận một lần.</p></details>"
        "</div>"
    )


def test_field_that_may_stay_empty_says_so_and_shows_its_unit():
    assert render('{% field form.note unit="đảng viên" hint="Đếm cả dự bị." %}', form=AnswerForm()) == (
        '<div class="ui-field"><label class="ui-label" for="id_note">Ghi chú <span class="ui-optional">(không bắt buộc)'
        '</span></label><p class="ui-hint" id="id_note_helptext">Đếm cả dự bị.</p><div class="ui-with-unit">'
        '<input type="text" name="note" class="ui-input" aria-describedby="id_note_helptext" id="id_note">'
        '<span class="ui-unit">đảng viên</span></div></div>'
    )


def test_field_of_choices_is_a_fieldset_and_a_box_stands_before_its_label():
    form = AnswerForm()
    level = render("{% field form.level %}", form=form)
    assert level.startswith('<fieldset class="ui-field"><legend class="ui-label">Mức</legend><div id="id_level"')
    assert level.endswith("</fieldset>")
    assert render("{% field form.sure %}", form=form) == (
        '<div class="ui-field ui-field--check"><input type="checkbox" name="sure" class="ui-check" id="id_sure">'
        '<label class="ui-label" for="id_sure">Đã đối chiếu</label></div>'
    )
    assert render("{% field form.version %}", form=form) == '<input type="hidden" name="version" id="id_version">'


def test_form_errors_lead_to_their_fields():
    form = AnswerForm({"number": "", "level": "a"})
    form.add_error(None, "Phiếu đã được nộp.")
    assert render("{% form_errors form %}", form=form) == (
        f'<div class="ui-alert ui-alert--bad" role="alert" tabindex="-1" data-focus>{icon("alert-octagon")}<div>'
        '<p class="ui-alert-title">Chưa lưu được. Hãy sửa các mục sau:</p><ul><li>Phiếu đã được nộp.</li>'
        '<li><a href="#id_number">Số, ký hiệu</a>: Hãy điền hoặc chọn mục này.</li></ul></div></div>'
    )
    assert "Chưa nộp được." in render("{% form_errors form 'Chưa nộp được.' %}", form=form)
    assert render("{% form_errors form %}", form=AnswerForm()) == ""


def test_progress_draws_value_target_and_what_may_still_come():
    value = Value(Decimal("0.717"), unit="%")
    assert render(
        '{% progress value target ceiling=top tone="warn" label="Đạt 4 tốt" %}',
        value=value, target=Decimal("0.9"), top=Decimal("0.95"),
    ) == (
        '<span class="ui-progress ui-progress--warn"><svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="Đạt 4 tốt: 71,7 %, mức giao 90 %"><rect class="ui-progress-all" width="100" height="10"/>'
        '<rect class="ui-progress-open" width="95" height="10"/>'
        '<rect class="ui-progress-done" width="71.7" height="10"/><path class="ui-progress-target" d="M90 0V10"/></svg>'
        '<span class="ui-progress-figure" aria-hidden="true">71,7 %</span></span>'
    )  # fmt: skip


def test_progress_without_a_value_says_why():
    said = render("{% progress value %}", value=Value(None, Missing.NOT_REPORTED))
    assert 'aria-label="chưa có số liệu"' in said
    assert 'class="ui-progress-done" width="0"' in said


def test_more_than_the_whole_fills_the_bar_and_is_shown_as_it_is():
    said = render("{% progress value %}", value=Decimal("1.2"))
    assert 'class="ui-progress-done" width="100"' in said
    assert "120 %</span>" in said


def test_sparkline():
    assert render('{% sparkline numbers "Tăng" %}', numbers=[Decimal(0), Decimal(1)]) == (
        '<svg class="ui-sparkline" viewBox="-2 -8 104 116" preserveAspectRatio="none" role="img" aria-label="Tăng">'
        '<path d="M0 100 L100 0"/></svg>'
    )


def test_step_chart_has_the_same_numbers_as_a_table():
    points = [ChartPoint("T1", Decimal("0.5"), Decimal("0.25")), ChartPoint("T2", None, Decimal("0.9"))]
    said = render('{% step_chart points "Tiến độ" unit="%" target=goal %}', points=points, goal=Decimal("0.9"))
    assert '<tr><th scope="row">T1</th><td class="num">50 %</td><td class="num">25 %</td></tr>' in said
    assert '<tr><th scope="row">T2</th><td class="num">—</td><td class="num">90 %</td></tr>' in said
    option = json.loads(said.split('<script type="application/json">')[1].split("</script>")[0])
    assert [(one["name"], one["data"]) for one in option["series"]] == [
        ("Thực hiện", [50.0, None]), ("Cần đạt đến hết kỳ", [25.0, 90.0]), ("Mức giao 90 %", [90.0, 90.0]),
    ]  # fmt: skip


def test_heat_cell():
    assert render('{% heat_cell status "71,7" "/o/" %}', status=ExampleStatus.BAD) == (
        '<td class="ui-heat-cell ui-heat-cell--bad" title="Quá hạn"><a href="/o/">'
        f'{icon("alert-triangle")}<span>71,7</span><span class="visually-hidden">Quá hạn</span></a></td>'
    )


def test_legend():
    assert render("{% legend statuses %}", statuses=[ExampleStatus.GOOD]) == (
        f'<ul class="ui-legend"><li><span class="ui-badge ui-badge--good">{icon("circle-check")}<span>Đúng hạn</span>'
        "</span></li></ul>"
    )


def test_card_table_and_panes_hold_their_content():
    assert render('{% card "Tiêu đề" href="/x/" action="Xem" %}<p>Nội dung</p>{% endcard %}') == (
        '<section class="ui-card"><header class="ui-card-head"><div><h2>Tiêu đề</h2></div>'
        '<a href="/x/">Xem</a></header>'
        '<div class="ui-card-body"><p>Nội dung</p></div></section>'
    )
    assert render('{% table "Bảng" %}<tbody></tbody>{% endtable %}') == (
        '<div class="ui-scroll" tabindex="0" role="group" aria-label="Bảng"><table class="ui-table"><caption>'
        "<span>Bảng</span></caption><tbody></tbody></table></div>"
    )
    assert render('{% table "Bảng" variant="stack" hide_caption=True %}<tbody></tbody>{% endtable %}') == (
        '<table class="ui-table ui-table--stack"><caption class="visually-hidden"><span>Bảng</span></caption>'
        "<tbody></tbody></table>"
    )
    assert render('{% two_pane %}{% pane "Văn bản" source=True %}a{% endpane %}{% endtwo_pane %}') == (
        '<div class="ui-two-pane"><section class="ui-pane" aria-label="Văn bản" tabindex="0">'
        '<header class="ui-pane-head">'
        '<h2>Văn bản</h2></header><div class="ui-pane-body ui-source">a</div></section></div>'
    )


def test_filter_bar_is_a_plain_form_that_htmx_may_improve():
    said = render('{% filter_bar is_active=True count=1204 target="table" %}<input name="q">{% endfilter_bar %}')
    assert said.startswith('<form class="ui-filters" method="get" aria-label="Lọc danh sách" hx-get="/" hx-target=')
    assert '<a class="ui-button ui-button--quiet" href="?">' in said
    assert '<p class="ui-filters-count" id="dem-table">1.204 dòng</p>' in said
    plain = render("{% filter_bar %}{% endfilter_bar %}")
    assert plain.startswith('<form class="ui-filters" method="get" aria-label="Lọc danh sách"><div')
    assert "Bỏ lọc" not in plain


def test_confirm_works_unfolded_and_holds_the_form_token():
    said = render('{% confirm "Thu hồi" action="/x/" question="Thu hồi phiếu?" %}<input name="reason">{% endconfirm %}')
    assert '<form method="post" action="/x/"><input type="hidden" name="csrfmiddlewaretoken" value="token">' in said
    assert '<p class="ui-confirm-question">Thu hồi phiếu?</p><input name="reason">' in said
    assert render(
        '{% confirm "Thu hồi" action="/x/" denial=denial %}{% endconfirm %}', denial=Denial("Phiếu đã duyệt.")
    ) == (f'<span class="ui-denied">{icon("lock")} Phiếu đã duyệt.</span>')


def test_kept_input():
    said = render('{% include "ui/kept_input.html" with typed=typed only %}', typed=[("Lý do", "Thiếu <dấu>")])
    assert '<textarea class="ui-input" id="kept-1" rows="1" readonly>Thiếu &lt;dấu&gt;</textarea>' in said
    assert '<label class="ui-label" for="kept-1">Lý do</label>' in said
    assert render('{% include "ui/kept_input.html" with typed=typed only %}', typed=[]) == ""
