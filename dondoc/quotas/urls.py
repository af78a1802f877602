"""Quotas: all of them, dividing one, asking for another number; targets of years and organisations."""

from django.urls import path

from dondoc.quotas import views

app_name = "quotas"
urlpatterns = [
    path("", views.quota_list, name="list"),
    path("<int:plan_id>/<str:indicator_code>/muc/", views.set_goals, name="goals"),
    path("<int:plan_id>/<str:indicator_code>/<int:year>/", views.divide, name="divide"),
    path("<int:plan_id>/<str:indicator_code>/<int:year>/tep/", views.export_table, name="export"),
    path("<int:plan_id>/<str:indicator_code>/<int:year>/de-nghi/<int:org_id>/", views.ask, name="ask"),
    path("de-nghi/<int:asking_id>/", views.answer, name="answer"),
    path("de-nghi/<int:asking_id>/rut/", views.withdraw, name="withdraw"),
]
