"""What the pages of the board and of Theme 3 are about, each of them filled."""

from datetime import date
from typing import Any

from django.utils import timezone

from assurance.services.frameworks import ensure_shipped
from tests import factories
from tests.access import table_partner_returns, table_plan, table_sab_business, table_surveys
from tests.factories import ConcernFactory
from tests.factories.evidence import kept_figure, kept_link


def of_theme3(council: Any) -> dict[str, Any]:
    """The framework, and one of its entries of which the council has the official wording."""
    framework = ensure_shipped()[0].framework
    entry = framework.entries.get(code="QS7-CL-01")
    factories.OfficialWordingFactory(council=council, entry=entry)
    return {"framework": framework, "entry": entry}


def of_the_board(council: Any) -> dict[str, Any]:
    """The council's board with something of all its business; the council itself is a partner."""
    briefing = table_sab_business.published_to(council)
    board = briefing.board
    member = board.partners.get(organisation=council)
    risk = factories.RiskReviewFactory(risk__board=board).risk
    action = factories.PriorityActionFactory(priority__board=board, partner=member, complete=True)
    action.priority.risks.add(risk)
    factories.DatasetValueFactory(indicator=member.indicators.get(), partner=member)
    factories.BriefingReceiptFactory(briefing=briefing, partner=member)
    return {
        "board_risk": risk,
        "priority": action.priority,
        "indicator": member.indicators.get(),
        "member": member,
        "briefing": briefing,
        "other_review": factories.OtherReviewFactory(board=board),
    }


def of_visit(council: Any) -> dict[str, Any]:
    """A sample with a case that stands for another, a return half answered, a draft to check."""
    gone = factories.TrackingCaseFactory(
        listed=True,
        sample__council=council,
        sample__listed=True,
        stage="stood_down",
        stood_down_because="moved",
        stood_down_from="listed",
        stood_down_at=timezone.now(),
    )
    case = factories.TrackingCaseFactory(listed=True, sample=gone.sample, stands_in_for=gone)
    factories.TrackingQuotaFactory(sample=gone.sample, value="yes", available=2, listed=2)
    factories.PreReadNoteFactory(case=case)
    document = factories.ReturnDocumentFactory(item__of_return__council=council)
    point = factories.AccuracyPointFactory(check_of__council=council)
    shared = factories.SharedItemFactory(shared_set__council=council).shared_set
    return {
        "tracking_sample": gone.sample,
        "tracking_case": case,
        "information_return": document.item.of_return,
        "return_item": document.item,
        "accuracy_check": point.check_of,
        "accuracy_point": point,
        "shared_set": shared,
    }


def of_evidence(council: Any) -> dict[str, Any]:
    """A note with two revisions that answers a line, a link, and a figure whose case is gone."""
    note = factories.EvidenceItemFactory(council=council, revision_number=2)
    factories.EvidenceRevisionFactory(item=note, text="What was seen later")
    line = ensure_shipped()[0].framework.entries.get(code="QS7-RE-PR-01")
    factories.EvidenceLinkFactory(
        item=note, statement=line.statement, category=line.category, required_evidence=line
    )
    gone = ConcernFactory(adult__council=council, received_on=date(2024, 5, 1))
    figure, link = kept_figure(council), kept_link(council)
    gone.delete()
    ids = {"evidence": note, "evidence_figure": figure, "evidence_link": link}
    return {name: item.public_id for name, item in ids.items()}


def of_board(council: Any) -> dict[str, Any]:
    """A cycle with returns to write and to judge, an action, and surveys open and over."""
    answered = table_partner_returns.answer_of(council)
    sent = answered.assurance_return
    over = table_surveys.comment_of(council).response.survey
    for _ in range(6):
        factories.SurveyAnswerFactory(
            response__group=over.groups.get(), question=over.questions.get()
        )
    today = timezone.localdate()
    cycle = factories.ReturnCycleFactory(board=sent.board, opens_on=today, closes_on=today)
    without = factories.PartnerFactory(board=sent.board, organisation=None)
    return {
        "return_cycle": sent.cycle,
        "partner_return": factories.AssuranceReturnFactory(cycle=cycle, partner=sent.partner),
        "workbook_return": factories.AssuranceReturnFactory(cycle=cycle, partner=without),
        "improvement": factories.ImprovementActionFactory(assurance_return=sent),
        "survey_over": over,
        "survey": table_surveys.survey_of(council),
        "survey_link": table_surveys.MAKERS["survey link"](council),
    }


def of_plan(council: Any) -> dict[str, Any]:
    """A voice that an item answers, one taken back that had left, and what the plan rests on."""
    names = {
        "outside_assessment": "assessment",
        "item": "item",
        "theme3_indicator": "theme 3 indicator",
    }
    made = {name: table_plan.MAKERS[maker](council) for name, maker in names.items()}
    voice = factories.VoiceFactory(council=council, agreed=True)
    factories.VoiceGroupFactory(voice=voice)
    factories.VoiceReplyFactory(voice=voice, item=made["item"])
    table_plan.gone(council)
    for first in (2022, 2023):
        factories.IndicatorValueFactory(
            indicator=made["theme3_indicator"],
            start=date(first, 4, 1),
            end=date(first + 1, 3, 31),
        )
    return {**made, "voice": voice}
