"""What Theme 3 adds to home pages: how the council stands, what waits for a signature or a reply.

A home page has twelve statements for all its panels, so figures are taken as they were last
counted, and everything else a panel needs is read in one statement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.urls import reverse

from assurance.asking import latest_whole_months, latest_whole_quarter, latest_whole_year, query_of
from assurance.choices_evidence import EvidenceStatus
from assurance.choices_visit import ReturnItemStatus
from assurance.dashboards.director_page import standing
from assurance.dashboards.gaps import Gap
from assurance.evidence.frameworks import framework_now
from assurance.models import (
    BoardPack,
    EvidenceCategory,
    EvidenceItem,
    EvidenceLink,
    Framework,
    FrozenReturn,
    InformationReturn,
    QualityStatement,
    ReturnItem,
    SelfAssessment,
    SharedItem,
    SharedSet,
    SignOff,
    SignOffSheet,
)
from assurance.packs.document import quarter_of
from assurance.sac.spec import specification_for
from assurance.sac.timetable import milestones
from assurance.scopes import open_scope
from assurance.services.counted import last_counted
from assurance.words import long_date, plural
from core.home import Desk, Panel
from core.permissions import Permission
from core.roles import Role
from core.together import Row, read_together
from safeguard.metrics.scope import CaseScope
from safeguard.models import RegisterSettings

SOON = timedelta(days=7)
THEME = 3
# What is shared without a statement, as on the page of the set.
NOT_LINKED = "Other evidence"


def director(desk: Desk) -> Panel | None:
    """How the council stands, gaps in Theme 3, and what waits for the director."""
    if not desk.is_led_by(Role.DIRECTOR):
        return None
    scope = open_scope(by=desk.person, council=desk.council)
    period = latest_whole_months(scope.cut)
    held = last_counted(scope=scope, page="director", period=period)
    shown: dict[str, Any] = {}
    if held is not None and held.content is not None and held.content["held"]:
        shown = standing(held.content, desk.council, query_of(period), is_narrowed=False)
    framework = framework_now(desk.today)
    gaps, waits = _theme3(desk, scope, framework)
    content = {
        "counted": held,
        "period": period,
        "sees_cases": Permission.CASE_VIEW in desk.permissions,
        "framework": framework,
        "gaps": gaps,
        "waits": waits,
        **shown,
    }
    return Panel("assurance/home_director.html", content)


def _theme3(
    desk: Desk, scope: CaseScope, framework: Framework | None
) -> tuple[list[Gap], list[Gap]]:
    """Return the gaps of Theme 3, a line a statement, and what waits to be decided or signed."""
    year = latest_whole_year(scope.cut).label
    items = EvidenceItem.objects.visible_to(desk.person).filter(council=desk.council)
    counting = items.counting(desk.today).filter(pk=OuterRef("item"))
    statements = QualityStatement.objects.filter(framework=framework, theme__number=THEME)
    links = EvidenceLink.objects.filter(Exists(counting), statement__in=statements.order_by())
    drafts = items.filter(status=EvidenceStatus.DRAFT)
    assessments = SelfAssessment.objects.visible_to(desk.person).filter(council=desk.council)
    unsigned = SignOff.objects.filter(self_assessment__in=assessments.order_by(), signed_on=None)
    asked = InformationReturn.objects.visible_to(desk.person).filter(council=desk.council)
    open_items = ReturnItem.objects.filter(
        of_return__in=asked.filter(sent_on=None).order_by(),
        status__in=[ReturnItemStatus.NOT_STARTED, ReturnItemStatus.GATHERING],
        due_on__lte=desk.today + SOON,
    )
    of_year = {"council": desk.council, "year": year}
    found = read_together(
        [
            statements.order_by().values_list("pk", "code", "label", "order"),
            EvidenceCategory.objects.filter(framework=framework, is_scored=True)
            .order_by()
            .values_list("pk", "label"),
            links.order_by().values_list("statement_id", "category_id").distinct(),
            _number(drafts),
            _number(unsigned),
            _number(open_items),
            _number(open_items.filter(due_on__lt=desk.today)),
            FrozenReturn.objects.filter(**of_year).order_by().values_list("frozen_at")[:1],
            SignOffSheet.objects.filter(**of_year).order_by().values_list("signed_on"),
        ]
    )
    numbers = [part[0][0] if part else 0 for part in found[3:7]]
    waits = [*_to_decide(numbers), _return_of(year, bool(found[7]), bool(found[8]))]
    return _gaps(*found[:3]), [gap for gap in waits if gap is not None]


def _number(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return one row with how many there are; none where there are none."""
    counted: QuerySet[Any, Any] = rows.order_by().values(whole=Value(1)).annotate(n=Count("pk"))
    return counted.values_list("n")


def _gaps(statements: list[Row], categories: list[Row], covered: list[Row]) -> list[Gap]:
    has = {(statement, category) for statement, category in covered}
    found = []
    for key, code, label, _ in sorted(statements, key=lambda row: row[3]):
        missing = [name for category, name in sorted(categories) if (key, category) not in has]
        if missing:
            url = reverse("assurance:evidence-statement", args=[code])
            count = f"{len(missing)} of {len(categories)}"
            found.append(Gap(label, count, "; ".join(missing), url))
    return found


def _to_decide(numbers: Sequence[int]) -> list[Gap]:
    drafts, unsigned, due, late = numbers
    lines = (
        ("Evidence to approve", drafts, "", "assurance:evidence-list", "?status=draft"),
        ("Signatures missing on self-assessments", unsigned, "", "assurance:self-assessment-list"),
        (
            "Items of the information return due within a week",
            due,
            f"{late:,} of them late" if late else "",
            "assurance:information-list",
        ),
    )
    return [
        Gap(what, f"{n:,}", note, reverse(name) + "".join(query))
        for what, n, note, name, *query in lines
        if n
    ]


def _return_of(year: str, is_frozen: bool, is_signed: bool) -> Gap | None:
    """Return what the statutory return of the last whole year still lacks; None if nothing."""
    missing = []
    if not is_frozen:
        missing.append("it has not been frozen")
    if not is_signed:
        missing.append("nobody has signed it off")
    if not missing:
        return None
    url = reverse("assurance:return-detail", args=[year])
    note = " and ".join(missing)
    return Gap(f"The SAC return for {year}", "", note[:1].upper() + note[1:], url)


def shared_with_me(desk: Desk) -> Panel | None:
    """The assessor's page: what was chosen for them, by statement and category, until when."""
    if Permission.SHARED_EVIDENCE_VIEW not in desk.permissions:
        return None
    sets = SharedSet.objects.readable_by(desk.person).filter(council=desk.council)
    held = list(sets.order_by("until", "pk"))
    leaving = EvidenceItem.objects.leaving(desk.today)
    rows = (
        SharedItem.objects.filter(shared_set__in=[row.pk for row in held], evidence__in=leaving)
        .order_by("evidence__links__statement__order", "evidence__links__category__label")
        .values_list(
            "shared_set_id",
            "evidence_id",
            "evidence__links__statement__label",
            "evidence__links__category__label",
        )
    )
    places: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    pieces: dict[int, set[int]] = defaultdict(set)
    for of_set, evidence, statement, category in rows.distinct():
        pieces[of_set].add(evidence)
        places[of_set][statement or NOT_LINKED][category or NOT_LINKED] += 1
    sets_shown = [
        {
            "set": row,
            "pieces": len(pieces[row.pk]),
            "statements": [
                (statement, list(counts.items())) for statement, counts in places[row.pk].items()
            ],
        }
        for row in held
    ]
    return Panel("assurance/home_shared.html", {"sets": sets_shown})


def the_return(desk: Desk) -> Panel | None:
    """Where the return stands against its timetable."""
    if not desk.is_led_by(Role.ANALYST):
        return None
    year = latest_whole_year(_cut(desk)).label
    of_year = {"council": desk.council, "year": year}
    frozen, signed = read_together(
        [
            FrozenReturn.objects.filter(**of_year)
            .order_by("-frozen_at")
            .values_list("frozen_at")[:1],
            SignOffSheet.objects.filter(**of_year).order_by().values_list("signed_on"),
        ]
    )
    content = {
        "year": year,
        "dates": _dates(year, desk.today),
        "frozen_at": frozen[0][0] if frozen else None,
        "signed_on": signed[0][0] if signed else None,
    }
    return Panel("assurance/home_return.html", content)


def _cut(desk: Desk) -> date:
    """Return the day that the council's data reach to."""
    cut = RegisterSettings.objects.filter(council=desk.council).values_list("data_cut_on")
    found = cut.first()
    return (found and found[0]) or desk.today


def _dates(year: str, today: date) -> list[tuple[str, str]]:
    """Return the dates of the timetable that are known, each with how far off it is."""
    try:
        found = milestones(specification_for(year), year)
    except ValueError:
        return []
    return [(each.label, _away(each.on, today)) for each in found if each.on is not None]


def _away(day: date, today: date) -> str:
    n = (day - today).days
    if n == 0:
        return f"{long_date(day)}, today"
    away = plural(f"{abs(n):,}", "day", "days")
    return f"{long_date(day)}, {f'in {away}' if n > 0 else f'{away} ago'}"


def board_pack(desk: Desk) -> Panel | None:
    """The state of the next pack, for the board's manager and chair."""
    if not desk.roles & {Role.SAB_MANAGER, Role.SAB_CHAIR}:
        return None
    quarter = latest_whole_quarter(_cut(desk))
    packs = BoardPack.objects.visible_to(desk.person).filter(council=desk.council)
    last = packs.order_by("-end").defer("figures", "restated").first()
    content = {
        "last": last,
        "last_quarter": quarter_of(last) if last else "",
        "is_missing": last is None or last.end < quarter.end,
        "quarter": quarter,
    }
    return Panel("assurance/home_pack.html", content)


PANELS: Iterable[Any] = (director, shared_with_me, the_return, board_pack)
