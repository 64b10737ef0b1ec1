"""Partner assurance returns: the board's questions and judgement, and an agency's own return."""

from django.urls import path

from sab.views import (
    agency_returns,
    challenge,
    contributions,
    improvements,
    moderation,
    return_cycles,
    workbooks,
)

OURS = "our-return/<int:pk>/"
OURS_STANDARD = f"{OURS}standard/<int:standard>/"
IMPROVEMENT = "returns/actions/<int:pk>/"
EVENT = "returns/events/<int:pk>/"
urlpatterns = [
    path("returns/", return_cycles.CycleList.as_view(), name="return-cycles"),
    path("returns/open/", return_cycles.CycleOpen.as_view(), name="return-cycle-open"),
    path("returns/questions/", return_cycles.TemplateList.as_view(), name="return-templates"),
    path(
        "returns/questions/load/",
        return_cycles.TemplateLoad.as_view(),
        name="return-template-load",
    ),
    path(
        "returns/questions/<int:pk>/",
        return_cycles.TemplateDetail.as_view(),
        name="return-template",
    ),
    path("returns/cycle/<int:pk>/", return_cycles.CycleDetail.as_view(), name="return-cycle"),
    path("returns/cycle/<int:pk>/event/", return_cycles.EventAdd.as_view(), name="event-add"),
    path(
        "returns/cycle/<int:pk>/outcome/",
        return_cycles.CycleOutcomePage.as_view(),
        name="return-cycle-outcome",
    ),
    path(
        "returns/cycle/<int:pk>/close/",
        return_cycles.CycleClose.as_view(),
        name="return-cycle-close",
    ),
    path(
        "returns/cycle/<int:pk>/chase/",
        return_cycles.CycleChase.as_view(),
        name="return-cycle-chase",
    ),
    path("returns/actions/", improvements.ImprovementList.as_view(), name="improvement-list"),
    path(IMPROVEMENT, improvements.ImprovementDetail.as_view(), name="improvement-detail"),
    path(f"{IMPROVEMENT}done/", improvements.ImprovementDone.as_view(), name="improvement-done"),
    path(
        f"{IMPROVEMENT}verify/",
        improvements.ImprovementVerify.as_view(),
        name="improvement-verify",
    ),
    path(
        f"{IMPROVEMENT}send-back/",
        improvements.ImprovementSendBack.as_view(),
        name="improvement-send-back",
    ),
    path("returns/<int:pk>/", moderation.ReturnDetail.as_view(), name="return-detail"),
    path("returns/<int:pk>/leave/", moderation.ReturnLeave.as_view(), name="return-leave"),
    path("returns/<int:pk>/changes/", moderation.ReturnChanges.as_view(), name="return-changes"),
    path("returns/<int:pk>/validate/", moderation.ReturnValidate.as_view(), name="return-validate"),
    path("returns/<int:pk>/submit/", workbooks.ReturnSubmit.as_view(), name="return-submit"),
    path("returns/<int:pk>/workbook/", workbooks.ReturnWorkbook.as_view(), name="return-workbook"),
    path(
        "returns/<int:pk>/workbook/make/",
        workbooks.ReturnWorkbookMake.as_view(),
        name="return-workbook-make",
    ),
    path(
        "returns/<int:pk>/workbook/take-in/",
        workbooks.ReturnWorkbookTake.as_view(),
        name="return-workbook-take",
    ),
    path("returns/answers/<int:pk>/", moderation.AnswerValidate.as_view(), name="answer-validate"),
    path(EVENT, challenge.EventDetail.as_view(), name="challenge-event"),
    path(f"{EVENT}outputs/", challenge.EventOutputs.as_view(), name="event-outputs"),
    path(
        f"{EVENT}ask/<int:return_pk>/<int:standard>/",
        challenge.QuestionAdd.as_view(),
        name="question-add",
    ),
    path(
        "returns/asked/<int:pk>/answer/",
        challenge.QuestionAnswer.as_view(),
        name="question-answer",
    ),
    path("our-return/", agency_returns.AgencyReturns.as_view(), name="agency-returns"),
    path(
        "our-return/actions/",
        improvements.AgencyImprovements.as_view(),
        name="agency-improvements",
    ),
    path(
        "our-return/actions/<int:pk>/done/",
        improvements.AgencyImprovementDone.as_view(),
        name="agency-improvement-done",
    ),
    path(
        "our-part/",
        contributions.AgencyContributions.as_view(),
        name="agency-contributions",
    ),
    path(
        "our-part/<int:pk>/<slug:year>/",
        contributions.AgencyContribution.as_view(),
        name="agency-contribution",
    ),
    path(OURS, agency_returns.AgencyReturn.as_view(), name="agency-return"),
    path(f"{OURS}submit/", agency_returns.AgencySubmit.as_view(), name="agency-submit"),
    path(f"{OURS}workbook/", workbooks.AgencyWorkbook.as_view(), name="agency-workbook"),
    path(
        f"{OURS}workbook/make/",
        workbooks.AgencyWorkbookMake.as_view(),
        name="agency-workbook-make",
    ),
    path(
        f"{OURS}workbook/take-in/",
        workbooks.AgencyWorkbookTake.as_view(),
        name="agency-workbook-take",
    ),
    path(OURS_STANDARD, agency_returns.AgencyStandard.as_view(), name="agency-standard"),
    path(
        f"{OURS_STANDARD}evidence/",
        agency_returns.AgencyEvidence.as_view(),
        name="agency-return-evidence",
    ),
    path(
        f"{OURS_STANDARD}evidence/<int:evidence>/remove/",
        agency_returns.AgencyEvidenceRemove.as_view(),
        name="agency-evidence-remove",
    ),
    path(
        f"{OURS_STANDARD}action/",
        agency_returns.AgencyImprovement.as_view(),
        name="agency-improvement",
    ),
    path(f"{OURS_STANDARD}reply/", agency_returns.AgencyReply.as_view(), name="agency-reply"),
]
