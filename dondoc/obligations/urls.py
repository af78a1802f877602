"""Obligations and rounds."""

app_name = "obligations"
urlpatterns = []
