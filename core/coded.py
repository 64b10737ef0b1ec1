"""A short way to say "this column holds one of these codes" to the form and to the database."""

from typing import Any

from django.db import models
from django.db.models import Q


def coded(choices: type[models.TextChoices], **options: Any) -> models.CharField[str, str]:
    """Return a column for one code of `choices`, as wide as its longest code."""
    width = max(len(value) for value in choices.values)
    return models.CharField(max_length=width, choices=choices, **options)


def known(entity: str, field: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Return the constraint that `field` holds a code of `choices`, or is NULL."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}) | Q(**{f"{field}__isnull": True}),
        name=f"{entity}_{field}_is_known",
        violation_error_message="Choose one of the listed values.",
    )


def known_or_empty(
    entity: str, field: str, choices: type[models.TextChoices]
) -> models.CheckConstraint:
    """Return the constraint that `field` holds a code of `choices`, or is still empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": ["", *choices.values]}),
        name=f"{entity}_{field}_is_known",
        violation_error_message="Choose one of the listed values.",
    )


def filled(entity: str, field: str, message: str) -> models.CheckConstraint:
    """Return the constraint that the text `field` is not empty, and what to say where it is."""
    return models.CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"{entity}_{field}_is_filled",
        violation_error_message=message,
    )
