"""The business of the board: risks, the plan, the dataset, briefings; what agencies do there."""

from django.urls import path

from sab.views import (
    agency_briefings,
    agency_dataset,
    briefings,
    dataset,
    other_reviews,
    priorities,
    risks,
)

RISK = "risks/<int:pk>/"
PRIORITY = "plan/priorities/<int:pk>/"
BRIEFING = "briefings/<int:pk>/"
OTHER = "other-reviews/<int:pk>/"
urlpatterns = [
    path("other-reviews/", other_reviews.OtherReviewList.as_view(), name="other-review-list"),
    path("other-reviews/add/", other_reviews.OtherReviewAdd.as_view(), name="other-review-add"),
    path(OTHER, other_reviews.OtherReviewDetail.as_view(), name="other-review-detail"),
    path(f"{OTHER}change/", other_reviews.OtherReviewChange.as_view(), name="other-review-change"),
    path(f"{OTHER}answer/", other_reviews.OtherReviewAnswer.as_view(), name="other-review-answer"),
    path(f"{OTHER}extend/", other_reviews.OtherReviewExtend.as_view(), name="other-review-extend"),
    path(f"{OTHER}learn/", other_reviews.OtherReviewLearn.as_view(), name="other-review-learn"),
    path(
        f"{OTHER}recommend/",
        other_reviews.OtherReviewRecommend.as_view(),
        name="other-review-recommend",
    ),
    path("risks/", risks.RiskList.as_view(), name="risk-list"),
    path("risks/add/", risks.RiskAdd.as_view(), name="risk-add"),
    path("risks/scales/", risks.RiskScale.as_view(), name="risk-scale"),
    path(
        "risks/scales/<slug:axis>/<int:value>/",
        risks.RiskLevelSet.as_view(),
        name="risk-level-set",
    ),
    path(RISK, risks.RiskDetail.as_view(), name="risk-detail"),
    path(f"{RISK}change/", risks.RiskChange.as_view(), name="risk-change"),
    path(f"{RISK}look/", risks.RiskLook.as_view(), name="risk-look"),
    path(f"{RISK}escalate/", risks.RiskEscalate.as_view(), name="risk-escalate"),
    path(f"{RISK}close/", risks.RiskClose.as_view(), name="risk-close"),
    path("plan/priorities/", priorities.PriorityList.as_view(), name="priority-list"),
    path("plan/priorities/add/", priorities.PriorityAdd.as_view(), name="priority-add"),
    path(PRIORITY, priorities.PriorityDetail.as_view(), name="priority-detail"),
    path(f"{PRIORITY}change/", priorities.PriorityChange.as_view(), name="priority-change"),
    path(f"{PRIORITY}links/", priorities.PriorityLinks.as_view(), name="priority-links"),
    path(f"{PRIORITY}action/", priorities.PriorityActionAdd.as_view(), name="priority-action-add"),
    path(
        "plan/actions/<int:pk>/",
        priorities.PriorityActionTell.as_view(),
        name="priority-action-tell",
    ),
    path("dataset/", dataset.DatasetPage.as_view(), name="dataset"),
    path("dataset/indicators/", dataset.IndicatorList.as_view(), name="indicator-list"),
    path("dataset/indicators/load/", dataset.IndicatorsLoad.as_view(), name="indicators-load"),
    path("dataset/indicators/add/", dataset.IndicatorAdd.as_view(), name="indicator-add"),
    path(
        "dataset/indicators/<int:pk>/change/",
        dataset.IndicatorChange.as_view(),
        name="indicator-change",
    ),
    path("dataset/enter/<int:pk>/", dataset.ValuesEnter.as_view(), name="dataset-enter"),
    path("dataset/import/", dataset.DatasetImport.as_view(), name="dataset-import"),
    path("dataset/export/", dataset.DatasetExport.as_view(), name="dataset-export"),
    path("our-numbers/", agency_dataset.AgencyDataset.as_view(), name="agency-dataset"),
    path(
        "our-numbers/<int:pk>/",
        agency_dataset.AgencyValuesEnter.as_view(),
        name="agency-values",
    ),
    path("briefings/", briefings.BriefingList.as_view(), name="briefing-list"),
    path("briefings/add/", briefings.BriefingAdd.as_view(), name="briefing-add"),
    path(BRIEFING, briefings.BriefingDetail.as_view(), name="briefing-detail"),
    path(f"{BRIEFING}write/", briefings.BriefingWrite.as_view(), name="briefing-write"),
    path(f"{BRIEFING}publish/", briefings.BriefingPublish.as_view(), name="briefing-publish"),
    path(f"{BRIEFING}withdraw/", briefings.BriefingWithdraw.as_view(), name="briefing-withdraw"),
    path(f"{BRIEFING}use/", briefings.BriefingReceiptAdd.as_view(), name="briefing-use"),
    path("our-briefings/", agency_briefings.AgencyBriefings.as_view(), name="agency-briefings"),
    path(
        "our-briefings/<int:pk>/",
        agency_briefings.AgencyBriefing.as_view(),
        name="agency-briefing",
    ),
    path(
        "our-briefings/<int:pk>/use/",
        agency_briefings.AgencyReceiptAdd.as_view(),
        name="agency-briefing-use",
    ),
]
