"""How numbers, dates and states read on a page. Display only: nothing here counts or decides."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.template import Context
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import form_renderer
from core.rates import Rate

register = template.Library()

NOT_KNOWN = "not known"
TAG_COLOURS = frozenset(
    {"blue", "grey", "green", "teal", "magenta", "orange", "purple", "red", "yellow"}
)


@register.filter
def count(value: float | Decimal | None) -> str:
    """1234 reads "1,234"; None reads "not known", which zero does not."""
    return NOT_KNOWN if value is None or value == "" else f"{value:,}"


@register.filter
def grouped(value: Any) -> Any:
    """A number with its thousands apart; anything else as it is. For cells of numeric columns."""
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return f"{value:,}" if is_number else value


@register.filter
def rate(value: Rate | None) -> str:
    """A rate reads "81.3% (120 of 148)"; nothing eligible reads "no cases"."""
    if value is None:
        return NOT_KNOWN
    if value.percent is None:
        return "no cases"
    return f"{value.percent}% ({value.numerator:,} of {value.denominator:,})"


@register.filter
def rate_percent(value: Rate | None) -> str:
    """Only the percentage, for a page that shows the counts beside it."""
    return "no cases" if value is None or value.percent is None else f"{value.percent}%"


@register.filter
def long_date(value: dt.date | None) -> str:
    """22 November 2026; a date-time is judged in local time; no date reads as nothing."""
    if not isinstance(value, dt.date):
        return ""
    return format_date(local(value), "j F Y")


@register.filter
def long_datetime(value: dt.datetime | None) -> str:
    """22 November 2026 at 2:02pm, local time; no time reads as nothing."""
    if not isinstance(value, dt.datetime):
        return ""
    moment = local(value)
    clock = format_date(moment, "g:i") + format_date(moment, "a").replace(".", "")
    return f"{format_date(moment, 'j F Y')} at {clock}"


def local(value: dt.date) -> dt.date:
    """Return an aware date-time in local time; anything else as it is."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def working_days(value: float | Decimal | None) -> str:
    """6 reads "6 working days", 1 reads "1 working day"."""
    if value is None or value == "":
        return NOT_KNOWN
    return f"{value:,} working day{'' if value == 1 else 's'}"


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as a person says them: "512 bytes", "1.5 MB" (a KB is 1,024 bytes)."""
    if value is None:
        return NOT_KNOWN
    if value < 1024:
        return "1 byte" if value == 1 else f"{value} bytes"
    size = float(value)
    for unit in ("KB", "MB", "GB"):
        size /= 1024
        # 1023.95 would print as "1024 KB".
        if size < 1023.95 or unit == "GB":
            break
    return f"{size:.1f}".removesuffix(".0") + f" {unit}"


@register.filter
def as_json(value: Any) -> str:
    """JSON for a data attribute: escaped by the template like any text; a string stays itself."""
    return value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """A GOV.UK tag. The words say the state; the colour only repeats it."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"{colour!r} is not one of {sorted(TAG_COLOURS)}")
    if not str(text).strip():
        raise template.TemplateSyntaxError("a tag needs words, not only a colour")
    css_class = "govuk-tag" if colour == "blue" else f"govuk-tag govuk-tag--{colour}"
    return format_html('<strong class="{}">{}</strong>', css_class, text)


@register.simple_tag(takes_context=True)
def query_string(context: Context, **changes: Any) -> str:
    """The address's query with some parameters changed; None or "" takes one away.

    `<a href="{% query_string page=2 %}">` keeps the filters a person has chosen.
    """
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, Iterable) and not isinstance(value, str):
            query.setlist(name, [str(part) for part in value])
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_items(page: Page[Any]) -> list[int | None]:
    """Page numbers to offer, None where some are left out."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]


@register.filter
def with_columns(
    row: Sequence[Any], columns: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Any]]:
    """Pair each cell of a row with its column; a row of another length is a mistake."""
    return list(zip(columns, row, strict=True))


@register.simple_tag
def error_links(
    form: BaseForm | None, formset: BaseFormSet[Any] | None = None
) -> list[form_renderer.ErrorLink]:
    """Every error of a form, of a formset, or of both, each with the id it belongs to."""
    forms = [form] if form else []
    links = form_renderer.error_links([*forms, *(formset or [])])
    if formset:
        general = [form_renderer.ErrorLink(str(e), "") for e in formset.non_form_errors()]
        links = general + links
    return links


@register.simple_tag
def form_errors_id(form: BaseForm) -> str:
    """The id of the block that holds a form's general errors."""
    return form_renderer.form_errors_id(form)
