"""The follow-up board."""

app_name = "reminders"
urlpatterns = []
