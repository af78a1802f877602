"""Spot checks."""

from django.urls import path

from dondoc.sampling.views import recounting, samples

app_name = "sampling"
urlpatterns = [
    path("", samples.sample_list, name="list"),
    path("rut/", samples.draw, name="draw"),
    path("<int:sample_id>/", samples.detail, name="detail"),
    path("<int:sample_id>/excel/", samples.export, name="export"),
    path("<int:sample_id>/huy/", samples.annul, name="annul"),
    path("phieu/<int:item_id>/", recounting.recount, name="recount"),
    path("tep/<int:file_id>/", recounting.download, name="file"),
]
