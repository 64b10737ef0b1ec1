"""Pages of a visit: case tracking, the information return, the factual accuracy check."""

from django.urls import path

from assurance.views import accuracy, information, tracking, tracking_forms

ITEM = "information-return/items/<int:item>"
POINT = "factual-accuracy/points/<int:point>"
CASE = "case-tracking/cases/<int:case>"
urlpatterns = [
    path("case-tracking/", tracking.TrackingList.as_view(), name="tracking-list"),
    path("case-tracking/plan/", tracking.TrackingPlan.as_view(), name="tracking-plan"),
    path("case-tracking/<int:pk>/", tracking.TrackingDetail.as_view(), name="tracking-detail"),
    path("case-tracking/<int:pk>/key/", tracking.TrackingKey.as_view(), name="tracking-key"),
    path(
        "case-tracking/<int:pk>/quotas/",
        tracking_forms.TrackingQuotas.as_view(),
        name="tracking-quotas",
    ),
    path(
        "case-tracking/<int:pk>/file/", tracking_forms.TrackingFile.as_view(), name="tracking-file"
    ),
    path(
        "case-tracking/<int:pk>/freeze/",
        tracking_forms.TrackingFreeze.as_view(),
        name="tracking-freeze",
    ),
    path(
        "case-tracking/<int:pk>/leave-out/",
        tracking_forms.TrackingLeaveOut.as_view(),
        name="tracking-leave-out",
    ),
    path(
        "case-tracking/<int:pk>/draw/", tracking_forms.TrackingDraw.as_view(), name="tracking-draw"
    ),
    path(
        "case-tracking/<int:pk>/pick/", tracking_forms.TrackingPick.as_view(), name="tracking-pick"
    ),
    path(
        "case-tracking/<int:pk>/pick-by-chance/",
        tracking_forms.TrackingPickBySeed.as_view(),
        name="tracking-pick-by-seed",
    ),
    path(
        "case-tracking/<int:pk>/choose/",
        tracking_forms.TrackingChoose.as_view(),
        name="tracking-choose",
    ),
    path(
        "case-tracking/<int:pk>/list/",
        tracking_forms.TrackingExport.as_view(),
        name="tracking-export",
    ),
    path(
        "case-tracking/<int:pk>/close/",
        tracking_forms.TrackingClose.as_view(),
        name="tracking-close",
    ),
    path(f"{CASE}/", tracking.TrackingCaseDetail.as_view(), name="tracking-case"),
    path(f"{CASE}/consent/", tracking_forms.TrackingConsent.as_view(), name="tracking-consent"),
    path(
        f"{CASE}/stand-down/",
        tracking_forms.TrackingStandDown.as_view(),
        name="tracking-stand-down",
    ),
    path(f"{CASE}/read/", tracking_forms.TrackingPreRead.as_view(), name="tracking-pre-read"),
    path("factual-accuracy/", accuracy.AccuracyList.as_view(), name="accuracy-list"),
    path("factual-accuracy/open/", accuracy.AccuracyOpen.as_view(), name="accuracy-open"),
    path("factual-accuracy/<int:pk>/", accuracy.AccuracyDetail.as_view(), name="accuracy-detail"),
    path("factual-accuracy/<int:pk>/due/", accuracy.AccuracyDueDay.as_view(), name="accuracy-due"),
    path("factual-accuracy/<int:pk>/sent/", accuracy.AccuracySent.as_view(), name="accuracy-sent"),
    path("factual-accuracy/<int:pk>/file/", accuracy.AccuracyFile.as_view(), name="accuracy-file"),
    path(
        "factual-accuracy/<int:pk>/points/add/",
        accuracy.PointAdd.as_view(),
        name="accuracy-point-add",
    ),
    path(f"{POINT}/", accuracy.PointChange.as_view(), name="accuracy-point-change"),
    path(f"{POINT}/decide/", accuracy.PointDecide.as_view(), name="accuracy-point-decide"),
    path(f"{POINT}/answer/", accuracy.PointAnswer.as_view(), name="accuracy-point-answer"),
    path("information-return/", information.InformationList.as_view(), name="information-list"),
    path(
        "information-return/open/", information.InformationOpen.as_view(), name="information-open"
    ),
    path(
        "information-return/<int:pk>/",
        information.InformationDetail.as_view(),
        name="information-detail",
    ),
    path(
        "information-return/<int:pk>/days/",
        information.InformationDays.as_view(),
        name="information-days",
    ),
    path(
        "information-return/<int:pk>/sent/",
        information.InformationSent.as_view(),
        name="information-sent",
    ),
    path(
        "information-return/<int:pk>/file/",
        information.InformationFile.as_view(),
        name="information-file",
    ),
    path(
        "information-return/<int:pk>/items/add/",
        information.InformationItemAdd.as_view(),
        name="information-item-add",
    ),
    path(f"{ITEM}/", information.InformationItemChange.as_view(), name="information-item"),
    path(
        f"{ITEM}/evidence/",
        information.InformationEvidence.as_view(),
        name="information-evidence",
    ),
    path(
        "information-return/evidence/<int:document>/drop/",
        information.InformationEvidenceDrop.as_view(),
        name="information-evidence-drop",
    ),
]
