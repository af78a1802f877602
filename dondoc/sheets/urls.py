"""The sheets: what is asked, their versions, the editor, and the dated rules that they are held against."""

from django.urls import path

from dondoc.sheets import views

app_name = "sheets"
urlpatterns = [
    path("", views.sheet_list, name="list"),
    path("moi/", views.new, name="new"),
    path("nhap/", views.import_yaml, name="import"),
    path("muc-quy-dinh/", views.norms, name="norms"),
    path("muc-quy-dinh/them/", views.add_norm, name="add_norm"),
    path("muc-quy-dinh/<int:norm_id>/them/", views.add_row, name="add_row"),
    path("muc-quy-dinh/gia-tri/<int:row_id>/", views.edit_row, name="edit_row"),
    path("muc-quy-dinh/gia-tri/<int:row_id>/bo/", views.remove_row, name="remove_row"),
    path("ban-nhap/<int:draft_id>/", views.draft, name="draft"),
    path("ban-nhap/<int:draft_id>/thong-tin/", views.edit_head, name="edit_head"),
    path("ban-nhap/<int:draft_id>/cau-hoi/them/", views.add_question, name="add_question"),
    path("ban-nhap/<int:draft_id>/cau-hoi/<str:place>/", views.edit_question, name="edit_question"),
    path("ban-nhap/<int:draft_id>/cau-hoi/<str:place>/bo/", views.remove_question, name="remove_question"),
    path("ban-nhap/<int:draft_id>/cau-hoi/<str:place>/chuyen/", views.move_question, name="move_question"),
    path("ban-nhap/<int:draft_id>/kiem-tra/them/", views.add_check, name="add_check"),
    path("ban-nhap/<int:draft_id>/kiem-tra/<str:code>/", views.edit_check, name="edit_check"),
    path("ban-nhap/<int:draft_id>/kiem-tra/<str:code>/bo/", views.remove_check, name="remove_check"),
    path("ban-nhap/<int:draft_id>/hoan-tac/", views.undo, name="undo"),
    path("ban-nhap/<int:draft_id>/bo/", views.discard, name="discard"),
    path("ban-nhap/<int:draft_id>/xem-thu/", views.preview, name="preview"),
    path("ban-nhap/<int:draft_id>/xem-thu/khung/", views.preview_frame, name="preview_frame"),
    path("ban-nhap/<int:draft_id>/cong-bo/", views.publish, name="publish"),
    path("ban-nhap/<int:draft_id>/yaml/", views.export_draft, name="export_draft"),
    path("<str:code>/", views.sheet, name="detail"),
    path("<str:code>/sua/", views.start, name="start"),
    path("<str:code>/<int:number>/yaml/", views.export, name="export"),
]
