"""The shape of what the pages about tools ask for."""

from django import forms


class UploadToolForm(forms.Form):
    file = forms.FileField(
        label="A file of tools",
        help_text="A YAML file in the format of this service, or an XLSForm workbook (.xlsx).",
    )


class DraftForm(forms.Form):
    number = forms.CharField(
        label="Version number of the draft",
        required=False,
        max_length=30,
        help_text="If you leave it empty, the next free one.",
    )


class PublishForm(forms.Form):
    change_note = forms.CharField(
        label="What changed",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RetireForm(forms.Form):
    reason = forms.CharField(
        label="Why it is retired", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DraftTextForm(forms.Form):
    """A whole draft as text, with the revision that its editor began from."""

    text = forms.CharField(
        label="The tool",
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"}),
        help_text="In the format of a file of tools.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
