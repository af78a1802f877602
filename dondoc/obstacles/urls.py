"""Vướng mắc, kiến nghị."""

from django.urls import path

from dondoc.obstacles import views

app_name = "obstacles"
urlpatterns = [
    path("", views.desk, name="list"),
    path("excel/", views.export, name="export"),
    path("neu/<int:obligation_id>/", views.raise_one, name="raise"),
    path("<int:obstacle_id>/", views.detail, name="detail"),
    path("<int:obstacle_id>/tra-loi/", views.answer, name="answer"),
    path("<int:obstacle_id>/chuyen/", views.hand_over, name="hand_over"),
    path("<int:obstacle_id>/rut/", views.withdraw, name="withdraw"),
]
