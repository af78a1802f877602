"""Kết luận cuộc họp."""

from django.urls import path

from dondoc.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("ghi/", views.conclude, name="conclude"),
]
