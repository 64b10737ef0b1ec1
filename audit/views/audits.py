"""The page of one audit, its result, and a part of it to read."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audit.choices import AuditStatus, StrandStatus
from audit.doing.result_page import answers_of, kept_results, section_scores, voices
from audit.doing.routes import Routes
from audit.doing.start_page import card, section_lines, shared_with
from audit.doing.work import Work, part_of, work_of
from audit.models import AuditAlert, AuditStrand, StoryOfDifference
from audit.rules.strands import may_read
from audit.views.parts import audits_to, parts_of
from core import access
from core.permissions import Permission
from core.views.bases import RequiresPermission

COLOURS = {
    AuditStatus.IN_PROGRESS: "blue",
    AuditStatus.SUBMITTED: "green",
    AuditStatus.AGREED: "green",
    AuditStatus.CLOSED: "grey",
    AuditStatus.VOID: "red",
}


class AuditPage(RequiresPermission, TemplateView):
    """A page of one audit that its reader may see."""

    permission = Permission.AUDIT_DO

    @cached_property
    def work(self) -> Work:
        audit = audits_to(self.person).filter(**self.which()).first()
        if audit is None:
            raise Http404
        return work_of(audit)

    def which(self) -> dict[str, Any]:
        return {"pk": self.kwargs["pk"]}

    @cached_property
    def offered(self) -> frozenset[Permission]:
        return access.offered(self.request, council=self.work.audit.council)

    @property
    def runs(self) -> bool:
        """Whether the reader sees every audit: only those entitled see one of a worker."""
        personnel = self.work.audit.is_personnel
        is_entitled = not personnel or Permission.AUDIT_PERSONNEL_VIEW in self.offered
        return Permission.AUDIT_VIEW in self.offered and is_entitled

    @cached_property
    def mine(self) -> list[AuditStrand]:
        return parts_of(self.person, self.work)

    def readable(self) -> list[AuditStrand]:
        """Return the parts that are in and that the reader may read."""
        readers = [part_of(each) for each in self.mine]
        return [
            strand
            for strand in self.work.strands
            if strand.status == StrandStatus.SUBMITTED
            and (
                (self.runs and not readers)
                or any(
                    may_read(
                        self.work.document,
                        reader=reader,
                        other=part_of(strand),
                        parts=self.work.parts,
                    )
                    for reader in readers
                )
            )
        ]


class CaseAuditDetail(AuditPage):
    template_name = "audit/case_audit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work, audit = self.work, self.work.audit
        manages = Permission.AUDIT_ROUND_MANAGE in self.offered
        is_auditor = audit.auditor_id == self.person.pk
        cards = [
            card(work, strand, mine=self.mine, runs=manages or is_auditor)
            for strand in work.strands
            if self.mine or self.runs
        ]
        openable = [each.strand for each in cards if each.may_open]
        return super().get_context_data(
            **kwargs,
            audit=audit,
            tool=work.document,
            colour=COLOURS.get(AuditStatus(audit.status), "grey"),
            cards=cards,
            sections=[
                (strand, section_lines(work, strand, Routes(strand)), Routes(strand))
                for strand in openable
                if strand.begun_at
            ],
            shared=[line for strand in openable for line in shared_with(work, strand)],
            alerts=self.alerts(),
            may_see_result=self.may_see_result(),
            stories=self.stories(),
            may_tell=Permission.STORY_MANAGE in self.offered or is_auditor,
            is_late=bool(audit.due_on and audit.due_on < timezone.localdate())
            and audit.submitted_at is None,
        )

    def alerts(self) -> list[AuditAlert]:
        rows = AuditAlert.objects.filter(audit=self.work.audit, withdrawn_at__isnull=True)
        rows = rows.select_related("acknowledgement__acknowledged_by", "question", "strand")
        keys = {each.pk for each in self.mine}
        answers = Permission.AUDIT_ALERT_ACKNOWLEDGE in self.offered
        return [row for row in rows if answers or self.runs or row.strand_id in keys]

    def may_see_result(self) -> bool:
        is_in = self.work.audit.submitted_at is not None
        return is_in and (self.runs or self.work.audit.auditor_id == self.person.pk)

    def stories(self) -> list[StoryOfDifference]:
        rows = StoryOfDifference.objects.visible_to(self.person)
        return list(rows.filter(audit=self.work.audit))


class CaseAuditResult(AuditPage):
    """What a submitted audit came to; for its auditor and those who run audits."""

    template_name = "audit/case_audit_result.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        work, audit = self.work, self.work.audit
        if audit.submitted_at is None or not (self.runs or audit.auditor_id == self.person.pk):
            raise Http404
        readable = self.readable()
        return super().get_context_data(
            **kwargs,
            audit=audit,
            tool=work.document,
            results=kept_results(work, readable),
            sections=section_scores(work),
            voices=voices(work, readable),
            missing=[each for each in work.strands if each.status == StrandStatus.MISSING],
            readable=readable,
        )


class PartRead(AuditPage):
    """The answers of a part that is in, to read."""

    template_name = "audit/part_read.html"

    def which(self) -> dict[str, Any]:
        return {"strands": self.kwargs["pk"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        strand = self.work.strand(self.kwargs["pk"])
        if strand not in self.readable():
            raise Http404
        own = strand.pk in {each.pk for each in self.mine}
        answers = answers_of(self.work, strand, confidential=own or self.runs)
        return super().get_context_data(
            **kwargs, audit=self.work.audit, strand=strand, tool=self.work.document, answers=answers
        )
