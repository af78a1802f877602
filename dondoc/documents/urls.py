"""Files as received; the register of cited documents; the codes of findings."""

from django.urls import path

from dondoc.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:document_id>/", views.download, name="download"),
    path("vien-dan/", views.references, name="references"),
    path("vien-dan/them/", views.add_reference, name="add_reference"),
    path("vien-dan/<int:reference_id>/", views.edit_reference, name="edit_reference"),
    path("vien-dan/<int:reference_id>/dua-ra/", views.retire_reference, name="retire_reference"),
    path("vien-dan/<int:reference_id>/dua-lai/", views.restore_reference, name="restore_reference"),
    path("vien-dan/excel/", views.references_excel, name="references_excel"),
    path("vien-dan/excel/tep/", views.references_file, name="references_file"),
    path("vien-dan/excel/luu/", views.references_take, name="references_take"),
    path("ma-phat-hien/", views.finding_codes, name="finding_codes"),
    path("ma-phat-hien/<int:org_id>/", views.switch_finding, name="switch_finding"),
]
