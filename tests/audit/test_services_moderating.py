"""Second readings: chosen by rule or chance, kept beside the first, blind until saved."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.choices import AuditStatus, ModerationReason, ModerationStyle, StrandStatus
from audit.metrics.agreement import agreements
from audit.models import CaseAudit, Moderation, Reaudit
from audit.outcomes import outcomes_of
from audit.rules.documents import documents_of
from audit.second_reading import first_strand, not_rated, questions_for
from audit.services import moderating, second_readings, tools
from audit.services.moderating import Rating
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.audit.documents import document_of, file_of, question, section
from tests.audit.rounds import WORKFLOW, concluded, opened, person, published
from tests.audit.submitted import submit, submitted
from tests.core.statistics.golden import expected, rows
from tests.factories import AnswerFactory, AuditStrandFactory, EnquiryFactory

AGREES = [Rating("A", "yes"), Rating("B", "yes")]
DIFFERS = [Rating("A", "no", "Nothing there"), Rating("B", "no")]


@pytest.fixture
def version(qa_lead, council):
    return published(qa_lead, council)


@pytest.fixture
def moderator(council):
    return person(council, Role.AUDITOR)


@pytest.fixture
def practised(version, auditor, council):
    """The auditor has done three already, so that no rule about first ones fires."""
    for _ in range(3):
        submitted(version, auditor)


def refused(code, call, **args):
    with pytest.raises(RuleViolationError) as refusal:
        call(**args)
    assert refusal.value.code == code


def begun(qa_lead, audit, moderator, style=ModerationStyle.SEEN):
    return second_readings.ask_moderation(
        by=qa_lead, audit=audit, style=style, note="To learn", moderator=moderator
    )


def test_nothing_asks_for_it_so_it_is_agreed(version, auditor):
    audit = submitted(version, auditor)
    assert second_readings.settle_submission(by=auditor, audit=audit) is None
    audit.refresh_from_db()
    assert audit.status == AuditStatus.AGREED
    refused("not_now", second_readings.settle_submission, by=auditor, audit=audit)


def test_a_low_grade_is_read_again_and_looked_at_again(qa_lead, version, auditor, moderator):
    audit = submitted(version, auditor, answers={"A": "no", "B": "no"})
    row = second_readings.settle_submission(by=auditor, audit=audit)
    assert (row.reason, row.reason_note) == (ModerationReason.TRIGGER, "the grade is bad")
    assert (row.style, row.first_auditor, row.moderator) == ("seen", auditor, None)
    audit.refresh_from_db()
    assert audit.status == AuditStatus.IN_MODERATION
    second_readings.assign_moderator(by=qa_lead, moderation=row, moderator=moderator)
    moderating.save_ratings(
        by=moderator, moderation=row, ratings=DIFFERS, grades={"overall": ("bad", "")}
    )
    moderating.decide_moderation(by=moderator, moderation=row, outcome="agreed", reason="")
    audit.refresh_from_db()
    assert audit.status == AuditStatus.AGREED
    again = Reaudit.objects.get(audit=audit)
    assert again.due_on == timezone.localdate() + timedelta(days=30)


def test_a_second_read_goes_to_the_round_moderator_with_room(qa_lead, council, version, auditor):
    concluded(council, 2)
    made = opened(qa_lead, version, [auditor], wanted_total=2)
    moderators = [person(council, Role.AUDITOR) for _ in range(2)]
    for each in moderators:
        made.auditors.create(person=each, audits=False, moderates=True)
    CaseAudit.objects.filter(round=made).update(is_second_read=True)
    for audit in CaseAudit.objects.filter(round=made):
        submit(audit)
    assert second_readings.settle_round(by=qa_lead, audit_round=made) == 2
    assert second_readings.settle_round(by=qa_lead, audit_round=made) == 0
    given = Moderation.objects.filter(reason=ModerationReason.SAMPLE)
    assert {row.moderator for row in given} == set(moderators)


def test_both_scores_are_kept(qa_lead, version, auditor, moderator):
    audit = submitted(version, auditor)
    row = begun(qa_lead, audit, moderator)
    grades = {"overall": ("bad", "The record does not show it")}
    moderating.save_ratings(by=moderator, moderation=row, ratings=DIFFERS, grades=grades)
    decide = {"by": moderator, "moderation": row}
    refused("belied", moderating.decide_moderation, **decide, outcome="agreed", reason="x")
    refused("no_reason", moderating.decide_moderation, **decide, outcome="grade_lowered", reason="")
    moderating.decide_moderation(**decide, outcome="grade_lowered", reason="As rated")
    refused("decided", moderating.decide_moderation, **decide, outcome="agreed", reason="")
    kept = row.answers.get(question__code="A")
    assert (kept.first_option, kept.option) == ("yes", "no")
    outcome = outcomes_of(audit)[0]
    assert (outcome.first, outcome.moderated, outcome.final) == ("fine", "bad", "bad")
    assert row.grades.get().suggested == "bad"


def test_returned_goes_back_to_its_auditor(qa_lead, version, auditor, moderator):
    audit = submitted(version, auditor)
    row = begun(qa_lead, audit, moderator)
    decide = {"by": moderator, "moderation": row}
    refused("not_rated", moderating.decide_moderation, **decide, outcome="agreed", reason="")
    moderating.decide_moderation(**decide, outcome="returned", reason="Half of it is missing")
    audit.refresh_from_db()
    assert audit.status == AuditStatus.IN_PROGRESS
    assert audit.strands.get().status == StrandStatus.RETURNED


def test_a_blind_moderator_sees_nothing_before_and_changes_nothing_after(
    qa_lead, version, auditor, moderator
):
    audit = submitted(version, auditor)
    row = begun(qa_lead, audit, moderator, style=ModerationStyle.BLIND)
    assert audit not in CaseAudit.objects.visible_to(moderator)
    rate = {"by": moderator, "moderation": row, "ratings": AGREES}
    refused("no_reason", moderating.save_ratings, **rate, grades={"overall": ("fine", "")})
    moderating.save_ratings(**rate, grades={"overall": ("fine", "It is all there")})
    assert audit in CaseAudit.objects.visible_to(moderator)
    refused("rated", moderating.save_ratings, **rate, grades={"overall": ("bad", "No")})


def test_a_lead_who_is_to_rate_blind_does_not_see_it_either(qa_lead, version, auditor):
    audit = submitted(version, auditor)
    assert audit in CaseAudit.objects.visible_to(qa_lead)
    begun(qa_lead, audit, qa_lead, style=ModerationStyle.BLIND)
    assert audit not in CaseAudit.objects.visible_to(qa_lead)


def test_a_panel_says_who_it_was(qa_lead, version, auditor, moderator):
    row = begun(qa_lead, submitted(version, auditor), moderator, style=ModerationStyle.PANEL)
    rate = {"by": moderator, "moderation": row, "ratings": AGREES}
    grades = {"overall": ("fine", "")}
    refused("no_panel", moderating.save_ratings, **rate, grades=grades)
    moderating.save_ratings(**rate, grades=grades, panel="A Person, B Person")


def test_what_cannot_be_scored_is_refused(qa_lead, version, auditor, moderator):
    row = begun(qa_lead, submitted(version, auditor), moderator)
    rate = {"by": moderator, "moderation": row, "grades": {"overall": ("fine", "")}}
    refused("unanswered", moderating.save_ratings, **rate, ratings=AGREES[:1])
    odd = [*AGREES[:1], Rating("B", "?")]
    refused("unknown_answer", moderating.save_ratings, **rate, ratings=odd)
    stray = [*AGREES, Rating("Z", "yes")]
    refused("unknown_answer", moderating.save_ratings, **rate, ratings=stray)


def test_who_may_moderate(qa_lead, council, version, auditor, moderator, practitioner):
    enquiry = EnquiryFactory(concern__adult__council=council, lead=moderator)
    audit = submitted(version, auditor, enquiry=enquiry)
    ask = {"by": qa_lead, "audit": audit, "style": "seen", "note": "x"}
    for who, code in (
        (auditor, "own_audit"),
        (moderator, "own_casework"),
        (practitioner, "may_not"),
    ):
        refused(code, second_readings.ask_moderation, **ask, moderator=who)
    refused("no_reason", second_readings.ask_moderation, **{**ask, "note": " "})
    row = second_readings.ask_moderation(**ask)
    refused("open_already", second_readings.ask_moderation, **ask)
    with pytest.raises(PermissionDenied):
        second_readings.assign_moderator(by=auditor, moderation=row, moderator=qa_lead)
    with pytest.raises(PermissionDenied):
        moderating.save_ratings(by=qa_lead, moderation=row, ratings=[], grades={})
    other = person(council, Role.AUDITOR)
    second_readings.assign_moderator(by=qa_lead, moderation=row, moderator=other)
    with pytest.raises(PermissionDenied):
        moderating.decide_moderation(by=qa_lead, moderation=row, outcome="agreed", reason="")
    moderating.save_ratings(
        by=other, moderation=row, ratings=AGREES, grades={"overall": ("fine", "")}
    )
    refused(
        "rated", second_readings.assign_moderator, by=qa_lead, moderation=row, moderator=qa_lead
    )


def test_nothing_is_kept_if_the_log_fails(qa_lead, version, auditor, moderator, monkeypatch):
    row = begun(qa_lead, submitted(version, auditor), moderator)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        moderating.save_ratings(
            by=moderator, moderation=row, ratings=AGREES, grades={"overall": ("fine", "")}
        )
    assert not row.answers.exists()


def test_each_step_is_logged(qa_lead, version, auditor, moderator):
    row = begun(qa_lead, submitted(version, auditor), moderator)
    moderating.save_ratings(
        by=moderator, moderation=row, ratings=AGREES, grades={"overall": ("fine", "")}
    )
    moderating.decide_moderation(by=moderator, moderation=row, outcome="agreed", reason="")
    verbs = ActivityEvent.objects.filter(target_model="audit.Moderation")
    assert list(verbs.values_list("verb", flat=True)) == [
        "moderation_begun",
        "moderation_rated",
        "moderation_decided",
    ]


POINTS = {"not met": "p0", "partly met": "p1", "met": "p2", "exceeded": "p3"}
FOUR = {
    "label": "Four points",
    "options": [
        {"code": code, "label": label, "score": place / 3}
        for place, (label, code) in enumerate(POINTS.items())
    ],
}


def test_agreement_equals_the_golden_values(qa_lead, council, auditor, moderator):
    """Thirty files, rated by an auditor and a moderator on four points, through the services."""
    file = file_of(section("S", question("A", scale="four")), workflow=WORKFLOW)
    file["answer_scales"]["four"] = FOUR
    version, _ = tools.load_tool(
        by=qa_lead, council=council, document=documents_of(file)[0], publish=True
    )
    enquiry = EnquiryFactory(concern__adult__council=council)
    for row in rows("agreement_moderation_30_files"):
        answers = {"A": POINTS[row["auditor"]]}
        audit = submitted(version, auditor, answers=answers, enquiry=enquiry)
        second = begun(qa_lead, audit, moderator, style=ModerationStyle.BLIND)
        moderating.save_ratings(
            by=moderator,
            moderation=second,
            ratings=[Rating("A", POINTS[row["moderator"]])],
            grades={"overall": ("fine", "As seen")},
        )
    (of_scale,) = agreements(CaseAudit.objects.all()).scales
    found = of_scale.found
    golden = {
        case["statistic"]: case["expected"]
        for case in expected("agreement")
        if case["id"] == "moderation_30_files_4_point"
    }
    assert (found.pairs, found.ac_name, found.has_fixed_readers) == (30, "AC2", True)
    assert found.percent == pytest.approx(27 / 30)
    assert found.kappa == pytest.approx(golden["weighted_kappa_linear"], abs=1e-9)
    assert found.ac == pytest.approx(golden["gwet_ac2_linear"], abs=5e-9)
    assert found.alpha == pytest.approx(golden["krippendorff_alpha_ordinal"], abs=1e-9)


def test_seen_ratings_are_no_measure_of_agreement(qa_lead, version, auditor, moderator):
    row = begun(qa_lead, submitted(version, auditor), moderator)
    moderating.save_ratings(
        by=moderator, moderation=row, ratings=AGREES, grades={"overall": ("fine", "")}
    )
    found = agreements(CaseAudit.objects.all())
    assert (found.files, found.seen_files, found.scales) == (0, 1, [])


def test_a_blind_second_strand_is_a_pair_too(version, auditor, moderator):
    audit = submitted(version, auditor)
    strand = AuditStrandFactory(
        audit=audit, key="second", is_blind=True, person=moderator, submitted=True
    )
    for asked in version.questions.all():
        AnswerFactory(strand=strand, question=asked, option="no")
    found = agreements(CaseAudit.objects.all())
    assert found.files == 1
    assert found.scales[0].found.note == "too few pairs: 2"


TWO_STRANDS = [
    {"key": "auditor", "label": "Auditor", "respondent": "auditor", "required": True},
    {"key": "own", "label": "Self", "respondent": "practitioner", "required": False},
]
BANDS = [{"at_least": 0.9, "score": 1}, {"at_least": 0, "score": 0}]


def test_a_table_and_a_ratio_keep_the_first_answer_in_the_sums(
    qa_lead, auditor, moderator, council
):
    """No scale answers them, so they are not rated again, and nothing stops the reading."""
    table = question("M", type="matrix", rows=["x", "y"])
    ratio = question("R", type="ratio", score_bands=BANDS)
    opened_late = question("L", type="ratio", score_bands=BANDS, show_if={"q": "A", "eq": "no"})
    document = document_of(section("S", question("A"), table, ratio, opened_late))
    version = tools.load_tool(by=qa_lead, council=council, document=document, publish=True)[0]
    audit = submitted(
        version,
        auditor,
        answers={"A": "yes", "M": {"x": "yes", "y": "no"}, "R": {"ratio": [9, 10]}},
    )
    strand = first_strand(audit)
    assert [each.code for each in questions_for(audit, strand)] == ["A"]
    assert [words.split()[0] for words in not_rated(audit, strand)] == ["M", "R", "L"]
    row = begun(qa_lead, audit, moderator)
    moderating.save_ratings(
        by=moderator,
        moderation=row,
        ratings=[Rating("A", "no")],
        grades={"overall": ("fair", "Less than it says")},
    )
    # (0 + (1 + 0) / 2 + 1) / 3: L was opened by the second rating alone, and counts for nothing.
    assert row.grades.get().suggested == "fair"


def test_a_section_left_out_is_not_rated_where_two_parts_answer_it(qa_lead, auditor, council):
    document = document_of(
        section("S", question("A")),
        section("T", question("B"), optional=True),
        strands=TWO_STRANDS,
    )
    version = tools.load_tool(by=qa_lead, council=council, document=document, publish=True)[0]
    audit = submitted(version, auditor)
    strand = first_strand(audit)
    for skipped, asked in ((["own-1:T"], ["A", "B"]), (["auditor-1:T"], ["A"])):
        audit.skipped_sections = skipped
        assert [each.code for each in questions_for(audit, strand)] == asked


def test_a_moderator_is_told_what_is_not_rated_again_and_why(
    client, qa_lead, auditor, moderator, council
):
    ratio = question("R", type="ratio", score_bands=BANDS)
    document = document_of(section("S", ratio))
    version = tools.load_tool(by=qa_lead, council=council, document=document, publish=True)[0]
    audit = submitted(version, auditor, answers={"R": {"ratio": [9, 10]}})
    row = begun(qa_lead, audit, moderator)
    client.force_login(moderator)
    address = reverse("audit:moderation-rate", args=[row.pk])
    shown = client.get(address).content.decode()
    assert "no question is rated again" in shown
    assert "Is R there?" in shown
    saved = client.post(address, {"grade_overall": "fine", "why_overall": "As it is"})
    assert saved.status_code == 302, saved.context["form"].errors
    assert row.grades.get().grade == "fine"
