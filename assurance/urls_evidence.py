"""The evidence library, and what it covers."""

from django.urls import path

from assurance.views import (
    evidence,
    evidence_add,
    evidence_change,
    evidence_matrix,
    evidence_pins,
)

urlpatterns = [
    path("", evidence.EvidenceList.as_view(), name="evidence-list"),
    path("matrix/", evidence_matrix.EvidenceMatrix.as_view(), name="evidence-matrix"),
    path("matrix/file/", evidence_matrix.EvidenceMatrixFile.as_view(), name="evidence-matrix-file"),
    path(
        "statements/<slug:statement>/",
        evidence_matrix.EvidenceStatement.as_view(),
        name="evidence-statement",
    ),
    path("add/", evidence_add.EvidenceAdd.as_view(), name="evidence-add"),
    path("add/file/", evidence_add.AddFile.as_view(), name="evidence-add-file"),
    path("add/files/", evidence_add.AddFiles.as_view(), name="evidence-add-files"),
    path("add/link/", evidence_add.AddLink.as_view(), name="evidence-add-link"),
    path("add/note/", evidence_add.AddNote.as_view(), name="evidence-add-note"),
    path("add/figure/", evidence_add.AddFigure.as_view(), name="evidence-add-figure"),
    path("<uuid:item>/", evidence.EvidenceDetail.as_view(), name="evidence-detail"),
    path("<uuid:item>/file/", evidence.EvidenceDownload.as_view(), name="evidence-download"),
    path(
        "<uuid:item>/file/<int:number>/",
        evidence.EvidenceDownload.as_view(),
        name="evidence-download-revision",
    ),
    path("<uuid:item>/compare/", evidence.EvidenceCompare.as_view(), name="evidence-compare"),
    path("<uuid:item>/again/", evidence_pins.PinRerun.as_view(), name="evidence-rerun"),
    path("<uuid:item>/pin/", evidence_pins.PinAgain.as_view(), name="evidence-pin-again"),
    path("<uuid:item>/revise/", evidence_change.EvidenceRevise.as_view(), name="evidence-revise"),
    path("<uuid:item>/keep/", evidence_change.EvidenceKeep.as_view(), name="evidence-keep"),
    path(
        "<uuid:item>/links/add/",
        evidence_change.EvidencePlace.as_view(),
        name="evidence-place",
    ),
    path(
        "<uuid:item>/links/add/<slug:statement>/<slug:category>/",
        evidence_change.EvidenceLinkAdd.as_view(),
        name="evidence-link-add",
    ),
    path(
        "<uuid:item>/links/<int:link>/remove/",
        evidence_change.EvidenceUnlink.as_view(),
        name="evidence-unlink",
    ),
    path(
        "<uuid:item>/approve/", evidence_change.EvidenceApprove.as_view(), name="evidence-approve"
    ),
    path(
        "<uuid:item>/withdraw/",
        evidence_change.EvidenceWithdraw.as_view(),
        name="evidence-withdraw",
    ),
    path(
        "<uuid:item>/checked/",
        evidence_change.EvidenceLinkCheck.as_view(),
        name="evidence-link-check",
    ),
]
