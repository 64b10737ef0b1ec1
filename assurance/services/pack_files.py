"""Show a board pack as a document, and hand it over as a file."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from assurance.models import BoardPack
from assurance.packs.document import PackView, pack_document, quarter_of, shared_figures, without
from assurance.releases.checking import Withheld
from assurance.reports.blocks import Document
from assurance.services.board_packs import LOOKS_BACK
from assurance.services.releases import (
    keys_of,
    lock_ledger,
    record_release,
    what_to_withhold,
)
from assurance.services.reports import CONTENT_TYPES, WRITERS, Format
from core import access
from core.disclosure import Mode
from core.exports import record_export
from core.models import User
from core.permissions import Permission

KIND = "board_pack"


@dataclass(frozen=True)
class ShownPack:
    """A pack as it may be shown, and what is hidden in it beyond the small figures."""

    view: PackView
    document: Document
    withheld: tuple[Withheld, ...]


@dataclass(frozen=True)
class PackFile:
    """A pack as a file ready to hand over."""

    filename: str
    content_type: str
    content: bytes


def read_pack(*, by: User, pack: BoardPack, mode: Mode) -> ShownPack:
    """Return the pack as a document, without keeping anything.

    Raises:
        PermissionDenied: `by` does not hold MEASURE_VIEW in the pack's council.
        RuleViolationError: code `nothing_left`: see `what_to_withhold`.
    """
    access.require(by, Permission.MEASURE_VIEW, council=pack.council)
    earlier = BoardPack.objects.filter(council=pack.council, start__lt=pack.start)
    newest = list(earlier.order_by("-start")[:LOOKS_BACK])
    view = PackView(pack, pack.council.name, tuple(reversed(newest)), mode)
    withheld: list[Withheld] = []
    if mode is Mode.PUBLICATION:
        withheld = what_to_withhold(
            council=pack.council, figures=shared_figures(view), document=title_of(pack)
        )
        view = without(view, keys_of(withheld))
    made_on = timezone.localtime(pack.made_at).date()
    return ShownPack(view, pack_document(view, made_on=made_on), tuple(withheld))


@transaction.atomic
def export_pack(*, by: User, pack: BoardPack, fmt: Format, mode: Mode, reason: str) -> PackFile:
    """Make the pack as a file and enter it in the ledger of exports; if shared, of releases too.

    Raises:
        PermissionDenied: `by` does not hold PACK_MANAGE in the pack's council.
        RuleViolationError: code `no_reason` or `nothing_left`.
        ValidationError: the reason is too long.
    """
    access.require(by, Permission.PACK_MANAGE, council=pack.council)
    if mode is Mode.PUBLICATION:
        lock_ledger(pack.council)
    shown = read_pack(by=by, pack=pack, mode=mode)
    content = WRITERS[fmt](shown.document)
    counts = "for-sharing" if mode is Mode.PUBLICATION else "internal"
    quarter = quarter_of(pack)
    filename = f"board-pack-{pack.council.code}-{quarter.label.replace(' ', '-')}-{counts}.{fmt}"
    record_export(
        by=by,
        council=pack.council,
        kind=KIND,
        filename=filename,
        content=content,
        reason=reason,
        parameters={
            "quarter": quarter.label,
            "format": fmt.value,
            "mode": mode.value,
            "pack": str(pack.public_id),
        },
        rows=None,
    )
    if mode is Mode.PUBLICATION:
        record_release(
            by=by,
            council=pack.council,
            kind=KIND,
            title=title_of(pack),
            period=quarter,
            figures=shared_figures(shown.view),
            withheld=shown.withheld,
            filename=filename,
            content=content,
        )
    return PackFile(filename, CONTENT_TYPES[fmt], content)


def title_of(pack: BoardPack) -> str:
    return f"Board pack, {quarter_of(pack).label}"
