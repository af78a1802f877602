"""Plans: list, import, confirm, read, quotas."""

from django.urls import path, re_path

from dondoc.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("nhap/", views.import_plan, name="import"),
    path("<int:plan_id>/", views.detail, name="detail"),
    path("<int:plan_id>/soat/", views.confirm, name="confirm"),
    path("<int:plan_id>/soat/xac-nhan/", views.confirm_items, name="confirm_items"),
    path("<int:plan_id>/soat/dau-van-ban/", views.edit_head, name="edit_head"),
    path("<int:plan_id>/soat/them/", views.add_task, name="add_task"),
    path("<int:plan_id>/soat/nhiem-vu/<str:code>/", views.edit_task, name="edit_task"),
    path("<int:plan_id>/soat/chi-tieu/<str:code>/", views.edit_target, name="edit_target"),
    re_path(
        r"^(?P<plan_id>\d+)/soat/bo/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$",
        views.remove_item,
        name="remove_item",
    ),
    path("<int:plan_id>/soat/dieu-can-xem/<int:finding_id>/", views.settle, name="settle"),
    path("<int:plan_id>/phan-bo/<str:indicator_code>/<int:year>/", views.allocate, name="allocate"),
]
