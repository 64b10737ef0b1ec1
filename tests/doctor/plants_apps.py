"""Faults of the register, of audits and of what was frozen."""

import hashlib
import os
from datetime import timedelta

from django.utils import timezone

from assurance.evidence.pins import fingerprint as pin_fingerprint
from assurance.models import (
    BoardPack,
    CountedFigures,
    DocumentPart,
    EvidenceRevision,
    FrozenReturn,
    ImprovementItem,
    LocalTarget,
    PinnedCases,
    QualityStatement,
    SelfAssessment,
    SignOff,
)
from assurance.sac.cells import hash_of as hash_of_cells
from assurance.self_assessments.content import content_of
from audit.models import ToolVersion
from audit.rules.documents import hash_of
from sab.choices_recommendation import LinkKind
from sab.models import RecommendationLink, StrategicPriority
from safeguard.choices import ImportState, Priority
from safeguard.choices_work import ClockEvent, ClockPriority
from safeguard.models import Adult, AdultIdentity, ClockRule, Concern, Enquiry, ImportRun
from tests.doctor.here import Here, plants
from tests.factories import (
    AdultFactory,
    AdultIdentityFactory,
    BoardPackFactory,
    ClockRuleFactory,
    ConcernFactory,
    ConclusionFactory,
    CountedFiguresFactory,
    DecisionRecordFactory,
    DocumentPartFactory,
    EnquiryFactory,
    FrozenReturnFactory,
    HoldFactory,
    ImportRunFactory,
    ImprovementItemFactory,
    LocalTargetFactory,
    OrganisationFactory,
    PinnedCasesFactory,
    PrioritySettingFactory,
    QuestionIdentityFactory,
    RecommendationLinkFactory,
    SelfAssessmentFactory,
    SignOffFactory,
    StrategicPriorityFactory,
    ToolVersionFactory,
)

DAY = timedelta(days=1)


@plants("clocks", "clock_never_runs")
def clock_backwards(here: Here):
    rule = ClockRuleFactory(council=here.council)
    yield
    ClockRule.objects.filter(pk=rule.pk).update(
        start_event=ClockEvent.CONCLUDED, end_event=ClockEvent.COMMENCED
    )
    yield f"clock rule {rule.pk} of council WELL"


@plants("clocks", "clock_never_runs")
def clock_of_a_kind_too_early(here: Here):
    rule = ClockRuleFactory(council=here.council)
    yield
    ClockRule.objects.filter(pk=rule.pk).update(enquiry_kind="s42")
    yield f"clock rule {rule.pk} of council WELL"


@plants("clocks", "clock_gap")
def clock_with_a_gap_in_time(here: Here):
    today = timezone.localdate()
    old = ClockRuleFactory(council=here.council, last_day=today - 10 * DAY)
    ClockRuleFactory(council=here.council, effective_from=today - 9 * DAY)
    # One that ended on purpose: its step goes on for nobody.
    ended = {"end_event": ClockEvent.PRIORITY_SET, "last_day": today - DAY}
    ClockRuleFactory(council=here.council, **ended)
    yield
    ClockRule.objects.filter(pk=old.pk).update(last_day=today - 12 * DAY)
    yield f"from {today - 11 * DAY:%d/%m/%Y} on"


@plants("clocks", "clock_gap")
def clock_that_lost_a_priority(here: Here):
    today = timezone.localdate()
    ClockRuleFactory(council=here.council, priority=ClockPriority.RED)
    amber = ClockRuleFactory(council=here.council, priority=ClockPriority.AMBER)
    yield  # a council need not set a timescale for every priority
    ClockRule.objects.filter(pk=amber.pk).update(last_day=today - DAY)
    yield f"from {today:%d/%m/%Y} on"


@plants("imports", "import_stands")
def import_stands(here: Here):
    then = timezone.now() - timedelta(hours=4)
    run = ImportRunFactory(council=here.council, started_at=then, state=ImportState.LOADED)
    ImportRunFactory(council=here.council, state=ImportState.LOADING)
    yield
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.CHECKING)
    yield f"safeguard.ImportRun {run.pk}"


def folder(here: Here, name: object, age: timedelta) -> None:
    path = here.media / "imports" / str(name)
    path.mkdir(parents=True)
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))


@plants("imports", "import_folder_unknown")
def folder_of_no_import(here: Here):
    folder(here, ImportRunFactory(council=here.council).public_id, 3 * DAY)
    folder(here, "on-its-way", timedelta(hours=23))
    yield
    folder(here, "nobodys", 2 * DAY)
    yield "belong to no import (1): nobodys."


@plants("imports", "import_folder_old")
def folder_for_too_long(here: Here):
    run, older = ImportRunFactory.create_batch(2, council=here.council)
    folder(here, run.public_id, 31 * DAY)
    yield
    folder(here, older.public_id, 33 * DAY)
    yield f"30 days (1): {older.public_id}."


@plants("register", "enquiry_before_receipt")
def enquiry_early(here: Here):
    enquiry = EnquiryFactory(concern__adult__council=here.council)
    yield
    early = enquiry.concern.received_on - DAY
    Enquiry.objects.filter(pk=enquiry.pk).update(commenced_on=early)
    yield f"safeguard.Enquiry {enquiry.pk}"


@plants("register", "day_received_differs")
def day_differs(here: Here):
    # 23:30 UTC in summer is the next day in London.
    concern = ConcernFactory(adult__council=here.council, received_at="2025-03-31T23:30:00Z")
    yield
    Concern.objects.filter(pk=concern.pk).update(received_at="2025-03-31T22:30:00Z")
    yield f"safeguard.Concern {concern.pk}"


@plants("register", "decision_differs")
def decision_differs(here: Here):
    decision = DecisionRecordFactory(
        concern__adult__council=here.council, concern__s42=True, signed=True
    )
    DecisionRecordFactory(concern__adult__council=here.council)
    yield
    Concern.objects.filter(pk=decision.concern_id).update(decided_on=decision.decided_on + DAY)
    yield f"safeguard.DecisionRecord {decision.pk}"


@plants("register", "decision_differs")
def decision_lost(here: Here):
    decision = DecisionRecordFactory(
        concern__adult__council=here.council, concern__s42=True, signed=True
    )
    yield
    Concern.objects.filter(pk=decision.concern_id).update(decided_on=None, decision=None)
    yield f"safeguard.DecisionRecord {decision.pk}"


@plants("register", "priority_differs")
def priority_differs(here: Here):
    concern = ConcernFactory(adult__council=here.council, priority=Priority.RED)
    earlier = PrioritySettingFactory(concern=concern)
    newest = PrioritySettingFactory(
        concern=concern, priority=Priority.RED, set_at=earlier.set_at + DAY
    )
    yield
    Concern.objects.filter(pk=concern.pk).update(priority=None)
    yield f"safeguard.PrioritySetting {newest.pk}."


@plants("register", "conclusion_of_open_enquiry")
def conclusion_of_open(here: Here):
    conclusion = ConclusionFactory(enquiry__concern__adult__council=here.council)
    yield
    Enquiry.objects.update(concluded_on=None, risk_assessment_result=None, risk_outcome=None)
    yield f"safeguard.Conclusion {conclusion.pk}"


@plants("register", "hold_of_concluded_enquiry")
def hold_runs_on(here: Here):
    hold = HoldFactory(enquiry__concern__adult__council=here.council)
    done = EnquiryFactory(concern__adult__council=here.council, concluded=True)
    HoldFactory(enquiry=done, until=done.concluded_on)
    yield
    type(hold).objects.filter(pk=hold.pk).update(enquiry=done)
    yield f"safeguard.Hold {hold.pk}"


@plants("register", "concern_of_merged_adult")
def concern_of_merged(here: Here):
    concern = ConcernFactory(adult__council=here.council)
    other = AdultFactory(council=here.council, merged_into=concern.adult)
    yield
    Concern.objects.filter(pk=concern.pk).update(adult=other)
    yield f"safeguard.Concern {concern.pk}"


@plants("register", "merged_twice")
def merged_twice(here: Here):
    kept, first, second = AdultFactory.create_batch(3, council=here.council)
    Adult.objects.filter(pk__in=[first.pk, second.pk]).update(merged_into=kept)
    yield
    Adult.objects.filter(pk=second.pk).update(merged_into=first)
    yield f"safeguard.Adult {second.pk}"


@plants("register", "council_differs")
def concern_of_another_council(here: Here):
    concern = ConcernFactory(adult__council=here.council)
    yield
    Concern.objects.filter(pk=concern.pk).update(council=OrganisationFactory())
    yield f"safeguard.Concern {concern.pk}"


@plants("register", "council_differs")
def enquiry_of_another_council(here: Here):
    enquiry = EnquiryFactory(concern__adult__council=here.council)
    yield
    Enquiry.objects.filter(pk=enquiry.pk).update(council=OrganisationFactory())
    yield f"safeguard.Enquiry {enquiry.pk}"


@plants("register", "council_differs")
def name_of_another_council(here: Here):
    held = AdultIdentityFactory(adult__council=here.council)
    yield
    AdultIdentity.objects.filter(pk=held.pk).update(council=OrganisationFactory())
    yield f"safeguard.AdultIdentity {held.pk}"


@plants("audit-tools", "tool_version_altered")
def tool_altered(here: Here):
    content = {"sections": ["one"]}
    version = ToolVersionFactory(
        tool__council=here.council, content=content, content_sha256=hash_of(content)
    )
    ToolVersionFactory(tool__council=here.council, draft=True)
    yield
    ToolVersion.objects.filter(pk=version.pk).update(content={"sections": ["two"]})
    yield f"audit.ToolVersion {version.pk}"


@plants("frozen", "frozen_return_altered")
def return_altered(here: Here):
    cell = {"table": "SG1a", "panel": "", "row": "18-64", "column": "All", "value": 12}
    frozen = FrozenReturnFactory(council=here.council, cells=[cell], sha256=hash_of_cells([cell]))
    yield
    FrozenReturn.objects.filter(pk=frozen.pk).update(cells=[{**cell, "value": 11}])
    yield f"assurance.FrozenReturn {frozen.pk}"


@plants("frozen", "board_pack_altered")
def pack_altered(here: Here):
    pack = BoardPackFactory(council=here.council)
    yield
    BoardPack.objects.filter(pk=pack.pk).update(figures=[{**pack.figures[0], "numerator": 7}])
    yield f"assurance.BoardPack {pack.pk}"


@plants("frozen", "pinned_figure_altered")
def pin_altered(here: Here):
    pin = {"figure": {"key": "concerns_raised", "numerator": 2}}
    parts = [{"label": "", "cases": {"1": "met"}}]
    held = PinnedCasesFactory(
        council=here.council,
        parts=parts,
        revision__text="",
        revision__pin=pin,
        revision__sha256=pin_fingerprint(pin, parts),
    )
    _first_revisions_are_hashed()
    yield
    PinnedCases.objects.filter(pk=held.pk).update(parts=[])
    yield f"assurance.PinnedCases {held.pk}"


@plants("frozen", "evidence_altered")
def note_altered(here: Here):
    revision = PinnedCasesFactory(council=here.council).revision
    _first_revisions_are_hashed()
    PinnedCases.objects.all().delete()
    yield
    EvidenceRevision.objects.filter(pk=revision.pk).update(text="What was seen by others")
    yield f"assurance.EvidenceRevision {revision.pk}"


def _first_revisions_are_hashed() -> None:
    for row in EvidenceRevision.objects.exclude(text=""):
        row.sha256 = hashlib.sha256(row.text.encode()).hexdigest()
        row.save()


def finished(here: Here) -> SelfAssessment:
    row = SelfAssessmentFactory(council=here.council, framework=_framework(), finished=True)
    DocumentPartFactory(self_assessment=row, text="We know our people")
    row.content_sha256 = content_of(row).fingerprint
    row.save()
    return row


def _framework():
    return QualityStatement.objects.order_by("pk").first().framework


@plants("frozen", "self_assessment_altered")
def self_assessment_altered(here: Here):
    row = finished(here)
    yield
    DocumentPart.objects.filter(self_assessment=row).update(text="We know them well")
    yield f"assurance.SelfAssessment {row.pk}"


@plants("frozen", "signature_of_other_text")
def signed_something_else(here: Here):
    row = finished(here)
    signed = SignOffFactory(self_assessment=row, signed=True, content_sha256=row.content_sha256)
    SignOffFactory(self_assessment__council=here.council, self_assessment__framework=_framework())
    yield
    SignOff.objects.filter(pk=signed.pk).update(content_sha256="0" * 64)
    yield f"assurance.SignOff {signed.pk}"


@plants("frozen", "framework_altered")
def framework_altered(here: Here):
    statement = QualityStatement.objects.order_by("pk").first()
    yield
    QualityStatement.objects.filter(pk=statement.pk).update(quotation="We do as we like.")
    yield f"assurance.Framework {statement.framework_id}"


@plants("links", "measure_gone")
def target_of_no_measure(here: Here):
    held = LocalTargetFactory(council=here.council)
    yield
    LocalTarget.objects.filter(pk=held.pk).update(measure="long_gone")
    yield f"assurance.LocalTarget {held.pk}"


@plants("links", "measure_gone")
def item_of_no_measure(here: Here):
    held = ImprovementItemFactory(council=here.council)
    yield
    ImprovementItem.objects.filter(pk=held.pk).update(measure="long_gone")
    yield f"assurance.ImprovementItem {held.pk}"


@plants("links", "measure_gone")
def priority_of_no_measure(here: Here):
    held = StrategicPriorityFactory(measure_keys=["asked_pct"])
    yield
    StrategicPriority.objects.filter(pk=held.pk).update(measure_keys=["asked_pct", "long_gone"])
    yield f"sab.StrategicPriority {held.pk}"


@plants("links", "question_gone")
def link_of_no_question(here: Here):
    asked = QuestionIdentityFactory()
    held = RecommendationLinkFactory(kind=LinkKind.AUDIT_QUESTION, key=asked.key)
    yield
    RecommendationLink.objects.filter(pk=held.pk).update(key="tool:gone")
    yield f"sab.RecommendationLink {held.pk}"


@plants("dashboards", "count_waits")
def count_waits(here: Here):
    then = timezone.now() - timedelta(hours=3)
    held = CountedFiguresFactory(council=here.council, counted_at=then)
    yield
    CountedFigures.objects.filter(pk=held.pk).update(queued_at=then + timedelta(hours=1))
    yield f"assurance.CountedFigures {held.pk}"


@plants("dashboards", "count_waits")
def never_counted(here: Here):
    held = CountedFiguresFactory(council=here.council, release="")
    yield
    CountedFigures.objects.filter(pk=held.pk).update(counted_at=timezone.now() - timedelta(hours=2))
    yield f"assurance.CountedFigures {held.pk}"
