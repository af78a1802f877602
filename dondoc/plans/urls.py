"""Plans: list, import, confirm, read, quotas."""

from django.urls import path, re_path

from dondoc.plans.views import amending, confirming, editing, importing, quotas, reading

app_name = "plans"
urlpatterns = [
    path("", reading.plan_list, name="list"),
    path("nhap/", importing.import_plan, name="import"),
    path("<int:plan_id>/", reading.detail, name="detail"),
    path("<int:plan_id>/soat/", confirming.confirm, name="confirm"),
    path("<int:plan_id>/soat/xac-nhan/", confirming.confirm_items, name="confirm_items"),
    path("<int:plan_id>/soat/dau-van-ban/", editing.edit_head, name="edit_head"),
    path("<int:plan_id>/soat/them/", editing.add_task, name="add_task"),
    path("<int:plan_id>/soat/nhiem-vu/<str:code>/", editing.edit_task, name="edit_task"),
    path("<int:plan_id>/soat/chi-tieu/<str:code>/", editing.edit_target, name="edit_target"),
    re_path(
        r"^(?P<plan_id>\d+)/soat/bo/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$",
        editing.remove_item,
        name="remove_item",
    ),
    path("<int:plan_id>/soat/dieu-can-xem/<int:finding_id>/", confirming.settle, name="settle"),
    path("<int:plan_id>/sua-doi/", amending.start, name="amend"),
    path("<int:plan_id>/sua-doi/van-ban/", amending.document, name="amendment"),
    path("<int:plan_id>/sua-doi/huy/", amending.discard, name="discard"),
    re_path(r"^(?P<plan_id>\d+)/sua-doi/noi/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$", amending.pair, name="pair"),
    re_path(
        r"^(?P<plan_id>\d+)/sua-doi/loi/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$", amending.reword, name="reword"
    ),
    path("<int:plan_id>/so-sanh/", amending.compare, name="compare"),
    path("<int:plan_id>/so-sanh.docx", amending.compare_docx, name="compare_docx"),
    path("<int:plan_id>/phan-bo/<str:indicator_code>/<int:year>/", quotas.allocate, name="allocate"),
]
