"""The register of papers."""

from django.urls import path, re_path

from dondoc.register import views

app_name = "register"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("excel/", views.export, name="export"),
    path("so/", views.numbers, name="numbers"),
    re_path(r"^vao-so/(?P<direction>di|den)/$", views.enter, name="enter"),
    path("<int:entry_id>/", views.detail, name="detail"),
    path("<int:entry_id>/thu-hoi/", views.recall, name="recall"),
]
