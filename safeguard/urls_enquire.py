"""The work of an enquiry."""

from django.urls import path

from safeguard.views import caused, enquiring, enquiry_rows, enquiry_work

urlpatterns = [
    path("concerns/<int:pk>/enquiry/", enquiring.EnquiryStart.as_view(), name="enquiry-start"),
    path("enquiries/<int:pk>/work/", enquiry_work.EnquiryWork.as_view(), name="enquiry-work"),
    path(
        "enquiries/<int:pk>/allocate/",
        enquiring.EnquiryAllocate.as_view(),
        name="enquiry-allocate",
    ),
    path("enquiries/<int:pk>/plan/", enquiring.EnquiryPlan.as_view(), name="enquiry-plan"),
    path("enquiries/<int:pk>/facts/", enquiring.EnquiryFacts.as_view(), name="enquiry-facts"),
    path("enquiries/<int:pk>/cause/", caused.CausedRequestAdd.as_view(), name="caused-request"),
    path("caused/<int:pk>/", caused.CausedDetail.as_view(), name="caused-detail"),
    path("caused/<int:pk>/change/", caused.CausedChange.as_view(), name="caused-change"),
    path("caused/<int:pk>/withdraw/", caused.CausedWithdraw.as_view(), name="caused-withdraw"),
    path("caused/<int:pk>/answer/", caused.CausedAnswer.as_view(), name="caused-answer"),
    path("caused/<int:pk>/chase/", caused.CausedChase.as_view(), name="caused-chase"),
    path("caused/<int:pk>/received/", caused.CausedReceived.as_view(), name="caused-received"),
    path("caused/<int:pk>/quality/", caused.CausedQuality.as_view(), name="caused-quality"),
]

# One row of the work: the address of its form and, in words, what the form does.
ROWS = {
    "action": {
        "add": enquiry_rows.ActionAdd,
        "change": enquiry_rows.ActionChange,
        "done": enquiry_rows.ActionDone,
        "remove": enquiry_rows.ActionRemove,
    },
    "hold": {
        "begin": enquiry_rows.HoldBegin,
        "end": enquiry_rows.HoldEnd,
        "remove": enquiry_rows.HoldRemove,
    },
    "capacity": {
        "add": enquiry_rows.CapacityAdd,
        "change": enquiry_rows.CapacityChange,
        "remove": enquiry_rows.CapacityRemove,
    },
    "advocacy": {
        "add": enquiry_rows.AdvocacyAdd,
        "change": enquiry_rows.AdvocacyChange,
        "remove": enquiry_rows.AdvocacyRemove,
    },
    "risk": {
        "add": enquiry_rows.RiskAdd,
        "change": enquiry_rows.RiskChange,
        "remove": enquiry_rows.RiskRemove,
    },
    "outcome": {
        "add": enquiry_rows.OutcomeAdd,
        "change": enquiry_rows.OutcomeChange,
        "remove": enquiry_rows.OutcomeRemove,
    },
    "process": {
        "add": enquiry_rows.ProcessAdd,
        "change": enquiry_rows.ProcessChange,
        "remove": enquiry_rows.ProcessRemove,
    },
    "plan-review": {
        "add": enquiry_rows.PlanReviewAdd,
        "hold": enquiry_rows.PlanReviewHold,
        "remove": enquiry_rows.PlanReviewRemove,
    },
}
ABOUT_THE_ENQUIRY = ("add", "begin")
urlpatterns += [
    path(
        f"enquiries/<int:pk>/{row}/{verb}/"
        if verb in ABOUT_THE_ENQUIRY
        else f"enquiries/{row}/<int:pk>/{verb}/",
        view.as_view(),
        name=f"{row}-{verb}",
    )
    for row, views in ROWS.items()
    for verb, view in views.items()
]
