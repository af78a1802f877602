"""Files as received."""

app_name = "documents"
urlpatterns = []
