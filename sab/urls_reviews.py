"""Safeguarding Adults Reviews."""

from django.urls import path

from sab.views import findings, recommendations, review_forms, reviews

urlpatterns = [
    path("", reviews.ReviewList.as_view(), name="review-list"),
    path("library/", reviews.Library.as_view(), name="library"),
    path("refer/", review_forms.ReviewRefer.as_view(), name="review-refer"),
    path("<int:pk>/", reviews.ReviewDetail.as_view(), name="review-detail"),
    path(
        "<int:pk>/acknowledge/",
        review_forms.ReferralAcknowledge.as_view(),
        name="review-acknowledge",
    ),
    path("<int:pk>/test/", review_forms.CriteriaRecord.as_view(), name="review-test"),
    path("<int:pk>/decide/", review_forms.ReviewDecide.as_view(), name="review-decide"),
    path("<int:pk>/told/", review_forms.DecisionTold.as_view(), name="review-told"),
    path("<int:pk>/move/", review_forms.StageMove.as_view(), name="review-move"),
    path("<int:pk>/plan/", review_forms.ReviewPlan.as_view(), name="review-plan"),
    path("<int:pk>/panel/add/", review_forms.PanelAdd.as_view(), name="panel-add"),
    path("<int:pk>/process/add/", review_forms.ParallelAdd.as_view(), name="parallel-add"),
    path(
        "<int:pk>/marker/<int:marker>/",
        review_forms.MarkerCheckForm.as_view(),
        name="marker-check",
    ),
    path("<int:pk>/people/", review_forms.PeopleOfReview.as_view(), name="people"),
    path("<int:pk>/people/add/", review_forms.PersonAdd.as_view(), name="person-add"),
    path("<int:pk>/finding/add/", findings.FindingAdd.as_view(), name="finding-add"),
    path("finding/<int:pk>/respond/", findings.FindingRespond.as_view(), name="finding-respond"),
    path("<int:pk>/report/", findings.ReportRead.as_view(), name="report"),
    path("<int:pk>/report/write/", findings.ReportWrite.as_view(), name="report-write"),
    path("<int:pk>/report/check/", findings.ReportCheck.as_view(), name="report-check"),
    path("<int:pk>/report/publish/", findings.ReportPublish.as_view(), name="report-publish"),
    path("<int:pk>/report/library/", findings.ReportToLibrary.as_view(), name="report-library"),
    path(
        "<int:pk>/recommendation/add/",
        recommendations.RecommendationAdd.as_view(),
        name="recommendation-add",
    ),
]
