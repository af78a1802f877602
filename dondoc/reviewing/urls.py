"""The review desk."""

from django.urls import path

from dondoc.reviewing import views

app_name = "reviewing"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("<int:submission_id>/", views.review, name="review"),
    path("<int:submission_id>/duyet/", views.approve, name="approve"),
    path("<int:submission_id>/tra-lai/", views.send_back, name="send_back"),
]
