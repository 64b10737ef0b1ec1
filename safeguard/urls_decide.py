"""Triage, the decision and its sign-off, feedback, the waiting view."""

from django.urls import path

from safeguard.views import deciding, triage, waiting

urlpatterns = [
    path("waiting/", waiting.Waiting.as_view(), name="waiting"),
    path("concerns/<int:pk>/priority/", triage.PrioritySet.as_view(), name="priority-set"),
    path("concerns/<int:pk>/information/", triage.InformationAdd.as_view(), name="information-add"),
    path("concerns/<int:pk>/look-again/", triage.LookAgainRecord.as_view(), name="look-again"),
    path("concerns/<int:pk>/feedback/", triage.FeedbackRecord.as_view(), name="feedback-record"),
    path(
        "concerns/<int:pk>/decision/", deciding.ConcernDecision.as_view(), name="concern-decision"
    ),
    path(
        "concerns/<int:pk>/decision/propose/",
        deciding.DecisionPropose.as_view(),
        name="decision-propose",
    ),
    path(
        "concerns/<int:pk>/decision/sign-off/",
        deciding.DecisionSignOff.as_view(),
        name="decision-sign-off",
    ),
]
