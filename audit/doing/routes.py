"""Where the pages of one part are: for somebody signed in, or by a link from outside."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from audit.models import AuditStrand


@dataclass(frozen=True)
class Routes:
    """Addresses of a part. `token` is empty for somebody signed in."""

    strand: AuditStrand
    token: str = ""

    @property
    def start(self) -> str:
        if self.token:
            return reverse("audit:link-start", args=[self.token])
        return reverse("audit:case-audit-detail", args=[self.strand.audit_id])

    @property
    def answer(self) -> str:
        return self._of("answer")

    @property
    def finish(self) -> str:
        return self._of("finish")

    def section(self, code: str) -> str:
        if self.token:
            return reverse("audit:link-section", args=[self.token, code])
        return reverse("audit:case-audit-section", args=[self.strand.pk, code])

    def _of(self, page: str) -> str:
        if self.token:
            return reverse(f"audit:link-{page}", args=[self.token])
        return reverse(f"audit:case-audit-{page}", args=[self.strand.pk])
