"""Forms about voices: record one, consent, take back, who spoke, links, what came of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from assurance import forms_voices as forms
from assurance.models import EvidenceCategory, ImprovementItem, Voice, VoiceReply, VoiceUse
from assurance.services import voice_replies, voices
from assurance.views.plan_bases import PlanForm, statements_in_force
from core.permissions import Permission

KEPT_APART = "The name is kept apart from the words. Reading it is recorded."


class VoiceRecord(PlanForm):
    permission = Permission.VOICE_MANAGE
    form_class = forms.NewVoiceForm
    title = "Record what somebody said"
    done_message = "It is recorded. Keep next whether they agree that it is quoted."
    made: Voice | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "council": self.council}

    def back_url(self) -> str:
        return reverse("assurance:voice-list")

    def back_label(self) -> str:
        return "Voices"

    def get_success_url(self) -> str:
        return reverse("assurance:voice-consent", args=[self.made.pk]) if self.made else ""

    def call_service(self, **data: Any) -> None:
        themes, groups = data.pop("themes"), data.pop("groups")
        name, contact = data.pop("name"), data.pop("contact")
        self.made = voices.record_voice(
            by=self.person,
            council=self.council,
            said=data,
            themes=themes,
            groups=groups,
            name=name,
            contact=contact,
        )


class ThemeAdd(PlanForm):
    permission = Permission.VOICE_MANAGE
    form_class = forms.ThemeForm
    title = "Add a theme"
    done_message = "The theme is added"
    keeps_draft = False

    def back_url(self) -> str:
        return reverse("assurance:voice-overview")

    def back_label(self) -> str:
        return "What is heard"

    def call_service(self, **data: Any) -> None:
        voices.add_theme(by=self.person, council=self.council, **data)


class VoiceForm(PlanForm):
    """A form about one voice, of whoever keeps voices."""

    permission = Permission.VOICE_MANAGE

    def rows(self) -> QuerySet[Any]:
        return Voice.objects.visible_to(self.person).filter(council=self.council)

    @property
    def voice(self) -> Voice:
        found: Voice = self.row
        return found

    def back_url(self) -> str:
        return reverse("assurance:voice-detail", args=[self.voice.pk])

    def back_label(self) -> str:
        return self.voice.reference

    def get_caption(self) -> str:
        return self.voice.reference


class VoiceChange(VoiceForm):
    form_class = forms.VoiceForm
    title = "Change what was recorded"
    done_message = "The voice is changed"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "council": self.council}

    def get_initial(self) -> dict[str, Any]:
        held = {name: getattr(self.voice, name) for name in voices.FIELDS}
        groups = list(self.voice.groups.values_list("group", flat=True))
        return {**held, "themes": self.voice.themes.all(), "groups": groups}

    def call_service(self, **data: Any) -> None:
        themes, groups = data.pop("themes"), data.pop("groups")
        voices.change_voice(
            by=self.person, voice=self.voice, said=data, themes=themes, groups=groups
        )


class VoiceConsent(VoiceForm):
    form_class = forms.ConsentForm
    title = "Do they agree that their words are quoted?"
    explanation = "Without consent the words are quoted nowhere. They may take it back at any time."
    done_message = "The consent is kept"

    def get_initial(self) -> dict[str, Any]:
        row = self.voice
        answers = {True: "yes", False: "no", None: None}
        return {
            "given": answers[row.consent_given],
            "scope": row.consent_scope,
            "on": row.consent_on or timezone.localdate(),
            "until": row.consent_until,
            "by_whom": row.consent_by,
            "how": row.consent_how,
        }

    def call_service(self, **data: Any) -> None:
        voices.record_consent(by=self.person, voice=self.voice, **data)


class VoiceWithdraw(VoiceForm):
    form_class = forms.WithdrawForm
    title = "They take their words back"
    explanation = "The words, the sentence about them, where they were heard and who spoke are "
    explanation += "erased at once and cannot be brought back. Reports, self-assessments and packs "
    explanation += "made from now on are without them; what has left already is listed for you."
    button = "Erase the words"
    keeps_draft = False

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        left = voices.withdraw_voice(by=self.person, voice=self.voice, **data)
        said = "The words are gone."
        if left:
            said += f" They had left in {left} document{'s' if left > 1 else ''}: see what to do."
        messages.success(self.request, said)

    def get_success_url(self) -> str:
        has_left = self.voice.uses.filter(has_left=True, acted_on__isnull=True).exists()
        return reverse("assurance:voice-taken-back") if has_left else self.back_url()


class VoiceIdentityPage(VoiceForm):
    """Who spoke: shown to whoever keeps voices, and every reading recorded."""

    form_class = forms.IdentityForm
    title = "Who it was"
    explanation = KEPT_APART
    done_message = "Who it was is changed"
    # A name is not left lying among what is typed.
    keeps_draft = False

    def get_initial(self) -> dict[str, Any]:
        if self.request.method != "GET":
            return {}
        found = voices.read_identity(by=self.person, voice=self.voice)
        return {"name": found.name, "contact": found.contact} if found else {}

    def call_service(self, **data: Any) -> None:
        voices.set_identity(by=self.person, voice=self.voice, **data)


class VoiceLink(VoiceForm):
    form_class = forms.VoiceLinkForm
    title = "What it bears on"
    explanation = "The quality statement, and the categories of evidence under it."
    done_message = "The links are kept"
    keeps_draft = False

    def get_form_kwargs(self) -> dict[str, Any]:
        statements = statements_in_force()
        categories = EvidenceCategory.objects.filter(framework__statements__in=statements)
        return {
            **super().get_form_kwargs(),
            "statements": statements,
            "categories": categories.distinct(),
        }

    def call_service(self, **data: Any) -> None:
        voices.link_voice(by=self.person, voice=self.voice, **data)


class VoiceReplyAdd(VoiceForm):
    form_class = forms.ReplyForm
    title = "What came of it"
    explanation = "Choose the item of the improvement plan that answers it."
    done_message = "The answer is kept. Tell them what came of it when there is something to tell."

    def get_form_kwargs(self) -> dict[str, Any]:
        items = ImprovementItem.objects.visible_to(self.person).filter(council=self.council)
        return {**super().get_form_kwargs(), "items": items}

    def call_service(self, **data: Any) -> None:
        voice_replies.answer_voice(by=self.person, voice=self.voice, **data)


class VoiceUseAdd(VoiceForm):
    form_class = forms.UseForm
    title = "Where the words were quoted"
    explanation = "For documents made elsewhere. What this service makes is listed by itself."
    done_message = "It is listed"

    def call_service(self, **data: Any) -> None:
        voices.record_use(by=self.person, voice=self.voice, **data)


class ReplyForm(VoiceForm):
    """A form about one answer to a voice."""

    def rows(self) -> QuerySet[Any]:
        mine = Voice.objects.visible_to(self.person).filter(council=self.council)
        return VoiceReply.objects.filter(voice__in=mine).select_related("voice", "item")

    @property
    def voice(self) -> Voice:
        found: Voice = self.row.voice
        return found


class ReplyTell(ReplyForm):
    form_class = forms.ToldForm
    title = "Tell them what came of it"
    done_message = "It is kept that they were told"

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return f"{self.row.item.reference}: {self.row.item.text}"

    def get_initial(self) -> dict[str, Any]:
        return {"did": self.row.did, "on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        voice_replies.tell_back(by=self.person, reply=self.row, **data)


class ReplyRemove(ReplyForm):
    form_class = Form
    title = "This item does not answer it"
    button = "Remove the link"
    done_message = "The link is removed"

    def call_service(self, **data: Any) -> None:
        voice_replies.unlink_reply(by=self.person, reply=self.row)


class UseAct(VoiceForm):
    """What was done about words that had left before they were taken back."""

    form_class = forms.ActedForm
    title = "What was done about it"
    done_message = "What was done is kept"

    def rows(self) -> QuerySet[Any]:
        uses = VoiceUse.objects.filter(voice__in=super().rows())
        return uses.beyond_consent().select_related("voice")

    @cached_property
    def voice(self) -> Voice:
        found: Voice = self.row.voice
        return found

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return f"{self.row.title}, {self.row.used_on:%d/%m/%Y}"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def back_url(self) -> str:
        return reverse("assurance:voice-taken-back")

    def back_label(self) -> str:
        return "Taken back"

    def call_service(self, **data: Any) -> None:
        voices.act_on_use(by=self.person, use=self.row, **data)
