"""Remove a version that was loaded by mistake, while nothing has been written with it."""

from datetime import timedelta

from django.db import models, transaction

from assurance.framework_files.reading import SHIPPED_FRAMEWORKS, shipped
from assurance.models import (
    EvidenceCategory,
    Framework,
    FrameworkEntry,
    QualityStatement,
    SubHeading,
    Theme,
)
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

PARTS: tuple[type[models.Model], ...] = (
    Theme,
    QualityStatement,
    EvidenceCategory,
    SubHeading,
    FrameworkEntry,
)


def kept_by(framework: Framework) -> list[str]:
    """Return, in words, what was written with a version and so keeps it; empty where nothing was.

    Whatever points at a version or at a part of it counts, in tables that come later too.
    """
    found = _pointing_at(Framework, Framework.objects.filter(pk=framework.pk))
    for part in PARTS:
        found |= _pointing_at(part, part._base_manager.filter(framework=framework))
    return sorted(found)


def reopened_without(framework: Framework) -> Framework | None:
    """Return the version that loses its last day when `framework` goes: the one just before it."""
    others = Framework.objects.filter(code=framework.code).exclude(pk=framework.pk)
    if others.filter(valid_from__gt=framework.valid_from).exists():
        return None
    return others.filter(valid_to=framework.valid_from - timedelta(days=1)).first()


@transaction.atomic
def remove_framework(*, by: User, council: Organisation, framework: Framework) -> None:
    """Remove a version with all its parts; the version before it has no last day again.

    Raises:
        PermissionDenied: `by` does not hold FRAMEWORK_MANAGE in `council`.
        RuleViolationError: codes `shipped` (it comes with the product) and `in_use`.
    """
    access.require(by, Permission.FRAMEWORK_MANAGE, council=council)
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    if is_shipped(framework):
        raise RuleViolationError("shipped", "A version that comes with the product stays")
    kept = kept_by(framework)
    if kept:
        raise RuleViolationError("in_use", f"It is kept by what uses it: {', '.join(kept)}")
    before = reopened_without(framework)
    if before is not None:
        as_it_was = activity.snapshot(before)
        before.valid_to = None
    activity.record(
        by=by,
        verb="framework_removed",
        target=framework,
        council=council,
        changes={"version": [framework.version, None], "sha256": [framework.content_hash, None]},
    )
    framework.delete()
    if before is not None:
        before.full_clean()
        before.save(update_fields=["valid_to"])
        activity.record(
            by=by, verb="framework_reopened", target=before, council=council, before=as_it_was
        )


def is_shipped(framework: Framework) -> bool:
    names = ((file.code, file.version) for file in map(shipped, SHIPPED_FRAMEWORKS))
    return (framework.code, framework.version) in names


def _pointing_at(model: type[models.Model], rows: models.QuerySet[models.Model]) -> set[str]:
    """Return the names of the kinds of rows, not parts of a framework, that point at `rows`."""
    own = {Framework, *PARTS}
    found = set()
    for relation in model._meta.related_objects:
        pointing = relation.related_model
        if pointing in own or not isinstance(pointing, type):
            continue
        if pointing._base_manager.filter(**{f"{relation.field.name}__in": rows}).exists():
            found.add(str(pointing._meta.verbose_name_plural))
    return found
