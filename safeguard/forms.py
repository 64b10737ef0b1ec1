"""The shape of what the register's pages ask for."""

from django import forms


class OpenForCauseForm(forms.Form):
    reference = forms.CharField(
        label="Reference of the concern",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "autocomplete": "off",
                "spellcheck": "false",
            }
        ),
    )
    reason = forms.CharField(
        label="Why you need to open this case",
        help_text="Kept with your name and the time. Do not name anybody here.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CountingRuleForm(forms.Form):
    counting_rule = forms.CharField(
        label="How this council counts",
        help_text=(
            "When a contact becomes a concern and when an enquiry starts, in your own words. "
            "Shown beside every conversion figure."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class RemindersForm(forms.Form):
    look_again_days = forms.IntegerField(
        label="Days until a case that waits is looked at again",
        help_text="Counted from receipt, or from the last look. A look-again may set its own day.",
        min_value=1,
        max_value=90,
    )
    experience_weeks = forms.IntegerField(
        label="Weeks after closure in which experience is asked about", min_value=1, max_value=52
    )
    contacts_that_stand_out = forms.IntegerField(
        label="Fewest contacts about a provider in 28 days that are suggested for a look",
        help_text=(
            "They are suggested if they are also more than in any 28 days of the year before. "
            "Nothing else follows: a person looks."
        ),
        min_value=2,
        max_value=1000,
    )


class PolicyChangeForm(forms.Form):
    on = forms.DateField(label="Day of the change", help_text="For example, 1/4/2025")
    title = forms.CharField(
        label="What changed", max_length=120, help_text="A few words, as a chart would show them"
    )
    explanation = forms.CharField(
        label="Explanation",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
