"""Rounds for tests, made through the services."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from audit.choices import PopulationSource, RoundStatus, SamplingMethod
from audit.models import AuditRound, CaseAudit
from audit.services import allocating, round_auditors, round_draw, rounds, tools
from core.models import Organisation, User
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.factories import EnquiryFactory, MembershipFactory

STARTS, ENDS = date(2025, 4, 1), date(2025, 6, 30)
INSIDE = date(2025, 5, 6)
WORKFLOW = {
    "due": {"value": 10, "unit": "working_day", "from": "allocated"},
    "moderation": {
        "sample_share": 0.2,
        "always_when": [{"grade_in": ["bad"]}],
        "style": "seen",
        "outcome": ["agreed", "grade_raised", "grade_lowered", "returned"],
    },
    "reaudit": [
        {
            "when": {"grade_in": ["bad"]},
            "within": {"value": 30, "unit": "calendar_day"},
            "scope": "same_case",
        }
    ],
}


def person(council: Organisation, role: Role, **columns: Any) -> User:
    user = MembershipFactory(organisation=council, role=role).person
    for name, value in columns.items():
        setattr(user, name, value)
    user.save()
    return user


def published(by: User, council: Organisation, **tool: Any) -> Any:
    """A version of two questions in one section, on three grades."""
    document = document_of(
        section("S", question("A"), question("B")), **{"workflow": WORKFLOW, **tool}
    )
    return tools.load_tool(by=by, council=council, document=document, publish=True)[0]


def concluded(council: Organisation, number: int, **columns: Any) -> list[Any]:
    """Enquiries that concluded in the period of the round."""
    return [
        EnquiryFactory(
            concern__adult__council=council,
            commenced_on=date(2025, 4, 2),
            concluded=True,
            concluded_on=INSIDE,
            **columns,
        )
        for _ in range(number)
    ]


def planned(by: User, version: Any, **sample: Any) -> AuditRound:
    """A round that may be fixed; `sample` is what `set_sample` takes."""
    council = version.tool.council
    made = rounds.plan_round(
        by=by,
        council=council,
        version=version,
        name=f"Round of {version.number} {AuditRound.objects.count()}",
        starts_on=STARTS,
        ends_on=ENDS,
        seed="2024-25-Q3",
    )
    wanted = {"method": SamplingMethod.RANDOM, "wanted_total": 4, **sample}
    rounds.set_population(by=by, audit_round=made, source=PopulationSource.FILTERS, filters={})
    return rounds.set_sample(by=by, audit_round=made, **wanted)


def drawn(by: User, version: Any, **sample: Any) -> AuditRound:
    made = planned(by, version, **sample)
    round_draw.freeze_population(by=by, audit_round=made)
    return round_draw.draw_round(by=by, audit_round=made)


def opened(by: User, version: Any, auditors: Iterable[User], **sample: Any) -> AuditRound:
    made = drawn(by, version, **sample)
    for auditor in auditors:
        round_auditors.add_auditor(by=by, audit_round=made, person=auditor)
    allocating.open_round(by=by, audit_round=made)
    made.refresh_from_db()
    assert made.status == RoundStatus.OPEN
    return made


def audits_of(made: AuditRound) -> list[CaseAudit]:
    return list(CaseAudit.objects.filter(round=made).order_by("pk"))
