"""Obligations, rounds, rulings."""

from django.urls import path

from dondoc.obligations.views import duties, entry_times, rulings

app_name = "obligations"
urlpatterns = [
    path("", duties.obligation_list, name="list"),
    path("xuat/", duties.export_list, name="export"),
    path("dot/", duties.rounds, name="rounds"),
    path("dot/<int:task_id>/mo/", duties.open_round, name="open_round"),
    path("dot/<int:pk>/thu-hoi/", rulings.withdraw_round, name="withdraw_round"),
    path("ban-hanh/<int:plan_id>/", duties.issue, name="issue"),
    path("<int:pk>/", duties.detail, name="detail"),
    path("<int:pk>/ngoai-le/<slug:slug>/", rulings.rule_one, name="rule_one"),
    path("ngoai-le/", rulings.rulings, name="rulings"),
    path("thoi-gian-nhap/", entry_times.windows, name="windows"),
    path("khoa-ky/", entry_times.locks, name="locks"),
    path("ngoai-le/xuat/", rulings.rulings_export, name="rulings_export"),
    path("ngoai-le/nhieu-viec/<slug:slug>/", rulings.rule_many, name="rule_many"),
    path("ngoai-le/<int:pk>/thu-hoi/", rulings.end_ruling, name="end_ruling"),
    path("ngoai-le/<int:pk>/tinh-tiep/", rulings.resume, name="resume"),
]
