"""What the pages of one part share, whoever opens them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.views.generic import View

from audit.choices import AuditStatus
from audit.doing.routes import Routes
from audit.doing.work import Work, work_of
from audit.models import AuditStrand, CaseAudit
from audit.services.contributing import OPEN_AUDIT, OPEN_STRAND, contributes
from core import access
from core.models import User
from core.permissions import Permission
from core.views.bases import RequiresPermission

SUBJECTS = ("enquiry__concern", "concern", "worker", "organisation")


def audits_to(person: User) -> Any:
    """Return the audits that `person` may see, with what their pages need of each."""
    rows = CaseAudit.objects.visible_to(person)
    return rows.select_related(
        "version__tool", "council", "auditor", "practitioner", "round", *SUBJECTS
    )


class PartPage(View):
    """A page of one part. A subclass says how the part is found, and who asks."""

    @cached_property
    def work(self) -> Work:
        raise NotImplementedError

    @cached_property
    def strand(self) -> AuditStrand:
        raise NotImplementedError

    @property
    def asks(self) -> dict[str, Any]:
        """Return who asks, as services take it."""
        raise NotImplementedError

    @property
    def routes(self) -> Routes:
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        strand = self.strand
        return strand.status in OPEN_STRAND and strand.audit.status in OPEN_AUDIT

    def shared_context(self) -> dict[str, Any]:
        audit = self.work.audit
        return {
            "audit": audit,
            "strand": self.strand,
            "tool": self.work.document,
            "routes": self.routes,
            "through_link": bool(self.routes.token),
            "has_parts": len(self.work.strands) > 1,
        }


class SignedInPart(RequiresPermission, PartPage):
    """A part of somebody signed in, who answers it; for others it is not there."""

    permission = Permission.AUDIT_DO

    @cached_property
    def work(self) -> Work:
        rows = CaseAudit.objects.allocated_to(self.person).select_related(
            "version", "council", "enquiry"
        )
        audit = rows.filter(strands=self.kwargs["pk"]).first()
        if audit is None:
            raise Http404
        return work_of(audit)

    @cached_property
    def strand(self) -> AuditStrand:
        strand = self.work.strand(self.kwargs["pk"])
        if not contributes(access.current_user(self.request), strand):
            raise Http404
        return strand

    @property
    def asks(self) -> dict[str, Any]:
        return {"by": access.current_user(self.request)}

    @property
    def routes(self) -> Routes:
        return Routes(self.strand)


def sent_for(posted: QueryDict, key: int) -> dict[str, list[str]]:
    """Return what a page sent for one question, by the name of each field of it."""
    prefix = f"q{key}-"
    return {
        name.removeprefix(prefix): [str(each) for each in posted.getlist(name)]
        for name in posted
        if name.startswith(prefix)
    }


def is_under_way(audit: CaseAudit) -> bool:
    return audit.status not in (AuditStatus.VOID, AuditStatus.CLOSED)


def parts_of(person: User, work: Work) -> list[AuditStrand]:
    return [strand for strand in work.strands if contributes(person, strand)]


def seconds_in(request: HttpRequest) -> int:
    typed = request.POST.get("seconds", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0
