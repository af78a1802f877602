"""Answers of many organisations from files: tables of other systems, and many workbooks at once."""

from django.urls import path

from dondoc.intake.views import bringing, deciding, sources

app_name = "intake"
urlpatterns = [
    path("", bringing.start, name="start"),
    path("nhieu-phieu/", bringing.workbooks, name="workbooks"),
    path("nguon/<int:source_id>/", sources.source, name="source"),
    path("nguon/<int:source_id>/quen/", sources.forget, name="forget"),
    path("nguon/ten/<int:name_id>/quen/", sources.forget_name, name="forget_name"),
    path("<int:delivery_id>/", deciding.mapping, name="mapping"),
    path("<int:delivery_id>/vi-tri/", deciding.place, name="place"),
    path("<int:delivery_id>/don-vi/", deciding.names, name="names"),
    path("<int:delivery_id>/xem/", deciding.preview, name="preview"),
    path("<int:delivery_id>/lay/", deciding.take, name="take"),
    path("<int:delivery_id>/bo/", deciding.discard, name="discard"),
]
