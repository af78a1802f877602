"""The follow-up board."""

from django.urls import path

from dondoc.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.board, name="board"),
    path("gui/", views.preview, name="preview"),
    path("viec/<int:pk>/", views.remind_one, name="remind_one"),
    path("don-vi/<int:org_id>/", views.remind_org, name="remind_org"),
    path("giao/<int:assignment_id>/", views.remind_assignment, name="remind_assignment"),
    path("da-xem/", views.mark_read, name="mark_read"),
]
