"""What agencies say of themselves, standard by standard, beside what practitioners and files say.

The board's app knows no audit, and the audits' app no board: they meet here, as figures.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from django.db.models import QuerySet, Subquery
from pydantic import BaseModel, ConfigDict

from assurance.rules.beside import Source, Verdict, place_of, verdict_of
from audit.models import AuditRound
from audit.results.latest import Latest, latest_of
from core.disclosure import SAC, Shown, protect_table
from core.models import Organisation, User
from sab.choices import AgencyKind
from sab.choices_board import Agreement, SurveyKind
from sab.models import Board, ReturnCycle, StandardAnswer, Survey, SurveyAnswer
from sab.returns_shown import rating_tag
from sab.rules.returns import WRITABLE
from sab.tracker import Tag

FILE = Path(__file__).parent / "frameworks" / "return_audit_questions.yaml"
ROUNDS = 12


class _AuditQuestions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    template: str
    status: str
    standards: dict[str, tuple[str, ...]]


@cache
def audit_questions() -> _AuditQuestions:
    return _AuditQuestions.model_validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Said:
    """One source beside a rating: what was asked, the answer in words, and whether it disagrees."""

    source: str
    asked: str
    words: str
    verdict: Verdict

    @property
    def disagrees(self) -> bool:
        return self.verdict in (Verdict.LESS, Verdict.MORE)


@dataclass(frozen=True)
class BesideLine:
    """One standard of one agency, in words: its own rating, the board's, and each source."""

    partner: int
    agency: str
    return_pk: int
    code: str
    text: str
    own: Tag
    board: Tag | None
    said: tuple[Said, ...]

    @property
    def place(self) -> int:
        return place_of([each.verdict for each in self.said])

    @property
    def disagrees(self) -> bool:
        return any(each.disagrees for each in self.said)


@dataclass(frozen=True)
class Practice:
    """How an agency's practitioners answered one statement, as it may be shown."""

    text: str
    agree: Shown
    disagree: Shown

    @property
    def source(self) -> Source:
        """Between which shares it lies, from nothing but the numbers shown."""
        agree, disagree = self.agree, self.disagree
        if isinstance(agree, int) and isinstance(disagree, int):
            share = agree / (agree + disagree)
            return Source(share, share)
        if isinstance(agree, int):
            return Source(agree / (agree + SAC.last), 1.0)
        if isinstance(disagree, int):
            return Source(0.0, SAC.last / (SAC.last + disagree))
        return Source(None, None)

    @property
    def words(self) -> str:
        if self.source.least is None:
            return "too few answers to show"
        return f"{_number(self.agree)} agree, {_number(self.disagree)} do not"


def _number(shown: Shown) -> str:
    return f"about {shown}" if isinstance(shown, int) else f"fewer than {SAC.last + 1}"


def beside_lines(
    person: User, council: Organisation, cycle: ReturnCycle, today: date
) -> list[BesideLine]:
    """Return the standards of a cycle on which another source says something, disagreements first.

    Args:
        person: who reads; of audits, only rounds whose figures they may see.
    """
    rows = StandardAnswer.objects.filter(assurance_return__cycle=cycle, self_rating__isnull=False)
    sent = rows.exclude(assurance_return__status__in=WRITABLE)
    answers = list(sent.select_related("standard", "assurance_return__partner"))
    practice = practice_of(cycle.board, today)
    keys = {answer.standard.pk: audit_keys(answer, cycle.template.code) for answer in answers}
    wanted = {key for mine in keys.values() for key in mine}
    audits = latest_of(rounds_of(person, council), wanted) if wanted else {}
    lines = [_line(answer, practice, keys[answer.standard.pk], audits) for answer in answers]
    told = [line for line in lines if line.said]
    return sorted(told, key=lambda line: (line.place, line.agency, line.code))


def rounds_of(person: User, council: Organisation) -> QuerySet[AuditRound]:
    """Return the newest rounds of a council's casework whose figures a person may see."""
    rows = AuditRound.objects.figures_visible_to(person).filter(council=council)
    about_cases = rows.filter(version__tool__is_personnel=False)
    return about_cases.select_related("version__tool").order_by("-ends_on", "-pk")[:ROUNDS]


def audit_keys(answer: StandardAnswer, template: str) -> tuple[str, ...]:
    named: list[str] = answer.standard.audit_codes
    shipped = audit_questions()
    if named or shipped.template != template:
        return tuple(named)
    return shipped.standards.get(answer.standard.code, ())


def practice_of(board: Board, today: date) -> dict[tuple[int, str], list[Practice]]:
    """Return what practitioners said in the newest survey that is over, by agency and standard."""
    over = Survey.objects.filter(board=board, kind=SurveyKind.PRACTICE).over_on(today)
    newest = over.order_by("-opens_on", "-pk").values("pk")[:1]
    rows = SurveyAnswer.objects.filter(
        response__survey=Subquery(newest), question__is_written=False
    ).values_list(
        "question", "question__text", "question__standards", "response__group__partner", "agreement"
    )
    counts: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    asked: dict[int, tuple[str, list[str]]] = {}
    for question, text, standards, partner, agreement in rows:
        asked[question] = (text, standards)
        place = 2 if agreement is None else int(agreement < Agreement.AGREE)
        counts[question][partner or 0][place] += 1
    found: dict[tuple[int, str], list[Practice]] = defaultdict(list)
    for question, by_partner in counts.items():
        text, standards = asked[question]
        partners = sorted(by_partner)
        cells = protect_table([by_partner[key] for key in partners], exact_totals=False).cells
        for key, (agree, disagree, _) in zip(partners, cells, strict=True):
            for code in standards:
                found[key, code].append(Practice(text, agree, disagree))
    return found


def _line(
    answer: StandardAnswer,
    practice: dict[tuple[int, str], list[Practice]],
    keys: Iterable[str],
    audits: dict[str, Latest],
) -> BesideLine:
    row, standard = answer.assurance_return, answer.standard
    own = answer.self_rating or 0
    rating = own if answer.validated_rating is None else answer.validated_rating
    is_council = row.partner.kind == AgencyKind.LOCAL_AUTHORITY
    said = [
        Said("Practitioners", each.text, each.words, verdict_of(rating, each.source))
        for each in practice.get((row.partner_id, standard.code), [])
    ]
    said += [_audit(audits[key], rating, is_council) for key in keys if key in audits]
    return BesideLine(
        partner=row.partner_id,
        agency=row.partner.name,
        return_pk=row.pk,
        code=standard.code,
        text=standard.text,
        own=rating_tag(own),
        board=None if answer.validated_rating is None else rating_tag(rating),
        said=tuple(said),
    )


def _audit(found: Latest, rating: int, is_council: bool) -> Said:
    share = found.estimate.value
    words = f"fully met in {found.met:,} of {found.answered:,} answers, {found.round}"
    if share is None:
        words += ", too few for a share"
    if not is_council:
        words += ". The council's own case files: no judgement of this agency"
    verdict = verdict_of(rating, Source(share, share, is_of_agency=is_council))
    return Said("Case files", found.text, words, verdict)
