"""Plans: list, import, confirm, read, quotas."""

from django.urls import path, re_path

from dondoc.plans.views import (
    amending,
    bodies,
    confirming,
    dividing,
    editing,
    importing,
    noting,
    proposals,
    quotas,
    reading,
)

app_name = "plans"
_ITEM = r"(?P<plan_id>[0-9]{1,18})/soat/muc/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)"
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
    path("<int:plan_id>/soat/thay-doi/", confirming.changes, name="changes"),
    path("<int:plan_id>/soat/hoan-tac/", confirming.undo, name="undo"),
    path("<int:plan_id>/soat/giu/", confirming.keep, name="keep"),
    path("<int:plan_id>/soat/bo-giu/", confirming.drop, name="drop"),
    path("<int:plan_id>/soat/doan/<int:passage_id>/", confirming.settle_passage, name="settle_passage"),
    re_path(rf"^{_ITEM}/$", confirming.item, name="item"),
    re_path(rf"^{_ITEM}/tach/$", dividing.split_item, name="split_item"),
    re_path(rf"^{_ITEM}/gop/$", dividing.merge_item, name="merge_item"),
    re_path(rf"^{_ITEM}/bo/$", dividing.remove_item, name="remove_item"),
    path("<int:plan_id>/soat/phieu-gop-y/", noting.note, name="note"),
    path("<int:plan_id>/soat/dieu-can-xem/<int:finding_id>/", confirming.settle, name="settle"),
    path("<int:plan_id>/sua-doi/", amending.start, name="amend"),
    path("<int:plan_id>/sua-doi/van-ban/", amending.document, name="amendment"),
    path("<int:plan_id>/sua-doi/them-chi-tieu/", amending.add_target, name="add_target"),
    path("<int:plan_id>/sua-doi/huy/", amending.discard, name="discard"),
    re_path(
        r"^(?P<plan_id>[0-9]{1,18})/sua-doi/noi/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$",
        amending.pair,
        name="pair",
    ),
    re_path(
        r"^(?P<plan_id>[0-9]{1,18})/sua-doi/loi/(?P<kind>nhiem-vu|chi-tieu)/(?P<code>[^/]+)/$",
        amending.reword,
        name="reword",
    ),
    path("<int:plan_id>/so-sanh/", amending.compare, name="compare"),
    path("<int:plan_id>/so-sanh.docx", amending.compare_docx, name="compare_docx"),
    path("<int:plan_id>/ghep-ten/", bodies.bodies, name="bodies"),
    path("<int:plan_id>/ghep-ten/chon/", bodies.choose_body, name="choose_body"),
    path("<int:plan_id>/ghep-ten/mot-ten/", bodies.body, name="body"),
    path("<int:plan_id>/ghep-ten/don-vi-moi/", bodies.new_body, name="new_body"),
    path("<int:plan_id>/de-xuat/", proposals.proposals, name="proposals"),
    path("<int:plan_id>/de-xuat/lap/", proposals.propose, name="propose"),
    path("<int:plan_id>/de-xuat/nhan/", proposals.accept, name="accept_proposals"),
    path("<int:plan_id>/de-xuat/hoan-tac/", proposals.undo, name="undo_proposals"),
    path("<int:plan_id>/de-xuat/muc/<str:code>/", proposals.proposal, name="proposal"),
    path("<int:plan_id>/de-xuat/muc/<str:code>/bo-qua/", proposals.skip, name="skip_proposal"),
    path("<int:plan_id>/phan-bo/<str:indicator_code>/<int:year>/", quotas.allocate, name="allocate"),
]
