"""Every address of the product, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("dondoc.web.urls")),
    path("", include("dondoc.accounts.urls")),
    path("", include("dondoc.dashboards.urls")),
    path("ke-hoach/", include("dondoc.plans.urls")),
    path("tai-lieu/", include("dondoc.documents.urls")),
    path("mau-phieu/", include("dondoc.sheets.urls")),
    path("cach-tinh/", include("dondoc.indicators.urls")),
    path("", include("dondoc.measures.urls")),
    path("", include("dondoc.forecast.urls")),
    path("nghia-vu/", include("dondoc.obligations.urls")),
    path("", include("dondoc.submissions.urls")),
    path("nhap-tep/", include("dondoc.intake.urls")),
    path("chi-bo/", include("dondoc.cells.urls")),
    path("duyet/", include("dondoc.reviewing.urls")),
    path("kiem-tra-mau/", include("dondoc.sampling.urls")),
    path("phan-bo/", include("dondoc.quotas.urls")),
    path("don-doc/", include("dondoc.reminders.urls")),
    path("sap-xep/", include("dondoc.reorganising.urls")),
    path("so-van-ban/", include("dondoc.register.urls")),
    path("cuoc-hop/", include("dondoc.meetings.urls")),
    path("vuong-mac/", include("dondoc.obstacles.urls")),
    path("cong-van/", include("dondoc.letters.urls")),
    path("bao-cao/", include("dondoc.reports.urls")),
]

handler400 = "dondoc.web.errors.bad_request"
handler403 = "dondoc.web.errors.forbidden"
handler404 = "dondoc.web.errors.not_found"
handler500 = "dondoc.web.errors.server_error"
