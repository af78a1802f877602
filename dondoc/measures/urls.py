"""A draft of a definition on real records, and its publishing; how far figures are computed; orders."""

from django.urls import path

from dondoc.measures import views

app_name = "measures"
urlpatterns = [
    path("cach-tinh/ban-nhap/<int:draft_id>/tinh-thu/", views.trial, name="trial"),
    path("cach-tinh/ban-nhap/<int:draft_id>/cong-bo/", views.publish, name="publish"),
    path("so-lieu/cap-nhat/", views.updating, name="updating"),
    path("so-lieu/cap-nhat/lam-lai/", views.retry, name="retry"),
    path("so-sanh/xep-thu-tu/<int:org_id>/", views.switch_ranking, name="switch_ranking"),
]
