"""What came of the last round of the demonstration council: second readings, themes, actions."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assurance.demo.chance import Chance
from assurance.demo.past_rounds_answers import Finished
from audit.choices import (
    ActionLevel,
    ActionPriority,
    ActionStatus,
    FindingKind,
    ModerationReason,
    ModerationStyle,
    Speaker,
)
from audit.models import (
    AuditAction,
    AuditRound,
    ModeratedAnswer,
    ModeratedGrade,
    Moderation,
    Quotation,
    Theme,
    ThemeFinding,
)
from core.models import User

QUOTES = (
    (Speaker.ADULT, "Nobody told me it was finished. I kept waiting for somebody to ring.", True),
    (Speaker.ADULT, "She asked me what I wanted before she asked me what had happened.", True),
    (Speaker.REPRESENTATIVE, "We were listened to, but we never saw anything in writing.", True),
    (Speaker.ADULT, "They let me decide about my son. That was the hard part.", True),
    (Speaker.PRACTITIONER, "I knew the reasons. I did not have the time to write them down.", True),
    (Speaker.PARTNER, "We sent our report and did not hear whether it was any use.", True),
    (Speaker.ADULT, "I would do it again, if it was the same worker.", False),
)
ACTIONS = (
    (None, ActionLevel.SERVICE, "Send every referrer the outcome within five days", "open", 40),
    (
        None,
        ActionLevel.TEAM,
        "Team meeting on recording the reasons for a decision",
        "verified",
        -6,
    ),
    (3, ActionLevel.CASE, "Visit and check that the plan still keeps the person safe", "done", -9),
    (7, ActionLevel.CASE, "Write down why no advocate was offered", "open", -3),
    (11, ActionLevel.TEAM, "Go through capacity assessments in group supervision", "open", 21),
    (15, ActionLevel.CASE, "Tell the person how the enquiry ended", "verified", -12),
)
MODERATED = 8


def after(
    chance: Chance,
    held: AuditRound,
    finished: list[Finished],
    people: Mapping[str, User],
) -> None:
    """Store second readings, themes, words and actions of one round."""
    _themes(chance, held, finished)
    _quotations(held, finished)
    _moderations(chance, finished, people)
    _actions(held, finished, people)


def _themes(chance: Chance, held: AuditRound, finished: list[Finished]) -> None:
    tags = {
        q["code"]: [t.removeprefix("theme:") for t in q.get("tags") or () if t.startswith("theme:")]
        for section in held.version.content["sections"]
        for q in section["questions"]
    }
    codes = sorted({tag for held_tags in tags.values() for tag in held_tags})
    themes = {
        code: Theme.objects.get_or_create(
            council=held.council,
            code=code,
            defaults={"label": _label(code)},
        )[0]
        for code in codes
    }
    rows: dict[tuple[Any, str, str], ThemeFinding] = {}
    for each in finished:
        for code, answer in each.answers.items():
            for tag in tags.get(code, ()):
                kind = FindingKind.LEARNING if answer in ("no", "partly") else None
                if answer == "yes" and chance.likely(0.15):
                    kind = FindingKind.STRENGTH
                if kind and (kind == FindingKind.STRENGTH or chance.likely(0.7)):
                    row = ThemeFinding(audit=each.audit, theme=themes[tag], kind=kind)
                    rows[each.audit.pk, tag, kind] = row
    ThemeFinding.objects.bulk_create(rows.values())


def _label(code: str) -> str:
    return "What the person wants" if code == "msp" else code.replace("-", " ").capitalize()


def _quotations(held: AuditRound, finished: list[Finished]) -> None:
    Quotation.objects.bulk_create(
        Quotation(
            audit=finished[2 * at].audit,
            speaker=speaker,
            words=words,
            may_share=is_shared,
            consent_on=held.ends_on + timedelta(days=15) if is_shared else None,
            is_disguised=is_shared,
        )
        for at, (speaker, words, is_shared) in enumerate(QUOTES)
    )


def _moderations(chance: Chance, finished: list[Finished], people: Mapping[str, User]) -> None:
    second = {True: people["manager"], False: people["qa-lead"]}
    chosen = finished[:: max(1, len(finished) // MODERATED)][:MODERATED]
    moderations = [
        Moderation(
            audit=each.audit,
            style=ModerationStyle.BLIND,
            reason=ModerationReason.SAMPLE,
            first_auditor=each.audit.auditor,
            moderator=second[each.audit.auditor == people["qa-lead"]],
            started_at=each.audit.agreed_at,
            decided_at=each.audit.agreed_at,
            outcome="agreed",
        )
        for each in chosen
    ]
    for moderation, each in zip(moderations, chosen, strict=True):
        if each.judged == "good" and not any(m.outcome == "grade_lowered" for m in moderations):
            moderation.outcome = "grade_lowered"
            moderation.outcome_reason = "The person was not told of the outcome."
    Moderation.objects.bulk_create(moderations)
    grades, answers = [], []
    for moderation, each in zip(moderations, chosen, strict=True):
        is_lower = moderation.outcome == "grade_lowered"
        grades.append(
            ModeratedGrade(
                moderation=moderation,
                result="overall",
                first=each.judged,
                suggested=each.judged,
                grade="requires_improvement" if is_lower else each.judged,
                reason=moderation.outcome_reason,
            )
        )
        for code, option in each.answers.items():
            if code in each.texts or option == "na":
                continue
            answers.append(_second(chance, moderation, each, code, option))
    ModeratedGrade.objects.bulk_create(grades)
    ModeratedAnswer.objects.bulk_create(answers)


def _second(
    chance: Chance, moderation: Moderation, each: Finished, code: str, option: str
) -> ModeratedAnswer:
    question = each.questions[code]
    scale = each.audit.version.content["scales"][question.scale]["options"]
    others = [o["code"] for o in scale if o.get("score") is not None and o["code"] != option]
    return ModeratedAnswer(
        moderation=moderation,
        question=question,
        first_option=option,
        first_state="answered",
        option=chance.one_of(others) if chance.likely(0.18) else option,
    )


def _actions(held: AuditRound, finished: list[Finished], people: Mapping[str, User]) -> None:
    closed = held.ends_on + timedelta(days=26)
    for at, (file, level, words, status, days) in enumerate(ACTIONS, 1):
        due = closed + timedelta(days=days)
        is_done, is_verified = status != "open", status == "verified"
        done_on = due - timedelta(days=3)
        AuditAction.objects.create(
            council=held.council,
            reference=f"ACT-{held.ends_on.year}-{100 + at:05}",
            audit=None if file is None else finished[file].audit,
            round=held if file is None else None,
            level=level,
            description=words,
            owner=people["manager"],
            priority=ActionPriority.HIGH if level == ActionLevel.CASE else ActionPriority.MEDIUM,
            first_due_on=due,
            due_on=due,
            status=ActionStatus(status),
            evidence="Noted in the record and shown to the lead" if is_done else "",
            done_on=done_on if is_done else None,
            done_by=people["manager"] if is_done else None,
            verified_by=people["qa-lead"] if is_verified else None,
            verified_on=done_on + timedelta(days=1) if is_verified else None,
            verified_note="Seen" if is_verified else "",
        )
