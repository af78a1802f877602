"""The first page, boards, the matrix, organisation pages, the audit trail, search."""

from django.urls import include, path

from dondoc.dashboards.views import (
    audit,
    board,
    burden,
    home,
    indicator,
    matrix,
    org_files,
    orgs,
    peers,
    search,
    term,
    work,
)

pages = [
    path("viec/", work.work, name="work"),
    path("bang/", board.board, name="board"),
    path("bang/xuat/", board.export, name="board_export"),
    path("nhiem-ky/", term.term, name="term"),
    path("nhiem-ky/xuat/", term.export, name="term_export"),
    path("nhiem-ky/so-lieu/", term.numbers, name="term_numbers"),
    path("chi-tieu/<str:code>/", indicator.detail, name="indicator"),
    path("chi-tieu/<str:code>/<str:measure>/giai-thich/", indicator.explanation, name="explain"),
    path("chi-tieu/<str:code>/<str:measure>/so-sanh/", peers.peers, name="peers"),
    path("ma-tran/", matrix.matrix, name="matrix"),
    path("ma-tran/xuat/", matrix.export, name="matrix_export"),
    path("don-vi/", orgs.org_list, name="orgs"),
    path("don-vi/<int:pk>/", orgs.detail, name="org"),
    path("don-vi/<int:pk>/xuat/", org_files.export, name="org_export"),
    path("ganh-nang/", burden.burden, name="burden"),
    path("ganh-nang/xuat/", burden.export, name="burden_export"),
    path("mau-phieu/<str:code>/ganh-nang/", burden.sheet, name="sheet_burden"),
    path("nhat-ky/", audit.trail, name="audit"),
    path("nhat-ky/xuat/", audit.export, name="audit_export"),
    path("tim/", search.search, name="search"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("", include((pages, "dashboards"))),
]
