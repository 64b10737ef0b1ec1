"""Whether what was frozen, pinned or signed still holds what it held then."""

import hashlib
from collections.abc import Iterator

from django.db.models import F

from assurance.choices_self_assessment import SelfAssessmentStatus
from assurance.evidence.pins import fingerprint as pin_fingerprint
from assurance.framework_files.reading import content_hash
from assurance.framework_files.writing import as_file
from assurance.models import (
    BoardPack,
    EvidenceRevision,
    Framework,
    FrozenReturn,
    PinnedCases,
    SelfAssessment,
    SignOff,
)
from assurance.packs.pinned import fingerprint as pack_fingerprint
from assurance.rules.references import Kind
from assurance.sac.cells import hash_of
from assurance.self_assessments.content import content_of
from core.doctor.naming import keys_of, listed
from core.doctor.proofs import altered
from core.doctor.registry import Asked, Finding, examination, fault


@examination(
    "frozen",
    *("frozen_return_altered", "board_pack_altered", "pinned_figure_altered"),
    *("evidence_altered", "self_assessment_altered", "signature_of_other_text"),
    "framework_altered",
)
def frozen(asked: Asked) -> Iterator[Finding]:
    """Hash again whatever was stored with a hash of its content."""
    yield from altered(
        "frozen_return_altered", "Frozen returns", FrozenReturn.objects.all(), return_is_whole
    )
    yield from altered("board_pack_altered", "Board packs", BoardPack.objects.all(), pack_is_whole)
    yield from _evidence()
    finished = SelfAssessment.objects.filter(status=SelfAssessmentStatus.FINISHED)
    yield from altered(
        "self_assessment_altered",
        "Finished self-assessments",
        finished.select_related("council", "framework"),
        self_assessment_is_whole,
    )
    yield from _signatures()
    yield from altered(
        "framework_altered", "Frameworks", Framework.objects.all(), framework_is_whole
    )


def return_is_whole(frozen: FrozenReturn) -> bool:
    return hash_of(frozen.cells) == frozen.sha256


def pack_is_whole(pack: BoardPack) -> bool:
    return pack_fingerprint(pack.figures, pack.filters) == pack.sha256


def pin_is_whole(held: PinnedCases) -> bool:
    revision = held.revision
    return pin_fingerprint(revision.pin or {}, held.parts) == revision.sha256


def words_are_whole(revision: EvidenceRevision) -> bool:
    """Say so of a note or a link. Files are looked at where they lie."""
    said = revision.text or revision.url
    return hashlib.sha256(said.encode()).hexdigest() == revision.sha256


def self_assessment_is_whole(row: SelfAssessment) -> bool:
    """Say whether a finished version says what it said.

    One that quotes people is taken for whole: words that were taken back leave it on purpose.
    """
    content = content_of(row)
    quotes = any(reference.kind is Kind.VOICE for reference in content.references)
    return quotes or content.fingerprint == row.content_sha256


def framework_is_whole(framework: Framework) -> bool:
    return content_hash(as_file(framework)) == framework.content_hash


def _evidence() -> Iterator[Finding]:
    # A later revision of a pinned figure may have other words and the same figure: it has no cases.
    yield from altered(
        "pinned_figure_altered",
        "Pinned figures",
        PinnedCases.objects.select_related("revision"),
        pin_is_whole,
    )
    words = EvidenceRevision.objects.filter(file="", pin__isnull=True)
    yield from altered(
        "evidence_altered", "Notes or links kept as evidence", words, words_are_whole
    )


def _signatures() -> Iterator[Finding]:
    """A version is finished only once every signature is of the text as it stands."""
    given = SignOff.objects.filter(
        self_assessment__status=SelfAssessmentStatus.FINISHED, signed_on__isnull=False
    )
    other = given.exclude(content_sha256=F("self_assessment__content_sha256"))
    if keys := keys_of(other):
        yield fault(
            "signature_of_other_text",
            listed(
                "Signatures under finished self-assessments that are of another text",
                keys,
                SignOff,
            ),
            "Do not rely on them, and ask those who signed what they signed.",
        )
