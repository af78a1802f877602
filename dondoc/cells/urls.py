"""The committee and its chi bộ: giving down, collecting, compiling."""

from django.urls import path

from dondoc.cells import views

app_name = "cells"
urlpatterns = [
    path("", views.board, name="board"),
    path("giao/", views.give, name="give"),
    path("<int:pk>/", views.assignment, name="assignment"),
    path("<int:pk>/thu-lai/", views.take_back, name="take_back"),
    path("<int:pk>/mien/", views.let_off, name="let_off"),
    path("<int:pk>/tong-hop/", views.compiled, name="compiled"),
]
