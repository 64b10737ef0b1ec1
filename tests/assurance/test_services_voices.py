"""Voices: consent, taking back, who may, what is logged, and what came of them."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assurance.choices_voices import HeardHow, Speaker, Tone, VoiceScope
from assurance.metrics.voices import by_group, by_speaker, by_theme
from assurance.models import (
    EvidenceCategory,
    QualityStatement,
    Voice,
    VoiceIdentity,
    VoiceReply,
    VoiceUse,
)
from assurance.services import voice_replies, voices
from assurance.voices_shown import quotable, quotes, shown
from core.errors import RuleViolationError
from core.models import ActivityEvent, FormDraft
from core.roles import Role
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 3, 2)
WORDS = "Nobody rang me back for Zanzibar weeks."
SAID = {
    "speaker": Speaker.ADULT,
    "how": HeardHow.CONVERSATION,
    "source": "Quixotic day centre",
    "heard_on": TODAY,
    "tone": Tone.BETTER,
    "words": WORDS,
    "summary": "A Zanzibar wait",
}


@pytest.fixture
def today():
    with time_machine.travel(TODAY):
        yield


def record(by, council, **changes):
    parts = {name: changes.pop(name) for name in ("themes", "groups", "name") if name in changes}
    return voices.record_voice(by=by, council=council, said={**SAID, **changes}, **parts)


def agree(by, voice, scope=VoiceScope.PUBLIC, **more):
    return voices.record_consent(
        by=by, voice=voice, given=True, on=TODAY, scope=scope, by_whom="The adult", **more
    )


def code_of(refusal):
    return refusal.value.code


def test_a_voice_is_kept_with_its_themes_and_groups(council, qa_lead):
    theme = f.ThemeFactory(council=council)
    voice = record(qa_lead, council, themes=[theme], groups=["older", "dementia"])
    assert voice.reference == "VOI-2026-00001"
    assert {row.group for row in voice.groups.all()} == {"older", "dementia"}
    assert [row.label for row in by_theme(Voice.objects.all())] == [theme.label]
    assert not hasattr(voice, "identity")


def test_nothing_of_the_words_or_of_who_spoke_stands_in_the_log(council, qa_lead):
    voice = record(qa_lead, council, name="Bartholomew Fenn")
    voices.change_voice(by=qa_lead, voice=voice, said={**SAID, "words": f"{WORDS} Again."})
    agree(qa_lead, voice, how="Zanzibar")
    voices.read_identity(by=qa_lead, voice=voice)
    voices.withdraw_voice(by=qa_lead, voice=voice, on=TODAY, note="Zanzibar")
    log = str(list(ActivityEvent.objects.values_list("verb", "changes")))
    for secret in ("Zanzibar", "Quixotic", "Bartholomew", "Fenn"):
        assert secret not in log
    assert {"voice_recorded", "voice_identity_read", "voice_withdrawn"} <= set(
        ActivityEvent.objects.values_list("verb", flat=True)
    )


def test_the_name_of_whoever_spoke_may_not_stand_in_their_words(council, qa_lead):
    with pytest.raises(RuleViolationError) as refusal:
        record(qa_lead, council, name="Ann Fenn", words="They called me Ann")
    assert (code_of(refusal), refusal.value.field) == ("names_somebody", "words")
    voice = record(qa_lead, council, words="They called me Ann")
    with pytest.raises(RuleViolationError) as refusal:
        voices.set_identity(by=qa_lead, voice=voice, name="Ann Fenn")
    assert refusal.value.field == "name"
    assert not VoiceIdentity.objects.exists()


@pytest.mark.parametrize("scope", VoiceScope.values)
def test_the_query_and_the_rule_agree_on_what_may_be_quoted(council, scope):
    """One answer, whether a page filters its rows or a document asks of one voice."""
    f.VoiceFactory(council=council)
    f.VoiceFactory(council=council, refused=True)
    for reach in VoiceScope.values:
        f.VoiceFactory(council=council, agreed=True, consent_scope=reach)
    f.VoiceFactory(council=council, agreed=True, consent_until=TODAY)
    f.VoiceFactory(council=council, agreed=True, consent_until=date(2026, 3, 1))
    f.VoiceFactory(council=council, agreed=True, consent_on=date(2026, 3, 3))
    f.VoiceFactory(council=council, agreed=True, gone=True)
    rows = Voice.objects.quotable(scope, on=TODAY)
    asked = {voice.pk for voice in Voice.objects.all() if quotable(voice, scope)}
    assert asked
    assert {voice.pk for voice in rows} == asked


def test_words_taken_back_are_gone_everywhere_at_once(council, qa_lead):
    voice = record(qa_lead, council, name="Bartholomew Fenn")
    voice = agree(qa_lead, voice)
    use = voices.record_use(
        by=qa_lead, voice=voice, kind="pack", title="Pack", scope="cqc", has_left=True
    )
    draft = reverse("assurance:voice-change", args=[voice.pk])
    FormDraft.objects.create(person=qa_lead, form_key=draft, answers={"words": [WORDS]})
    assert quotes([voice], "public", council_id=council.pk)[0].words == WORDS
    assert voices.withdraw_voice(by=qa_lead, voice=voice, on=TODAY) == 1
    held = Voice.objects.get()
    assert (held.words, held.summary, held.source) == ("", "", "")
    assert not VoiceIdentity.objects.exists()
    assert not FormDraft.objects.exists()
    for scope in VoiceScope.values:
        assert quotes([held], scope, council_id=council.pk) == []
    assert shown([held], keeps=True)[0].quote is None
    assert list(VoiceUse.objects.to_act_on()) == [use]
    voices.act_on_use(by=qa_lead, use=use, on=TODAY, note="CQC deleted it")
    assert not VoiceUse.objects.to_act_on().exists()


def test_words_that_are_gone_cannot_be_written_again(council, qa_lead):
    voice = f.VoiceFactory(council=council, gone=True)
    for call in (
        lambda: voices.change_voice(by=qa_lead, voice=voice, said=SAID),
        lambda: agree(qa_lead, voice),
        lambda: voices.withdraw_voice(by=qa_lead, voice=voice, on=TODAY),
        lambda: voices.set_identity(by=qa_lead, voice=voice, name="Ann"),
    ):
        with pytest.raises(RuleViolationError) as refusal:
            call()
        assert code_of(refusal) == "taken_back"


def test_words_are_not_quoted_further_than_was_agreed(council, qa_lead):
    voice = agree(qa_lead, record(qa_lead, council), VoiceScope.BOARD)
    with pytest.raises(RuleViolationError) as refusal:
        voices.record_use(
            by=qa_lead, voice=voice, kind="pack", title="P", scope="cqc", has_left=True
        )
    assert code_of(refusal) == "not_quotable"


def test_what_has_left_is_listed_where_the_words_may_no_longer_go_so_far(council, qa_lead):
    voice = agree(qa_lead, record(qa_lead, council))
    for scope in ("board", "cqc"):
        voices.record_use(
            by=qa_lead, voice=voice, kind="pack", title=scope, scope=scope, has_left=True
        )
    voices.record_use(
        by=qa_lead, voice=voice, kind="report", title="kept", scope="cqc", has_left=False
    )

    def listed():
        return sorted(VoiceUse.objects.to_act_on().values_list("title", flat=True))

    assert listed() == []
    agree(qa_lead, voice, VoiceScope.BOARD)
    assert listed() == ["cqc"]
    voices.record_consent(by=qa_lead, voice=voice, given=False, on=TODAY)
    assert listed() == ["board", "cqc"]
    agree(qa_lead, voice)
    assert listed() == []


def test_consent_says_how_far_and_does_not_come_from_the_future(council, qa_lead):
    voice = record(qa_lead, council)
    with pytest.raises(ValidationError, match="how far"):
        agree(qa_lead, voice, scope="")
    with pytest.raises(RuleViolationError):
        voices.record_consent(by=qa_lead, voice=voice, given=False, on=date(2026, 3, 3))
    with pytest.raises(ValidationError, match="cannot end before"):
        agree(qa_lead, voice, until=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="before they are said"):
        voices.withdraw_voice(by=qa_lead, voice=voice, on=date(2026, 3, 1))


def test_only_keepers_of_voices_write(council, analyst, director, stranger, qa_lead):
    voice = record(qa_lead, council)
    reply = f.VoiceReplyFactory(voice=voice)
    for by in (analyst, director, stranger):
        for call in (
            lambda by=by: record(by, council),
            lambda by=by: voices.withdraw_voice(by=by, voice=voice, on=TODAY),
            lambda by=by: voices.read_identity(by=by, voice=voice),
            lambda by=by: voices.add_theme(by=by, council=council, label="Waits"),
            lambda by=by: voice_replies.tell_back(by=by, reply=reply, did="x", on=TODAY, how="x"),
        ):
            with pytest.raises(PermissionDenied):
                call()
    assert Voice.objects.get().words == WORDS


def test_readers_see_words_with_consent_only_and_cannot_search_the_rest(
    council, qa_lead, signed_in
):
    record(qa_lead, council)
    heard = record(qa_lead, council, words="They came at once", summary="")
    agree(qa_lead, heard, VoiceScope.INTERNAL)
    address = reverse("assurance:voice-list")
    keeper, reader = signed_in(Role.QA_LEAD), signed_in(Role.DIRECTOR)
    assert "Zanzibar" in keeper.get(address).content.decode()
    page = reader.get(address).content.decode()
    assert "Zanzibar" not in page
    assert "They came at once" in page
    for said, client, found in (
        ("Zanzibar", keeper, 1),
        ("Zanzibar", reader, 0),
        ("at once", reader, 1),
    ):
        assert len(client.get(address, {"search": said}).context["rows"]) == found


def test_a_link_joins_parts_of_one_framework(council, qa_lead, cqc_framework):
    voice = record(qa_lead, council)
    statement = QualityStatement.objects.get(framework=cqc_framework, code="QS7")
    category = EvidenceCategory.objects.get(framework=cqc_framework, code="people_experience")
    other = f.EvidenceCategoryFactory()
    voices.link_voice(by=qa_lead, voice=voice, statement=statement, categories=[category])
    with pytest.raises(RuleViolationError):
        voices.link_voice(by=qa_lead, voice=voice, statement=statement, categories=[other])
    assert [str(link.category) for link in voice.links.all()] == [category.label]
    voices.link_voice(by=qa_lead, voice=voice, statement=statement, categories=[])
    assert not voice.links.exists()


def test_you_said_we_did(council, qa_lead):
    voice = record(qa_lead, council)
    item = f.ImprovementItemFactory(council=council)
    reply = voice_replies.answer_voice(by=qa_lead, voice=voice, item=item)
    with pytest.raises(ValidationError, match="already"):
        voice_replies.answer_voice(by=qa_lead, voice=voice, item=item)
    assert list(Voice.objects.to_tell()) == [voice]
    with pytest.raises(ValidationError, match="how they were told"):
        voice_replies.tell_back(by=qa_lead, reply=reply, did="We rang", on=TODAY, how="")
    voice_replies.tell_back(by=qa_lead, reply=reply, did="We rang", on=TODAY, how="By phone")
    assert not Voice.objects.to_tell().exists()
    with pytest.raises(RuleViolationError):
        voice_replies.unlink_reply(by=qa_lead, reply=VoiceReply.objects.get())
    elsewhere = f.ImprovementItemFactory()
    with pytest.raises(RuleViolationError):
        voice_replies.answer_voice(by=qa_lead, voice=voice, item=elsewhere)


def test_who_is_missing_is_listed_first(council, qa_lead):
    record(qa_lead, council, groups=["older"])
    rows = by_group(Voice.objects.all(), since=date(2025, 3, 2))
    assert rows[0].count == 0
    assert (rows[-1].code, rows[-1].count, rows[-1].last_on) == ("older", 1, TODAY)
    assert by_group(Voice.objects.all(), since=date(2026, 3, 3))[-1].count == 0
    speakers = by_speaker(Voice.objects.all(), since=date(2025, 3, 2))
    assert {row.code for row in speakers if not row.count} == set(Speaker.values) - {"adult"}


def test_outside_the_council_a_small_group_is_not_named(council, qa_lead):
    voice = agree(qa_lead, record(qa_lead, council, groups=["autism"]))
    outside = quotes([voice], "board", council_id=council.pk)[0].attribution
    assert outside == "Adult with care and support needs, 2026"
    for _ in range(4):
        record(qa_lead, council, groups=["autism"])
    outside = quotes([voice], "board", council_id=council.pk)[0].attribution
    assert outside == "Adult with care and support needs, Autistic people, 2026"


def test_nothing_is_kept_where_the_log_fails(council, qa_lead, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        record(qa_lead, council)
    assert not Voice.objects.exists()


def test_themes_are_one_list_and_none_is_there_twice(council, qa_lead):
    voices.add_theme(by=qa_lead, council=council, label="Waiting  for an answer")
    with pytest.raises(RuleViolationError):
        voices.add_theme(by=qa_lead, council=council, label="waiting for an answer")


def test_lists_cost_no_more_when_they_hold_more(
    council, qa_lead, client, django_assert_max_num_queries
):
    client.force_login(qa_lead)
    for _ in range(3):
        voice = f.VoiceFactory(council=council, agreed=True)
        voice.themes.add(f.ThemeFactory(council=council))
        f.VoiceGroupFactory(voice=voice)
        f.VoiceReplyFactory(voice=voice)
        f.StoryOfDifferenceFactory(council=council)
        f.VoiceUseFactory(voice=f.VoiceFactory(council=council, gone=True))
    for name in ("voice-list", "voice-overview", "you-said", "voice-taken-back"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(f"assurance:{name}")).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(reverse("assurance:voice-detail", args=[voice.pk]))
