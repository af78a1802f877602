"""The review desk."""

from django.urls import path

from dondoc.reviewing.views import clues, desk, many, settings, sheet

app_name = "reviewing"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("nhieu-phieu/", many.approve_low, name="approve_low"),
    path("ly-do/", settings.reasons, name="reasons"),
    path("ly-do/bo/", settings.retire_reason, name="retire_reason"),
    path("thoi-han/", settings.limits, name="limits"),
    path("<int:submission_id>/", sheet.review, name="review"),
    path("<int:submission_id>/duyet/", sheet.approve, name="approve"),
    path("<int:submission_id>/tra-lai/", sheet.send_back, name="send_back"),
    path("<int:submission_id>/lam-ro/<int:clue_id>/bo-qua/", clues.dismiss, name="dismiss_clue"),
    path("<int:submission_id>/lam-ro/<int:clue_id>/xem-lai/", clues.reopen, name="reopen_clue"),
]
