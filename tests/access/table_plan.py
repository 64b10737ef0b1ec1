"""Voices, outside assessments, the improvement plan and indicators.

Whoever reads Theme 3 reads them; the board's manager reads the plan, and nobody's words.
"""

from core.roles import Role
from tests import factories as f
from tests.access.rows import made

KEEPS_VOICES = frozenset({Role.SAFEGUARDING_MANAGER, Role.QA_LEAD})
VOICES = KEEPS_VOICES | {Role.ANALYST, Role.DIRECTOR}
PLAN = VOICES | {Role.SAB_MANAGER}
KEEPS_PLAN = frozenset({Role.QA_LEAD, Role.DIRECTOR})
ENTERS = frozenset({Role.QA_LEAD, Role.ANALYST})
# They read the plan, but it is not their item: the row is not found.
NOT_THEIRS = dict.fromkeys(PLAN - KEEPS_PLAN, 404)


def gone(council):
    voice = f.VoiceFactory(council=council, gone=True)
    return f.VoiceUseFactory(voice=voice)


MAKERS = {
    "voice": lambda council: f.VoiceFactory(council=council, agreed=True),
    "voice reply": lambda council: f.VoiceReplyFactory(voice__council=council),
    "voice use": gone,
    "assessment": lambda council: (
        f.AssessmentFindingFactory(assessment__council=council).assessment
    ),
    "outside finding": lambda council: f.AssessmentFindingFactory(assessment__council=council),
    "item": lambda council: f.ImprovementStepFactory(item__council=council).item,
    "step": lambda council: f.ImprovementStepFactory(item__council=council),
    "theme 3 indicator": lambda council: (
        f.IndicatorValueFactory(indicator__council=council).indicator
    ),
}


def page(who):
    return ("get", {}, {}, who, 200)


def about(kind, who, **more):
    return ("get", {"pk": made(kind)}, {}, who, 200, more.get("others", {}))


VOICE_FORMS = ("change", "consent", "withdraw", "identity", "link", "reply", "use")
OWNER_FORMS = ("step-add", "note", "effect")
ITEM_FORMS = ("change", "verify", "close", "reopen")

TABLE = {
    **{f"assurance:{name}": page(VOICES) for name in ("voice-list", "voice-overview", "you-said")},
    **{
        f"assurance:voice-{name}": page(KEEPS_VOICES)
        for name in ("taken-back", "record", "theme-add")
    },
    "assurance:voice-detail": about("voice", VOICES),
    **{f"assurance:voice-{name}": about("voice", KEEPS_VOICES) for name in VOICE_FORMS},
    "assurance:voice-reply-tell": about("voice reply", KEEPS_VOICES),
    "assurance:voice-reply-remove": about("voice reply", KEEPS_VOICES),
    "assurance:voice-use-act": about("voice use", KEEPS_VOICES),
    "assurance:assessment-list": page(PLAN),
    "assurance:assessment-add": page(KEEPS_PLAN),
    "assurance:assessment-detail": about("assessment", PLAN),
    "assurance:assessment-change": about("assessment", KEEPS_PLAN),
    "assurance:finding-add": about("assessment", KEEPS_PLAN),
    "assurance:finding-change": about("outside finding", KEEPS_PLAN),
    "assurance:finding-answer": about("outside finding", KEEPS_PLAN),
    "assurance:improvement-list": page(PLAN),
    "assurance:improvement-add": page(KEEPS_PLAN),
    "assurance:improvement-file": page(KEEPS_PLAN),
    "assurance:improvement-detail": about("item", PLAN),
    **{f"assurance:improvement-{name}": about("item", KEEPS_PLAN) for name in ITEM_FORMS},
    **{
        f"assurance:improvement-{name}": about("item", KEEPS_PLAN, others=NOT_THEIRS)
        for name in OWNER_FORMS
    },
    "assurance:improvement-step": about("step", KEEPS_PLAN, others=NOT_THEIRS),
    "assurance:improvement-step-remove": about("step", KEEPS_PLAN),
    "assurance:indicator-list": page(PLAN),
    "assurance:indicator-detail": about("theme 3 indicator", PLAN),
    "assurance:indicator-add": page(ENTERS),
    "assurance:indicator-load": page(ENTERS),
    "assurance:indicator-change": about("theme 3 indicator", ENTERS),
    "assurance:indicator-value-enter": about("theme 3 indicator", ENTERS),
}
