"""Obligations and rounds."""

from django.urls import path

from dondoc.obligations import views

app_name = "obligations"
urlpatterns = [
    path("", views.obligation_list, name="list"),
    path("xuat/", views.export_list, name="export"),
    path("dot/", views.rounds, name="rounds"),
    path("dot/<int:task_id>/mo/", views.open_round, name="open_round"),
    path("ban-hanh/<int:plan_id>/", views.issue, name="issue"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/gia-han/", views.extend, name="extend"),
    path("<int:pk>/mien/", views.exempt, name="exempt"),
    path("<int:pk>/khoi-phuc/", views.revoke, name="revoke"),
]
