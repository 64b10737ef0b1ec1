"""Record the rows of an extract as people would: with the services behind the pages."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.models import Organisation, User
from safeguard import choices
from safeguard.choices_work import ClosingAnswer, ClosingItem
from safeguard.models import Adult, Concern, Enquiry
from safeguard.rules.concluding import Check, Closing, Judgement
from safeguard.services.adults import AdultFacts, add_adult
from safeguard.services.caused import request_enquiry
from safeguard.services.concluding import conclude_enquiry
from safeguard.services.deciding import propose_decision
from safeguard.services.drafts import choose_adult, start_draft
from safeguard.services.enquiring import start_enquiry
from safeguard.services.enquiry_findings import add_outcome, add_risk
from safeguard.services.raising import raise_concern
from safeguard.services.raising_answers import Answers
from safeguard.services.triage import set_priority

Row = dict[str, str]
LONDON = ZoneInfo("Europe/London")
ALL_DONE = {item: Check(ClosingAnswer.DONE) for item in ClosingItem}


def code(listed, label: str) -> str | None:
    """Return the code of a label of the extract; None for an empty cell."""
    return {str(text): key for key, text in listed.choices}[label] if label else None


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def yes(text: str) -> bool | None:
    return {"yes": True, "no": False, "": None}[text]


class ByHand:
    """Somebody who holds every right of casework in one council, typing an extract in."""

    def __init__(self, by: User, council: Organisation) -> None:
        self.by, self.council = by, council
        self.adults: dict[str, Adult] = {}

    def person(self, row: Row) -> None:
        facts = AdultFacts(
            gender=code(choices.Gender, row["gender"]),
            ethnicity=code(choices.Ethnicity, row["ethnicity"]),
            family_name=row["person_ref"],
            born_on=day(row["date_of_birth"]),
            died_on=day(row["date_of_death"]),
        )
        self.adults[row["person_ref"]] = add_adult(by=self.by, council=self.council, facts=facts)

    def concern(self, row: Row) -> Concern:
        draft = start_draft(by=self.by, council=self.council)
        draft = choose_adult(by=self.by, draft=draft, adult=self.adults[row["person_ref"]])
        raised = raise_concern(by=self.by, draft=draft, answers=self.answers(row))
        if row["priority"]:
            set_priority(by=self.by, concern=raised, priority=row["priority"], reason="As found")
        if row["decision"]:
            self.decide(raised, row)
        return raised

    def answers(self, row: Row) -> Answers:
        conditions = filter(None, row["reported_health_conditions"].split(";"))
        return Answers(
            primary_support_reason=code(
                choices.PrimarySupportReason, row["primary_support_reason"]
            ),
            conditions=[code(choices.HealthCondition, label) for label in conditions],
            account="What was said",
            risk_types=[code(choices.TypeOfRisk, c) for c in row["types_of_risk"].split(";")],
            location=code(choices.LocationOfRisk, row["location_of_risk"]),
            outcomes_asked="no",
            outcomes_reason="Not there",
            agreement="agreed",
            capacity_to_agree="yes",
            in_danger="no",
            channel="phone",
            referrer=code(choices.Referrer, row["referrer"]),
            wants_feedback=True,
            received_at=datetime.fromisoformat(row["received_at"]).replace(tzinfo=LONDON),
        )

    def decide(self, concern: Concern, row: Row) -> None:
        propose_decision(
            by=self.by,
            concern=concern,
            met_a=yes(row["s42_1a"]),
            reason_a="Because",
            met_b=yes(row["s42_1b"]),
            reason_b="Because",
            met_c=yes(row["s42_1c"]),
            reason_c="Because",
            result=row["decision"],
            reason=row["decision_reason"],
            decided_on=day(row["decided_on"]),
            routes={"advice": ""} if row["decision"] == "not_an_enquiry" else {},
            sign_off=True,
        )

    def enquiry(self, concern: Concern, row: Row, risks: Iterable[Row]) -> None:
        concern.refresh_from_db()
        started = day(row["started_on"])
        enquiry = start_enquiry(by=self.by, concern=concern, commenced_on=started)
        if row["caused_to"]:
            request_enquiry(
                by=self.by,
                enquiry=enquiry,
                to_whom=row["caused_to"],
                scope="What happened",
                adult_views="To be safe",
                capacity_view="has",
                requested_on=started,
                due_on=started,
            )
        for risk in risks:
            add_risk(
                by=self.by,
                enquiry=enquiry,
                risk_type=code(choices.TypeOfRisk, risk["type_of_risk"]),
                location=code(choices.LocationOfRisk, risk["location_of_risk"]),
                source=code(choices.SourceOfRisk, risk["source_of_risk"]),
            )
        if row["concluded_on"]:
            self.conclude(enquiry, row)

    def conclude(self, enquiry: Enquiry, row: Row) -> None:
        achieved = code(choices.OutcomesAchieved, row["outcomes_achieved"])
        outcomes = {}
        if achieved:
            wanted_on = enquiry.commenced_on
            wish = add_outcome(by=self.by, enquiry=enquiry, wanted="To stay", wanted_on=wanted_on)
            outcomes[wish.pk] = Judgement(achieved, "the adult")
        closing = Closing(
            concluded_on=day(row["concluded_on"]),
            reason="The work is done",
            risk_assessment_result=code(
                choices.RiskAssessmentResult, row["risk_assessment_result"]
            ),
            risk_outcome=code(choices.RiskOutcome, row["risk_outcome"]),
            lacked_capacity=code(choices.LackedCapacity, row["lacked_capacity"]),
            supported=yes(row["supported"]),
            outcomes_asked=code(choices.OutcomesAsked, row["outcomes_asked"]),
            outcomes_achieved=achieved,
            review_considered="not_needed",
            review_reason="Nobody died or came to serious harm",
            checks=ALL_DONE,
            outcomes=outcomes,
            not_asked_reason="Nobody thought of it",
            open_actions_reason="The report is still awaited; the lead sees to it",
        )
        conclude_enquiry(by=self.by, enquiry=enquiry, closing=closing, version=None)


def record(by: User, council: Organisation, extract: dict[str, list[Row]]) -> None:
    """Record every row of an extract by hand."""
    hand = ByHand(by, council)
    for row in extract["people"]:
        hand.person(row)
    concerns = {row["concern_ref"]: hand.concern(row) for row in extract["concerns"]}
    risks = defaultdict(list)
    for row in extract["risks"]:
        risks[row["enquiry_ref"]].append(row)
    for row in extract["enquiries"]:
        hand.enquiry(concerns[row["concern_ref"]], row, risks[row["enquiry_ref"]])
