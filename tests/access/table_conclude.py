"""Closing, reopening, experience: for those who decide, those who record, those who read."""

from core.roles import Role
from tests.access.rows import made
from tests.factories import (
    AgencyToldFactory,
    ExperienceQuestionFactory,
    ExperienceResponseFactory,
    QuestionSetFactory,
)

DECIDES = frozenset({Role.SAFEGUARDING_MANAGER})
RECORDS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER})
READS = frozenset({Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.ANALYST})
KEEPS = frozenset({Role.SAFEGUARDING_MANAGER, Role.ADMINISTRATOR})
TOLD_NOTHING = {Role.DIRECTOR: 404}

MAKERS = {
    "agency told": lambda council: AgencyToldFactory(enquiry__concern__adult__council=council),
    "question set": lambda council: QuestionSetFactory(council=council),
    "question": lambda council: ExperienceQuestionFactory(question_set__council=council),
    "response": lambda council: ExperienceResponseFactory(enquiry__concern__adult__council=council),
}

TABLE = {
    "safeguard:enquiry-conclude": ("get", {"pk": made("enquiry")}, {}, DECIDES, 200),
    "safeguard:enquiry-reopen": ("get", {"pk": made("enquiry")}, {}, DECIDES, 200),
    "safeguard:concern-reopen": ("get", {"pk": made("concern")}, {}, DECIDES, 200),
    "safeguard:case-history": ("get", {"pk": made("concern")}, {}, READS, 200, TOLD_NOTHING),
    "safeguard:agency-told-add": ("get", {"pk": made("enquiry")}, {}, RECORDS, 200),
    "safeguard:agency-told-change": ("get", {"pk": made("agency told")}, {}, RECORDS, 200),
    "safeguard:experience-list": ("get", {}, {}, READS, 200),
    "safeguard:experience-detail": ("get", {"pk": made("response")}, {}, READS, 200, TOLD_NOTHING),
    "safeguard:experience-record": ("get", {"pk": made("enquiry")}, {}, RECORDS, 200),
    "safeguard:question-set-list": ("get", {}, {}, KEEPS, 200),
    "safeguard:question-set-add": ("get", {}, {}, KEEPS, 200),
    "safeguard:question-set-detail": ("get", {"pk": made("question set")}, {}, KEEPS, 200),
    "safeguard:question-set-copy": ("get", {"pk": made("question set")}, {}, KEEPS, 200),
    "safeguard:question-set-retire": ("get", {"pk": made("question set")}, {}, KEEPS, 200),
    "safeguard:question-add": ("get", {"pk": made("question set")}, {}, KEEPS, 200),
    "safeguard:question-change": ("get", {"pk": made("question")}, {}, KEEPS, 200),
}
