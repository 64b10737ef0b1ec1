"""Outside assessments, the improvement plan, indicators."""

from django.urls import path

from assurance.views import assessments, improvement, indicators
from assurance.views import improvement_forms as forms

urlpatterns = [
    path("assessments/", assessments.AssessmentList.as_view(), name="assessment-list"),
    path("assessments/add/", assessments.AssessmentAdd.as_view(), name="assessment-add"),
    path("assessments/<int:pk>/", assessments.AssessmentDetail.as_view(), name="assessment-detail"),
    path(
        "assessments/<int:pk>/change/",
        assessments.AssessmentChange.as_view(),
        name="assessment-change",
    ),
    path(
        "assessments/<int:pk>/findings/add/", assessments.FindingAdd.as_view(), name="finding-add"
    ),
    path(
        "assessments/findings/<int:pk>/change/",
        assessments.FindingChange.as_view(),
        name="finding-change",
    ),
    path(
        "assessments/findings/<int:pk>/answer/",
        assessments.FindingAnswer.as_view(),
        name="finding-answer",
    ),
    path("improvement/", improvement.ImprovementList.as_view(), name="improvement-list"),
    path("improvement/add/", forms.ItemAdd.as_view(), name="improvement-add"),
    path("improvement/file/", improvement.ImprovementDownload.as_view(), name="improvement-file"),
    path(
        "improvement/<int:pk>/", improvement.ImprovementDetail.as_view(), name="improvement-detail"
    ),
    path("improvement/<int:pk>/change/", forms.ItemChange.as_view(), name="improvement-change"),
    path("improvement/<int:pk>/actions/add/", forms.StepAdd.as_view(), name="improvement-step-add"),
    path("improvement/<int:pk>/note/", forms.NoteWrite.as_view(), name="improvement-note"),
    path("improvement/<int:pk>/effect/", forms.EffectRecord.as_view(), name="improvement-effect"),
    path("improvement/<int:pk>/verify/", forms.EffectVerify.as_view(), name="improvement-verify"),
    path("improvement/<int:pk>/close/", forms.ItemClose.as_view(), name="improvement-close"),
    path("improvement/<int:pk>/reopen/", forms.ItemReopen.as_view(), name="improvement-reopen"),
    path("improvement/actions/<int:pk>/", forms.StepUpdate.as_view(), name="improvement-step"),
    path(
        "improvement/actions/<int:pk>/remove/",
        forms.StepRemove.as_view(),
        name="improvement-step-remove",
    ),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/add/", indicators.IndicatorAdd.as_view(), name="indicator-add"),
    path("indicators/load/", indicators.IndicatorLoad.as_view(), name="indicator-load"),
    path("indicators/<int:pk>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path(
        "indicators/<int:pk>/change/",
        indicators.IndicatorChange.as_view(),
        name="indicator-change",
    ),
    path(
        "indicators/<int:pk>/enter/", indicators.ValueEnter.as_view(), name="indicator-value-enter"
    ),
]
