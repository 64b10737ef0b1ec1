"""Rounds of audits, and the audits of those who do them."""

from django.urls import path

from audit.views import my_audits, round_forms, rounds

ROUND = "rounds/<int:pk>/"
urlpatterns = [
    path("mine/", my_audits.MyAudits.as_view(), name="my-audits"),
    path("mine/read/", my_audits.NoticesRead.as_view(), name="notices-read"),
    path("rounds/", rounds.RoundList.as_view(), name="round-list"),
    path("rounds/plan/", rounds.RoundPlan.as_view(), name="round-plan"),
    path(ROUND, rounds.RoundDetail.as_view(), name="round-detail"),
    path(f"{ROUND}cases/", rounds.RoundFrame.as_view(), name="round-frame"),
    path(f"{ROUND}population/", round_forms.RoundPopulation.as_view(), name="round-population"),
    path(f"{ROUND}sample/", round_forms.RoundSample.as_view(), name="round-sample"),
    path(f"{ROUND}work/", round_forms.RoundWork.as_view(), name="round-work"),
    path(f"{ROUND}auditors/", round_forms.RoundAuditorSet.as_view(), name="round-auditor-set"),
    path(
        f"{ROUND}auditors/<int:place>/remove/",
        round_forms.RoundAuditorRemove.as_view(),
        name="round-auditor-remove",
    ),
    path(f"{ROUND}freeze/", round_forms.RoundFreeze.as_view(), name="round-freeze"),
    path(f"{ROUND}draw/", round_forms.RoundDraw.as_view(), name="round-draw"),
    path(f"{ROUND}open/", round_forms.RoundOpen.as_view(), name="round-open"),
    path(f"{ROUND}settle/", round_forms.RoundSettle.as_view(), name="round-settle"),
    path(f"{ROUND}extend/", round_forms.RoundExtend.as_view(), name="round-extend"),
    path(f"{ROUND}close/", round_forms.RoundClose.as_view(), name="round-close"),
    path(f"{ROUND}abandon/", round_forms.RoundAbandon.as_view(), name="round-abandon"),
    path(
        f"{ROUND}cases/<int:entry>/replace/", round_forms.CaseReplace.as_view(), name="case-replace"
    ),
    path("cases/<int:pk>/reassign/", round_forms.AuditReassign.as_view(), name="audit-reassign"),
]
