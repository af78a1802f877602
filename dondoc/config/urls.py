"""Every address of the product, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("dondoc.accounts.urls")),
    path("", include("dondoc.dashboards.urls")),
    path("ke-hoach/", include("dondoc.plans.urls")),
    path("tai-lieu/", include("dondoc.documents.urls")),
    path("nghia-vu/", include("dondoc.obligations.urls")),
    path("", include("dondoc.submissions.urls")),
    path("don-doc/", include("dondoc.reminders.urls")),
    path("bao-cao/", include("dondoc.reports.urls")),
]
