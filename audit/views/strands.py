"""Who answers a part: give it, send a link outside, take the link back, give the part up."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit.forms_doing import ConsentForm, GiveForm, GiveUpForm, InviteForm, RepeatForm
from audit.models import AuditStrand
from audit.services.repeating import repeat_part
from audit.services.strands import (
    give_part,
    give_part_up,
    invite_outside,
    record_consent,
    revoke_link,
)
from audit.views.parts import audits_to
from core import access
from core.permissions import Permission
from core.views.bases import ServiceFormView


class PartForm(ServiceFormView):
    """A form about a part of an audit, for whoever runs rounds and for the auditor."""

    permission = Permission.AUDIT_DO
    template_name = "audit/part_form.html"
    title = ""
    lead = ""
    button = "Save"

    @cached_property
    def strand(self) -> AuditStrand:
        rows = AuditStrand.objects.filter(audit__in=audits_to(self.person).values("pk"))
        strand = (
            rows.select_related("audit__council", "audit__version")
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if strand is None or not self.manages(strand):
            raise Http404
        return strand

    def manages(self, strand: AuditStrand) -> bool:
        offered = access.offered(self.request, council=strand.audit.council)
        runs = Permission.AUDIT_ROUND_MANAGE in offered
        return runs or strand.audit.auditor_id == self.person.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            strand=self.strand,
            audit=self.strand.audit,
            title=self.title,
            lead=self.lead,
            button=self.button,
        )

    def get_success_url(self) -> str:
        return reverse("audit:case-audit-detail", args=[self.strand.audit_id])


class PartGive(PartForm):
    form_class = GiveForm
    title = "Who answers, and by when"
    done_message = "Saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.AUDIT_DO, self.strand.audit.council)
        return {**super().get_form_kwargs(), "people": people}

    def get_initial(self) -> dict[str, Any]:
        strand = self.strand
        return {
            "person": strand.person_id,
            "second_person": strand.second_person_id,
            "due_on": strand.due_on,
        }

    def call_service(self, **data: Any) -> None:
        give_part(by=self.person, strand=self.strand, **data)


class PartInvite(PartForm):
    form_class = InviteForm
    title = "Ask somebody outside to answer"
    lead = (
        "They get a link for this part alone. They see its questions, and nothing of the record or "
        "of other parts that the tool does not share with them."
    )
    button = "Send the link"
    done_message = "The link is sent."

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.strand.outside_name, "email": self.strand.outside_email, "days": 21}

    def call_service(self, **data: Any) -> None:
        invite_outside(by=self.person, strand=self.strand, address_of=self.address_of, **data)

    def address_of(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("audit:link-start", args=[token]))


class LinkRevoke(PartForm):
    form_class = Form
    title = "Take the link back"
    lead = "The link stops working at once. What was answered by it stays."
    button = "Take the link back"
    done_message = "The link is taken back."

    def call_service(self, **data: Any) -> None:
        revoke_link(by=self.person, strand=self.strand)


class Consent(PartForm):
    form_class = ConsentForm
    title = "Consent to take part"
    done_message = "Saved."

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        record_consent(
            by=self.person,
            strand=self.strand,
            given=data["given"] == "yes",
            on=data["on"],
            note=data["note"],
        )


class PartRepeat(PartForm):
    form_class = RepeatForm
    title = "Add another"
    lead = "Their part has the same questions. The audit does not wait for it."
    button = "Add it"
    done_message = "Added. Say who answers it, or send a link."

    def call_service(self, **data: Any) -> None:
        repeat_part(by=self.person, strand=self.strand, **data)


class PartGiveUp(PartForm):
    form_class = GiveUpForm
    title = "There will be no return"
    lead = "The audit goes on without this part, and says so."
    button = "Go on without it"
    done_message = "The audit goes on without this part."

    def call_service(self, **data: Any) -> None:
        give_part_up(by=self.person, strand=self.strand, **data)
