"""Files as received."""

from django.urls import path

from dondoc.documents import views

app_name = "documents"
urlpatterns = [path("<int:document_id>/", views.download, name="download")]
