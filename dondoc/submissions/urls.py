"""The unit's work, sheets, the review desk."""

app_name = "submissions"
urlpatterns = []
