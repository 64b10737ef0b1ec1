"""Raise a concern from a draft: everything it says becomes rows at once, or nothing does."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.services.saving import insert
from safeguard.models import (
    Adult,
    AllegedSource,
    Concern,
    ConcernCondition,
    ConcernDraft,
    ConcernReport,
    ConcernRiskType,
    DesiredOutcome,
    Notification,
    OtherAtRisk,
    Provider,
    ProviderNotification,
)
from safeguard.services.cases import keep_here
from safeguard.services.drafts import (
    choose_adult,
    discard_draft,
    lock_draft,
    refuse_converted,
    save_page,
    standing,
    start_draft,
)
from safeguard.services.numbering import next_reference
from safeguard.services.raising_answers import Answers, check_answers

__all__ = ["choose_adult", "discard_draft", "raise_concern", "save_page", "start_draft"]

TAKEN = "Somebody else took this reference at the same moment. Try again."


@transaction.atomic
def raise_concern(*, by: User, draft: ConcernDraft, answers: Answers) -> Concern:
    """Make a concern of a draft, and delete the draft.

    A notification that it came from is linked to the concern; a provider that the council does
    not know yet is added.

    Raises:
        PermissionDenied: `by` did not start the draft, or no longer holds CASE_RECORD there.
        ConcernDraft.DoesNotExist: it was raised or discarded meanwhile.
        RuleViolationError: code `no_adult`, `converted`, or those of `check_answers`.
        ValidationError: a model refuses a value.
    """
    draft = lock_draft(by, draft)
    adult = _adult_of(draft)
    check_answers(answers, adult)
    concern = _concern(adult, answers)
    _report(by, concern, answers)
    _rows(concern, answers)
    _link(draft, concern)
    keep_here(concern.council)
    told = {"reference": [None, concern.reference], "adult": [None, adult.reference]}
    activity.record(
        by=by, verb="concern_raised", target=concern, council=concern.council, changes=told
    )
    draft.delete()
    return concern


def _adult_of(draft: ConcernDraft) -> Adult:
    if draft.adult_id is None:
        raise RuleViolationError("no_adult", "Say which adult the concern is about")
    rows = Adult.objects.select_for_update(of=("self",)).select_related("council", "merged_into")
    # Merged while the draft lay: the concern is about the one that was kept.
    return standing(rows.get(pk=draft.adult_id))


def _concern(adult: Adult, answers: Answers) -> Concern:
    concern = Concern(
        council=adult.council,
        reference=next_reference(Concern, adult.council, timezone.localdate().year),
        adult=adult,
        received_at=answers.received_at,
        received_on=timezone.localdate(answers.received_at),
        referrer=answers.referrer,
        primary_support_reason=answers.primary_support_reason,
        location=answers.location,
        account=answers.account,
        adult_view=answers.adult_view,
        provider=_provider(adult.council, answers.provider),
    )
    insert(concern, taken=TAKEN)
    return concern


def _provider(council: Organisation, name: str) -> Provider | None:
    """Return the provider that the council knows by this name, added if there is none."""
    key = Provider.key_of(name)
    if not key:
        return None
    held = Provider.objects.filter(council=council, name_key=key).first()
    if held is not None:
        return held
    provider = Provider(council=council, name=" ".join(name.split()), name_key=key)
    insert(provider, taken="Somebody else added this provider at the same moment. Try again.")
    return provider


def _report(by: User, concern: Concern, answers: Answers) -> None:
    _store(
        ConcernReport(
            concern=concern,
            raised_by=by,
            channel=answers.channel,
            referrer_name=answers.referrer_name,
            referrer_contact=answers.referrer_contact,
            wants_feedback=answers.wants_feedback,
            happened_when=answers.happened_when,
            in_danger=answers.in_danger,
            safety_steps=answers.safety_steps,
            agreement=answers.agreement,
            agreement_reason=answers.agreement_reason,
            capacity_to_agree=answers.capacity_to_agree,
            outcomes_asked=answers.outcomes_asked,
            outcomes_reason=answers.outcomes_reason,
        )
    )


def _rows(concern: Concern, answers: Answers) -> None:
    for code in answers.risk_types:
        _store(ConcernRiskType(concern=concern, risk_type=code))
    for code in answers.conditions:
        _store(ConcernCondition(concern=concern, condition=code))
    for source in answers.sources:
        _store(AllegedSource(concern=concern, **_columns(source)))
    for other in answers.others:
        _store(OtherAtRisk(concern=concern, **_columns(other)))
    for wish in answers.outcomes:
        said_on = wish.wanted_on or concern.received_on
        _store(DesiredOutcome(concern=concern, wanted=wish.wanted, wanted_on=said_on))


def _columns(row: Any) -> dict[str, Any]:
    return dict(vars(row))


def _store(row: models.Model) -> None:
    row.full_clean()
    row.save(force_insert=True)


def _link(draft: ConcernDraft, concern: Concern) -> None:
    """Link what the draft came from to the concern, and to the adult if it named none."""
    _became(draft.notification, concern)
    _became(draft.provider_notification, concern)


def _became(origin: Notification | ProviderNotification | None, concern: Concern) -> None:
    if origin is None:
        return
    row = type(origin)._default_manager.select_for_update().get(pk=origin.pk)
    refuse_converted(row, concern.council)
    row.became = concern
    if row.adult_id is None:
        row.adult = concern.adult
    row.save(update_fields=["became", "adult"])
