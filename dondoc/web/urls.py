"""Pages of the house itself."""

from django.urls import path

from dondoc.web import views

urlpatterns = [path("thanh-phan/", views.gallery, name="gallery")]
