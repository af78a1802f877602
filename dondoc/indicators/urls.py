"""The definitions of chỉ tiêu: how they are computed, their versions, the editor. Trying a draft on real records and
publishing it stand in measures.urls, under the same address."""

from django.urls import path

from dondoc.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.definition_list, name="list"),
    path("moi/", views.new, name="new"),
    path("nhap/", views.import_yaml, name="import"),
    path("dem/", views.count, name="count"),
    path("ban-nhap/<int:draft_id>/", views.draft, name="draft"),
    path("ban-nhap/<int:draft_id>/phieu/", views.edit_head, name="edit_head"),
    path("ban-nhap/<int:draft_id>/thuoc-do/them/", views.add_measure, name="add_measure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/", views.measure, name="measure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/sua/", views.edit_measure, name="edit_measure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/bo/", views.remove_measure, name="remove_measure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/chuyen/", views.move_measure, name="move_measure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/dieu-kien/them/", views.add_condition, name="add_condition"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/dieu-kien/<str:place>/", views.edit_condition,
         name="edit_condition"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/dieu-kien/<str:place>/doi/", views.turn_condition,
         name="turn_condition"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/so-lieu/<str:part>/", views.edit_figure, name="edit_figure"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/cong-thuc/", views.edit_formula, name="edit_formula"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/vi-du/them/", views.add_example, name="add_example"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/vi-du/<int:example>/", views.edit_example,
         name="edit_example"),
    path("ban-nhap/<int:draft_id>/thuoc-do/<str:measure>/vi-du/<int:example>/bo/", views.remove_example,
         name="remove_example"),
    path("ban-nhap/<int:draft_id>/hoan-tac/", views.undo, name="undo"),
    path("ban-nhap/<int:draft_id>/bo/", views.discard, name="discard"),
    path("ban-nhap/<int:draft_id>/yaml/", views.export_draft, name="export_draft"),
    path("<str:code>/", views.definition, name="detail"),
    path("<str:code>/sua/", views.start, name="start"),
    path("<str:code>/<int:number>/yaml/", views.export, name="export"),
]  # fmt: skip
