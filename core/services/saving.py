"""Save a new row so that a race with another request reads as a refusal, not as a crash."""

from django.db import IntegrityError, models, transaction

from core.errors import RuleViolationError


def insert(row: models.Model, *, taken: str) -> None:
    """Clean `row` and store it as new.

    Args:
        taken: what to say when another request stored the same thing after it was cleaned.

    Raises:
        ValidationError: the model refuses a value.
        RuleViolationError: code `taken`.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RuleViolationError("taken", taken) from error
