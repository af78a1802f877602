"""How sure owner and reviewer are."""

from django.urls import path

from dondoc.forecast import views

app_name = "forecast"
urlpatterns = [path("chi-tieu/<str:code>/tin-chac/<int:org_id>/", views.say_sureness, name="say")]
