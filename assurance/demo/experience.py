"""What people said of their enquiries, to questions in this demonstration's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from assurance.demo.chance import Chance
from assurance.demo.enquiries import Work
from assurance.demo.story import Story
from assurance.demo.world import Council
from core.models import User
from safeguard.choices_work import AskedHow, ExperienceResult, QuestionKind, Respondent
from safeguard.models import (
    Enquiry,
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
)

IN_TIME = 56
SAFER = {"a_lot": "A lot", "quite_a_bit": "Quite a bit", "a_little": "A little"}
SAFER |= {"not_at_all": "Not at all", "cannot_say": "I cannot say"}
HEARD = {"yes": "Yes", "partly": "Partly", "no": "No"}
# code: wording to the adult, to a representative, and the listed answers
QUESTIONS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "felt_safer": (
        "How much safer do you feel, after all this?",
        "How much safer do you think they are, after all this?",
        SAFER,
    ),
    "heard": (
        "Did we hear what you had to say?",
        "Did we hear what they had to say?",
        HEARD,
    ),
    "in_own_words": (
        "What would you tell us to do again, or never again?",
        "What would you tell us to do again, or never again?",
        {},
    ),
}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "felt_safer": {
        "a_lot": 34,
        "quite_a_bit": 31,
        "a_little": 19,
        "not_at_all": 9,
        "cannot_say": 7,
    },
    "heard": {"yes": 66, "partly": 24, "no": 10},
}
SAID = (
    "Somebody sat down with me and waited until I had finished.",
    "Nobody told me it was over. I rang to find out.",
    "Keep the same person. I had to say it three times.",
    "They asked me first and the family after. That was right.",
)
RESULTS: Mapping[Respondent, Mapping[str, float]] = {
    Respondent.ADULT: {"answered": 52, "declined": 20, "not_able": 18, "not_reached": 10},
    Respondent.REPRESENTATIVE: {"answered": 72, "declined": 12, "not_able": 1, "not_reached": 15},
}
SHARE_ASKED = {Respondent.ADULT: 0.38, Respondent.REPRESENTATIVE: 0.24}
HOW = {AskedHow.PHONE: 55, AskedHow.IN_PERSON: 30, AskedHow.POST: 15}
RELATED = ("Daughter", "Son", "Partner", "Friend", "Advocate", "Sister")
ASKERS = {
    False: ("The enquiry officer", "The duty social worker"),
    True: ("The quality team", "A volunteer of the local advocacy service"),
}


@dataclass
class Heard:
    """A council's questions and what was answered, not yet stored; in the order of storing."""

    question_set: QuestionSet
    questions: list[ExperienceQuestion] = field(default_factory=list)
    options: list[ExperienceOption] = field(default_factory=list)
    responses: list[ExperienceResponse] = field(default_factory=list)
    answers: list[ExperienceAnswer] = field(default_factory=list)


def heard(story: Story, council: Council, work: list[Work], recorder: User) -> Heard:
    """Return the questions, and the answers about a share of the concluded enquiries."""
    chance = Chance(story.seed, "experience")
    found = _questions(story, council)
    for item in work:
        for kind in Respondent:
            if item.enquiry.concluded_on and chance.likely(SHARE_ASKED[kind]):
                _ask(chance, story, found, item.enquiry, kind, recorder)
    return found


def _questions(story: Story, council: Council) -> Heard:
    question_set = QuestionSet(
        council=council.organisation,
        name="What it was like, in our own words",
        source="Invented for this demonstration. It is not a national wording.",
        in_use_from=story.first_day,
        created_at=_noon(story.first_day),
    )
    found = Heard(question_set)
    for place, (code, (to_adult, to_other, answers)) in enumerate(QUESTIONS.items(), 1):
        question = ExperienceQuestion(
            question_set=question_set,
            code=code,
            position=place,
            kind=QuestionKind.CHOICE if answers else QuestionKind.TEXT,
            to_adult=to_adult,
            to_representative=to_other,
        )
        found.questions.append(question)
        found.options += [
            ExperienceOption(question=question, code=key, label=label, position=number)
            for number, (key, label) in enumerate(answers.items(), 1)
        ]
    return found


def _ask(
    chance: Chance,
    story: Story,
    found: Heard,
    enquiry: Enquiry,
    kind: Respondent,
    recorder: User,
) -> None:
    """Ask one person once, mostly in time; not beyond the last day, nor an adult who has died."""
    asked_on = _asked_on(chance, story, enquiry)
    result = chance.pick(RESULTS[kind])
    related = chance.one_of(RELATED)
    is_independent = chance.likely(0.4)
    asker, how = chance.one_of(ASKERS[is_independent]), chance.pick(HOW)
    died_on = enquiry.concern.adult.died_on
    has_died = kind == Respondent.ADULT and died_on is not None and asked_on > died_on
    if asked_on > story.as_of or has_died:
        return
    response = ExperienceResponse(
        enquiry=enquiry,
        question_set=found.question_set,
        respondent=kind,
        relationship=related if kind == Respondent.REPRESENTATIVE else "",
        asked_on=asked_on,
        asked_by=asker,
        is_independent=is_independent,
        how=how,
        result=result,
        recorded_by=recorder,
        recorded_at=_noon(asked_on),
    )
    found.responses.append(response)
    if result == ExperienceResult.ANSWERED:
        found.answers += _answers(chance, found, response)


def _asked_on(chance: Chance, story: Story, enquiry: Enquiry) -> date:
    closed = enquiry.concluded_on or story.as_of
    if chance.likely(0.35):
        return closed
    wait = chance.whole(IN_TIME + 1, IN_TIME + 40) if chance.likely(0.06) else None
    return closed + timedelta(days=wait or chance.whole(3, IN_TIME))


def _answers(chance: Chance, found: Heard, response: ExperienceResponse) -> list[ExperienceAnswer]:
    """Return an answer to each listed question, and now and then some words."""
    rows = []
    for question in found.questions:
        if question.kind == QuestionKind.TEXT:
            if chance.likely(0.3):
                words = chance.one_of(SAID)
                rows.append(ExperienceAnswer(response=response, question=question, words=words))
            continue
        code = chance.pick(WEIGHTS[question.code])
        option = next(o for o in found.options if o.question is question and o.code == code)
        rows.append(ExperienceAnswer(response=response, question=question, option=option))
    return rows


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
