"""Where groups that answered one checklist agree, differ, do not know or are silent. Pure.

It counts people and names positions in words. It gives no mean and no score: the agree scale says
how people see a line, not how good the council is, and nothing here or elsewhere turns it into one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assurance.choices_checklist import Agreement

# A group of fewer people than this is not shown by itself: an answer could be pinned on somebody.
LEAST_PEOPLE = 5
AGREES = frozenset({Agreement.STRONGLY_AGREE, Agreement.TEND_TO_AGREE})
DISAGREES = frozenset({Agreement.STRONGLY_DISAGREE, Agreement.TEND_TO_DISAGREE})
HAS_A_VIEW = AGREES | DISAGREES | {Agreement.NEITHER}


@dataclass(frozen=True, slots=True)
class GroupSize:
    """A group of a round. `people`: in the parts that were sent, everybody in a workshop counted.

    `asked` and `sent` are parts: a person, or a workshop.
    """

    key: int
    label: str
    asked: int
    sent: int
    people: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What one part of a group sent says about a line; empty where it says nothing."""

    group: int
    agreement: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as it may be shown, or several small ones as one (`is_pool`)."""

    label: str
    groups: frozenset[int]
    people: int
    is_pool: bool = False


@dataclass(frozen=True, slots=True)
class Protection:
    """Which groups are shown. `hidden` are too few even together, and count in no total."""

    shown: tuple[Shown, ...]
    hidden: tuple[GroupSize, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How one shown group answers one line. `silent`: parts sent that leave the line out."""

    label: str
    counts: Mapping[str, int]
    silent: int

    @property
    def agree(self) -> int:
        return sum(self.counts[each] for each in AGREES)

    @property
    def with_a_view(self) -> int:
        return sum(self.counts[each] for each in HAS_A_VIEW)

    @property
    def dont_know(self) -> int:
        return self.counts[Agreement.DONT_KNOW]

    @property
    def in_words(self) -> str:
        """How many agree, of how many with a view; nobody with one is said."""
        return f"{self.agree} of {self.with_a_view}" if self.with_a_view else "no view"

    @property
    def share(self) -> Fraction | None:
        """The share who agree among those with a view; None where nobody has one."""
        return Fraction(self.agree, self.with_a_view) if self.with_a_view else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist over all shown groups.

    `gap` is the distance between the group that agrees most and the one that agrees least, as
    shares; None where fewer than two groups have a view.
    """

    key: int
    spreads: tuple[Spread, ...]
    gap: Fraction | None
    most: Spread | None
    least: Spread | None

    def total(self, agreement: str) -> int:
        return sum(spread.counts[agreement] for spread in self.spreads)

    @property
    def dont_know(self) -> int:
        return self.total(Agreement.DONT_KNOW)

    @property
    def disagree(self) -> int:
        return sum(self.total(each) for each in DISAGREES)


def protect(groups: Sequence[GroupSize]) -> Protection:
    """Say which groups are shown by themselves, which only together, and which not at all.

    What is hidden is left out of every total too, or the rest would give it away.
    """
    answered = [group for group in groups if group.sent]
    large = [group for group in answered if group.people >= LEAST_PEOPLE]
    small = [group for group in answered if group.people < LEAST_PEOPLE]
    shown = [Shown(_label(group), frozenset({group.key}), group.people) for group in large]
    together = sum(group.people for group in small)
    if together < LEAST_PEOPLE:
        return Protection(tuple(shown), tuple(small))
    keys = frozenset(group.key for group in small)
    pool = Shown("Small groups together", keys, together, is_pool=True)
    return Protection((*shown, pool), ())


def _label(group: GroupSize) -> str:
    """Name a group; one that gave a single answer for several people says so."""
    is_agreed = group.sent == 1 and group.people > 1
    return f"{group.label} (one agreed answer)" if is_agreed else group.label


def spread_of_line(key: int, answers: Sequence[Answer], protection: Protection) -> Line:
    """Count one line's answers, group by group as they may be shown."""
    spreads = tuple(_spread(shown, answers) for shown in protection.shown)
    placed = [(spread.share, spread) for spread in spreads if spread.share is not None]
    if len(placed) < 2:
        return Line(key, spreads, None, None, None)
    most = max(placed, key=lambda pair: pair[0])
    least = min(placed, key=lambda pair: pair[0])
    return Line(key, spreads, most[0] - least[0], most[1], least[1])


def most_different_first(lines: Sequence[Line]) -> list[Line]:
    """Order lines: where groups differ most, then where most disagree, then as they stand."""
    return sorted(lines, key=lambda line: (line.gap is None, -(line.gap or 0), -line.disagree))


def least_known_first(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that somebody does not know about, most such people first."""
    return sorted((line for line in lines if line.dont_know), key=lambda line: -line.dont_know)


def missing_voices(groups: Sequence[GroupSize], usual: Sequence[str]) -> list[str]:
    """Say in words who has not been heard: not asked, silent, or heard in part."""
    found = []
    for group in groups:
        if not group.asked:
            found.append(f"{group.label}: nobody has been asked")
        elif not group.sent:
            found.append(f"{group.label}: asked, and nobody has answered")
        elif group.sent < group.asked:
            found.append(f"{group.label}: {group.sent} of {group.asked} asked have answered")
    named = {group.label.casefold() for group in groups}
    absent = [label for label in usual if label.casefold() not in named]
    return [*found, *(f"{label}: not a group of this round" for label in absent)]


def _spread(shown: Shown, answers: Sequence[Answer]) -> Spread:
    given = Counter(answer.agreement for answer in answers if answer.group in shown.groups)
    return Spread(
        label=shown.label,
        counts={each.value: given[each.value] for each in Agreement},
        silent=given[""],
    )
