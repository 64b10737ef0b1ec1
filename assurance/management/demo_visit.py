"""The visit that the demonstration prepares for: cases, a return, a draft, shared evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from assurance.choices_visit import (
    LeftOutReason,
    PointDecision,
    PreReadState,
    ReturnItemStatus,
    TrackingConsent,
)
from assurance.demo.people import DOMAIN
from assurance.demo.story import Story
from assurance.demo.world import CODE
from assurance.models import (
    AccuracyCheck,
    EvidenceItem,
    InformationReturn,
    ReturnItem,
    SharedSet,
    TrackingSample,
)
from assurance.rules.case_tracking import Quota
from assurance.services import (
    factual_accuracy,
    information_returns,
    shared_evidence,
    tracking_cases,
    tracking_samples,
)
from core import access
from core.models import Organisation, User
from core.permissions import Permission

REHEARSAL = "Rehearsal before the visit"
RETURN = "CQC assessment: practice return"
DRAFT = "Peer challenge: draft report"
SHARED, SHARED_DAYS, MOST_SHARED = "Evidence for the visit", 60, 12
NOTICE_DAYS_AGO, DRAFT_DAYS_AGO = 12, 20
# Half of what is asked for is settled, some is being gathered, and the rest waits.
READY, GATHERING = 18, 10
POINTS: tuple[dict[str, Any], ...] = (
    {
        "place": "Page 6, paragraph 2",
        "kind": "figure",
        "draft_says": "The council could not say how long people wait for a decision.",
        "proposed": "The median wait is reported each month and is on the dashboard the team saw.",
        "evidence_for": "The board pack of the quarter, page 3, and the dashboard itself.",
        "evidence_against": "The figure was not in the self-assessment the team was sent.",
    },
    {
        "place": "Page 11, paragraph 4",
        "kind": "fact",
        "draft_says": "No advocate was appointed in the second case tracked.",
        "proposed": "An advocate was appointed nine days after the concern.",
        "evidence_for": "The referral to the advocacy service and its acceptance are on file.",
        "evidence_against": "",
    },
    {
        "place": "Page 14, paragraph 1",
        "kind": "context",
        "draft_says": "Staff told us that they felt overwhelmed.",
        "proposed": "Staff of one team told us so during the week of the move.",
        "evidence_for": "The dates of the interviews.",
        "evidence_against": "It is what staff said, and the survey says much the same.",
    },
)
LEFT_OUT_BECAUSE = "It is what people said, and it is fair."


@transaction.atomic
def make_visit(story: Story) -> None:
    """Make the visit once, with the people of the demonstration."""
    council = Organisation.objects.get(code=CODE)
    if TrackingSample.objects.filter(council=council).exists():
        return
    lead = User.objects.get(email=f"qa-lead@{DOMAIN}")
    analyst = User.objects.get(email=f"analyst@{DOMAIN}")
    _track(council, lead, story.as_of)
    _return(council, analyst, (lead, analyst), story.as_of)
    _draft(council, lead, story.as_of)
    _share(council, lead)


def _share(council: Organisation, by: User) -> SharedSet:
    """Let the visiting assessor read what counts for the two statements of Theme 3."""
    chosen = shared_evidence.begin_sharing(
        by=by,
        council=council,
        title=SHARED,
        purpose="What the council would first show of how it keeps people safe.",
        until=timezone.localdate() + timedelta(days=SHARED_DAYS),
    )
    rows = EvidenceItem.objects.filter(council=council).leaving(timezone.localdate())
    wanted = rows.filter(links__statement__code__in=("QS6", "QS7")).distinct()
    shared_evidence.choose_items(by=by, shared_set=chosen, evidence=list(wanted[:MOST_SHARED]))
    # In a demonstration of years ago the assessor's role is over, and nobody reads it.
    assessor = User.objects.get(email=f"assessor@{DOMAIN}")
    if access.has(assessor, Permission.SHARED_EVIDENCE_VIEW, council=council):
        shared_evidence.let_read(by=by, shared_set=chosen, person=assessor)
    return chosen


def _track(council: Organisation, by: User, today: date) -> None:
    sample = tracking_samples.plan_sample(
        by=by,
        council=council,
        title=REHEARSAL,
        starts_on=today - timedelta(days=364),
        ends_on=today,
        is_rehearsal=True,
        seed="rehearsal",
        criteria="A rehearsal by our own criteria: adults of every age and reason for support, "
        "half with an enquiry, and enough who lacked capacity for a decision.",
    )
    sample = tracking_samples.set_sizes_and_quotas(
        by=by,
        sample=sample,
        list_size=20,
        pick_size=6,
        track_size=4,
        reserve_size=2,
        quotas=[
            Quota("section_42", "yes", 10),
            Quota("age_band", "18-64", 6),
            Quota("age_band", "85-94", 4),
            Quota("support_reason", "LD", 3),
            Quota("lacked_capacity", "yes", 4),
            Quota("advocate", "yes", 3),
            Quota("age_band", "95+", 3),
        ],
    )
    sample = tracking_samples.freeze_frame(by=by, sample=sample)
    tracking_samples.draw_sample(by=by, sample=sample)
    _read(by, sample)
    first = sample.cases.get(code="CT-02")
    tracking_cases.stand_down(by=by, case=first, because=LeftOutReason.PROCEEDINGS)
    picked = tracking_cases.pick_by_seed(by=by, sample=sample)
    for case in picked[:-1]:
        tracking_cases.record_consent(
            by=by,
            case=case,
            consent=TrackingConsent.GIVEN,
            on=today,
            note="Asked by their own social worker, in person.",
        )
    codes = [case.code for case in picked[: sample.track_size]]
    tracking_cases.choose_tracked(by=by, sample=sample, codes=codes)


def _read(by: User, sample: TrackingSample) -> None:
    for place, case in enumerate(sample.cases.ever_listed().order_by("place")[:8]):
        found = {
            "read_through": (PreReadState.IN_ORDER, ""),
            "voice": (PreReadState.IN_ORDER, ""),
            "plan": (PreReadState.IN_ORDER, ""),
        }
        if place % 3 == 1:
            found["plan"] = (PreReadState.GAP, "The review is not written up.")
        tracking_cases.note_pre_read(by=by, case=case, found=found)


def _return(
    council: Organisation, by: User, owners: tuple[User, User], today: date
) -> InformationReturn:
    opened = information_returns.open_return(
        by=by,
        council=council,
        title=RETURN,
        notice_on=today - timedelta(days=NOTICE_DAYS_AGO),
        visit_on=today + timedelta(days=45),
    )
    library = list(EvidenceItem.objects.filter(council=council).leaving(timezone.localdate()))
    for place, item in enumerate(opened.items.all()):
        if place < READY + GATHERING:
            _answer(by, item, place, owners[place % 2], library)
    return opened


def _answer(
    by: User, item: ReturnItem, place: int, owner: User, library: list[EvidenceItem]
) -> None:
    is_ready = place < READY
    if is_ready and library and place % 2:
        information_returns.choose_evidence(
            by=by, item=item, evidence=library[place % len(library)], pointer="The whole of it"
        )
    item.refresh_from_db()
    information_returns.change_item(
        by=by,
        item=item,
        version=item.version,
        text=item.text,
        number=item.number,
        due_on=item.due_on,
        look_back_months=item.look_back_months,
        owner=owner,
        status=ReturnItemStatus.READY if is_ready else ReturnItemStatus.GATHERING,
        answer="On the council's website; the address is in the index." if is_ready else "",
    )


def _draft(council: Organisation, by: User, today: date) -> AccuracyCheck:
    check = factual_accuracy.open_check(
        by=by,
        council=council,
        title=DRAFT,
        received_on=today - timedelta(days=DRAFT_DAYS_AGO),
        owner=by,
    )
    points = [factual_accuracy.add_point(by=by, check=check, **words) for words in POINTS]
    for point in points[:2]:
        factual_accuracy.decide_point(by=by, point=point, version=1, decision=PointDecision.SEND)
    factual_accuracy.decide_point(
        by=by, point=points[2], version=1, decision=PointDecision.HOLD, reason=LEFT_OUT_BECAUSE
    )
    sent = factual_accuracy.mark_sent(
        by=by, check=check, sent_on=today - timedelta(days=DRAFT_DAYS_AGO - 9)
    )
    factual_accuracy.record_outcome(
        by=by,
        point=points[1],
        version=2,
        outcome="accepted",
        note="The paragraph is changed.",
        answered_on=today - timedelta(days=2),
    )
    return sent
