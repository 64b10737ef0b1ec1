"""The shape of what the pages of the board's dataset ask for."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from core.disclosure import Mode
from core.periods import Period
from sab.choices_board import Direction, Principle, Unit
from sab.forms import OfBoardForm, choice, long_text
from sab.models import DatasetIndicator, DatasetValue, Partner


class IndicatorChangeForm(OfBoardForm):
    title = forms.CharField(label="Title", max_length=200)
    principle = choice("Principle", Principle)
    definition = long_text("What is counted", 3)
    unit = choice("Kind of number", Unit)
    whole = forms.CharField(
        label="What it is a share of",
        max_length=200,
        required=False,
        help_text="Needed for a share. For example, enquiries that concluded in the quarter",
    )
    direction = choice("Which way is better", Direction)
    source = forms.CharField(label="Where the number is taken from", max_length=120, required=False)
    caution = forms.CharField(label="What a reader should know", max_length=200, required=False)
    partners = forms.ModelMultipleChoiceField(
        label="Asked of",
        queryset=Partner.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(board=self.board).current()
        self.fields["partners"].queryset = rows  # type: ignore[attr-defined]


class IndicatorForm(IndicatorChangeForm):
    code = forms.CharField(label="Code", max_length=8, help_text="Short, for example P7")
    field_order = ("code", "title", "principle")


class IndicatorRetireForm(IndicatorChangeForm):
    is_retired = forms.BooleanField(label="No longer asked", required=False)


def offered_quarters(periods: Iterable[Period]) -> list[tuple[str, str]]:
    return [(period.label, period.label) for period in periods]


class QuarterForm(forms.Form):
    """Chooses a quarter and an agency, by GET."""

    quarter = forms.ChoiceField(label="Quarter")

    def __init__(self, *args: Any, periods: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = offered_quarters(periods)  # type: ignore[attr-defined]


class ValuesForm(forms.Form):
    """One number, or that there is none, for each indicator asked of one agency."""

    def __init__(
        self,
        *args: Any,
        indicators: Iterable[DatasetIndicator],
        held: dict[int, DatasetValue],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.held = list(indicators), held
        for row in self.indicators:
            self._add(row, held.get(row.pk))

    def _add(self, row: DatasetIndicator, held: DatasetValue | None) -> None:
        number = forms.DecimalField(
            label=f"{row.code}. {row.title}",
            help_text=row.definition,
            required=False,
            max_digits=12,
            decimal_places=2,
            initial=trimmed(held.numerator) if held else None,
        )
        self.fields[f"number-{row.pk}"] = number
        if row.unit != Unit.COUNT:
            self.fields[f"whole-{row.pk}"] = forms.DecimalField(
                label=f"{row.code}: of how many",
                help_text=row.whole,
                required=False,
                max_digits=12,
                decimal_places=0,
                initial=trimmed(held.denominator) if held else None,
            )
        self.fields[f"absent-{row.pk}"] = forms.BooleanField(
            label=f"{row.code}: not supplied this quarter",
            required=False,
            initial=bool(held and not held.is_supplied),
        )
        self.fields[f"commentary-{row.pk}"] = forms.CharField(
            label=f"{row.code}: commentary",
            help_text="Where it is not supplied, say why",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=held.commentary if held else "",
        )

    def typed(self) -> dict[int, tuple[bool, Decimal | None, Decimal | None, str]]:
        """Return what was typed: whether it is there, number, of how many, and commentary.

        One left empty is left out where nothing is held of it; else it is wrong, for what is held
        cannot be taken back in silence.
        """
        found = {}
        for row in self.indicators:
            told = self.cleaned_data
            number, whole = told.get(f"number-{row.pk}"), told.get(f"whole-{row.pk}")
            absent, words = told[f"absent-{row.pk}"], told[f"commentary-{row.pk}"]
            is_said = absent or number is not None or whole is not None or words.strip()
            if is_said or row.pk in self.held:
                found[row.pk] = (not absent, number, whole, words)
        return found


def trimmed(number: Decimal | None) -> Decimal | None:
    """Return a number without the decimals its column adds."""
    if number is None or number != number.to_integral_value():
        return number
    return number.to_integral_value()


class ImportForm(forms.Form):
    file = forms.FileField(label="CSV file", help_text="Of at most 2 MB")


class ExportForm(forms.Form):
    quarter = forms.ChoiceField(label="Quarter")
    mode = forms.ChoiceField(
        label="For whom",
        choices=[
            (Mode.PUBLICATION, "To share: small numbers hidden, others rounded"),
            (Mode.INTERNAL, "For the board only: true numbers"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="What the file is for", max_length=200)

    def __init__(self, *args: Any, periods: Iterable[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = offered_quarters(periods)  # type: ignore[attr-defined]
