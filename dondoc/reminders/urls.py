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
    path("thang/", views.ladders, name="ladders"),
    path("thang/<int:plan_id>/", views.ladder, name="ladder"),
    path("thang/<int:plan_id>/sua/", views.edit_ladder, name="edit_ladder"),
    path("thang/<int:plan_id>/bat-tat/", views.switch, name="switch"),
    path("viec/<int:pk>/thang/", views.climb, name="climb"),
    path("viec/<int:pk>/thang/giu-lai/", views.hold, name="hold"),
    path("giu-lai/<int:hold_id>/cho-di-tiep/", views.let_go, name="let_go"),
    path("thong-bao/", views.inbox, name="inbox"),
    path("thong-bao/<int:pk>/", views.message, name="message"),
    path("cach-nhan-tin/", views.preferences, name="preferences"),
    path("lich/<slug:token>.ics", views.feed, name="feed"),
    path("lich/them/", views.open_calendar, name="open_calendar"),
    path("lich/<int:address_id>/huy/", views.end_calendar, name="end_calendar"),
    path("gui-di/", views.outgoing, name="outgoing"),
    path("gui-di/gui-lai/", views.retry, name="retry"),
    path("gui-di/kenh/them/", views.new_endpoint, name="new_endpoint"),
    path("gui-di/kenh/<int:endpoint_id>/", views.endpoint, name="endpoint"),
    path("hieu-qua/", views.effects, name="effects"),
    path("danh-sach-goi/", views.calling, name="calling"),
]
