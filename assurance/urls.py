"""Dashboards, measures, the statutory return, reports."""

from django.urls import include, path

from assurance.views import dashboards, measures

app_name = "assurance"
urlpatterns = [
    path("dashboards/", dashboards.DashboardList.as_view(), name="dashboard-list"),
    path("dashboards/team/", dashboards.TeamDashboard.as_view(), name="dashboard-team"),
    path("dashboards/flow/", dashboards.FlowDashboard.as_view(), name="dashboard-flow"),
    path(
        "dashboards/flow/download/",
        dashboards.FlowDownload.as_view(),
        name="dashboard-flow-download",
    ),
    path("dashboards/board/", dashboards.BoardDashboard.as_view(), name="dashboard-board"),
    path("dashboards/director/", dashboards.DirectorDashboard.as_view(), name="dashboard-director"),
    path("measures/", measures.MeasureList.as_view(), name="measure-list"),
    path("", include("assurance.urls_comparing")),
    path("measures/<slug:key>/", measures.MeasureDetail.as_view(), name="measure-detail"),
    path("measures/<slug:key>/cases/", measures.MeasureCases.as_view(), name="measure-cases"),
    path("", include("assurance.urls_board")),
    path("sac-return/", include("assurance.urls_returns")),
    path("audit-results/", include("assurance.urls_audits")),
    path("theme-3/", include("assurance.urls_self_assessment")),
    path("reports/", include("assurance.urls_reports")),
    path("board-packs/", include("assurance.urls_packs")),
    path("releases/", include("assurance.urls_releases")),
    path("", include("assurance.urls_theme3")),
    path("theme-3/", include("assurance.urls_visit")),
    path("", include("assurance.urls_sharing")),
    path("evidence/", include("assurance.urls_evidence")),
    path("theme-3/voices/", include("assurance.urls_voices")),
    path("theme-3/", include("assurance.urls_improvement")),
    path("evidence/", include("assurance.urls_evidence")),
]
