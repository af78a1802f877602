"""Sắp xếp tổ chức: what was changed, and the four acts."""

from django.urls import path

from dondoc.reorganising import views

app_name = "reorganising"
urlpatterns = [
    path("", views.changes, name="list"),
    path("<str:act>/", views.change, name="change"),
]
