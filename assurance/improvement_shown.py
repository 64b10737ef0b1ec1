"""Items of the improvement plan as pages and files show them: delivery apart from effect."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assurance.catalogue import BY_KEY, MEASURES
from assurance.choices_improvement import Effect
from assurance.models import ImprovementItem, ImprovementStep
from sab.rules.delivery import COLOURS, WORDS, Delivery, delivery_of, delivery_of_all
from sab.rules.delivery import Standing as StepStanding
from sab.tracker import Tag

# Here nobody verifies a single action: the effect of the whole item is verified.
WORDS_HERE = {**WORDS, Delivery.COMPLETE: "Complete"}
EFFECT_COLOURS = {Effect.NONE: "grey", Effect.EARLY: "blue", Effect.SHOWN: "teal"}


@dataclass(frozen=True)
class ShownItem:
    """One item with its states."""

    row: ImprovementItem
    state: Tag
    delivery: Tag
    effect: Tag
    owner: str
    is_overdue: bool
    days_late: int


@dataclass(frozen=True)
class OwnersLate:
    """How many open items one owner has, and how many of them are past their day."""

    owner: str
    key: str
    open: int
    overdue: int


def owner_of(row: ImprovementItem) -> str:
    return row.owner.full_name if row.owner else row.owner_name


def item_shown(row: ImprovementItem, today: date) -> ShownItem:
    """Return one item with its states. Its steps and owner have been fetched with it."""
    held = [step_standing(step) for step in row.steps.all()]
    is_open = row.closed_on is None
    late = max((today - row.due_on).days, 0) if is_open else 0
    state = Tag("Open", "blue") if is_open else Tag("Closed", "green")
    delivery = delivery_tag(delivery_of_all(held, today))
    return ShownItem(row, state, delivery, effect_tag(row), owner_of(row), late > 0, late)


def items_shown(rows: Iterable[ImprovementItem], today: date) -> list[ShownItem]:
    return [item_shown(row, today) for row in rows]


def by_owner(items: Sequence[ShownItem]) -> list[OwnersLate]:
    """Return each owner of open items, whoever has most that is overdue first."""
    found: dict[str, list[ShownItem]] = {}
    for item in items:
        if item.row.closed_on is None:
            found.setdefault(item.owner, []).append(item)
    counted = [
        OwnersLate(owner, _key(held[0]), len(held), sum(item.is_overdue for item in held))
        for owner, held in found.items()
    ]
    return sorted(counted, key=lambda row: (-row.overdue, -row.open, row.owner))


def _key(item: ShownItem) -> str:
    """Return by what the list is narrowed to this owner; nothing for one outside the service."""
    return str(item.row.owner_id or "")


def step_standing(step: ImprovementStep) -> StepStanding:
    return StepStanding(step.progress, step.due_on, is_verified=False)


def delivery_tag(found: Delivery | None) -> Tag:
    if found is None:
        return Tag("No actions yet", "grey")
    return Tag(WORDS_HERE[found], COLOURS[found])


def step_tag(step: ImprovementStep, today: date) -> Tag:
    return delivery_tag(delivery_of(step_standing(step), today))


def effect_tag(row: ImprovementItem) -> Tag:
    """Return what there is to show, and whether somebody else has verified it."""
    effect = Effect(row.effect)
    if row.verified_on is not None:
        return Tag("Evidence of effect, verified", "green")
    words = effect.label + (", not verified" if effect is Effect.SHOWN else "")
    return Tag(words, EFFECT_COLOURS[effect])


def measures_offered() -> list[tuple[str, str]]:
    """Return the measures that an item may aim to move: never one that is context only."""
    return [
        (measure.key, measure.title)
        for measure in MEASURES
        if not measure.context_only and measure.direction != "neutral"
    ]


def measure_title(key: str) -> str:
    """Return the title of a measure; its key where the catalogue has it no longer."""
    measure = BY_KEY.get(key)
    return measure.title if measure else key
