"""Sheets, their evidence, and the reviewer's desk. The list of duties, /viec/, is in dashboards."""

from django.urls import path

from dondoc.submissions import views

app_name = "submissions"
urlpatterns = [
    path("viec/<int:obligation_id>/<str:deliverable_code>/", views.answer, name="answer"),
    path("phieu/<int:submission_id>/", views.detail, name="detail"),
    path("phieu/<int:submission_id>/sua/", views.edit, name="edit"),
    path("phieu/<int:submission_id>/thu-hoi/", views.withdraw, name="withdraw"),
    path("minh-chung/<int:evidence_id>/", views.evidence, name="evidence"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/", views.excel, name="excel"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/tep/", views.excel_file, name="excel_file"),
    path("viec/excel/<int:org_id>/<str:sheet_code>/ghi/", views.excel_take, name="excel_take"),
    path("duyet/", views.desk, name="desk"),
    path("duyet/<int:submission_id>/", views.review, name="review"),
    path("duyet/<int:submission_id>/duyet/", views.approve, name="approve"),
    path("duyet/<int:submission_id>/tra-lai/", views.send_back, name="send_back"),
]
