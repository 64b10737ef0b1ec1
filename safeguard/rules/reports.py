"""What a report of a concern must say before it can be raised."""

from collections.abc import Collection

from core.errors import RuleViolationError
from safeguard.choices import HealthCondition
from safeguard.choices_work import Agreement, YesNoUnknown


def check_reasons(
    *, agreement: str, agreement_reason: str, outcomes_asked: str, outcomes_reason: str
) -> None:
    """Refuse an adult who was not asked, or did not agree, where nobody says why.

    Raises:
        RuleViolationError: code `why_not_asked`, `why_without_agreement` (both field
            `agreement_reason`) or `why_outcomes_not_asked` (field `outcomes_reason`).
    """
    if outcomes_asked == YesNoUnknown.NO and not outcomes_reason.strip():
        raise RuleViolationError(
            "why_outcomes_not_asked",
            "Say why the adult was not asked what they want to happen",
            field="outcomes_reason",
        )
    if agreement_reason.strip():
        return
    if agreement == Agreement.NOT_ASKED:
        raise RuleViolationError(
            "why_not_asked",
            "Say why the adult was not asked to agree to the report",
            field="agreement_reason",
        )
    if agreement == Agreement.REFUSED:
        raise RuleViolationError(
            "why_without_agreement",
            "Say why the report is made although the adult did not agree",
            field="agreement_reason",
        )


def check_conditions(conditions: Collection[str]) -> None:
    """Refuse "none" beside a condition.

    Raises:
        RuleViolationError: code `none_and_some`, field `conditions`.
    """
    if HealthCondition.NONE in conditions and len(conditions) > 1:
        raise RuleViolationError(
            "none_and_some",
            "Choose “No Relevant Long Term Reported Health Conditions”, or the conditions, "
            "not both",
            field="conditions",
        )
