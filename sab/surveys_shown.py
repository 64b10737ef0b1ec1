"""What a survey came to, as it may be shown: every number passes `core.disclosure`.

Even those who manage the board see no true count: the survey promised that nobody would.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.disclosure import HIDDEN, Shown, protect_table, publish_count
from sab.choices_board import Agreement, CommentState
from sab.models import Survey, SurveyAnswer, SurveyGroup, SurveyQuestion

AGREES = (Agreement.AGREE, Agreement.STRONGLY_AGREE)
EVERYBODY = "Everybody"
# Fewer answers than this are shown to nobody (sab_frameworks: suppress fewer than 5).
LEAST = 5
Counts = tuple[int, int, int]


@dataclass(frozen=True)
class Cut:
    """How one group answered one statement, as it may be shown."""

    group: str
    agree: Shown
    disagree: Shown
    unknown: Shown
    total: Shown

    @property
    def share(self) -> str:
        """How many of those who took a side agree, from nothing but the numbers shown."""
        if not isinstance(self.agree, int) or not isinstance(self.disagree, int):
            return HIDDEN
        return f"about {round(100 * self.agree / (self.agree + self.disagree))}%"


@dataclass
class QuestionResult:
    """One statement: everybody's answers, those of each group, and what was released."""

    question: SurveyQuestion
    everybody: Cut
    groups: list[Cut]
    comments: list[str] = field(default_factory=list)
    before: str = ""


@dataclass(frozen=True)
class SurveyResults:
    responses: Shown
    groups: list[tuple[str, Shown]]
    questions: list[QuestionResult]
    waiting: int
    is_enough: bool

    @property
    def by_domain(self) -> list[tuple[str, list[QuestionResult]]]:
        found: dict[str, list[QuestionResult]] = {}
        for each in self.questions:
            found.setdefault(each.question.domain, []).append(each)
        return list(found.items())


def responses_so_far(survey: Survey) -> Shown:
    return publish_count(survey.responses.count())


def counts_of(survey: Survey) -> dict[tuple[int, int], Counts]:
    """Return true counts by question and group: who agrees, who does not, who does not know."""
    rows = SurveyAnswer.objects.filter(response__survey=survey, question__is_written=False)
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for question, group, agreement in rows.values_list(
        "question", "response__group", "agreement"
    ).order_by("question"):
        place = 2 if agreement is None else int(agreement not in AGREES)
        found[question, group][place] += 1
    return {key: (held[0], held[1], held[2]) for key, held in found.items()}


def protected(
    counts: dict[tuple[int, int], Counts], question: int, groups: list[SurveyGroup]
) -> tuple[Cut, list[Cut]]:
    """Return everybody's answers to a question and each group's, as they may be shown."""
    rows = [counts.get((question, group.pk), (0, 0, 0)) for group in groups]
    table = protect_table(rows, exact_totals=False)
    shown = zip(groups, table.cells, table.row_totals or (), strict=True)
    cuts = [_cut(str(group), cells, total) for group, cells, total in shown]
    return _cut(EVERYBODY, table.column_totals or (), table.grand_total), cuts


def _cut(group: str, cells: Sequence[Shown], total: Shown) -> Cut:
    agree, disagree, unknown = cells
    return Cut(group, agree, disagree, unknown, total)


def results_of(survey: Survey) -> SurveyResults:
    """Return the results of a survey that is over."""
    groups = list(survey.groups.select_related("partner"))
    counts = counts_of(survey)
    released = comments_of(survey)
    before = shares_before(survey)
    questions = []
    by_group: dict[int, int] = defaultdict(int)
    for (key,) in survey.responses.values_list("group"):
        by_group[key] += 1
    number = sum(by_group.values())
    is_enough = number >= LEAST
    for question in survey.questions.all() if is_enough else []:
        everybody, cuts = protected(counts, question.pk, groups)
        words = released.get(question.pk, [])
        said = before.get(question.code, "")
        questions.append(QuestionResult(question, everybody, cuts, words, said))
    return SurveyResults(
        responses=publish_count(number),
        groups=[(str(group), publish_count(by_group[group.pk])) for group in groups],
        questions=questions,
        waiting=waiting_comments(survey),
        is_enough=is_enough,
    )


def comments_of(survey: Survey) -> dict[int, list[str]]:
    """Return the comments released, by question, in the order of their words: of nothing else."""
    rows = SurveyAnswer.objects.filter(
        response__survey=survey, comment_state=CommentState.RELEASED
    ).order_by("comment_shown")
    found: dict[int, list[str]] = defaultdict(list)
    for question, words in rows.values_list("question", "comment_shown"):
        found[question].append(words)
    return found


def waiting_comments(survey: Survey) -> int:
    rows = SurveyAnswer.objects.filter(response__survey=survey, comment_state=CommentState.WAITING)
    return rows.exclude(comment="").count()


def shares_before(survey: Survey) -> dict[str, str]:
    """Return the share shown of each statement in the survey of this kind before, in its words."""
    rows = Survey.objects.filter(board=survey.board_id, kind=survey.kind)
    last = rows.filter(opens_on__lt=survey.opens_on).order_by("-opens_on", "-pk").first()
    if last is None or last.responses.count() < LEAST:
        return {}
    groups, counts = list(last.groups.select_related("partner")), counts_of(last)
    asked = last.questions.filter(is_written=False)
    now = dict(survey.questions.values_list("code", "text"))
    return {
        question.code: protected(counts, question.pk, groups)[0].share
        for question in asked
        if now.get(question.code) == question.text
    }


def result_rows(results: SurveyResults) -> Iterator[tuple[Shown | str, ...]]:
    """Yield the rows of the file: each statement for everybody and each group, then comments."""
    for each in results.questions:
        about = (each.question.domain, each.question.code, each.question.text)
        if not each.question.is_written:
            for cut in (each.everybody, *each.groups):
                yield (*about, cut.group, cut.agree, cut.disagree, cut.unknown, cut.total)
        for words in each.comments:
            yield (*about[:2], words, "Comment", "", "", "", "")
