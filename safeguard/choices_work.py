"""Coded values of the day's work on a case. The return counts none of these; the words are ours."""

from django.db import models


class Channel(models.TextChoices):
    """How the council was told."""

    PHONE = "phone", "Telephone"
    EMAIL = "email", "Email"
    ONLINE = "online", "Online form"
    IN_PERSON = "in_person", "In person"
    LETTER = "letter", "Letter"
    OTHER = "other", "Another way"


class YesNoUnknown(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class Agreement(models.TextChoices):
    """Whether the adult agreed that the concern be reported."""

    AGREED = "agreed", "Yes, they agreed"
    REFUSED = "refused", "No, they did not agree"
    NOT_ASKED = "not_asked", "They were not asked"
    NOT_KNOWN = "not_known", "Not known"


class AtRisk(models.TextChoices):
    ADULT = "adult", "Another adult"
    CHILD = "child", "A child"


class InformationKind(models.TextChoices):
    """How a piece of information was come by while a concern is looked into."""

    SPOKE_TO_ADULT = "adult", "Spoke to the adult"
    CALL = "call", "Telephone call"
    EMAIL = "email", "Email or letter"
    VISIT = "visit", "Visit"
    MEETING = "meeting", "Meeting"
    RECORDS = "records", "Looked at records"
    OTHER = "other", "Something else"


class Route(models.TextChoices):
    """Where a concern goes that is not an enquiry. "No further action" stands alone."""

    ADVICE = "advice", "Advice and guidance"
    ASSESSMENT = "assessment", "Care Act assessment"
    CASE_MANAGEMENT = "case_management", "Case management"
    REVIEW = "review", "Review of care and support"
    COUNCIL_SERVICE = "council_service", "Another council service"
    OTHER_AGENCY = "agency", "Another agency"
    OTHER_COUNCIL = "other_council", "Another council"
    QUALITY = "quality", "Provider quality monitoring"
    NO_ACTION = "no_action", "No further action"


class DecisionState(models.TextChoices):
    """A decision is proposed, then signed off or returned; a reopened case sets it aside."""

    PROPOSED = "proposed", "Waiting for sign-off"
    RETURNED = "returned", "Returned to the proposer"
    SIGNED_OFF = "signed_off", "Signed off"
    SET_ASIDE = "set_aside", "Set aside when the case was reopened"


class HoldReason(models.TextChoices):
    """Why an enquiry waits for somebody else."""

    POLICE = "police", "The police lead, and asked the council to wait"
    ADULT = "adult", "The adult asked for time"
    OTHER_BODY = "other_body", "Waiting for another body"
    HEALTH = "health", "The adult is too unwell to take part"
    OTHER = "other", "Another reason"


class ActionKind(models.TextChoices):
    ENQUIRY = "enquiry", "Action of the enquiry"
    PLAN = "plan", "Action of the safeguarding plan"


class PlanReviewResult(models.TextChoices):
    CONTINUES = "continues", "The plan continues"
    ENDS = "ends", "The plan ends"
    CARE_PLAN = "care_plan", "The plan becomes part of ordinary care planning"


class ProcessKind(models.TextChoices):
    """What runs beside an enquiry, on its own timetable."""

    POLICE = "police", "Police investigation"
    DISCIPLINARY = "disciplinary", "Employer's disciplinary process"
    REGULATOR = "regulator", "Regulator's action"
    CORONER = "coroner", "Coroner"
    HEALTH = "health", "NHS patient safety review"
    COMPLAINT = "complaint", "Complaint"
    POSITION_OF_TRUST = "trust", "Person in a position of trust"
    CHILDREN = "children", "Children's social care"
    COURT = "court", "Court of Protection"
    OTHER = "other", "Another process"


class CapacityView(models.TextChoices):
    """What the council believes about the adult's capacity when it asks another to enquire."""

    HAS = "has", "Has capacity about the enquiry"
    LACKS = "lacks", "Lacks capacity about the enquiry"
    NOT_ASSESSED = "not_assessed", "Not assessed yet"


class CausedQuality(models.TextChoices):
    """What the council made of an enquiry report that it asked another for."""

    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned for more work"
    TAKEN_OVER = "taken_over", "The council took the enquiry over"


class AdvocateOutcome(models.TextChoices):
    """Why no advocate was appointed."""

    DECLINED = "declined", "The adult declined"
    UNAVAILABLE = "unavailable", "No advocate was available"
    NOT_NEEDED = "not_needed", "No longer needed"


class ClosingItem(models.TextChoices):
    """What is gone through before an enquiry closes."""

    ADULT_AGREES = "adult_agrees", "The adult's view of closing was asked"
    OUTCOMES_JUDGED = "outcomes", "Each outcome was judged in the adult's view"
    ADVICE_GIVEN = "advice", "Advice and information were given"
    REFERRALS_MADE = "referrals", "Referrals to other services were made"
    AGENCIES_TOLD = "agencies", "All agencies that took part were told"
    REFERRER_TOLD = "referrer", "The person who raised the concern was told"
    SOURCE_ADDRESSED = "source", "Action about the person alleged to have caused harm was taken"
    OTHERS_SAFE = "others", "Others at risk were considered, children too"
    REVIEW_CONSIDERED = "review", "A Safeguarding Adults Review was considered"
    LESSONS = "lessons", "Lessons were recorded"


class ClosingAnswer(models.TextChoices):
    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"
    NOT_APPLICABLE = "na", "Does not apply"


class ReviewConsidered(models.TextChoices):
    """Whether a referral for a Safeguarding Adults Review (Care Act section 44) is to be made."""

    NOT_NEEDED = "not_needed", "Considered: no referral"
    REFER = "refer", "Considered: to be referred to the Board"


class Respondent(models.TextChoices):
    """Whose experience it is. The two are never added together."""

    ADULT = "adult", "The adult"
    REPRESENTATIVE = "representative", "A representative of the adult"


class AskedHow(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "By telephone"
    POST = "post", "By post"
    ONLINE = "online", "Online"
    OTHER = "other", "Another way"


class ExperienceResult(models.TextChoices):
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Declined to answer"
    NOT_ABLE = "not_able", "Not able to answer"
    NOT_REACHED = "not_reached", "Could not be reached"


class QuestionKind(models.TextChoices):
    CHOICE = "choice", "One of the listed answers"
    TEXT = "text", "In their own words"


class ClockEvent(models.TextChoices):
    """The dated events between which a clock runs."""

    RECEIVED = "received", "Concern received"
    PRIORITY_SET = "priority_set", "Priority set"
    DECIDED = "decided", "Decision made"
    FEEDBACK_GIVEN = "feedback_given", "Referrer told of the decision"
    COMMENCED = "commenced", "Enquiry started"
    ALLOCATED = "allocated", "Enquiry allocated to a lead"
    PLANNED = "planned", "Enquiry planned"
    PLAN_REVIEWED = "plan_reviewed", "Safeguarding plan reviewed"
    CONCLUDED = "concluded", "Enquiry concluded"
    EXPERIENCE_ASKED = "experience_asked", "Experience asked about"


class ClockUnit(models.TextChoices):
    HOURS = "hours", "hours"
    CALENDAR_DAYS = "days", "calendar days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"
    MONTHS = "months", "months"


class ClockKind(models.TextChoices):
    """Which enquiries a rule is for."""

    ANY = "any", "Any kind"
    SECTION_42 = "s42", "Section 42 enquiries"
    OTHER = "other", "Other safeguarding enquiries"


class ClockPriority(models.TextChoices):
    """Which priority a rule is for."""

    ANY = "any", "Any priority"
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
