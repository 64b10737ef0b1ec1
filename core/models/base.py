"""What records of ours have: their constraints are tried at once; a public key and who made it."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models, router
from django.db.models import BaseConstraint, CheckConstraint, Q
from django.utils import timezone

Constraints = list[tuple[type[models.Model], Sequence[BaseConstraint]]]


class Record(models.Model):
    """Tries all its check constraints in one statement when it is cleaned.

    Django asks the database once for each, and rows of ours have up to a dozen. Only where one
    fails are they tried one by one, as Django does, to say which.
    """

    _checks_hold = False

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        self._checks_hold = self._all_checks_hold(set(exclude or ()))
        try:
            super().validate_constraints(exclude=exclude)
        finally:
            self._checks_hold = False

    def get_constraints(self) -> Constraints:
        """Return the constraints that are still to be tried one by one."""
        found: Any = super().get_constraints()
        if not self._checks_hold:
            return list(found)
        return [
            (model, [each for each in each_of if not isinstance(each, CheckConstraint)])
            for model, each_of in found
        ]

    def _all_checks_hold(self, exclude: set[str]) -> bool:
        """Say whether no check fails, of those that look at no column in `exclude`.

        False also where that cannot be asked at once. A check that comes to NULL holds, as in the
        database, and so does a row of them of which the others are true.
        """
        checks = [
            Q(each.condition)
            for each in self._meta.constraints
            if isinstance(each, CheckConstraint)
            and not exclude & Q(each.condition).referenced_base_fields
        ]
        if not checks:
            return True
        # Not a public name of Django's, but what its own check constraints are tried with.
        columns = self._get_field_expression_map(  # type: ignore[attr-defined]
            meta=self._meta, exclude=exclude
        )
        using = router.db_for_write(self.__class__, instance=self)
        try:
            return Q(*checks).check(columns, using=using)
        except FieldError:
            return False


class Stamped(Record):
    """Adds a public id for URLs, and the time and person of making and of the last change."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
