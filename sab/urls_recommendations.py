"""Recommendations, their actions, and an agency's own."""

from django.urls import path

from sab.views import actions, recommendations

ONE = "recommendations/<int:pk>/"
urlpatterns = [
    path(
        "recommendations/",
        recommendations.RecommendationList.as_view(),
        name="recommendation-list",
    ),
    path("plan/", recommendations.CompositePlan.as_view(), name="composite-plan"),
    path(ONE, recommendations.RecommendationDetail.as_view(), name="recommendation-detail"),
    path(
        f"{ONE}respond/",
        recommendations.RecommendationRespond.as_view(),
        name="recommendation-respond",
    ),
    path(
        f"{ONE}intent/",
        recommendations.RecommendationIntent.as_view(),
        name="recommendation-intent",
    ),
    path(
        f"{ONE}assurance/",
        recommendations.AssuranceJudge.as_view(),
        name="recommendation-assurance",
    ),
    path(
        f"{ONE}close/", recommendations.RecommendationClose.as_view(), name="recommendation-close"
    ),
    path(
        f"{ONE}reopen/",
        recommendations.RecommendationReopen.as_view(),
        name="recommendation-reopen",
    ),
    path(f"{ONE}action/", recommendations.ActionAdd.as_view(), name="action-add"),
    path("actions/<int:pk>/update/", actions.ActionUpdate.as_view(), name="action-update"),
    path("actions/<int:pk>/evidence/", actions.ActionEvidence.as_view(), name="action-evidence"),
    path("actions/<int:pk>/verify/", actions.ActionVerify.as_view(), name="action-verify"),
    path("our-actions/", actions.AgencyActions.as_view(), name="agency-actions"),
    path("our-actions/<int:pk>/", actions.AgencyAction.as_view(), name="agency-action"),
    path(
        "our-actions/<int:pk>/update/",
        actions.AgencyActionUpdate.as_view(),
        name="agency-action-update",
    ),
    path(
        "our-actions/<int:pk>/evidence/",
        actions.AgencyActionEvidence.as_view(),
        name="agency-action-evidence",
    ),
]
