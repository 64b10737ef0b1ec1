"""Whether what is named by a key, and not by a row, is still there, and whether counts came."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from assurance import catalogue
from assurance.models import ChartRebase, CountedFigures, ImprovementItem, LocalTarget
from assurance.packs.contents import RENAMED
from audit.models import QuestionIdentity
from core.doctor.naming import Keys, keys_of, listed
from core.doctor.registry import Asked, Finding, examination, warning
from sab.choices_recommendation import LinkKind
from sab.models import RecommendationLink, StrategicPriority

COUNTED_WITHIN = timedelta(hours=1)


@examination("links", "measure_gone", "question_gone")
def links(asked: Asked) -> Iterator[Finding]:
    """Look for keys of measures and of audit questions that nothing is kept under."""
    kept = {*catalogue.BY_KEY, *RENAMED}
    for rows, column in _with_measures():
        yield from _gone(rows.model, keys_of(rows.exclude(**{f"{column}__in": kept})))
    priorities = StrategicPriority.objects.order_by("pk").values_list("pk", "measure_keys")
    gone = (pk for pk, held in priorities.iterator() if not kept.issuperset(held))
    yield from _gone(StrategicPriority, Keys(gone))
    asked_for = RecommendationLink.objects.filter(kind=LinkKind.AUDIT_QUESTION)
    known = QuestionIdentity.objects.filter(key=OuterRef("key"))
    if keys := keys_of(asked_for.exclude(Exists(known))):
        yield warning(
            "question_gone",
            listed(
                "Links of recommendations to an audit question that no tool asks",
                keys,
                RecommendationLink,
            ),
            "Open each recommendation, and choose another question, or none.",
        )


def _gone(model: type[Model], keys: Keys) -> Iterator[Finding]:
    if keys:
        yield warning(
            "measure_gone",
            listed("Rows that name a measure which is kept no more", keys, model),
            "Open each, and choose the measure that took its place, or none.",
        )


@examination("dashboards", "count_waits")
def dashboards(asked: Asked) -> Iterator[Finding]:
    """Look for figures that were asked for and have not been counted."""
    late = asked.now - COUNTED_WITHIN
    waiting = Q(queued_at__lt=late) | Q(release="", counted_at__lt=late)
    if keys := keys_of(CountedFigures.objects.filter(waiting)):
        yield warning(
            "count_waits",
            listed(
                "Dashboards that have waited for more than an hour to be counted",
                keys,
                CountedFigures,
            ),
            "See that a worker runs (manage.py db_worker), then run manage.py count_dashboards.",
        )


def _with_measures() -> Iterator[tuple[QuerySet[Any, Any], str]]:
    """Yield the rows that name a measure, and the column in which they do."""
    yield LocalTarget.objects.all(), "measure"
    yield ChartRebase.objects.all(), "measure"
    yield ImprovementItem.objects.exclude(measure=""), "measure"
    yield RecommendationLink.objects.filter(kind=LinkKind.MEASURE), "key"
