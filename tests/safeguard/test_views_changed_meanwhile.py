"""Two people save one record: the second is shown what changed, and loses nothing typed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from core.models import FormDraft
from core.views.changed_meanwhile import (
    Change,
    VersionField,
    in_words,
    settle,
    version_with_marks,
)
from safeguard.models import Concern
from tests.factories import ConcernFactory, ProviderFactory

pytestmark = pytest.mark.urls("tests.safeguard.note_form")
TOLD = "Somebody else saved this case while you were working on it"


@pytest.fixture
def concern(council) -> Concern:
    return ConcernFactory(
        adult__council=council, account="First told", adult_view="Peace", priority="green"
    )


@pytest.fixture
def page(concern) -> str:
    return f"/concerns/{concern.pk}/note/"


class Writer:
    """A person with a page open: what it holds is sent, with what they change."""

    def __init__(self, person, page: str) -> None:
        self.client, self.page = Client(), page
        self.client.force_login(person)
        self.open()

    def open(self) -> None:
        self.read(self.client.get(self.page))

    def read(self, response) -> None:
        form = response.context["form"]
        self.holds = {field.name: field.value() for field in form if field.value()}

    def save(self, **changed):
        response = self.client.post(self.page, {**self.holds, **changed})
        if response.status_code == 200:
            self.read(response)
        return response


@pytest.fixture
def two(practitioner, manager, page) -> tuple[Writer, Writer]:
    return Writer(practitioner, page), Writer(manager, page)


def stored() -> tuple[str, str, str]:
    return Concern.objects.values_list("account", "adult_view", "priority").get()


def test_the_second_is_shown_what_changed_and_loses_nothing(two):
    first, second = two
    assert first.save(account="He fell").status_code == 302
    refused = second.save(account="She fell\nand O'Brien <b>saw</b> it")
    assert stored()[0] == "He fell"
    assert refused.context["changes"] == [
        Change("What happened", "He fell", "She fell\nand O'Brien <b>saw</b> it", False)
    ]
    words = refused.content.decode()
    assert f"{TOLD}. Look at what is stored now, then save again" in words
    assert "What somebody else changed" in words
    assert "O&#x27;Brien &lt;b&gt;saw&lt;/b&gt; it" in words
    assert second.save().status_code == 302
    assert stored()[0] == "She fell\nand O'Brien <b>saw</b> it"


def test_what_the_second_had_not_touched_is_not_put_back(two):
    first, second = two
    first.save(account="He fell", priority="red")
    refused = second.save(adult_view="Quiet")
    assert refused.context["changes"] == [
        Change("What happened", "He fell", "", True),
        Change("Priority", "Red", "", True),
    ]
    assert "You had not changed this." in refused.content.decode()
    assert second.save().status_code == 302
    assert stored() == ("He fell", "Quiet", "red")


def test_both_changed_one_answer_and_each_another(two):
    first, second = two
    first.save(account="He fell", priority="red")
    refused = second.save(account="She fell", adult_view="Quiet")
    assert refused.context["changes"] == [
        Change("What happened", "He fell", "She fell", False),
        Change("Priority", "Red", "", True),
    ]
    second.save()
    assert stored() == ("She fell", "Quiet", "red")


def test_both_typed_the_same(two):
    first, second = two
    first.save(account="He fell")
    refused = second.save(account="He fell", adult_view="Quiet")
    assert refused.context["changes"] == []
    assert f"{TOLD}. No answer of this form was changed. Save again" in refused.content.decode()


def test_a_change_of_what_the_form_does_not_ask(two, concern):
    _, second = two
    Concern.objects.update(version=2)
    refused = second.save(account="She fell")
    assert refused.context["changes"] == []
    assert second.save().status_code == 302
    assert stored()[0] == "She fell"


def test_a_third_change_is_shown_again(two):
    first, second = two
    first.save(account="One")
    second.save(account="Mine")
    first.open()
    first.save(account="Two")
    refused = second.save()
    assert refused.context["changes"] == [Change("What happened", "Two", "Mine", False)]
    assert second.save().status_code == 302


def test_a_mistake_beside_it_is_shown_too_and_kept(two):
    first, second = two
    first.save(account="He fell")
    # The service is not asked before the form is sound.
    mistaken = second.save(account="She fell", on="31/2/2026")
    assert "Day must be a real date" in mistaken.content.decode()
    refused = second.save(on="1/2/2026")
    assert [change.stored for change in refused.context["changes"]] == ["He fell"]
    assert second.holds["on"] == "1/2/2026"


def test_ten_thousand_words_are_not_lost(two):
    first, second = two
    words = "\r\n".join(f"{n}. Ünder the table, “no” & <so> on." for n in range(1500))
    assert len(words.split()) > 10_000
    first.save(account="He fell. " * 5000)
    refused = second.save(account=words)
    assert second.holds["account"] == words
    assert FormDraft.objects.get().answers["account"] == [words]
    # Both are on the page once in full; beside what is stored, what was typed is cut short.
    assert refused.content.decode().count("1499. Ünder") == 1
    assert refused.content.decode().count("<details") == 1
    second.save()
    assert stored()[0] == words


def test_what_was_typed_is_kept_if_the_second_leaves(two, page):
    first, second = two
    first.save(account="He fell")
    second.save(account="She fell")
    second.open()
    assert second.holds["account"] == "She fell"
    refused = second.save()
    assert [change.stored for change in refused.context["changes"]] == ["He fell"]
    second.save()
    assert stored()[0] == "She fell"
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize("version", ["1", "1:", "1:nonsense", "1:account=00000000"])
def test_a_version_without_its_marks_gives_nothing_away(two, version):
    first, second = two
    first.save(account="He fell")
    refused = second.save(account="She fell", version=version)
    assert refused.context["changes"][0] == Change("What happened", "He fell", "She fell", False)
    assert second.holds["account"] == "She fell"


@pytest.mark.parametrize("version", ["", "x", "x:account=1", ":"])
def test_a_version_that_is_none_saves_nothing(two, version):
    _, second = two
    assert second.save(account="She fell", version=version).status_code == 200
    assert stored()[0] == "First told"


# One answer of each kind


class Kinds(forms.Form):
    said = forms.CharField(required=False, widget=forms.Textarea)
    on = forms.DateField(required=False)
    at = forms.DateTimeField(required=False)
    number = forms.IntegerField(required=False)
    agreed = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=[("", "None"), ("Group", [("a", "Apple")])], required=False)
    some = forms.MultipleChoiceField(choices=[("a", "Apple"), ("b", "Bread")], required=False)
    three = forms.TypedChoiceField(
        choices=[("True", "It was"), ("False", "It was not")],
        coerce=lambda word: word == "True",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(required=False)


NOON = datetime(2026, 5, 4, 12, tzinfo=ZoneInfo("Europe/London"))
KINDS = [
    ("said", "One\ntwo", "One\r\ntwo ", "One\ntwo"),
    ("on", date(2026, 5, 4), "04/05/2026", "4 May 2026"),
    ("at", NOON, "2026-05-04 12:00", None),
    ("number", 7, "7", "7"),
    ("agreed", True, "on", "Yes"),
    ("one", "a", "a", "Apple"),
    ("some", ["a", "b"], ["a", "b"], "Apple, Bread"),
    ("three", False, "False", "It was not"),
]


def version_of(initial: dict) -> str:
    return version_with_marks(Kinds(initial=initial), 1)


def sent(**answers) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.mark.parametrize(("name", "value", "as_sent", "words"), KINDS)
def test_an_answer_left_alone_takes_what_is_stored(name, value, as_sent, words):
    """The page held `value`; somebody else cleared it, or stored it where there was none."""
    data = sent(**{name: as_sent})
    (change,) = settle(Kinds(data), data, version_of({name: value}))
    assert (change.stored, change.is_taken) == ("No" if name == "agreed" else "", True)
    assert Kinds(data)[name].data in ("", None, [], False)

    data = sent(**{} if name in ("agreed", "some") else {name: ""})
    (change,) = settle(Kinds(data, initial={name: value}), data, version_of({}))
    assert change.is_taken
    assert words is None or change.stored == words
    form = Kinds(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == value


@pytest.mark.parametrize(("name", "value", "as_sent", "words"), KINDS)
def test_an_answer_nobody_else_changed_stays(name, value, as_sent, words):
    data = sent(**{name: as_sent})
    assert settle(Kinds(data, initial={name: value}), data, version_of({name: value})) == []
    assert settle(Kinds(data), data, version_of({})) == []
    assert data == sent(**{name: as_sent})


def test_a_record_that_is_chosen_reads_as_its_name(db):
    elms, oaks = ProviderFactory(name="The Elms"), ProviderFactory(name="The Oaks")

    class Choose(forms.Form):
        provider = forms.ModelChoiceField(type(elms)._base_manager.all())

    data = sent(provider=str(elms.pk))
    version = version_with_marks(Choose(initial={"provider": elms}), 1)
    (change,) = settle(Choose(data, initial={"provider": oaks.pk}), data, version)
    assert change == Change("Provider", "The Oaks", "", True)
    assert data["provider"] == str(oaks.pk)
    form = Choose(initial={"provider": elms.pk})
    assert in_words(form["provider"], elms.pk) == in_words(form["provider"], elms) == "The Elms"


def test_what_cannot_be_read_counts_as_typed():
    data = sent(on="some time in May")
    (change,) = settle(Kinds(data, initial={"on": date(2026, 5, 4)}), data, version_of({}))
    assert change == Change("On", "4 May 2026", "some time in May", False)


@pytest.mark.parametrize(("value", "version"), [("3", 3), ("3:a=1", 3), (3, 3)])
def test_a_version_is_a_number(value, version):
    assert VersionField().clean(value) == version
