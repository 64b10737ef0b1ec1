"""Which framework evidence is laid out by, and what a code in an address or a form stands for."""

from datetime import date

from assurance.choices_evidence import FRAMEWORK
from assurance.models import EvidenceCategory, Framework, QualityStatement


def framework_now(today: date) -> Framework | None:
    """Return the version in force of the framework that councils are assessed by."""
    return Framework.objects.in_force(FRAMEWORK, on=today)


def statements_of(framework: Framework | None) -> list[QualityStatement]:
    """Return the statements in order; none where no framework is loaded."""
    return list(framework.statements.order_by("order")) if framework else []


def categories_of(framework: Framework | None) -> list[EvidenceCategory]:
    return list(framework.categories.order_by("order")) if framework else []
