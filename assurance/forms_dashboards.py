"""The shape of what dashboards ask for beside the filters of figures."""

from collections.abc import Sequence
from typing import Any

from django import forms


class TeamForm(forms.Form):
    """One team, or all."""

    team = forms.ChoiceField(
        label="Team",
        required=False,
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(key), name) for key, name in teams]
        self.fields["team"].choices = [("", "All teams"), *named]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> int | None:
        """The key of the team; None for all, and for one that is not listed."""
        found = self.cleaned_data.get("team") if self.is_valid() else ""
        return int(found) if found else None


class YearForm(forms.Form):
    """One financial year of those offered."""

    year = forms.ChoiceField(
        label="Financial year",
        required=False,
    )

    def __init__(self, *args: Any, years: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """The year asked for; empty where none was, or one that is not offered."""
        return (self.cleaned_data.get("year") or "") if self.is_valid() else ""


class DownloadForm(forms.Form):
    reason = forms.CharField(
        label="What the file is for",
        max_length=300,
        help_text="Kept in the ledger of exports with your name",
    )
