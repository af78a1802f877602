"""Letters that chase."""

from django.urls import path

from dondoc.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.letter_list, name="list"),
    path("soan/", views.draw_up, name="draw_up"),
    path("<int:letter_id>/", views.detail, name="detail"),
    path("<int:letter_id>/ban-hanh/", views.issue, name="issue"),
    path("<int:letter_id>/thu-hoi/", views.recall, name="recall"),
    path("<int:letter_id>/bo/", views.discard, name="discard"),
    path("<int:letter_id>/tai-word/", views.docx, name="docx"),
    path("<int:letter_id>/tai-pdf/", views.pdf, name="pdf"),
]
