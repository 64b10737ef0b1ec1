"""Read what a Theme 3 report tells beside the figures of casework, for one mode."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from assurance.choices_improvement import Effect
from assurance.choices_voices import UseKind, VoiceScope
from assurance.evidence.frameworks import framework_now
from assurance.metrics.evidence import Coverage, coverage
from assurance.models import EvidenceItem, ImprovementItem, SelfAssessment, SignOff, Voice
from assurance.models.voice import VoiceQuerySet
from assurance.reports.beyond import Beyond, Improving, Said, Signed
from assurance.services.voices import record_use
from assurance.voices_shown import quotes
from audit.models import AuditRound
from audit.results.rounds import RoundFigures, figures_of
from audit.services.tools import content_of
from core.disclosure import Mode
from core.models import Organisation, User
from core.periods import Period
from sab.metrics.schedule import schedule_of
from sab.models import Board, Review

THEME = "T3"
MOST_QUOTES = 6
LEAST_FILES = 5


def gather_beyond(council: Organisation, period: Period, mode: Mode, *, on: date) -> Beyond:
    """Read it all for one council; the caller has checked that its reader makes reports.

    Whoever makes reports may read all of this: core.roles gives both together, and a test holds
    it to that.

    Args:
        on: the day by which evidence counts, consent holds and plans are overdue.
    """
    found = _coverage(council, on)
    theme = [c for c in found.statements if c.statement.theme.code == THEME] if found else []
    others = [c for c in found.statements if c not in theme and c.gaps] if found else []
    board = Board.objects.covering(council).first()
    # What was said after the period is no less true of it, and is what a reader would ask for.
    voices = Voice.objects.filter(council=council, heard_on__range=(period.start, on))
    return Beyond(
        mode=mode,
        on=on,
        framework=str(found.framework) if found else "",
        statements=tuple(theme),
        others_with_gaps=len(others),
        voices_since=period.start,
        voices_heard=voices.count(),
        said=_said(council, voices, mode, on),
        rounds=_rounds(council, period, mode, on),
        board=str(board) if board else "",
        schedule=schedule_of(board, period) if board else None,
        published=_published(board) if board else frozenset(),
        plan=_plan(council, on),
        signed=_signed(council),
    )


def scope_of(mode: Mode) -> VoiceScope:
    """Return how far words must have been agreed to reach, to stand in a report of this mode."""
    return VoiceScope.INTERNAL if mode is Mode.INTERNAL else VoiceScope.PUBLIC


def record_quotes(by: User | None, beyond: Beyond, *, title: str) -> None:
    """Keep that a file with these quotations left, so that it is known when words are taken back.

    Raises:
        RuleViolationError: `not_quotable`: consent was taken back while the file was made.
    """
    for voice in Voice.objects.filter(pk__in=[each.voice for each in beyond.said]):
        record_use(
            by=by,
            voice=voice,
            kind=UseKind.REPORT,
            title=title,
            scope=scope_of(beyond.mode),
            has_left=True,
        )


def _coverage(council: Organisation, on: date) -> Coverage | None:
    framework = framework_now(on)
    if framework is None:
        return None
    return coverage(EvidenceItem.objects.filter(council=council), framework, on=on)


def _said(council: Organisation, voices: VoiceQuerySet, mode: Mode, on: date) -> tuple[Said, ...]:
    scope = scope_of(mode)
    rows = voices.quotable(scope, on=on).prefetch_related("groups", "links__statement")
    chosen = quotes(rows.order_by("-heard_on", "pk"), scope, council_id=council.pk, on=on)
    return tuple(
        Said(
            each.voice.pk,
            each.words or each.summary,
            each.attribution,
            tuple(sorted({link.statement.code for link in each.voice.links.all()})),
        )
        for each in chosen[:MOST_QUOTES]
    )


def _rounds(
    council: Organisation, period: Period, mode: Mode, on: date
) -> tuple[RoundFigures, ...]:
    """Return closed rounds about casework that ended in the period, the newest first.

    A version for sharing leaves out those of a few files, from which a case could be known.
    """
    rows = AuditRound.objects.filter(
        council=council,
        closed_at__isnull=False,
        ends_on__range=(period.start, period.end),
        version__tool__is_personnel=False,
    ).exclude(audits__is_personnel=True)
    rounds = rows.select_related("version__tool", "council").order_by("-ends_on", "pk")
    found = (figures_of(row, content_of(row.version), on=on) for row in rounds)
    least = LEAST_FILES if mode is Mode.PUBLICATION else 1
    return tuple(each for each in found if each.n >= least)


def _published(board: Board) -> frozenset[str]:
    rows = Review.objects.filter(board=board, publication__published_on__isnull=False)
    return frozenset(rows.values_list("reference", flat=True))


def _plan(council: Organisation, on: date) -> tuple[Improving, ...]:
    rows = ImprovementItem.objects.filter(council=council).order_by("closed_on", "due_on", "pk")
    return tuple(
        Improving(
            row.reference,
            row.text,
            row.get_source_display(),
            row.due_on,
            row.closed_on is not None,
            row.closed_on is None and row.due_on < on,
            row.get_effect_display(),
            row.effect != Effect.NONE,
        )
        for row in rows
    )


def _signed(council: Organisation) -> Signed | None:
    rows = SelfAssessment.objects.filter(council=council, finished_at__isnull=False)
    newest = rows.order_by("-finished_at").first()
    if newest is None or newest.finished_at is None:
        return None
    posts = SignOff.objects.filter(self_assessment=newest).order_by("pk")
    return Signed(
        newest.title,
        timezone.localdate(newest.finished_at),
        tuple((row.post, row.name, row.signed_on) for row in posts),
    )
