"""Results of audits: rounds, their reports, trends, teams, answers."""

from django.urls import path

from assurance.views import audit_answers, audit_rounds, audit_trends

ROUND = "rounds/<int:pk>/"
urlpatterns = [
    path("", audit_rounds.RoundResultList.as_view(), name="audit-results"),
    path(ROUND, audit_rounds.RoundReport.as_view(), name="round-report"),
    path(f"{ROUND}file/", audit_rounds.RoundReportFile.as_view(), name="round-report-file"),
    path("trends/", audit_trends.AuditTrend.as_view(), name="audit-trend"),
    path("teams/", audit_trends.AuditTeams.as_view(), name="audit-teams"),
    path("answers/<int:pk>/", audit_answers.AnswersFile.as_view(), name="audit-answers"),
]
