"""Plans: list, import, confirm, issue, read."""

app_name = "plans"
urlpatterns = []
