"""Boards, matrix, organisation pages, audit, search."""

app_name = "dashboards"
urlpatterns = []
