"""Reports."""

from django.urls import path

from dondoc.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("soan/", views.new_report, name="new"),
    path("<int:report_id>/", views.detail, name="detail"),
    path("<int:report_id>/so-lieu/", views.fetch_figures, name="fetch_figures"),
    path("<int:report_id>/trinh/", views.hand_over, name="hand_over"),
    path("<int:report_id>/tra-lai/", views.send_back, name="send_back"),
    path("<int:report_id>/thu-hoi/", views.recall, name="recall"),
    path("<int:report_id>/chot/", views.freeze, name="freeze"),
    path("<int:report_id>/tai-word/", views.download_docx, name="docx"),
    path("<int:report_id>/tai-pdf/", views.download_pdf, name="pdf"),
    path("<int:report_id>/tai-excel/", views.download_xlsx, name="xlsx"),
]
