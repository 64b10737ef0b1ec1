import datetime as dt
import hashlib
import json
import re
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.form_renderer import error_links
from core.gallery import ExampleFilter, ExampleForm, gallery_context
from core.models import User
from core.rates import Rate
from core.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# A file a person takes away is read where no policy of ours applies, and must need nothing else.
DOCUMENTS = {"assurance/report_document.html"}


class Elements(HTMLParser):
    """Every element of a page as (name, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name in names]

    def by_id(self, key: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.found if attrs.get("id") == key)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.found if attrs.get("id")]


def page(**context: object) -> str:
    return render_to_string("core/gallery.html", {**gallery_context(), **context})


class TestWords:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Rate(120, 148), "81.1% (120 of 148)"),
            (Rate(1200, 1480), "81.1% (1,200 of 1,480)"),
            (Rate(0, 0), "no cases"),
            (Rate(0, 5), "0.0% (0 of 5)"),
            (None, "not known"),
        ],
    )
    def test_rate_keeps_its_counts(self, value, expected):
        assert ui.rate(value) == expected

    @pytest.mark.parametrize(
        ("value", "expected"), [(0, "0"), (1234, "1,234"), (None, "not known"), ("", "not known")]
    )
    def test_count_tells_none_from_nought(self, value, expected):
        assert ui.count(value) == expected

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (0, "0 working days"),
            (1, "1 working day"),
            (6, "6 working days"),
            (Decimal("2.5"), "2.5 working days"),
            (None, "not known"),
        ],
    )
    def test_working_days_agree_in_number(self, value, expected):
        assert ui.working_days(value) == expected

    def test_long_date(self):
        assert ui.long_date(dt.date(2026, 11, 2)) == "2 November 2026"
        assert ui.long_date(None) == ""

    def test_times_are_local(self):
        late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
        assert ui.long_date(late) == "1 July 2026"
        assert ui.long_datetime(late) == "1 July 2026 at 12:30am"
        assert ui.long_datetime(dt.date(2026, 6, 30)) == ""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1023, "1023 bytes"),
            (1024, "1 KB"),
            (1536, "1.5 KB"),
            (1024 * 1024 - 1, "1 MB"),
            (5 * 1024**3, "5 GB"),
            (None, "not known"),
        ],
    )
    def test_file_size(self, value, expected):
        assert ui.file_size(value) == expected

    @pytest.mark.parametrize(
        ("value", "expected"), [(1234, "1,234"), ("1234", "1234"), (True, True), (None, None)]
    )
    def test_only_numbers_are_grouped(self, value, expected):
        assert ui.grouped(value) == expected

    def test_tag_escapes_its_words(self):
        assert ui.tag("<b>", "red") == '<strong class="govuk-tag govuk-tag--red">&lt;b&gt;</strong>'

    @pytest.mark.parametrize(("text", "colour"), [("Late", "crimson"), (" ", "red")])
    def test_tag_is_never_a_colour_alone(self, text, colour):
        with pytest.raises(TemplateSyntaxError):
            ui.tag(text, colour)

    def test_query_string_keeps_what_it_does_not_change(self):
        context = {"request": RequestFactory().get("/?stage=open&risk=1&risk=2&page=3")}
        assert ui.query_string(context, page=4) == "?stage=open&risk=1&risk=2&page=4"
        assert ui.query_string(context, page=None, risk=["2"]) == "?stage=open&risk=2"
        assert ui.query_string(context, stage="a&b", risk="", page="") == "?stage=a%26b"

    def test_page_numbers_leave_gaps(self):
        assert ui.page_items(Paginator(range(1000), 25).get_page(10)) == [
            1,
            None,
            9,
            10,
            11,
            None,
            40,
        ]

    def test_a_row_of_another_length_is_refused(self):
        with pytest.raises(ValueError, match="zip"):
            ui.with_columns([1, 2], [{"label": "One"}])


class TestForms:
    def test_every_control_has_a_label(self):
        elements = Elements(str(ExampleForm()))
        labelled = {attrs["for"] for attrs in elements.all("label")}
        controls = [
            attrs
            for attrs in elements.all("input", "select", "textarea")
            if attrs.get("type") != "hidden"
        ]
        assert controls
        assert {attrs["id"] for attrs in controls} == labelled

    def test_groups_have_a_legend_and_a_description(self):
        html = str(ExampleForm())
        assert html.count("<fieldset") == html.count("<legend") == 2
        assert 'aria-describedby="id_risks_helptext"' in html

    def test_descriptions_point_at_what_is_there(self):
        elements = Elements(str(gallery_context()["form"]))
        described = {
            key
            for _, attrs in elements.found
            for key in (attrs.get("aria-describedby") or "").split()
        }
        assert described
        assert described <= set(elements.ids)

    def test_an_error_is_tied_to_its_control_and_follows_the_hint(self):
        received = Elements(str(gallery_context()["form"])).by_id("id_example-received")
        assert received["aria-invalid"] == "true"
        assert received["aria-describedby"] == (
            "id_example-received_helptext id_example-received_error"
        )
        assert "govuk-input--error" in received["class"]

    def test_a_long_text_counts_its_characters_and_is_not_cut(self):
        html = str(ExampleForm())
        account = Elements(html).by_id("id_account")
        assert "maxlength" not in account
        assert account["aria-describedby"] == "id_account-info"
        assert "govuk-js-character-count" in account["class"]
        assert 'data-maxlength="200"' in html

    def test_numbers_are_text_with_a_keypad(self):
        elements = Elements(str(ExampleForm()))
        people, cost = elements.by_id("id_people"), elements.by_id("id_cost")
        assert (people["type"], people["inputmode"]) == ("text", "numeric")
        assert (cost["type"], cost["inputmode"]) == ("text", "decimal")

    def test_browsers_do_not_validate(self):
        for attrs in Elements(str(ExampleForm())).all("input", "select", "textarea"):
            assert not {"required", "min", "max", "step", "placeholder"} & set(attrs)

    def test_autocomplete_is_kept(self):
        assert Elements(str(ExampleForm())).by_id("id_email")["autocomplete"] == "email"

    def test_hidden_fields_are_bare(self):
        html = str(ExampleForm())
        hidden = Elements(html).by_id("id_token")
        assert (hidden["type"], hidden.get("class")) == ("hidden", None)
        assert 'for="id_token"' not in html

    def test_optional_questions_say_so_unless_all_are(self):
        assert str(ExampleForm()).count("(optional)") == 2
        assert "(optional)" not in str(ExampleFilter())

    def test_an_option_may_have_a_hint(self):
        other = Elements(str(ExampleForm())).by_id("id_route_1")
        assert other["aria-describedby"] == "id_route_1_hint"
        assert "data-hint" not in other

    def test_the_only_question_may_be_the_heading(self):
        class Question(ExampleFilter):
            page_heading_field = "words"

        assert '<h1 class="govuk-label-wrapper">' in str(Question())

    def test_values_are_escaped(self):
        assert "<script>" not in str(ExampleForm({"reference": "<script>"}))

    def test_ids_are_unique(self):
        ids = Elements(str(gallery_context()["form"])).ids
        assert len(ids) == len(set(ids))


class TestErrors:
    def messages(self, **fields: forms.Field) -> list[str]:
        form = type("Asked", (forms.Form,), fields)({"number": "900", "text": "abc"})
        return [link.message for link in error_links([form])]

    def test_a_missing_answer_is_named(self):
        assert self.messages(a=forms.CharField(label="Date received")) == ["Enter date received"]
        assert self.messages(a=forms.CharField(label="SAC year")) == ["Enter SAC year"]
        assert self.messages(a=forms.ChoiceField(label="Stage")) == ["Choose stage"]
        assert self.messages(a=forms.BooleanField(label="Told")) == ["Tick “Told”"]

    def test_a_limit_is_named(self):
        assert self.messages(number=forms.IntegerField(max_value=10)) == [
            "Number must be 10 or less"
        ]
        assert self.messages(text=forms.CharField(max_length=2)) == [
            "Text must be 2 characters or fewer"
        ]

    @pytest.mark.parametrize(
        "field",
        [
            forms.ChoiceField,
            forms.TypedChoiceField,
            forms.MultipleChoiceField,
            partial(forms.ModelChoiceField, User.objects.none()),
            partial(forms.ModelMultipleChoiceField, User.objects.none()),
        ],
    )
    def test_an_answer_that_is_not_offered_is_named(self, field):
        said = ["Team: choose from those listed"]
        assert self.messages(number=field(label="Team")) == said
        assert self.messages(text=field(label="Team")) == said
        asked = field(label="Who told you?")
        assert self.messages(text=asked) == ["“Who told you?”: choose from those listed"]

    def test_a_form_that_words_its_own_errors_keeps_its_words(self):
        own = {"required": "Say who", "max_length": "Too {long}"}
        assert self.messages(a=forms.CharField(error_messages=own)) == ["Say who"]
        assert self.messages(text=forms.CharField(max_length=2, error_messages=own)) == [
            "Too {long}"
        ]

    def test_every_error_links_to_something_on_the_page(self):
        form = gallery_context()["form"]
        summary = Elements(render_to_string("components/error_summary.html", {"form": form}))
        targets = [(attrs["href"] or "").removeprefix("#") for attrs in summary.all("a")]
        assert len(targets) == sum(len(errors) for errors in form.errors.values())
        assert set(targets) <= set(Elements(str(form)).ids)
        assert "id_example-route_0" in targets
        assert targets[0] == "example-form-errors"

    def test_the_summary_takes_the_focus(self):
        html = render_to_string("components/error_summary.html", {"form": ExampleForm({})})
        assert 'data-module="govuk-error-summary"' in html

    def test_no_errors_no_summary(self):
        assert (
            render_to_string("components/error_summary.html", {"form": ExampleForm()}).strip() == ""
        )
        assert render_to_string("components/error_summary.html").strip() == ""

    def test_a_formset_lists_the_errors_of_all_its_forms(self):
        data = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
        data |= {"form-0-words": "x" * 9, "form-1-words": "y" * 9, "form-2-words": "z"}
        row = type("Row", (forms.Form,), {"words": forms.CharField(max_length=5)})
        formset = formset_factory(row, max_num=2, validate_max=True)(data)
        html = render_to_string("components/error_summary.html", {"formset": formset})
        assert html.count("<li>") == 3
        assert 'href="#id_form-1-words"' in html

    def test_general_errors_are_kept_even_without_a_summary(self):
        assert "The date received is after" in str(gallery_context()["form"])


class TestPages:
    def test_the_gallery_has_unique_ids_and_one_h1(self):
        elements = Elements(page())
        assert len(elements.ids) == len(set(elements.ids))
        assert len(elements.all("h1")) == 1

    def test_wide_tables_scroll_in_a_named_region_that_takes_focus(self):
        regions = [a for a in Elements(page()).all("div") if a.get("class") == "app-table-scroll"]
        assert regions
        for region in regions:
            assert (region["role"], region["tabindex"]) == ("region", "0")
            assert region["aria-label"]

    def test_a_chart_has_its_table(self):
        html = page()
        chart = next(a for a in Elements(html).all("div") if a.get("class") == "chart")
        assert chart["aria-hidden"] == "true"
        assert json.loads(chart["data-figure"])["data"][0]["y"] == [41, 38, 1244]
        assert re.search(r"1,244\s*</td>", html)

    def test_an_error_is_said_in_the_title(self):
        assert "<title>Error: Components" in page()
        assert "<title>Components" in page(form=ExampleForm())

    @pytest.mark.parametrize("name", ["400.html", "500.html"])
    def test_pages_for_broken_requests_need_nothing(self, name):
        html = render_to_string(name)
        assert len(Elements(html).all("h1")) == 1
        assert "<script" not in html


class TestSource:
    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
    def test_templates_keep_to_the_content_security_policy(self, path):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle\s*=", text)
        assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
        assert not re.search(r"\|\s*safe\b", text)
        if str(path.relative_to(ROOT / "templates")) in DOCUMENTS:
            assert "<script" not in text
            return
        for element in re.findall(r"<(?:script|style)\b[^>]*>", text):
            assert 'nonce="{{ CSP_NONCE }}"' in element

    def test_vendored_files_are_the_ones_listed(self):
        manifest = json.loads((ROOT / "static/vendor/VENDOR.json").read_text(encoding="utf-8"))
        listed = {}
        for package in manifest.values():
            assert package["version"]
            assert package["licence"]
            assert any("LICENSE" in name for name in package["files"])
            listed |= package["files"]
        for name, facts in listed.items():
            data = (ROOT / name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == facts["sha256"], name
        folders = [ROOT / "static/vendor", ROOT / "tests/data/axe"]
        on_disk = {str(p.relative_to(ROOT)) for f in folders for p in f.rglob("*") if p.is_file()}
        assert on_disk - {"static/vendor/VENDOR.json"} == set(listed)

    def test_the_stylesheet_has_neither_typeface_nor_crest_of_gov_uk(self):
        css = (ROOT / "static/vendor/govuk/govuk-frontend.min.css").read_text(encoding="utf-8")
        assert "GDS Transport" not in css
        assert "crest" not in css
        assert "url(/" not in css
        assert "sourceMappingURL" not in css
