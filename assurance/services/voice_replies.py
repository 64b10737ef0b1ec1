"""You said, we did: an item answers a voice, and somebody tells the person what came of it."""

from datetime import date

from django.db import transaction

from assurance.models import ImprovementItem, Voice, VoiceReply
from assurance.services.plan_rows import add, change, not_later_than_today, tell
from assurance.services.voices import lock_voice
from core.errors import RuleViolationError
from core.models import User


@transaction.atomic
def answer_voice(*, by: User, voice: Voice, item: ImprovementItem, did: str = "") -> VoiceReply:
    """Link a voice to the item of the improvement plan that answers it.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council of the voice.
        RuleViolationError: code `other_council` or `taken`.
        ValidationError: the item answers this voice already.
    """
    held = lock_voice(by, voice)
    if item.council_id != held.council_id:
        raise RuleViolationError("other_council", "Choose an item of this council", field="item")
    row = VoiceReply(voice=held, item=item, did=did.strip())
    add(by, row, "voice_answered", held.council, taken="This item answers this voice already")
    return row


@transaction.atomic
def tell_back(*, by: User, reply: VoiceReply, did: str, on: date, how: str) -> VoiceReply:
    """Keep what the person was told, on which day and how.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `later`.
        ValidationError: it is not said what was done, or how they were told.
    """
    held = VoiceReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    council = lock_voice(by, held.voice).council
    not_later_than_today(on, "on")
    columns = {"did": did.strip(), "told_on": on, "told_how": how.strip(), "told_by": by}
    change(by, held, "voice_told_back", council, columns)
    return held


@transaction.atomic
def unlink_reply(*, by: User, reply: VoiceReply) -> None:
    """Take back a link that was made in error, unless the person was told already.

    Raises:
        PermissionDenied: `by` does not hold VOICE_MANAGE in the council.
        RuleViolationError: code `told`.
    """
    held = VoiceReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    council = lock_voice(by, held.voice).council
    if held.told_on is not None:
        raise RuleViolationError("told", "They were told of it, so the link stays")
    tell(by, "voice_reply_removed", held, council)
    held.delete()
