"""The shape of what pages about agreed improvements, and an agency's part in the year, ask for."""

from django import forms

from sab.forms import long_text


class DoneForm(forms.Form):
    note = long_text(
        "What was done, and what shows it", 5, help_text="Do not put personal data here"
    )


class SendBackForm(forms.Form):
    reason = long_text("What is missing", 4)


class OwnContributionForm(forms.Form):
    text = long_text("What your agency did in the year to carry out the board's strategy", 8)
