"""Sheets and their evidence. The list of duties, /viec/, is in dashboards; the review desk in reviewing."""

from django.urls import path

from dondoc.submissions.views import filling, inside, links, on_behalf, printing, reading, workbooks

app_name = "submissions"
urlpatterns = [
    path("viec/<int:obligation_id>/<str:deliverable_code>/", filling.answer, name="answer"),
    path("viec/<int:obligation_id>/<str:deliverable_code>/in/", printing.print_sheet, name="print"),
    path("nhap-ho/", on_behalf.on_behalf, name="on_behalf"),
    path("phieu/<int:submission_id>/", reading.detail, name="detail"),
    path("phieu/<int:submission_id>/sua/", filling.edit, name="edit"),
    path("phieu/<int:submission_id>/gui-len/", inside.send_up, name="send_up"),
    path("phieu/<int:submission_id>/dua-ve/", inside.give_back, name="give_back"),
    path("viec/hai-buoc/<int:org_id>/", inside.steps, name="steps"),
    path("phieu/<int:submission_id>/thu-hoi/", reading.withdraw, name="withdraw"),
    path("phieu/<int:submission_id>/mo-lai/", reading.reopen, name="reopen"),
    path("minh-chung/<int:evidence_id>/", reading.evidence, name="evidence"),
    path("minh-chung/<int:evidence_id>/xem/", reading.evidence_view, name="evidence_view"),
    path("minh-chung/<int:evidence_id>/trang/<int:page>/", reading.evidence_page, name="evidence_page"),
    path("viec/lien-ket/<int:org_id>/", links.links, name="links"),
    path("viec/lien-ket/thu-hoi/<int:link_id>/", links.revoke_link, name="revoke_link"),
    path("lk/<str:token>/", links.link, name="link"),
    path("viec/excel/<int:org_id>/", workbooks.excel, name="excel_all"),
    path("viec/excel/<int:org_id>/tep/", workbooks.excel_file, name="excel_file_all"),
    path("viec/excel/<int:org_id>/ghi/", workbooks.excel_take, name="excel_take_all"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/", workbooks.excel, name="excel"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/tep/", workbooks.excel_file, name="excel_file"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/ghi/", workbooks.excel_take, name="excel_take"),
]
