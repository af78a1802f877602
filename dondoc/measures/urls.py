"""A draft of a definition on real records, and its publishing."""

from django.urls import path

from dondoc.measures import views

app_name = "measures"
urlpatterns = [
    path("<int:draft_id>/tinh-thu/", views.trial, name="trial"),
    path("<int:draft_id>/cong-bo/", views.publish, name="publish"),
]
