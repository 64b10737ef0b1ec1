"""The shipped framework, a round with people in it, and a self-assessment ready to be finished."""

from datetime import date, timedelta

from django.utils import timezone

from assurance.choices_checklist import Agreement
from assurance.choices_voices import VoiceScope
from assurance.models import Framework, FrameworkEntry, QualityStatement
from assurance.services import self_assessment_signing as signing
from assurance.services import self_assessments as writing
from tests.factories import (
    ChecklistGroupFactory,
    ChecklistPartFactory,
    ChecklistRoundFactory,
    EvidenceItemFactory,
    VoiceFactory,
)
from tests.factories.packs import pinned

PERIOD = {"period_from": date(2025, 4, 1), "period_to": date(2026, 3, 31)}
BOXES = {
    "ambition": "People are safe, and say so.",
    "knowing": "We read 18 files a quarter.",
    "plans": "We recruit two social workers.",
}


def cqc() -> Framework:
    return Framework.objects.get(code="cqc-la")


def theme3() -> list[QualityStatement]:
    return list(cqc().statements.filter(theme__number=3).order_by("order"))


def lines(code: str = "QS7") -> list[FrameworkEntry]:
    entries = FrameworkEntry.objects.filter(kind="checklist_item", statement__code=code)
    return list(entries.filter(framework=cqc()).order_by("order"))


def round_of(council, *labels, **rest):
    """Return an open round on the safeguarding checklist, and its groups."""
    round = ChecklistRoundFactory(council=council, framework=cqc(), lines=lines(), **rest)
    return round, [ChecklistGroupFactory(round=round, label=label) for label in labels]


def heard(group, *agreements, entry=None, **rest):
    """Store sent parts of a group, one for each answer to one line."""
    made = []
    for agreement in agreements:
        part = ChecklistPartFactory(group=group, sent=True, **rest)
        part.answers.create(entry=entry or lines()[0], agreement=Agreement(agreement))
        made.append(part)
    return made


def opened(by, council, title="Theme 3, 2025-26", **rest):
    given = {"framework": cqc(), "statements": theme3(), **PERIOD, **rest}
    return writing.open_self_assessment(by=by, council=council, title=title, **given)


def write(by, row, **changed):
    """Write a statement as it stands, some of it changed."""
    row.refresh_from_db()
    given = {"score": 3, "score_reason": "It holds in most areas.", **changed}
    boxes = {**BOXES, **given.pop("boxes", {})}
    return writing.write_statement(by=by, row=row, version=row.version, boxes=boxes, **given)


def ready(by, council, title="Theme 3, 2025-26", **rest):
    """Return a self-assessment in which everything is written, and one post has signed."""
    whole = opened(by, council, title, **rest)
    for row in whole.statements.all():
        write(by, row)
    post = signing.ask_signature(by=by, self_assessment=whole, post="Director")
    signed(by, post)
    return whole


def signed(by, sign_off):
    return signing.sign(
        by=by,
        sign_off=sign_off,
        how="in_writing",
        engagement="took_part",
        name="Ada Quill",
        signed_on=timezone.localdate() - timedelta(days=1),
    )


def figure(council, n=40, **rest):
    """Store a pinned figure that counts."""
    pin = {
        "figure": pinned(n=n),
        "start": "2025-04-01",
        "end": "2026-03-31",
        "filters": {},
        "filter_words": "",
        "data_cut_on": "2026-04-20",
        "code_version": "0.1.0",
        "definition": "0" * 16,
    }
    given = {"first__pin": pin, "first__text": "", "approved": True, **rest}
    return EvidenceItemFactory(council=council, kind="figure", **given)


def voice(council, **rest):
    """Store words that may go to CQC."""
    given = {
        "words": "They listened.",
        "consent_given": True,
        "consent_scope": VoiceScope.CQC,
        "consent_on": date(2026, 1, 1),
        "consent_by": "Herself",
        "heard_on": date(2026, 1, 1),
        **rest,
    }
    return VoiceFactory(council=council, **given)
