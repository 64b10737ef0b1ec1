"""The pages about tools, from a file to a retired version."""

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.choices import VersionStatus
from audit.models import ToolVersion
from audit.services import tools
from audit.writing import write_yaml
from core.roles import Role
from tests.audit.documents import SIX, document_of, file_of, question, section
from tests.factories import MembershipFactory, OrganisationFactory


@pytest.fixture
def council(db):
    return OrganisationFactory()


@pytest.fixture
def lead(client, council):
    person = MembershipFactory(organisation=council, role=Role.QA_LEAD).person
    client.force_login(person)
    return person


def loaded(by, council, *, publish, **tool):
    document = document_of(section("S", question("A"), question("B")), **tool)
    return tools.load_tool(by=by, council=council, document=document, publish=publish)[0]


def page(client, name, *args, data=None, **kwargs):
    url = reverse(f"audit:{name}", args=args, kwargs=kwargs)
    return client.get(url) if data is None else client.post(url, data, follow=True)


def upload(client, name, content):
    return page(client, "tool-import", data={"file": SimpleUploadedFile(name, content)})


def test_a_file_is_loaded_as_drafts_of_the_council(client, lead, council):
    shown = upload(client, "six.yaml", SIX.read_bytes()).content.decode()
    assert "s42 enquiry case-file audit (single agency)" in shown
    assert ToolVersion.objects.filter(tool__council=council, status="draft").count() == 6


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", b"tools: [{critical: {when: [no]}}]", "line 1, column 28: no without quotes"),
        (
            "a.yaml",
            yaml.safe_dump(file_of(section("S", question("A", weight=0)))).encode(),
            "small/S/A: weight 0 is not above zero",
        ),
        ("a.xlsx", b"no workbook", "the workbook"),
        ("a.pdf", b"%PDF", "neither a .yaml nor an .xlsx"),
    ],
)
def test_a_bad_file_is_refused_with_its_faults(client, lead, name, content, said):
    assert said in upload(client, name, content).content.decode()
    assert not ToolVersion.objects.exists()


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_version_goes_out_and_comes_in(client, lead, council, ending):
    version = loaded(None, None, publish=True)
    taken = page(client, "version-export", pk=version.pk, ending=ending)
    assert f"small-1.0.0.{ending}" in taken["Content-Disposition"]
    upload(client, f"small.{ending}", taken.content)
    mine = ToolVersion.objects.get(tool__council=council)
    assert mine.content_sha256 == version.content_sha256


def test_a_version_is_shown_in_words(client, lead, council):
    document = tools.load_tool(
        by=lead,
        council=council,
        publish=True,
        document=document_of(
            section(
                "S",
                question("A", critical={"when": ["no"], "cap_overall": "bad"}),
                question("B", show_if={"q": "A", "in": ["no", "partly"]}, guidance="Look twice"),
            )
        ),
    )[0]
    shown = page(client, "version-detail", document.pk).content.decode()
    for words in (
        "If no: overall no better than Bad.",
        "Asked when A is no or partly.",
        "Look twice",
        "Cannot tell",
    ):
        assert words in shown


def test_from_draft_to_retired(client, lead, council):
    shared = loaded(None, None, publish=True)
    page(client, "version-draft", shared.pk, data={"number": "1.1"})
    draft = ToolVersion.objects.get(tool__council=council)
    assert draft.number == "1.1"

    text = write_yaml(draft.content).decode().replace("Is A there?", "Was A there?")
    page(client, "version-edit", draft.pk, data={"text": text, "revision": 1})
    shown = page(client, "version-compare", draft.pk, shared.pk).content.decode()
    assert "Was A there?" in shown
    shown = page(client, "version-detail", draft.pk).content.decode()
    assert "A: changed: trends break here" in shown

    page(client, "version-publish", draft.pk, data={"change_note": "Past tense"})
    page(client, "version-retire", draft.pk, data={"reason": "Not used"})
    draft.refresh_from_db()
    assert (draft.status, draft.change_note) == (VersionStatus.RETIRED, "Past tense")


def test_a_draft_with_any_fault_can_be_looked_at_and_put_right(client, lead, council):
    draft = loaded(lead, council, publish=False)
    for part in (
        {"type": "matrix"},
        {"type": "repeat_group"},
        {"type": "tags"},
        {"type": "ratio", "score_bands": [{}]},
        {"type": "number", "min": 9, "max": 1},
        {"type": "choice", "options": ["x", "x"]},
        {"critical": {"cap_overall": "bad"}},
        {"alert": {"to": ["lead"]}},
    ):
        draft.refresh_from_db()
        bad = document_of(section("S", {**question("A", scored=False), **part}, question("B")))
        text = write_yaml({**bad, "version": draft.number}).decode()
        shown = page(
            client, "version-edit", draft.pk, data={"text": text, "revision": draft.revision}
        )
        assert "small/S/A" in shown.content.decode(), part
        for name in ("version-detail", "version-try", "version-edit", "version-publish"):
            assert page(client, name, draft.pk).status_code == 200, (name, part)
        assert page(client, "question-change", draft.pk, "A").status_code == 200, part
        assert "small/S/A" in page(client, "version-publish", draft.pk, data={}).content.decode()


def test_what_cannot_be_read_at_all_is_not_stored_and_stays_typed(client, lead, council):
    draft = loaded(lead, council, publish=False)
    bad = document_of(section("S", question("A", critical=["x"])))
    text = write_yaml({**bad, "version": draft.number}).decode()
    shown = page(client, "version-edit", draft.pk, data={"text": text, "revision": 1})
    assert "critical: should be a set of named parts" in shown.content.decode()
    assert "critical:\n" in shown.content.decode()
    draft.refresh_from_db()
    assert draft.revision == 1


def test_faults_of_a_draft_are_always_shown_and_keep_it_from_being_published(client, lead, council):
    draft = loaded(lead, council, publish=False)
    text = write_yaml(draft.content).decode().replace("weight: 1", "weight: 0")
    shown = page(client, "version-edit", draft.pk, data={"text": text, "revision": 1})
    for found in (
        shown,
        page(client, "version-detail", draft.pk),
        page(client, "version-publish", draft.pk, data={}),
    ):
        assert "weight 0 is not above zero" in found.content.decode()
    draft.refresh_from_db()
    assert draft.status == VersionStatus.DRAFT


@pytest.mark.parametrize(
    ("text", "revision", "said"),
    [("tools: [", 1, "is not YAML"), (None, 9, "Somebody else changed this draft")],
)
def test_what_cannot_be_saved_stays_on_the_page(client, lead, council, text, revision, said):
    draft = loaded(lead, council, publish=False)
    typed = text or write_yaml(draft.content).decode() + "# mine\n"
    shown = page(client, "version-edit", draft.pk, data={"text": typed, "revision": revision})
    assert said in shown.content.decode()
    assert shown.context["form"]["text"].value() == typed


def test_a_draft_is_thrown_away(client, lead, council):
    draft = loaded(lead, council, publish=False)
    page(client, "version-discard", draft.pk, data={})
    assert not ToolVersion.objects.exists()


def test_a_tool_of_another_council_is_not_found(client, lead):
    elsewhere = loaded(None, OrganisationFactory(), publish=True)
    assert page(client, "version-detail", elsewhere.pk).status_code == 404
    assert page(client, "version-draft", elsewhere.pk, data={}).status_code == 404


def test_the_list_asks_no_more_for_more_tools(client, lead, council, django_assert_max_num_queries):
    for number in range(8):
        loaded(None, council, publish=True, key=f"tool-{number}")
    with django_assert_max_num_queries(12):
        assert page(client, "tool-list").content.decode().count("A small tool") == 8


def filled(client, address, **changes):
    """Post a question's form as it is shown, with these changes."""
    form = client.get(address).context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data = {k: v for k, v in (data | changes).items() if v not in (None, False)}
    return client.post(address, data, follow=True)


def test_questions_are_added_changed_and_removed_on_screen(client, lead, council):
    draft = loaded(lead, council, publish=False)
    add = reverse("audit:question-add", args=[draft.pk])
    new = {
        "section": "S",
        "code": "C",
        "text": "Was it seen?",
        "scale": "ypn",
        "scored": "on",
        "weight": "2",
    }
    shown = filled(client, add, **new, asked_when="${A} = 'no' and not(${B} = 'yes')")
    assert "Asked when A is no and not (B is yes)." in shown.content.decode()

    change = reverse("audit:question-change", args=[draft.pk, "B"])
    shown = filled(client, change, code="B2", critical_when="no, gap", cap_overall="bad")
    assert "If no or gap: overall no better than Bad." in shown.content.decode()
    # C waited for B, which has another code now: the list of faults says so.
    assert "depends on a missing question, B" in shown.content.decode()

    page(client, "question-remove", draft.pk, "C", data={})
    draft.refresh_from_db()
    kept = draft.content["sections"][0]["questions"]
    assert [(q["code"], q.get("replaces")) for q in kept] == [("A", None), ("B2", "B")]
    assert document_of(section("S", question("A")))["sections"][0]["questions"][0] == kept[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"asked_when": "today() = 1"}, "the function today() is not supported"),
        ({"asked_when": "${Z} = 1"}, "depends on Z, which is not a question"),
        ({"code": "a b"}, "Use letters, digits, dots"),
        ({"text": ""}, "required"),
        ({"revision": 99}, "Somebody else changed this draft"),
    ],
)
def test_a_bad_question_is_refused_and_stays_as_typed(client, lead, council, changes, said):
    draft = loaded(lead, council, publish=False)
    address = reverse("audit:question-change", args=[draft.pk, "A"])
    shown = filled(client, address, **{"guidance": "Mine", **changes})
    assert said in shown.content.decode()
    assert shown.context["form"]["guidance"].value() == "Mine"
