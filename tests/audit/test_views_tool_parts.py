"""Trying a version out, and changing sections, scales and the order of a draft on screen."""

import pytest
from django.urls import reverse

from audit.models import ToolVersion
from audit.rules.documents import documents_of
from audit.rules.tools import document_faults
from audit.services import tools
from core.roles import Role
from tests.audit.documents import document_of, question, section, six
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, council):
    person = MembershipFactory(organisation=council, role=Role.QA_LEAD).person
    client.force_login(person)
    return person


@pytest.fixture
def draft(lead, council):
    document = document_of(
        section(
            "S",
            question("A", alert={"when": ["no"], "text": "Nobody looked", "to": ["lead"]}),
            question("B", show_if={"q": "A", "eq": "no"}),
        ),
        section("T", question("C", show_if={"fact": "enquiry.concluded", "eq": True})),
    )
    return tools.load_tool(by=lead, council=council, document=document, publish=False)[0]


def post(client, name, version, data, **keys):
    url = reverse(f"audit:{name}", kwargs={"pk": version.pk, **keys})
    page = client.post(url, {"revision": version.revision, **data}, follow=True)
    assert page.status_code == 200
    return page


def content(version):
    return ToolVersion.objects.get(pk=version.pk).content


def tried(client, version, **data):
    url = reverse("audit:version-try", args=[version.pk])
    return client.post(url, data).content.decode()


def test_questions_come_and_go_with_the_answers(client, draft):
    page = tried(client, draft)
    assert 'name="q-A"' in page
    assert 'name="q-B"' not in page
    assert "Still to answer: A" in page
    page = tried(client, draft, **{"q-A": "no"})
    assert 'name="q-B"' in page
    assert "Nobody looked" in page
    page = tried(client, draft, **{"q-A": "no", "q-B": "yes"})
    assert "50.0%, Fair" in page
    page = tried(client, draft, **{"q-A": "yes", "q-B": "no", "fact-enquiry.concluded": "yes"})
    assert 'name="q-B"' not in page
    assert 'name="q-C"' in page
    assert ToolVersion.objects.get().revision == draft.revision


def test_all_six_tools_can_be_tried(client, lead, council):
    for document in documents_of(six()):
        version, _ = tools.load_tool(by=lead, council=council, document=document, publish=False)
        page = client.get(reverse("audit:version-try", args=[version.pk]))
        assert page.status_code == 200
        assert b"Show what is asked now" in page.content


def test_a_draft_with_faults_says_them_and_is_not_tried(client, draft):
    broken = document_of(section("S", question("A", weight=0)))
    tools.change_draft(by=client_user(draft), version=draft, document=broken, revision=1)
    assert document_faults(content(draft))
    assert "Put these right first" in tried(client, draft)


def client_user(version):
    return version.created_by


def test_a_question_is_moved_after_another_or_to_another_section(client, draft):
    post(client, "question-move", draft, {"where": "T|C"}, code="A")
    codes = [[q["code"] for q in s["questions"]] for s in content(draft)["sections"]]
    assert codes == [["B"], ["C", "A"]]
    page = post(client, "question-move", draft, {"where": "T|"}, code="B")
    assert "Somebody else changed this draft" in page.content.decode()
    draft.refresh_from_db()
    post(client, "question-move", draft, {"where": "T|"}, code="B")
    codes = [[q["code"] for q in s["questions"]] for s in content(draft)["sections"]]
    assert codes == [[], ["B", "C", "A"]]


def test_sections_are_added_changed_and_removed(client, draft):
    data = {"code": "U", "title": "Last", "scored": "on", "weight": "2.5"}
    post(client, "section-add", draft, {**data, "asked_when": "${A} = 'yes'"})
    added = content(draft)["sections"][-1]
    assert (added["weight"], added["questions"]) == (2.5, [])
    assert added["show_if"] == {"q": "A", "eq": "yes"}
    draft.refresh_from_db()
    post(client, "section-change", draft, {"code": "V", "title": "Note"}, code="U")
    changed = content(draft)["sections"][-1]
    assert (changed["code"], changed["scored"]) == ("V", False)
    assert "show_if" not in changed
    draft.refresh_from_db()
    post(client, "section-remove", draft, {}, code="V")
    assert [s["code"] for s in content(draft)["sections"]] == ["S", "T"]
    draft.refresh_from_db()
    page = post(client, "section-add", draft, {"code": "W", "title": "X", "asked_when": "oops("})
    assert "cannot be read" in page.content.decode()


def test_a_scale_is_changed_line_by_line_and_says_which_line_is_wrong(client, draft):
    lines = "yes; Yes; 1\npartly; In part; 0.4\ngap; Cannot tell; 0; gap\nna; Does not apply; none"
    post(client, "scale-change", draft, {"label": "New", "options": lines}, key="ypn")
    scale = content(draft)["scales"]["ypn"]
    assert [(o["code"], o["score"]) for o in scale["options"]] == [
        ("yes", 1.0),
        ("partly", 0.4),
        ("gap", 0.0),
        ("na", None),
    ]
    assert scale["options"][2]["recording_gap"] is True
    draft.refresh_from_db()
    for wrong, words in (
        ("yes; Yes", "Line 1"),
        ("a; A; two", "is not a score"),
        ("a; A; 2", "0 to 1"),
    ):
        page = post(client, "scale-change", draft, {"label": "N", "options": wrong}, key="ypn")
        assert words in page.content.decode()
    assert content(draft)["scales"]["ypn"] == scale


def said_of(version, code="A"):
    return next(
        q for s in content(version)["sections"] for q in s["questions"] if q["code"] == code
    )


def test_a_scale_is_added_and_used(client, draft):
    lines = "met; Met; 1\nnot; Not met; 0"
    post(client, "scale-add", draft, {"key": "met_not", "label": "Met or not", "options": lines})
    assert content(draft)["scales"]["met_not"]["options"][1]["score"] == 0
    draft.refresh_from_db()
    page = post(client, "scale-add", draft, {"key": "ypn", "label": "X", "options": lines})
    assert "There is a scale ypn already" in page.content.decode()


def test_grades_are_changed_line_by_line_and_a_cap_on_one_that_is_gone_is_a_fault(client, draft):
    post(client, "grades-change", draft, {"label": "Two", "grades": "low; Low; 0\nhigh; High; .6"})
    grades = content(draft)["grade_set"]
    assert (grades["order"], grades["thresholds"]["high"]) == (["low", "high"], 0.6)
    assert grades["labels"] == {"low": "Low", "high": "High"}
    draft.refresh_from_db()
    for wrong, words in (
        ("low; Low", "Line 1: write code; words; score"),
        ("low; Low; 0.1", "Line 1: the worst grade begins at 0"),
        ("low; Low; 0\nhigh; High; 0", "Line 2: 0 is not above 0"),
        ("low; Low; 0\nlow; High; 1", "Line 2: low is there already"),
        ("low; Low; two", "“two” is not a score"),
    ):
        page = post(client, "grades-change", draft, {"label": "Two", "grades": wrong})
        assert words in page.content.decode()
        assert wrong.splitlines()[0] in page.content.decode()
    post(client, "grades-change", draft, {"label": "None", "grades": ""})
    assert content(draft)["grade_set"]["order"] == []


def test_parts_are_added_renamed_and_removed(client, draft):
    post(
        client,
        "strand-add",
        draft,
        {"key": "police", "label": "Police", "respondent": "agency_auditor", "required": "on"},
    )
    draft.refresh_from_db()
    panel = {"key": "panel", "label": "Panel", "respondent": "panel", "opens_last": "on"}
    post(client, "strand-add", draft, {**panel, "blind_to": ["police"]})
    draft.refresh_from_db()
    data = {"code": "T", "title": "Section T", "strand": "police"}
    post(client, "section-change", draft, data, code="T")
    draft.refresh_from_db()
    renamed = {"key": "force", "label": "The force", "respondent": "agency_auditor"}
    post(client, "strand-change", draft, renamed, key="police")
    force, last = content(draft)["strands"]
    assert (force["key"], force["required"]) == ("force", False)
    assert (last["opens_when"], last["blind_to"]) == ("all_required_strands_submitted", ["force"])
    assert content(draft)["sections"][1]["strand"] == "force"
    draft.refresh_from_db()
    post(client, "strand-remove", draft, {}, key="force")
    faults = [str(fault) for fault in document_faults(content(draft))]
    assert faults == ["small/T: unknown strand force"]
    draft.refresh_from_db()
    page = post(client, "strand-add", draft, {**panel, "label": "Again"})
    assert "There is a part panel already" in page.content.decode()


QUESTION = {"section": "S", "code": "A", "text": "Was A there?", "type": "scale", "scale": "ypn"}


def test_caps_alerts_and_what_answers_ask_for_are_set_on_screen(client, draft):
    page = post(
        client,
        "question-change",
        draft,
        {
            **QUESTION,
            "critical_when": "no, gap",
            "cap_section": "fair",
            "unless": "${B} = 'yes'",
            "alert_when": "no",
            "alert_text": "Look at this today",
            "alert_value": "1",
            "alert_unit": "working_day",
            "comment_when": "no, partly",
            "evidence_when": "yes",
        },
        code="A",
    )
    assert "The question is changed" in page.content.decode()
    asked = said_of(draft)
    unless = {"q": "B", "eq": "yes"}
    assert asked["critical"] == {"when": ["no", "gap"], "cap_section": "fair", "unless": unless}
    assert asked["alert"]["within"] == {"value": 1, "unit": "working_day"}
    # What the form does not show of it stays.
    assert asked["alert"]["to"] == ["lead"]
    assert asked["comment"] == {"required_when": ["no", "partly"]}
    assert asked["evidence"] == {"required_when": ["yes"]}
    draft.refresh_from_db()
    post(client, "question-change", draft, {**QUESTION, "comment_when": ""}, code="A")
    assert not {"critical", "alert", "comment", "evidence"} & set(said_of(draft))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"critical_when": "maybe"}, "maybe is not one of its answers. Those are: yes, partly"),
        ({"critical_when": "no"}, "Say which grade these answers hold down"),
        ({"cap_overall": "bad"}, "Say which answers hold the grade down"),
        ({"alert_when": "no"}, "Say what the alert says"),
        ({"alert_text": "Danger"}, "Say which answers raise the alert"),
        ({"alert_value": "2"}, "Give both: how many, and of what"),
        ({"unless": "${Z} = 'yes'"}, "depends on Z, which is not a question"),
    ],
)
def test_what_does_not_fit_a_question_is_said_beside_it_and_stays_typed(
    client, draft, typed, words
):
    page = post(client, "question-change", draft, {**QUESTION, **typed}, code="A").content.decode()
    assert words in page
    assert "Was A there?" in page
    assert content(draft) == draft.content


def test_what_was_typed_and_not_saved_is_there_when_the_page_is_opened_again(client, draft):
    post(client, "question-change", draft, {**QUESTION, "alert_when": "no"}, code="A")
    page = client.get(reverse("audit:question-change", args=[draft.pk, "A"]))
    assert page.status_code == 200
    assert "Was A there?" in page.content.decode()
    for name, keys in (("grades-change", []), ("scale-add", []), ("strand-add", [])):
        assert post(client, name, draft, {"label": "Half typed"}).status_code == 200
        again = client.get(reverse(f"audit:{name}", args=[draft.pk, *keys]))
        assert "Half typed" in again.content.decode(), name


def test_of_two_editors_the_second_is_told_and_may_save_over(client, draft):
    stale = draft.revision
    post(client, "question-change", draft, {**QUESTION, "text": "The first editor"}, code="A")
    page = post(client, "question-change", draft, {**QUESTION, "text": "The second"}, code="A")
    assert "Somebody else changed this draft" in page.content.decode()
    assert "The second" in page.content.decode()
    assert f'name="revision" value="{stale + 1}"' in page.content.decode()
    draft.refresh_from_db()
    post(client, "question-change", draft, {**QUESTION, "text": "The second"}, code="A")
    assert said_of(draft)["text"] == "The second"
    history = client.get(reverse("audit:version-history", args=[draft.pk])).content.decode()
    assert history.count("Question A: text") == 2


def test_a_question_is_seen_as_it_is_typed_and_nothing_is_saved(client, draft):
    typed = {**QUESTION, "critical_when": "no", "cap_overall": "bad", "preview": "yes"}
    page = post(client, "question-change", draft, typed, code="A").content.decode()
    shown = page.partition('id="preview"')[2]
    assert "Was A there?" in shown
    assert "If no: overall no better than Bad." in shown
    assert content(draft) == draft.content
