"""Measures, the statutory return, reports."""

from django.urls import include, path

from assurance.views import measures

app_name = "assurance"
urlpatterns = [
    path("measures/", measures.MeasureList.as_view(), name="measure-list"),
    path("measures/<slug:key>/", measures.MeasureDetail.as_view(), name="measure-detail"),
    path("measures/<slug:key>/cases/", measures.MeasureCases.as_view(), name="measure-cases"),
    path("sac-return/", include("assurance.urls_returns")),
    path("audit-results/", include("assurance.urls_audits")),
    path("reports/", include("assurance.urls_reports")),
]
