"""Recommendations, their actions, an agency's own, and reviews that others lead."""

from django.urls import path

from sab.views import actions, other_reviews, recommendations

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
    path("other-reviews/", other_reviews.OtherReviewList.as_view(), name="other-review-list"),
    path("other-reviews/add/", other_reviews.OtherReviewAdd.as_view(), name="other-review-add"),
    path(
        "other-reviews/<int:pk>/answer/",
        other_reviews.OtherReviewAnswer.as_view(),
        name="other-review-answer",
    ),
    path(
        "other-reviews/<int:pk>/recommend/",
        other_reviews.OtherReviewRecommend.as_view(),
        name="other-review-recommend",
    ),
]
