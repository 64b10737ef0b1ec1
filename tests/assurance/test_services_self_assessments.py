"""Writing, carrying over, signing and finishing a self-assessment; CQC's published scores."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assurance.choices_voices import VoiceScope
from assurance.models import Framework, PublishedScore, QualityStatement
from assurance.rules.references import Kind, Reference
from assurance.self_assessments.comparing import compare, framework_changes
from assurance.self_assessments.content import content_of
from assurance.self_assessments.document import document_of
from assurance.self_assessments.side_by_side import side_by_side
from assurance.services import published_scores as published
from assurance.services import self_assessment_signing as signing
from assurance.services import self_assessments as writing
from core.disclosure import Mode
from core.errors import InputError, RuleViolationError
from tests.assurance.self_assessment_set import (
    cqc,
    figure,
    opened,
    ready,
    signed,
    theme3,
    voice,
    write,
)
from tests.factories import (
    FrameworkFactory,
    PublishedScoreFactory,
)
from tests.factories.packs import pinned

pytestmark = pytest.mark.django_db
HEAD = "statement,score,report_date,source\n"


def code_of(call, **given):
    with pytest.raises(RuleViolationError) as refusal:
        call(**given)
    return refusal.value.code


def safeguarding(whole):
    return whole.statements.get(statement__code="QS7")


def test_a_version_begins_empty_with_every_part(council, qa_lead, practitioner):
    whole = opened(qa_lead, council)
    assert [row.statement.code for row in whole.statements.all()] == ["QS6", "QS7"]
    assert whole.parts.count() == 7
    with pytest.raises(PermissionDenied):
        opened(practitioner, council, "Another")
    with pytest.raises(ValidationError):
        opened(qa_lead, council)
    assert code_of(lambda: opened(qa_lead, council, "None", statements=[])) == "no_statements"
    other = FrameworkFactory()
    assert code_of(lambda: opened(qa_lead, council, "Old", framework=other)) == "other_version"


def test_a_draft_is_changed_and_what_is_written_in_it_stays(council, qa_lead, director):
    whole = opened(qa_lead, council)
    governance = cqc().statements.get(code="QS8")
    write(qa_lead, safeguarding(whole))
    given = {"by": qa_lead, "self_assessment": whole, "title": "Changed"}
    days = {"period_from": date(2025, 1, 1), "period_to": date(2025, 12, 31)}
    keep = [theme3()[1], governance]
    writing.change_self_assessment(**given, **days, statements=keep)
    assert [row.statement.code for row in whole.statements.all()] == ["QS7", "QS8"]
    refuse = writing.change_self_assessment
    assert code_of(refuse, **given, **days, statements=[governance]) == "written"
    assert code_of(refuse, **given, **days, statements=[]) == "no_statements"
    assert whole.statements.count() == 2
    with pytest.raises(PermissionDenied):
        refuse(**{**given, "by": director}, **days, statements=keep)


def test_a_post_is_taken_off_the_list_until_it_has_signed(council, qa_lead):
    whole = ready(qa_lead, council)
    mistyped = signing.ask_signature(by=qa_lead, self_assessment=whole, post="Directer")
    assert [each.text for each in content_of(whole).blockers()] == ["Not signed: Directer"]
    signing.drop_signature(by=qa_lead, sign_off=mistyped)
    assert content_of(whole).blockers() == []
    assert code_of(signing.drop_signature, by=qa_lead, sign_off=whole.sign_offs.get()) == "signed"


def test_of_two_who_write_at_once_the_second_is_told(council, qa_lead, manager):
    row = safeguarding(opened(qa_lead, council))
    write(qa_lead, row)
    given = {"row": row, "version": 1, "boxes": {"ambition": "Mine"}, "score": None}
    assert code_of(writing.write_statement, by=manager, **given) == "changed_meanwhile"
    row.refresh_from_db()
    assert row.ambition == "People are safe, and say so."
    part = row.self_assessment.parts.first()
    writing.write_part(by=manager, row=part, version=1, text="About us")
    again = {"by": manager, "row": part, "version": 1, "text": "Mine"}
    assert code_of(writing.write_part, **again) == "changed_meanwhile"


def test_a_score_needs_a_reason(council, qa_lead):
    row = safeguarding(opened(qa_lead, council))
    with pytest.raises(ValidationError):
        write(qa_lead, row, score=3, score_reason=" ")


def test_a_reference_is_put_into_its_box_and_shows_the_figure(council, other_council, qa_lead):
    whole, item = opened(qa_lead, council), figure(council)
    row, chosen = safeguarding(whole), Reference(Kind.FIGURE, item.pk)
    write(qa_lead, row, insert=chosen, into="knowing")
    row.refresh_from_db()
    assert row.knowing == f"We read 18 files a quarter.\n\n[[figure:{item.pk}]]"
    document = document_of(whole)
    assert [target.text for target in document.evidence] == ["Concerns raised: 40"]
    assert "as of 20 April 2026" in document.evidence[0].source
    assert code_of(lambda: write(qa_lead, row, insert=chosen)) == "where"
    elsewhere = Reference(Kind.FIGURE, figure(other_council).pk)
    refused = {"insert": elsewhere, "into": "plans"}
    assert code_of(lambda: write(qa_lead, row, **refused)) == "not_offered"


def test_what_is_shared_hides_small_numbers(council, qa_lead):
    whole, item = opened(qa_lead, council), figure(council, n=3)
    write(qa_lead, safeguarding(whole), boxes={"knowing": f"[[figure:{item.pk}]]"})
    assert document_of(whole).evidence[0].text == "Concerns raised: 3"
    assert document_of(whole, Mode.PUBLICATION).evidence[0].text == "Concerns raised: [c]"


def test_what_is_withdrawn_shows_a_marker_and_stops_finishing(council, qa_lead):
    whole = ready(qa_lead, council)
    held, words = figure(council, withdrawn=True, approved=False), voice(council)
    inside = voice(council, consent_scope=VoiceScope.INTERNAL)
    tokens = f"[[figure:{held.pk}]] [[voice:{words.pk}]] [[voice:{inside.pk}]] [[figure:9999]]"
    write(qa_lead, safeguarding(whole), boxes={"knowing": f"{tokens} [[figur:1]]"})
    found = [each.text for each in content_of(whole).blockers()]
    for trouble in (
        f"This figure was withdrawn ([[figure:{held.pk}]])",
        f"There is no consent to show these words to CQC ([[voice:{inside.pk}]])",
        "This figure is not held ([[figure:9999]])",
        "[[figur:1]] is not a reference",
    ):
        assert any(trouble in each for each in found), trouble
    assert not any(f"[[voice:{words.pk}]]" in each for each in found)
    assert code_of(signing.finish, by=qa_lead, self_assessment=whole) == "not_ready"


def test_a_finished_version_pins_its_figures_and_never_changes(council, qa_lead, director):
    whole, item = ready(qa_lead, council), figure(council)
    row = write(qa_lead, safeguarding(whole), boxes={"knowing": f"[[figure:{item.pk}]]"})
    assert code_of(signing.finish, by=director, self_assessment=whole) == "not_ready"
    signed(qa_lead, whole.sign_offs.get())
    signing.finish(by=director, self_assessment=whole)
    whole.refresh_from_db()
    item.revisions.update(pin={**item.revisions.get().pin, "figure": pinned(n=99)})
    assert document_of(whole).evidence[0].text == "Concerns raised: 40"
    assert whole.content_sha256 == content_of(whole).fingerprint
    assert code_of(lambda: write(qa_lead, row)) == "finished"
    part = whole.parts.first()
    late = {"by": qa_lead, "row": part, "version": 1, "text": "Late"}
    assert code_of(writing.write_part, **late) == "finished"
    assert code_of(signing.finish, by=director, self_assessment=whole) == "finished"


def test_words_taken_back_go_from_a_finished_version_too(council, qa_lead, director):
    whole, words = ready(qa_lead, council), voice(council)
    write(qa_lead, safeguarding(whole), boxes={"others_say": f"[[voice:{words.pk}]]"})
    signed(qa_lead, whole.sign_offs.get())
    signing.finish(by=director, self_assessment=whole)
    whole.refresh_from_db()
    assert "They listened" in str(document_of(whole).statements)
    assert "They listened" not in str(whole.pinned)
    assert words.uses.get().title == whole.title
    words.withdrawn_on, words.words, words.summary = timezone.localdate(), "", ""
    words.save()
    document = document_of(whole)
    assert "They listened" not in str(document.statements)
    assert "These words were taken back" in str(document.statements)
    assert document.withdrawn == 1


def test_a_signature_is_of_the_words_that_stood(council, qa_lead, manager):
    whole = ready(qa_lead, council)
    assert content_of(whole).blockers() == []
    write(qa_lead, safeguarding(whole), boxes={"plans": "Something else"})
    assert [each.text for each in content_of(whole).blockers()] == [
        "Not signed: Director, since the text was changed"
    ]
    sign_off = whole.sign_offs.get()
    given = {"sign_off": sign_off, "engagement": "took_part", "how": "in_writing"}
    with pytest.raises(PermissionDenied):
        signing.sign(by=manager, **given)
    assert code_of(signing.sign, by=qa_lead, **given) == "no_name"
    assert code_of(signing.sign, by=qa_lead, name="Ada", **given) == "no_day"
    later = timezone.localdate() + timedelta(days=1)
    assert code_of(signing.sign, by=qa_lead, name="A", signed_on=later, **given) == "later"
    here = signing.sign(by=qa_lead, **{**given, "how": "here"})
    assert (here.name, here.signed_on) == (qa_lead.full_name, timezone.localdate())
    assert content_of(whole).blockers() == []


def test_nothing_is_carried_over_by_itself(council, qa_lead):
    earlier = ready(qa_lead, council)
    later = opened(qa_lead, council, "2026-27", previous=earlier)
    row = safeguarding(later)
    assert (row.ambition, row.score) == ("", None)
    writing.carry_over(by=qa_lead, row=row, version=row.version)
    row.refresh_from_db()
    assert row.ambition == "People are safe, and say so."
    assert (row.score, row.is_confirmed) == (None, False)
    assert any("not confirmed" in each.text for each in content_of(later).blockers())
    again = {"by": qa_lead, "row": row, "version": row.version}
    assert code_of(writing.carry_over, **again) == "not_empty"
    assert write(qa_lead, row).is_confirmed
    first = safeguarding(earlier)
    first.ambition = ""
    nothing = opened(qa_lead, council, "Alone")
    alone = {"by": qa_lead, "row": safeguarding(nothing), "version": 1}
    assert code_of(writing.carry_over, **alone) == "nothing"


def test_versions_are_compared_by_code_and_word(council, qa_lead):
    earlier = ready(qa_lead, council)
    later = opened(qa_lead, council, "2026-27", previous=earlier)
    write(qa_lead, safeguarding(later), score=2, boxes={"plans": "We recruit four social workers."})
    found = {each.code: each for each in compare(earlier, later).statements}
    assert found["QS7"].score_before == "3: good standard"
    assert found["QS7"].score_now == "2: some shortfalls"
    (plans,) = found["QS7"].boxes
    assert [(p.kind, p.text) for p in plans.pieces if p.kind != "same"] == [
        ("out", "two"),
        ("in", "four"),
    ]
    assert not found["QS6"].is_same


def test_a_newer_framework_shows_what_it_changed(council):
    old = theme3()[1]
    Framework.objects.filter(pk=old.framework_id).update(valid_to=date(2027, 3, 31))
    newer = FrameworkFactory(code="cqc-la", version="2027-04", valid_from=date(2027, 4, 1))
    theme = newer.themes.create(code="T3", number=3, title="Safety")
    now = QualityStatement.objects.create(
        framework=newer,
        theme=theme,
        code="QS7",
        order=7,
        label=old.label,
        quotation=f"{old.quotation} And more.",
        quotation_source="A publisher",
    )
    found = framework_changes(old, now)
    assert found[0].heading == "The statement"
    assert len(found) == 1 + old.entries.count()
    assert framework_changes(old, old) == []


def test_our_view_and_cqc_s_stand_side_by_side(council, qa_lead, director):
    whole = ready(qa_lead, council)
    signing.finish(by=director, self_assessment=whole)
    pathways, safe = theme3()
    for day, score in ((date(2024, 5, 1), 4), (date(2025, 5, 30), 2)):
        PublishedScoreFactory(council=council, statement=safe, score=score, report_date=day)
    found = {each.code: each for each in side_by_side(council)}
    assert found["QS7"].difference == "We scored ourselves one point higher than CQC"
    assert found["QS7"].theirs_on == date(2025, 5, 30)
    assert found["QS7"].note == "CQC's report is older than our view"
    assert found["QS6"].difference == "CQC has published no score"
    assert pathways.code == "QS6"


def load(by, council, text, name="scores.csv"):
    return published.load_scores(
        by=by,
        council=council,
        framework=cqc(),
        open_bytes=lambda: io.BytesIO(text.encode()),
        filename=name,
    )


def test_scores_are_loaded_by_code_name_or_other_name_and_again_changes_nothing(council, qa_lead):
    alias = theme3()[0].aliases[0]
    text = (
        f'{HEAD}QS7,2,2025-05-30,CQC report\n"{alias}",3,30/5/2025,CQC report\n'
        "Equity in experiences and outcomes,1 - Inadequate: x,2025-05-30,CQC report\n"
    )
    assert load(qa_lead, council, text).new == 3
    again = load(qa_lead, council, text)
    assert (again.new, again.held) == (0, 3)
    assert PublishedScore.objects.get(statement__code="QS7").score == 2


def test_a_file_with_faults_loads_nothing_and_names_them(council, qa_lead):
    text = (
        f"{HEAD}QS77,2,2025-05-30,CQC\nQS7,5,2025-05-30,CQC\nQS6,2,2025-02-30,CQC\n"
        "QS6,2,2025-05-30,\nQS5,2,2025-05-30\nQS4,2,2025-05-30,CQC\nQS4,3,2025-05-30,CQC\n"
    )
    with pytest.raises(InputError) as refusal:
        load(qa_lead, council, text)
    told = str(refusal.value).splitlines()
    assert [line.partition(", line ")[2][0] for line in told] == ["2", "3", "4", "5", "6", "8"]
    assert not PublishedScore.objects.exists()
    for bad in ("", HEAD, "statement,score\n", "statement,statement,score,report_date,source\n"):
        with pytest.raises(InputError):
            load(qa_lead, council, bad)


def test_another_score_for_the_same_day_is_refused(council, qa_lead):
    load(qa_lead, council, f"{HEAD}QS7,2,2025-05-30,CQC\n")
    with pytest.raises(InputError, match="QS7 has 2 for this day"):
        load(qa_lead, council, f"{HEAD}QS7,3,2025-05-30,CQC\n")
    with pytest.raises(InputError, match="not after today"):
        load(qa_lead, council, f"{HEAD}QS7,3,2999-05-30,CQC\n")
    row = PublishedScore.objects.get()
    published.remove_score(by=qa_lead, row=row)
    assert not PublishedScore.objects.exists()
