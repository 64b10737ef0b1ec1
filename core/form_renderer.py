"""Render every Django form as GOV.UK Design System components.

Pages write `{{ form }}`, `{{ form.name.as_field_group }}` or `{{ form.name }}`; what a label, a
hint, an error and a control look like is decided here and in `templates/django/forms/` alone.
Nothing here changes what a form accepts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import EmailValidator
from django.forms import BaseForm, BoundField, Field, widgets
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

# Widget template to the class its control carries; any other control with a type is an input.
CONTROL_CLASSES = {
    "textarea.html": "govuk-textarea",
    "select.html": "govuk-select",
    "file.html": "govuk-file-upload",
    "clearable_file_input.html": "govuk-file-upload",
    "checkbox.html": "govuk-checkboxes__input",
    "checkbox_select.html": "govuk-checkboxes__input",
    "checkbox_option.html": "govuk-checkboxes__input",
    "radio.html": "govuk-radios__input",
    "radio_option.html": "govuk-radios__input",
}
GROUPS = frozenset({"checkbox_select.html", "radio.html"})
# Short answers get a short box, because the width of a box says how long an answer is expected.
WIDTHS = {
    "date.html": "govuk-input--width-10",
    "time.html": "govuk-input--width-5",
    "number.html": "govuk-input--width-5",
    "tel.html": "govuk-input--width-20",
}


# Said of an answer that is none of those offered; filters of the API say it too.
NOT_LISTED = "{name}: choose from those listed"
# Django's own wording to ours, which names the question: a summary of ten lines that all read
# "This field is required" helps nobody. A form that words its own errors keeps its words.
WORDINGS = {
    **{
        str(kind.default_error_messages[code]): NOT_LISTED
        for kind, code in (
            (forms.ChoiceField, "invalid_choice"),
            (forms.ModelChoiceField, "invalid_choice"),
            (forms.MultipleChoiceField, "invalid_choice"),
            (forms.MultipleChoiceField, "invalid_list"),
            (forms.ModelMultipleChoiceField, "invalid_choice"),
            (forms.ModelMultipleChoiceField, "invalid_list"),
            (forms.ModelMultipleChoiceField, "invalid_pk_value"),
        )
    },
    str(Field.default_error_messages["required"]): "{verb} {label}",
    str(forms.DateField.default_error_messages["invalid"]): (
        "{Label} must be a real date, for example 22/11/2026"
    ),
    str(forms.IntegerField.default_error_messages["invalid"]): "{Label} must be a whole number",
    str(forms.DecimalField.default_error_messages["invalid"]): "{Label} must be a number",
    str(EmailValidator.message): (
        "Enter an email address in the correct format, like name@example.com"
    ),
}
# Limits a field was given, by the code of the error; `{limit}` is the limit itself.
LIMITS = {
    "max_length": "{Label} must be {limit} characters or fewer",
    "min_length": "{Label} must be {limit} characters or more",
    "max_value": "{Label} must be {limit} or less",
    "min_value": "{Label} must be {limit} or more",
}
VERBS = {"radios": "Choose", "checkboxes": "Choose", "select": "Choose", "file": "Choose a file:"}


@dataclass(frozen=True)
class Control:
    """What a field's template needs beyond the field itself.

    `kind` is one of "input", "textarea", "select", "password", "file", "checkbox" (a single one),
    "radios", "checkboxes" or "group" (several inputs, one question). `described_by` lists the
    hint, the error and the character count in reading order, or is empty.
    """

    kind: str
    html: SafeString
    errors: list[str]
    described_by: str
    hint_id: str
    error_id: str
    limit: int | None
    optional: bool
    is_heading: bool
    label_class: str
    legend_class: str


@dataclass(frozen=True)
class ErrorLink:
    """One line of an error summary: what is wrong and the id of the control that puts it right."""

    message: str
    target: str


class GovukRenderer(TemplatesSetting):
    """The project's `FORM_RENDERER`."""

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> SafeString:
        if "widget" in context:
            context = {**context, "widget": as_govuk(context["widget"])}
        elif template_name == self.field_template_name:
            context = {**context, "control": control_for(context["field"])}
        return SafeString(super().render(template_name, context, request))


def as_govuk(widget: Mapping[str, Any]) -> dict[str, Any]:
    """Return a widget's template context with GOV.UK classes and attributes.

    Browser validation is left out (`required`, `min`, `max`, `step`, number spinners): its
    messages are not accessible and the server checks everything anyway. So are placeholders, which
    vanish while a person types; a hint stays.
    """
    styled = dict(widget)
    attrs = dict(widget.get("attrs") or {})
    name = template_of(widget)
    step = attrs.pop("step", None)
    for unwanted in ("required", "min", "max", "placeholder"):
        attrs.pop(unwanted, None)
    if widget.get("type") == "number":
        styled["type"] = "text"
        attrs.setdefault("inputmode", "numeric" if step in (None, 1, "1") else "decimal")
    if widget.get("type") in ("number", "email", "url"):
        attrs.setdefault("spellcheck", "false")
    if name in GROUPS:
        styled["group_class"] = attrs.pop("class", "")
        attrs.pop("aria-invalid", None)
        styled["optgroups"] = [
            (label, [as_govuk_option(option) for option in options], index)
            for label, options, index in widget.get("optgroups", ())
        ]
    elif css_class := control_class(widget, name, invalid="aria-invalid" in attrs):
        attrs["class"] = f"{css_class} {attrs.get('class', '')}".strip()
    if name == "textarea.html":
        # The character count says when there is too much; cutting a paste short would lose words.
        attrs.pop("maxlength", None)
    if "subwidgets" in widget:
        styled["subwidgets"] = [as_govuk(part) for part in widget["subwidgets"]]
    styled["attrs"] = attrs
    return styled


def as_govuk_option(option: Mapping[str, Any]) -> dict[str, Any]:
    """Return one radio or checkbox; a `data-hint` attribute becomes its hint text."""
    attrs = dict(option.get("attrs") or {})
    for unwanted in ("required", "aria-invalid"):
        attrs.pop(unwanted, None)
    hint = attrs.pop("data-hint", "")
    if hint and attrs.get("id"):
        attrs["aria-describedby"] = f"{attrs['id']}_hint"
    attrs["class"] = CONTROL_CLASSES[template_of(option)]
    return {**option, "attrs": attrs, "hint": hint}


def template_of(widget: Mapping[str, Any]) -> str:
    """Return the file name of a widget's template, which says what kind of control it is."""
    return str(widget.get("template_name", "")).rpartition("/")[2]


def control_class(widget: Mapping[str, Any], name: str, *, invalid: bool) -> str:
    """Return the classes of a single control; empty for hidden ones and groups of controls."""
    if widget.get("is_hidden") or widget.get("type") in ("hidden", "submit", "range", "color"):
        return ""
    base = CONTROL_CLASSES.get(name) or ("govuk-input" if "type" in widget else "")
    if not base or base.endswith("__input"):
        return base
    given = str((widget.get("attrs") or {}).get("class", ""))
    width = "" if "govuk-input--width" in given else WIDTHS.get(name, "")
    return " ".join(part for part in (base, width, f"{base}--error" if invalid else "") if part)


def kind_of(widget: widgets.Widget) -> str:
    """Return the `Control.kind` of a widget."""
    kinds: tuple[tuple[type[widgets.Widget], str], ...] = (
        (widgets.CheckboxSelectMultiple, "checkboxes"),
        (widgets.RadioSelect, "radios"),
        (widgets.CheckboxInput, "checkbox"),
        (widgets.Textarea, "textarea"),
        (widgets.PasswordInput, "password"),
        (widgets.FileInput, "file"),
        (widgets.Select, "select"),
    )
    for widget_type, kind in kinds:
        if isinstance(widget, widget_type):
            return kind
    return "group" if widget.use_fieldset else "input"


def control_for(field: BoundField) -> Control:
    """Return a bound field's control, its widget drawn and tied to its hint and error.

    A form may set `page_heading_field` to the name of its only question, whose label then is the
    page's H1.
    """
    widget = field.field.widget
    kind = kind_of(widget)
    limit = getattr(field.field, "max_length", None) if kind == "textarea" else None
    described_by = field.aria_describedby or ""
    if limit:
        described_by = f"{described_by} {field.auto_id}-info".strip()
    attrs: dict[str, str | bool] = {}
    if described_by and not field.use_fieldset:
        attrs["aria-describedby"] = described_by
    if kind == "textarea":
        extra = " govuk-js-character-count" if limit else ""
        attrs["class"] = f"{widget.attrs.get('class', '')}{extra}".strip()
    if kind == "password":
        given = widget.attrs.get("class", "")
        extra = "govuk-password-input__input govuk-js-password-input-input"
        attrs |= {"class": f"{extra} {given}".strip(), "spellcheck": "false"}
        attrs["autocapitalize"] = "none"
    is_heading = getattr(field.form, "page_heading_field", None) == field.name
    size = "l" if is_heading else "s"
    return Control(
        kind=kind,
        html=field.as_widget(attrs=attrs),
        errors=error_messages(field),
        described_by=described_by,
        hint_id=f"{field.auto_id}_helptext",
        error_id=f"{field.auto_id}_error",
        limit=limit,
        optional=marks_optional(field.form) and not field.field.required and kind != "checkbox",
        is_heading=is_heading,
        label_class=f"govuk-label--{size}",
        legend_class=f"govuk-fieldset__legend--{size}",
    )


def marks_optional(form: BaseForm) -> bool:
    """Tell whether optional questions say so: not where nothing is required, as in a filter.

    A form may decide for itself with an attribute `mark_optional`.
    """
    decided = getattr(form, "mark_optional", None)
    if decided is not None:
        return bool(decided)
    return any(field.required for field in form.fields.values())


def error_messages(field: BoundField) -> list[str]:
    """Return a field's errors in words that name the question."""
    label = str(field.label)
    # "SAC year" keeps its capital; "Date received" does not.
    inside = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    kind = kind_of(field.field.widget)
    words = {"label": inside, "Label": label, "name": label, "verb": VERBS.get(kind, "Enter")}
    if kind == "checkbox":
        words |= {"verb": "Tick", "label": f"“{label}”"}
    elif label.endswith("?"):
        words |= {"verb": "Answer", "label": f"“{label}”", "name": f"“{label}”"}
    messages = []
    for error in field.errors.as_data():
        limit = (error.params or {}).get("limit_value")
        # By what it says before a value is put into it.
        known = WORDINGS.get(str(error.message))
        for message in error.messages:
            wording = known
            if limit is not None and error.code not in field.field.error_messages:
                wording = LIMITS.get(error.code or "")
            messages.append(wording.format(**words, limit=limit) if wording else message)
    return messages


def error_target(field: BoundField) -> str:
    """Return the id an error link goes to: the control, or the first of a group of them."""
    widget = field.field.widget
    if kind_of(widget) in ("radios", "checkboxes") or isinstance(widget, widgets.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def form_errors_id(form: BaseForm) -> str:
    """Return the id of the block that holds the errors of no single field."""
    return f"{form.prefix}-form-errors" if form.prefix else "form-errors"


def error_links(forms: Iterable[BaseForm]) -> list[ErrorLink]:
    """Return every error of the forms, in the order of their fields, general ones first."""
    links = []
    for form in forms:
        general = form_errors_id(form)
        links += [ErrorLink(str(message), general) for message in form.non_field_errors()]
        for field in form:
            target = general if field.is_hidden else error_target(field)
            links += [ErrorLink(message, target) for message in error_messages(field)]
    return links
