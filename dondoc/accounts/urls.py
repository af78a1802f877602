"""Sign-in and people."""

app_name = "accounts"
urlpatterns = []
