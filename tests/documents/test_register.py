"""The register of cited documents: kept by who brings plans in, by page and by Excel; findings switched off."""

# ruff: noqa: E501 -- sentences stand here as they are shown

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from dondoc.accounts.rules import Permission
from dondoc.audit.models import AuditEvent
from dondoc.documents import actions, queries
from dondoc.documents.models import FindingSwitch, Reference, ReferenceStatus
from dondoc.documents.parsing import read
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_user

pytestmark = pytest.mark.django_db
NQ_57 = {
    "number": "57-NQ/TW", "kind": "Nghị quyết", "issuer": "Bộ Chính trị", "issued_on": date(2024, 12, 22),
    "title": "đột phá phát triển khoa học", "status": "in_force", "source": "F",
}  # fmt: skip
QD_66 = {
    "number": "66-QĐ/TW", "kind": "quy định", "issued_on": date(2017, 2, 6), "status": "replaced",
    "replaced_by": "399-QĐ/TW", "replaced_on": date(2026, 1, 9),
}  # fmt: skip


@pytest.fixture
def keeper(cast, role_with):
    return make_user("van-phong", role=role_with(Permission.EDIT_PLAN), org=cast.committee)


@pytest.fixture
def page(client, keeper):
    client.force_login(keeper)
    return client


def add(values: dict, by=None) -> Reference:
    return actions.add_reference(values=values, by=by, at=AT)


def form(**changes) -> dict:
    """What the page of an entry sends."""
    sent = dict.fromkeys(actions.REFERENCE_FIELDS, "")
    return (
        sent | {"number": "57-NQ/TW", "kind": "nghị quyết", "issued_on": "22/12/2024", "status": "in_force"} | changes
    )


class TestActions:
    def test_an_entry_is_added_changed_taken_out_and_put_back(self, keeper):
        one = add(NQ_57, by=keeper)
        assert (one.key, one.kind, one.search_text) == (
            "57-NQ/TW", "nghị quyết", "57-nq/tw nghi quyet bo chinh tri dot pha phat trien khoa hoc"
        )  # fmt: skip
        changed = actions.change_reference(one, values={**NQ_57, "issuer": "Ban Bí thư"}, revision=0, by=keeper, at=AT)
        assert (changed, actions.change_reference(
            one, values={**NQ_57, "issuer": "Ban Bí thư"}, revision=1, by=keeper, at=AT
        )) == (True, False)  # fmt: skip
        actions.retire_reference(one, reason="Nhập nhầm", by=keeper, at=AT)
        assert queries.register() == []
        actions.restore_reference(one, by=keeper, at=AT)
        assert [entry.number for entry in queries.register()] == ["57-NQ/TW"]
        events = AuditEvent.objects.filter(action__startswith="reference.").order_by("pk")
        assert [(e.action, e.before, e.note) for e in events] == [
            ("reference.add", {}, ""),
            ("reference.change", {"issuer": "Bộ Chính trị"}, ""),
            ("reference.retire", {}, "Nhập nhầm"),
            ("reference.restore", {}, ""),
        ]

    def test_what_is_refused(self, cast, keeper):
        one = add(NQ_57)
        same = {**NQ_57, "number": "57 - NQ/TW"}
        with pytest.raises(Conflict, match="Danh mục đã có nghị quyết 57-NQ/TW ngày 22/12/2024"):
            add(same)
        with pytest.raises(Conflict, match="vừa được người khác sửa"):
            actions.change_reference(one, values=NQ_57, revision=3, by=keeper, at=AT)
        with pytest.raises(Conflict, match="đang ở trong danh mục"):
            actions.restore_reference(one, by=keeper, at=AT)
        actions.retire_reference(one, reason="x", by=keeper, at=AT)
        with pytest.raises(Conflict, match="đã được đưa ra"):
            actions.retire_reference(one, reason="x", by=keeper, at=AT)
        with pytest.raises(Refused, match="Hãy đưa trở lại rồi sửa"):
            actions.change_reference(one, values=NQ_57, revision=0, by=keeper, at=AT)
        for act in (
            lambda: add({**NQ_57, "number": "1-NQ/TW"}, by=cast.an),
            lambda: actions.retire_reference(one, reason="x", by=cast.an, at=AT),
            lambda: actions.restore_reference(one, by=cast.an, at=AT),
            lambda: actions.take_references([], by=cast.an, at=AT),
        ):
            with pytest.raises(Refused, match="Chỉ quản trị viên"):
                act()

    def test_a_number_may_come_again_in_another_term(self):
        add({**NQ_57, "number": "12-HD/BTCTW", "issued_on": date(2018, 7, 6)})
        add({**NQ_57, "number": "12-HD/BTCTW", "issued_on": date(2022, 1, 18)})
        cited = "KẾ HOẠCH\n\nI. NHIỆM VỤ\n1. Giao Văn phòng phổ biến Nghị quyết số 12-HD/BTCTW, ngày 06/7/2018 trước 01/3/2026."
        assert [f for f in read(cited, register=queries.register()).findings if f.code == "citation_date"] == []

    def test_only_a_replaced_document_keeps_its_successor(self):
        one = add({**QD_66, "status": "expired"})
        assert (one.replaced_by, one.replaced_on) == ("", None)

    def test_an_act_is_all_or_nothing(self, keeper, monkeypatch):
        def fail(*args, **options):
            raise RuntimeError("no trail")

        monkeypatch.setattr(actions, "record", fail)
        with pytest.raises(RuntimeError):
            add(NQ_57, by=keeper)
        assert Reference.objects.count() == 0


class TestPages:
    def test_filters_stand_in_the_address_and_ignore_marks(self, page, keeper):
        add(NQ_57)
        add(QD_66)
        out = add({**NQ_57, "number": "9-NQ/TW"})
        actions.retire_reference(out, reason="x", by=keeper, at=AT)

        def shown(**query):
            return [one.number for one in page.get(reverse("documents:references"), query).context["page"]]

        assert shown() == ["57-NQ/TW", "66-QĐ/TW"]
        assert shown(q="bo chinh tri dot pha") == ["57-NQ/TW"]
        assert shown(loai="quy định") == ["66-QĐ/TW"]
        assert shown(hieu_luc="replaced", q="399") == ["66-QĐ/TW"]
        assert shown(hieu_luc="retired") == ["9-NQ/TW"]
        assert shown(hieu_luc="expired") == []

    def test_the_list_says_what_it_holds(self, page):
        add(QD_66)
        said = " ".join(re.sub(r"<[^>]+>", "", page.get(reverse("documents:references")).content.decode()).split())
        assert "nay được thay bằng 399-QĐ/TW từ 09/01/2026" in said
        assert "chưa rõ cơ quan" in said

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_do_not_grow(self, page, django_assert_num_queries, count):
        for n in range(count):
            add({**NQ_57, "number": f"{n + 1}-NQ/TW"})
        page.get(reverse("documents:references"))
        with django_assert_num_queries(6):
            page.get(reverse("documents:references"))

    def test_an_entry_is_corrected_on_its_page(self, page):
        one = add(NQ_57)
        url = reverse("documents:edit_reference", args=[one.pk])
        assert page.post(url, form(issuer="Ban Bí thư", revision="0")).status_code == 302
        one.refresh_from_db()
        assert (one.issuer, one.title, one.revision) == ("Ban Bí thư", "", 1)
        stale = page.post(url, form(issuer="Quốc hội", revision="0"))
        assert (stale.status_code, "vừa được người khác sửa" in stale.content.decode()) == (409, True)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"number": ""}, "Hãy ghi số, ký hiệu."),
            ({"number": "\u200b\u202e"}, "Hãy ghi số, ký hiệu."),
            ({"kind": "\u200b"}, "Hãy ghi loại văn bản."),
            ({"number": "---"}, "phải có chữ, và có số"),
            ({"number": "31/02/2026"}, "phải có chữ, và có số"),
            ({"number": "Nghị quyết"}, "phải có chữ, và có số"),
            ({"issued_on": "31/12/1929"}, "Ngày ban hành phải từ 01/01/1930 đến "),
            ({"issued_on": "01/01/9999"}, "Ngày ban hành phải từ 01/01/1930 đến "),
            ({"issued_on": "32/12/2024"}, "issued_on"),
            ({"status": "replaced"}, "Hãy ghi số, ký hiệu của văn bản thay thế."),
            ({"replaced_by": "1-NQ/TW"}, "hiệu lực phải là “Đã được thay thế”"),
            ({"valid_from": "01/01/2020"}, "không thể trước ngày ban hành"),
        ],
    )
    def test_what_does_not_fit_is_said_in_place(self, page, changes, said):
        response = page.post(reverse("documents:add_reference"), form(**changes))
        assert (response.status_code, said in response.content.decode(), Reference.objects.count()) == (422, True, 0)

    def test_a_twin_is_said_beside_the_number(self, page):
        add(NQ_57)
        response = page.post(reverse("documents:add_reference"), form())
        assert (response.status_code, "Danh mục đã có" in response.content.decode()) == (409, True)

    def test_taking_out_needs_a_reason(self, page):
        one = add(NQ_57)
        url = reverse("documents:retire_reference", args=[one.pk])
        assert page.post(url).status_code == 422
        assert page.post(url, {"reason": "Nhập nhầm"}).status_code == 302
        assert "đưa ra khỏi danh mục" in page.get(reverse("documents:edit_reference", args=[one.pk])).content.decode()
        assert page.post(reverse("documents:restore_reference", args=[one.pk])).status_code == 302
        assert Reference.objects.kept().count() == 1


def sheet_of(page, query: str = ""):
    response = page.get(reverse("documents:references_file") + query)
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    return book, book["Danh mục"]


def send(page, book):
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("danh-muc.xlsx", out.getvalue())
    return page.post(reverse("documents:references_excel"), {"file": file})


def token(response) -> str:
    return response.context["reading"].token


class TestExcel:
    """Columns A–J are the fields in their order; entries begin in row 6."""

    def test_the_register_comes_out_and_goes_in_unchanged(self, page):
        add(NQ_57)
        book, sheet = sheet_of(page)
        assert [cell.value for cell in sheet[6]] == [
            "57-NQ/TW", "nghị quyết", "Bộ Chính trị", "22/12/2024", "đột phá phát triển khoa học", "Còn hiệu lực",
            None, None, None, "F",
        ]  # fmt: skip
        assert (send(page, book).context["reading"].changes, sheet_of(page, "?mau=1")[1]["A6"].value) == ([], None)

    def test_what_would_change_is_shown_then_taken_whole(self, page):
        one = add(NQ_57)
        book, sheet = sheet_of(page)
        sheet["C6"] = "Ban Bí thư"
        for column, value in zip("ABDFHI", ["66-QĐ/TW", "Quy định", date(2017, 2, 6), "Đã được thay thế", "399-QĐ/TW", "09/01/2026"], strict=True):  # fmt: skip
            sheet[f"{column}9"] = value
        shown = send(page, book)
        changes = shown.context["reading"].changes
        assert [(c.number, c.row, c.is_new) for c in changes] == [("57-NQ/TW", 6, False), ("66-QĐ/TW", 9, True)]
        assert changes[0].fields == [("Cơ quan ban hành", "Bộ Chính trị", "Ban Bí thư")]
        assert Reference.objects.count() == 1
        taken = page.post(reverse("documents:references_take"), {"reading": token(shown)})
        assert taken.status_code == 302
        one.refresh_from_db()
        new = Reference.objects.get(number="66-QĐ/TW")
        assert (one.issuer, new.kind, new.status, new.replaced_on) == (
            "Ban Bí thư", "quy định", ReferenceStatus.REPLACED, date(2026, 1, 9)
        )  # fmt: skip

    def test_problems_are_told_by_cell_and_nothing_is_taken(self, page, keeper):
        out = add({**NQ_57, "number": "9-NQ/TW"})
        actions.retire_reference(out, reason="x", by=keeper, at=AT)
        book, sheet = sheet_of(page, "?mau=1")
        rows = {
            6: {"A": "1-NQ/TW", "B": "nghị quyết", "D": "hôm qua"},
            7: {"A": "2-NQ/TW", "D": "01/01/2025"},
            8: {"A": "3-NQ/TW", "B": "nghị quyết", "D": "01/01/2025", "F": "đang sửa"},
        }
        for row, cells in rows.items():
            for column, value in cells.items():
                sheet[f"{column}{row}"] = value
        response = send(page, book)
        assert (response.status_code, response.context["reading"].problems) == (
            422,
            [
                "Trang “Danh mục”, ô D6: “hôm qua” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026.",
                "Trang “Danh mục”, ô B7: chưa ghi “Loại văn bản”.",
                "Trang “Danh mục”, ô F8: “đang sửa” không có trong danh sách. Hãy chọn một trong: “Còn hiệu lực”, "
                "“Đã được thay thế”, “Hết hiệu lực”.",
            ],
        )
        book, sheet = sheet_of(page, "?mau=1")
        for row, (number, day, status) in enumerate(
            [("9-NQ/TW", "22/12/2024", None), ("5-NQ/TW", "01/01/2025", None), ("5 - NQ/TW", "01/01/2025", None),
             ("6-NQ/TW", "01/01/2025", "Đã được thay thế")], 6
        ):  # fmt: skip
            sheet[f"A{row}"], sheet[f"B{row}"], sheet[f"D{row}"], sheet[f"F{row}"] = number, "nghị quyết", day, status
        assert send(page, book).context["reading"].problems == [
            "Trang “Danh mục”, ô A6: văn bản đã đưa ra khỏi danh mục. Hãy đưa trở lại trên trang danh mục, hoặc xóa dòng này.",
            "Trang “Danh mục”, ô A8: trùng số và ngày với dòng 7. Hãy xóa bớt một dòng.",
            "Trang “Danh mục”, ô H9: Hãy ghi số, ký hiệu của văn bản thay thế.",
        ]

    def test_a_formula_that_nobody_computed_and_a_day_that_is_a_number_are_told_as_such(self, page):
        book, sheet = sheet_of(page, "?mau=1")
        sheet["A6"], sheet["B6"], sheet["D6"] = "1-NQ/TW", '="nghị"&" quyết"', 45648
        sheet["A7"], sheet["B7"], sheet["D7"] = "2-NQ/TW", "nghị quyết", "=DATE(2025,1,1)"
        sheet["A8"], sheet["B8"], sheet["D8"] = "3-NQ/TW", "nghị quyết", 12
        uncomputed = (
            "công thức chưa được tính nên không có giá trị. Hãy mở tệp bằng Excel, lưu lại, hoặc ghi thẳng giá trị."
        )
        assert send(page, book).context["reading"].problems == [
            f"Trang “Danh mục”, ô B6: {uncomputed}",
            "Trang “Danh mục”, ô D6: ngày được lưu thành số 45648 (ô không có định dạng ngày). Hãy định dạng ô là ngày hoặc "
            "ghi bằng chữ, ví dụ 22/12/2024.",
            f"Trang “Danh mục”, ô D7: {uncomputed}",
            "Trang “Danh mục”, ô D8: “12” không phải là ngày. Hãy ghi ngày/tháng/năm, ví dụ 05/3/2026.",
        ]

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            (lambda book: book["_dondoc"].__setitem__("A1", "x"), "Tệp không phải là mẫu danh mục của hệ thống."),
            (lambda book: book["_dondoc"].__setitem__("A3", "9"), "Tệp là mẫu “references” phiên bản 9"),
            (lambda book: book["Danh mục"].delete_rows(4), "Không còn dòng mã ẩn của các cột."),
            (lambda book: book["Danh mục"].delete_cols(2), "thiếu cột “Loại văn bản”"),
        ],
    )
    def test_another_workbook_is_refused(self, page, spoil, said):
        book, _ = sheet_of(page)
        spoil(book)
        assert said in send(page, book).context["reading"].problems[0]

    def test_a_reading_that_has_grown_old_changes_nothing(self, page, keeper):
        one = add(NQ_57)
        book, sheet = sheet_of(page)
        sheet["C6"], sheet["A7"], sheet["B7"], sheet["D7"] = "Ban Bí thư", "8-NQ/TW", "nghị quyết", "01/01/2025"
        shown = token(send(page, book))
        actions.change_reference(one, values={**NQ_57, "title": "khác"}, revision=0, by=keeper, at=AT)
        assert page.post(reverse("documents:references_take"), {"reading": shown}).status_code == 409
        assert page.post(reverse("documents:references_take"), {"reading": "x"}).status_code == 422
        assert [r.number for r in Reference.objects.all()] == ["57-NQ/TW"]


class TestSwitches:
    def test_a_committee_is_not_told_what_it_switched_off(self, cast, page):
        url = reverse("documents:switch_finding", args=[cast.committee.pk])
        assert page.post(url, {"code": "six_clear"}).status_code == 302
        assert page.post(url, {"code": "six_clear"}).status_code == 302  # said twice, done once
        assert queries.switched_off(cast.committee) == {"six_clear"}
        assert "đang tắt 1 trong" in page.get(reverse("documents:finding_codes")).content.decode()
        assert page.post(url, {"code": "six_clear", "on": "1"}).status_code == 302
        assert FindingSwitch.objects.count() == 0
        events = AuditEvent.objects.filter(action__startswith="finding.").order_by("pk")
        assert [(e.action, e.after, e.org_id) for e in events] == [
            ("finding.switch_off", {"code": "six_clear"}, cast.committee.pk),
            ("finding.switch_on", {"code": "six_clear"}, cast.committee.pk),
        ]

    def test_only_who_edits_plans_there_switches(self, cast, keeper):
        with pytest.raises(Refused, match="Chỉ người nhập, soát kế hoạch"):
            actions.switch_finding(cast.committee, code="six_clear", on=False, by=cast.an, at=AT)
        with pytest.raises(Invalid, match="Không có mã"):
            actions.switch_finding(cast.committee, code="la", on=False, by=keeper, at=AT)

    @pytest.mark.parametrize("count", [1, 3])
    def test_queries_of_the_page_do_not_grow(self, cast, keeper, page, django_assert_num_queries, count):
        for code in ["six_clear", "spelling", "word_shape"][:count]:
            actions.switch_finding(cast.committee, code=code, on=False, by=keeper, at=AT)
        page.get(reverse("documents:finding_codes"))
        with django_assert_num_queries(3):
            page.get(reverse("documents:finding_codes"))
