"""Boards, matrix, organisation pages, audit, search."""

from django.urls import path

from dondoc.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("viec/", views.work, name="work"),
]
