"""What nine scores would make: typed one by one or pasted, by GET so that an answer can be sent."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from assurance.forms_frameworks import ScoresForm
from assurance.frameworks_loader import DEFAULT_METHOD, shipped_scoring_methods
from assurance.models import Framework, QualityStatement
from assurance.rules.rating import (
    Overall,
    Position,
    ScoringMethod,
    low_scores,
    overall_rating,
    theme_position,
)
from assurance.rules.rating_checks import (
    BandRoom,
    band_room,
    category_lines,
    misfits,
    rating_of_total,
    read_scores,
)
from assurance.views.frameworks import FrameworkPage

CODE = "cqc-la"
SCORED_CATEGORIES = 4


@dataclass(frozen=True)
class Answer:
    """What the scores given make: a rating where all are given, else a position without a word."""

    position: Position
    given: int
    overall: Overall | None
    room: BandRoom | None
    misfits: list[str]
    low: list[QualityStatement]


class CqcScore(FrameworkPage):
    template_name = "assurance/cqc_score.html"

    def trail(self) -> list[dict[str, str]]:
        return [{"label": "Scores and ratings"}]

    @property
    def method(self) -> ScoringMethod:
        # Both methods combine statement scores in the same way.
        return shipped_scoring_methods()[DEFAULT_METHOD]

    @cached_property
    def statements(self) -> list[QualityStatement]:
        framework = Framework.objects.in_force(CODE, on=timezone.localdate())
        return list(framework.statements.all()) if framework else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = bool(self.request.GET)
        form = self.form(self.request.GET if asked else None)
        answer = self.answer(form) if asked and form.is_valid() else None
        return super().get_context_data(
            **kwargs,
            form=form,
            answer=answer,
            has_framework=len(self.statements) == self.method.statements,
            **explained(self.method),
        )

    def form(self, data: QueryDict | None) -> ScoresForm:
        method = self.method
        names = {
            name.casefold(): place
            for place, each in enumerate(self.statements, start=1)
            for name in (each.label, *each.aliases)
        }
        return ScoresForm(
            data,
            statements=self.statements,
            scale=range(method.lowest, method.highest + 1),
            ratings=[band.result for band in method.overall_bands],
            read=lambda text: read_scores(text, names, method),
        )

    def answer(self, form: ScoresForm) -> Answer:
        scores: dict[int, int] = form.cleaned_data["scores"]
        given = [scores[place] for place in sorted(scores)]
        low = [place for place, score in scores.items() if low_scores([score], self.method)]
        overall = room = None
        found: list[str] = []
        if len(given) == self.method.statements:
            overall = overall_rating(given, self.method)
            room = band_room(overall, self.method)
            found = misfits(
                given,
                self.method,
                percent=form.cleaned_data["percent"],
                rating=form.cleaned_data["rating"],
            )
        return Answer(
            position=theme_position(given, self.method),
            given=len(given),
            overall=overall,
            room=room,
            misfits=found,
            low=[self.statements[place - 1] for place in sorted(low)],
        )


def explained(method: ScoringMethod) -> dict[str, Any]:
    """Return what the page says of the methods: bands, every total, categories, a bad example."""
    totals = [
        rating_of_total(total, method)
        for total in range(
            method.statements * method.lowest, method.statements * method.highest + 1
        )
    ]
    methods = shipped_scoring_methods()
    return {
        "methods": methods.values(),
        "totals": [(overall, band_room(overall, method)) for overall in totals],
        "category_lines": category_lines(SCORED_CATEGORIES, methods["a"]),
        "example": EXAMPLE,
    }


# An example that is often passed round, as it was printed and as it should be. The names are the
# framework's; the last row of scores was left out.
EXAMPLE = (
    ("Assessing needs", "8 of 10, 50%, score 2", "8 of 16, 50%, score 2"),
    ("Supporting people to live healthier lives", "12 of 16, 75%, score 3", "The same"),
    ("Equity in experiences and outcomes", "Left out", "There are nine statements"),
    ("Care provision, integration and continuity", "12 of 16, 75%, score 3", "The same"),
    ("Partnerships and communities", "12 of 16, 75%, score 3", "The same"),
    ("Safe systems, pathways and transitions", "8 of 16, 50%, score 2", "The same"),
    ("Safeguarding", "8 of 16, 50%, score 2", "The same"),
    ("Governance, management and sustainability", "3 of nothing, 75%, score 3", "12 of 16, 75%"),
    ("Learning, improvement and innovation", "3 of nothing, 75%, score 3", "12 of 16, 75%"),
    (
        "Final rating",
        "26 of 36, 67%, no rating named",
        "The eight scores make 21; with 3 for the one left out, 24 of 36, 66.67%, printed 67: good",
    ),
)
