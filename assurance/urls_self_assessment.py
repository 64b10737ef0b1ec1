"""Checklists, the self-assessment, and CQC's scores beside our own."""

from django.urls import path

from assurance.views import (
    checklist_answers,
    checklist_results,
    checklists,
    published_scores,
    self_assessment_reading,
    self_assessments,
)

WHOLE = "self-assessment/<int:pk>"
urlpatterns = [
    path("checklists/", checklists.RoundList.as_view(), name="checklist-list"),
    path("checklists/open/", checklists.RoundOpen.as_view(), name="checklist-open"),
    path("checklists/mine/", checklist_answers.MyChecklists.as_view(), name="checklist-mine"),
    path("checklists/<int:pk>/", checklists.RoundDetail.as_view(), name="checklist-detail"),
    path("checklists/<int:pk>/change/", checklists.RoundChange.as_view(), name="checklist-change"),
    path("checklists/<int:pk>/groups/", checklists.RoundGroups.as_view(), name="checklist-groups"),
    path("checklists/<int:pk>/ask/<str:how>/", checklists.Ask.as_view(), name="checklist-ask"),
    path(
        "checklists/<int:pk>/results/",
        checklist_results.Results.as_view(),
        name="checklist-results",
    ),
    path(
        "checklists/<int:pk>/results/<int:entry>/",
        checklist_results.ResultLine.as_view(),
        name="checklist-result",
    ),
    path(
        "checklists/parts/<int:pk>/",
        checklist_answers.PartStart.as_view(),
        name="checklist-part",
    ),
    path(
        "checklists/parts/<int:pk>/withdraw/",
        checklists.PartWithdraw.as_view(),
        name="checklist-withdraw",
    ),
    path(
        "checklists/parts/<int:pk>/<int:entry>/",
        checklist_answers.PartLine.as_view(),
        name="checklist-line",
    ),
    path(
        "checklists/link/<str:token>/",
        checklist_answers.LinkStart.as_view(),
        name="checklist-link",
    ),
    path(
        "checklists/link/<str:token>/<int:entry>/",
        checklist_answers.LinkLine.as_view(),
        name="checklist-link-line",
    ),
    path("checklists/tasks/", checklist_results.TaskList.as_view(), name="evidence-task-list"),
    path(
        "checklists/tasks/<int:pk>/",
        checklist_results.TaskDone.as_view(),
        name="evidence-task-done",
    ),
    path(
        "self-assessment/",
        self_assessments.SelfAssessmentList.as_view(),
        name="self-assessment-list",
    ),
    path(
        "self-assessment/begin/",
        self_assessments.SelfAssessmentOpen.as_view(),
        name="self-assessment-open",
    ),
    path(
        f"{WHOLE}/", self_assessments.SelfAssessmentDetail.as_view(), name="self-assessment-detail"
    ),
    path(
        f"{WHOLE}/change/",
        self_assessment_reading.SelfAssessmentChange.as_view(),
        name="self-assessment-change",
    ),
    path(
        f"{WHOLE}/sign-off/<int:sign_off>/drop/",
        self_assessment_reading.SignatureDrop.as_view(),
        name="self-assessment-drop",
    ),
    path(
        f"{WHOLE}/document/",
        self_assessment_reading.Document.as_view(),
        name="self-assessment-document",
    ),
    path(
        f"{WHOLE}/document/file/",
        self_assessment_reading.DocumentFile.as_view(),
        name="self-assessment-file",
    ),
    path(
        f"{WHOLE}/compare/<int:other>/",
        self_assessment_reading.Compare.as_view(),
        name="self-assessment-compare",
    ),
    path(
        f"{WHOLE}/what-if/",
        self_assessment_reading.WhatIf.as_view(),
        name="self-assessment-what-if",
    ),
    path(
        f"{WHOLE}/sign-off/ask/",
        self_assessment_reading.SignatureAsk.as_view(),
        name="self-assessment-ask",
    ),
    path(
        f"{WHOLE}/sign-off/<int:sign_off>/",
        self_assessment_reading.Sign.as_view(),
        name="self-assessment-sign",
    ),
    path(
        f"{WHOLE}/finish/",
        self_assessment_reading.Finish.as_view(),
        name="self-assessment-finish",
    ),
    path(
        "self-assessment/statements/<int:pk>/",
        self_assessments.StatementWrite.as_view(),
        name="statement-write",
    ),
    path(
        "self-assessment/statements/<int:pk>/carry-over/",
        self_assessments.StatementCarry.as_view(),
        name="statement-carry",
    ),
    path(
        "self-assessment/parts/<int:pk>/",
        self_assessments.PartWrite.as_view(),
        name="document-part-write",
    ),
    path("cqc-scores/", published_scores.SideBySide.as_view(), name="side-by-side"),
    path(
        "cqc-scores/enter/", published_scores.PublishedEnter.as_view(), name="published-score-enter"
    ),
    path(
        "cqc-scores/load/",
        published_scores.PublishedLoadScores.as_view(),
        name="published-score-load",
    ),
    path(
        "cqc-scores/<int:pk>/remove/",
        published_scores.PublishedRemove.as_view(),
        name="published-score-remove",
    ),
]
