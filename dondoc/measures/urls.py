"""A draft of a definition on real records, and its publishing; whether organisations are put in an order."""

from django.urls import path

from dondoc.measures import views

app_name = "measures"
urlpatterns = [
    path("cach-tinh/ban-nhap/<int:draft_id>/tinh-thu/", views.trial, name="trial"),
    path("cach-tinh/ban-nhap/<int:draft_id>/cong-bo/", views.publish, name="publish"),
    path("so-sanh/xep-thu-tu/<int:org_id>/", views.switch_ranking, name="switch_ranking"),
]
