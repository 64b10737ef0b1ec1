"""Store the invented councils in one transaction; nothing of a half-made one is left behind."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain

from django.db import models, transaction
from django.db.models.functions import Lower

from assurance.demo import (
    board,
    comparing,
    concerns,
    contacts,
    deciding,
    deciding_rows,
    enquiries,
    enquiry_work,
    experience,
    people,
    timescales,
    world,
)
from assurance.demo.adults import Population
from assurance.demo.story import Story, second_story
from assurance.models import (
    ChartRebase,
    LocalTarget,
    PublishedRelease,
    PublishedValue,
    StatisticalNeighbour,
)
from core import activity
from core.models import ActivityEvent, ClosureDay, Membership, Organisation, Team, User
from safeguard.extract.staging import analyse
from safeguard.models import (
    Action,
    Adult,
    AdultIdentity,
    Advocacy,
    Allocation,
    CapacityAssessment,
    CausedChase,
    CausedRequest,
    ClockRule,
    Concern,
    ConcernCondition,
    ConcernReport,
    ConcernRiskType,
    DecisionRecord,
    DecisionRoute,
    DesiredOutcome,
    Enquiry,
    ExperienceAnswer,
    ExperienceOption,
    ExperienceQuestion,
    ExperienceResponse,
    LookAgain,
    Notification,
    PlanReview,
    PolicyChange,
    PrioritySetting,
    Provider,
    ProviderNotification,
    QuestionSet,
    RegisterSettings,
    Risk,
)

VERB = "demonstration.made"
BATCH = 2000


class OtherDataError(Exception):
    """The database holds something that this demonstration must not be mixed with."""


@dataclass(frozen=True)
class Made:
    """What a call stored: nothing where the same demonstration was there already."""

    concerns: int
    enquiries: int
    was_there: bool = False


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Every row stays in use to the end, so looking for rubbish among them only costs time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_garbage_collection()
@transaction.atomic
def make(story: Story) -> Made:
    """Store both councils with their people, or leave the same demonstration as it is.

    Raises:
        OtherDataError: the councils' codes are taken by other data, or by a demonstration made
            from another seed, as-of date or scale.
    """
    plot = {"seed": story.seed, "as_of": story.as_of.isoformat(), "scale": story.scale}
    if Organisation.objects.filter(code__in=_codes()).exists():
        _check_same(plot)
        return Made(Concern.objects.count(), Enquiry.objects.count(), was_there=True)
    first, second = world.first_council(story), world.second_council(story)
    partners = world.partners()
    bodies = [first.organisation, second.organisation, *partners]
    _store(Organisation, bodies)
    _store_people(story, {body.code: body for body in bodies})
    for council, plot_of in ((first, story), (second, second_story(story))):
        _store_council(council)
        if plot_of.has_events:
            _store(ClockRule, timescales.rules_of(council.organisation, plot_of))
        _store_casework(plot_of, council)
    _tell_planner()
    _store_comparing(story, first.organisation)
    board.make_board(story, {body.code: body for body in bodies})
    activity.record(
        by=None, verb=VERB, target=first.organisation, council=first.organisation, changes=plot
    )
    return Made(Concern.objects.count(), Enquiry.objects.count())


def is_there() -> bool:
    """Say whether a demonstration has been made in this database."""
    return ActivityEvent.objects.filter(verb=VERB).exists()


def _codes() -> list[str]:
    return [world.CODE, world.SECOND_CODE, *world.PARTNERS]


def _check_same(plot: dict[str, object]) -> None:
    event = ActivityEvent.objects.filter(verb=VERB).order_by("-id").first()
    if event is None:
        raise OtherDataError(f"{', '.join(_codes())}: one of these codes holds other data")
    if event.changes != plot:
        raise OtherDataError(f"this database holds another demonstration: {event.changes}")


def _tell_planner() -> None:
    """Let PostgreSQL look at what was stored, before it counts it by a plan for empty tables."""
    for model in (Adult, Concern, ConcernRiskType, ConcernCondition, Enquiry, Risk, Advocacy):
        analyse(model._meta.db_table)


def _store_people(story: Story, bodies: dict[str, Organisation]) -> None:
    users = people.accounts(story)
    addresses = [user.email for user in users]
    taken = User.objects.alias(address=Lower("email")).filter(address__in=addresses)
    if taken.exists():
        raise OtherDataError("a person with a demonstration address is there already")
    _store(User, users)
    _store(Membership, people.memberships(story, users, bodies))


def _store_council(council: world.Council) -> None:
    _store(Team, council.teams.values())
    _store(RegisterSettings, [council.settings])
    _store(ClosureDay, council.closures)
    _store(PolicyChange, council.policy_changes)


def _store_comparing(story: Story, council: Organisation) -> None:
    chosen = comparing.set_for(council, story, people.staff().manager)
    _store(LocalTarget, chosen.targets)
    _store(ChartRebase, chosen.rebases)
    _store(StatisticalNeighbour, chosen.neighbours)
    releases, values = comparing.invented_publication(council, story)
    _store(PublishedRelease, releases)
    _store(PublishedValue, values)


def _store_casework(story: Story, council: world.Council) -> None:
    population = Population(story, council.organisation)
    received = concerns.received(story, council, population)
    deciding.decide(story, received)
    work = enquiries.made(story, council, received)
    population.record_deaths()
    known = contacts.providers(council)
    reports = contacts.provider_notifications(story, council, received, known)
    contacts.name_providers(story, received, known, reports)
    staff = people.staff()
    # Nobody of the small second council has done more than receive and decide.
    done = enquiry_work.done(story, staff, work if story.has_events else [])

    _store(Provider, known.values())
    _store(Adult, (known.adult for known in population.known))
    _store(AdultIdentity, (known.identity for known in population.known))
    _store(Concern, (contact.concern for contact in received))
    details = list(chain.from_iterable(contact.details for contact in received))
    _store(ConcernRiskType, (row for row in details if isinstance(row, ConcernRiskType)))
    _store(ConcernCondition, (row for row in details if isinstance(row, ConcernCondition)))
    _store(Enquiry, (item.enquiry for item in work))
    _store(Risk, chain.from_iterable(item.risks for item in work))
    _store(DesiredOutcome, chain.from_iterable(item.outcomes for item in work))
    _store(CapacityAssessment, chain.from_iterable(item.capacity for item in work))
    _store(Advocacy, chain.from_iterable(item.advocacy for item in work))
    if story.has_events:
        _store_experience(experience.heard(story, council, work, people.recorder()))
        _store_enquiry_work(done)
        _store_steps(deciding_rows.steps(story, staff, received))
        _store(LookAgain, deciding_rows.looks(story, staff, received, done.waiting))
    _store(Notification, contacts.notifications(story, council, received))
    _store(ProviderNotification, reports)


def _store_enquiry_work(done: enquiry_work.Done) -> None:
    _store(Allocation, done.allocations)
    _store(Action, done.actions)
    _store(PlanReview, done.reviews)
    _store(CausedRequest, done.requests)
    _store(CausedChase, done.chases)


def _store_steps(steps: deciding_rows.Steps) -> None:
    _store(PrioritySetting, steps.priorities)
    _store(ConcernReport, steps.reports)
    _store(DecisionRecord, steps.decisions)
    _store(DecisionRoute, steps.routes)


def _store_experience(heard: experience.Heard) -> None:
    _store(QuestionSet, [heard.question_set])
    _store(ExperienceQuestion, heard.questions)
    _store(ExperienceOption, heard.options)
    _store(ExperienceResponse, heard.responses)
    _store(ExperienceAnswer, heard.answers)


def _store(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)
