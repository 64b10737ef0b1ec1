"""The shape of what the pages about risks, the plan, other reviews and briefings ask for."""

from typing import Any

from django import forms

from sab.choices_recommendation import OtherReviewKind, Progress
from sab.forms import OfBoardForm, ThemedForm, choice, long_text
from sab.models import Board, BoardRisk, OtherReview, Partner, Recommendation, Review
from sab.models.risk import HIGHEST

SCORE = [(value, str(value)) for value in range(1, HIGHEST + 1)]


def agency(label: str, help_text: str = "") -> "forms.ModelChoiceField[Partner]":
    return forms.ModelChoiceField(
        label=label, queryset=Partner.objects.none(), required=False, help_text=help_text
    )


def score(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=SCORE, coerce=int)


class ScaledForm(OfBoardForm):
    """A form that scores by the board's own words for each value."""

    def __init__(self, *args: Any, words: dict[str, list[Any]] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            axis = name.removeprefix("inherent_").removeprefix("target_")
            if words and axis in words:
                field.choices = words[axis]  # type: ignore[attr-defined]


class RiskChangeForm(ScaledForm):
    title = forms.CharField(label="Title", max_length=160)
    cause = long_text("Cause", 3, help_text="Because of …")
    event = long_text("What could happen", 3, help_text="… there is a risk that …")
    effect = long_text("Effect", 3, help_text="… which would lead to …")
    inherent_likelihood = score("Likelihood with nothing in place")
    inherent_impact = score("Impact with nothing in place")
    controls = long_text("What is in place", 4)
    target_likelihood = score("Likelihood aimed at")
    target_impact = score("Impact aimed at")
    owner_name = forms.CharField(label="Who owns the risk", max_length=150)
    partner = agency("Agency that leads on it")
    look_again_on = forms.DateField(label="Day to look again by")


class RiskForm(RiskChangeForm):
    likelihood = score("Likelihood now")
    impact = score("Impact now")
    field_order = (
        *("title", "cause", "event", "effect", "inherent_likelihood", "inherent_impact"),
        *("controls", "likelihood", "impact"),
    )


class RiskLookForm(ScaledForm):
    on = forms.DateField(label="Day it was looked at")
    likelihood = score("Likelihood now")
    impact = score("Impact now")
    text = long_text("What has changed, and why the score is what it is", 4)
    look_again_on = forms.DateField(label="Day to look again by")


class RiskEscalateForm(forms.Form):
    escalated_to = forms.CharField(label="To whom it is escalated", max_length=160)
    escalated_on = forms.DateField(label="Day of the escalation")
    escalation_reason = long_text("Why, and what is asked of them", 4)


class RiskCloseForm(forms.Form):
    closed_on = forms.DateField(label="Day it is closed")
    closing_reason = long_text("Why it is closed", 4)


class RiskLevelForm(forms.Form):
    label = forms.CharField(label="Name", max_length=40)
    means = forms.CharField(label="What it means", max_length=200, required=False)


class RiskBandForm(RiskLevelForm):
    least = forms.IntegerField(
        label="Least score in it",
        min_value=1,
        max_value=HIGHEST * HIGHEST,
        help_text="Likelihood times impact: 1 to 25",
    )


class PriorityForm(OfBoardForm):
    title = forms.CharField(label="Priority", max_length=160)
    intended_difference = long_text("What should be different for adults", 4)
    starts_on = forms.DateField(label="First day", help_text="For example, 1/4/2026")
    ends_on = forms.DateField(label="Last day", help_text="For example, 31/3/2029")
    lead = agency("Agency that leads on it")
    done = long_text(
        "What was done, in the words of the board",
        5,
        required=False,
        help_text="It goes into the annual report, above the actions of the year",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.board is not None:
            rows = Partner.objects.filter(board=self.board).current()
            self.fields["lead"].queryset = rows  # type: ignore[attr-defined]


class PriorityLinksForm(OfBoardForm):
    recommendations = forms.ModelMultipleChoiceField(
        label="Recommendations that serve it",
        queryset=Recommendation.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    risks = forms.ModelMultipleChoiceField(
        label="Risks that it answers",
        queryset=BoardRisk.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    measure_keys = forms.MultipleChoiceField(
        label="Measures that would show it", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, measures: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure_keys"].choices = measures or []  # type: ignore[attr-defined]
        if self.board is not None:
            offered = {
                "recommendations": Recommendation.objects.filter(board=self.board),
                "risks": BoardRisk.objects.filter(board=self.board),
            }
            for name, rows in offered.items():
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["recommendations"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{row.reference}: {row.text[:120]}"
        )
        self.fields["risks"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{row.reference}: {row.title}"
        )


class PriorityActionForm(OfBoardForm):
    year = forms.ChoiceField(label="Year")
    text = long_text("What will be done", 3)
    partner = agency("Agency")
    owner_name = forms.CharField(label="Who owns it", max_length=150)
    due_on = forms.DateField(label="Due by")

    def __init__(self, *args: Any, years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]


class PriorityToldForm(forms.Form):
    progress = choice("How it stands", Progress)
    told = long_text("What was done, and what is next", 4)
    evidence = long_text(
        "What shows it",
        3,
        required=False,
        help_text="Needed where it is complete. No personal data.",
    )
    completed_on = forms.DateField(label="Completed on", required=False)


class OtherReviewForm(forms.Form):
    kind = forms.ChoiceField(label="Kind of review", choices=OtherReviewKind.choices)
    reference = forms.CharField(label="Reference", max_length=40)
    title = forms.CharField(label="Title", max_length=160, help_text="Without anybody's name")
    lead_body = forms.CharField(label="Who leads it", max_length=160)
    received_on = forms.DateField(label="Received on")
    due_on = forms.DateField(
        label="Answer due by",
        required=False,
        help_text="A coroner's report to prevent future deaths: 56 days, if you leave it empty",
    )


class OtherReviewAddForm(OtherReviewForm):
    learning = long_text("Learning, if there is any yet", 4, required=False)


class OtherReviewChangeForm(OtherReviewForm):
    concluded_on = forms.DateField(label="The review ended on", required=False)


class OtherReviewAnswerForm(forms.Form):
    answered_on = forms.DateField(label="Answered on")
    answer = long_text(
        "What was answered", 6, help_text="What will be done and by when, or why nothing will be"
    )


class OtherReviewExtendForm(forms.Form):
    extended_to = forms.DateField(label="Answer now due by")
    extension_reason = long_text("Who agreed to it, when and why", 3)


class OtherReviewLearnForm(ThemedForm, OfBoardForm):
    learning = long_text("What the board learns from it", 6, required=False)
    reviews = forms.ModelMultipleChoiceField(
        label="Safeguarding Adults Reviews that it runs beside",
        queryset=Review.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("learning", "themes", "reviews")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.board is not None:
            rows = Review.objects.filter(board=self.board)
            self.fields["reviews"].queryset = rows  # type: ignore[attr-defined]
        self.fields["reviews"].label_from_instance = (  # type: ignore[attr-defined]
            lambda row: f"{row.reference}: {row.title}"
        )


class BriefingAddForm(OfBoardForm):
    title = forms.CharField(label="Title", max_length=160, help_text="Without anybody's name")
    review = forms.ModelChoiceField(
        label="About which Safeguarding Adults Review",
        queryset=Review.objects.none(),
        required=False,
        empty_label="None",
    )
    other_review = forms.ModelChoiceField(
        label="Or about which other review",
        queryset=OtherReview.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, board: Board | None = None, **kwargs: Any) -> None:
        super().__init__(*args, board=board, **kwargs)
        for name, model in (("review", Review), ("other_review", OtherReview)):
            field = self.fields[name]
            rows = model._default_manager.filter(board=board)
            field.queryset = rows  # type: ignore[attr-defined]
            field.label_from_instance = (  # type: ignore[attr-defined]
                lambda row: f"{row.reference}: {row.title}"
            )


class BriefingForm(forms.Form):
    """The seven parts. About 60 words each fill one page."""

    title = forms.CharField(label="Title", max_length=160)
    why_this_matters = long_text("1. Why this matters", 4, required=False)
    what_happened = long_text(
        "2. The person and what happened",
        5,
        required=False,
        help_text="No names, days or places by which anybody could be told",
    )
    what_we_found = long_text("3. What we found", 5, required=False)
    what_worked = long_text("4. What worked", 4, required=False)
    what_to_change = long_text("5. What to change in practice", 5, required=False)
    what_the_board_does = long_text("6. What the board is doing", 4, required=False)
    talk_about_it = long_text(
        "7. Talk about it", 4, required=False, help_text="Questions for a team, one on each line"
    )
    except_words = forms.CharField(
        label="Words that mean something else here",
        max_length=200,
        required=False,
        help_text="Parts of a name that are ordinary words in the briefing, apart by commas",
    )


class BriefingPublishForm(forms.Form):
    published_on = forms.DateField(label="Day of publication")
    before_report = long_text(
        "Why it does not wait for the report of the review",
        3,
        required=False,
        help_text="Needed where the report of its review is not published",
    )
    except_words = forms.CharField(
        label="Words that mean something else here", max_length=200, required=False
    )


class BriefingWithdrawForm(forms.Form):
    reason = long_text("Why it is taken back", 4)


class ReceiptForm(OfBoardForm):
    team = forms.CharField(label="Team", max_length=120)
    used_on = forms.DateField(label="Day it was used")
    people = forms.IntegerField(label="How many people took part", min_value=1, max_value=9999)
    what_we_will_do = long_text("What the team will do", 4)


class BoardReceiptForm(ReceiptForm):
    partner = forms.ModelChoiceField(label="Agency", queryset=Partner.objects.none())
    field_order = ("partner", "team", "used_on", "people", "what_we_will_do")
