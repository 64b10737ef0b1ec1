"""Coded values of case-file audit: tools, rounds, audits, what comes after."""

from django.db import models

# Words of the tool format that more than one layer reads.
WHEN_OTHERS_ARE_IN = "all_required_strands_submitted"
SCORED_METHODS = ("weighted_sections", "sections")
ON_SCALE = ("scale", "prefilled_scale", "matrix")


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Subject(models.TextChoices):
    """What one audit is about."""

    ENQUIRY = "enquiry", "Enquiry"
    CONCERN = "concern", "Concern"
    WORKER = "worker", "Worker"
    ORGANISATION = "organisation", "Organisation"


class QuestionType(models.TextChoices):
    SCALE = "scale", "Answer scale"
    PREFILLED_SCALE = "prefilled_scale", "Answer scale, filled from the record"
    PREFILLED = "prefilled", "Fact from the record"
    CHOICE = "choice", "One of a list"
    MULTI_CHOICE = "multi_choice", "Any of a list"
    SHORT_TEXT = "short_text", "Short text"
    LONG_TEXT = "long_text", "Long text"
    NUMBER = "number", "Number"
    NUMBER_SCALE = "number_scale", "Number on a scale"
    DATE = "date", "Date"
    DATETIME = "datetime", "Date and time"
    RATIO = "ratio", "So many out of so many"
    REPEAT_GROUP = "repeat_group", "Repeating rows"
    MATRIX = "matrix", "One answer for each row"
    GRADE = "grade", "Grade"
    TAGS = "tags", "Themes"


class WordingChange(models.TextChoices):
    """How a question stands to the one with the same identity in the version before."""

    NEW = "new", "New"
    SAME = "same", "Unchanged"
    CLARIFIED = "clarified", "Reworded, same meaning"
    CHANGED = "changed", "Changed: trends break here"


class RespondentKind(models.TextChoices):
    AUDITOR = "auditor", "Auditor"
    PRACTITIONER = "practitioner", "Practitioner"
    PERSON = "person_or_representative", "The person, or someone for them"
    AGENCY = "agency_auditor", "Agency auditor"
    OBSERVER = "observer", "Observer"
    TOGETHER = "auditor_with_practitioner", "Auditor with the practitioner"
    PANEL = "panel", "Panel"
    PARTNER = "partner", "Partner organisation"
    BOARD = "board", "Board"


class PopulationSource(models.TextChoices):
    FILTERS = "filters", "Chosen by filters"
    REFERENCES = "references", "A file of references"


class SamplingMethod(models.TextChoices):
    RANDOM = "random", "Random"
    STRATIFIED = "stratified_random", "Random within groups"
    QUOTA = "quota", "Quotas"
    TARGETED = "targeted", "Targeted"
    NOMINATED = "nominated_then_random", "Nominated, then random"
    CENSUS = "census", "All of them"


class RoundStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    FROZEN = "frozen", "Population fixed"
    DRAWN = "drawn", "Sample drawn"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    ABANDONED = "abandoned", "Abandoned"


class AuditStatus(models.TextChoices):
    """The workflow steps of the tool format, in their order."""

    PLANNED = "planned", "Planned"
    ALLOCATED = "allocated", "Allocated"
    IN_PROGRESS = "in_progress", "In progress"
    SUBMITTED = "submitted", "Submitted"
    IN_MODERATION = "in_moderation", "In moderation"
    AGREED = "agreed", "Agreed"
    FEEDBACK_SHARED = "feedback_shared", "Feedback shared"
    RESPONDED = "practitioner_responded", "Practitioner responded"
    ACTIONS_OPEN = "actions_open", "Actions open"
    CLOSED = "closed", "Closed"
    VOID = "void", "Void"


class StrandStatus(models.TextChoices):
    WAITING = "waiting", "Not open yet"
    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Sent back"
    MISSING = "missing", "No return"


class AnswerState(models.TextChoices):
    """What kind of answer it is. A hidden or unanswered question has no answer at all."""

    ANSWERED = "answered", "Answered"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    CANNOT_TELL = "cannot_tell", "Cannot tell from the record"


class ModerationStyle(models.TextChoices):
    SEEN = "seen", "Moderator sees the first ratings"
    BLIND = "blind", "Moderator does not see the first ratings"
    PANEL = "panel", "Panel"
    CHALLENGE = "challenge_event", "Challenge event"


class ModerationReason(models.TextChoices):
    SAMPLE = "sample", "Chosen by chance"
    TRIGGER = "trigger", "A rule of the tool"
    DISPUTE = "dispute", "The result is disputed"
    ASKED = "asked", "Somebody asked for it"


class ReplyKind(models.TextChoices):
    REPLY = "reply", "Reply"
    DISPUTE = "dispute", "Dispute"


class DisputeOutcome(models.TextChoices):
    UPHELD = "upheld", "The result changes"
    PARTLY = "partly", "Part of it changes"
    STANDS = "stands", "The result stands"


class ActionLevel(models.TextChoices):
    CASE = "case", "Case"
    WORKER = "practitioner", "Practitioner"
    LINE_MANAGER = "line_manager", "Line manager"
    TEAM = "team", "Team"
    SERVICE = "service", "Service"
    ORGANISATION = "organisation", "Organisation"
    AGENCY = "agency", "Agency"
    PARTNER = "partner_agency", "Partner agency"
    PARTNERSHIP = "partnership", "Partnership"
    BOARD = "board", "Board"


class ActionStatus(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done, not verified"
    VERIFIED = "verified", "Verified"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ActionPriority(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class NoteKind(models.TextChoices):
    PROGRESS = "progress", "Progress"
    CHASE = "chase", "Chased"
    NEW_DUE = "new_due", "New due date"
    SENT_BACK = "sent_back", "Sent back by the verifier"


class FindingKind(models.TextChoices):
    STRENGTH = "strength", "Good practice"
    LEARNING = "learning", "Learning"


class Speaker(models.TextChoices):
    ADULT = "adult", "The adult"
    REPRESENTATIVE = "representative", "Somebody for the adult"
    PRACTITIONER = "practitioner", "Practitioner"
    PARTNER = "partner", "Partner"


class ConsentScope(models.TextChoices):
    INTERNAL = "internal", "Inside the council"
    BOARD = "board", "The council and its Board"
    PUBLIC = "public", "Anybody"


class ReauditScope(models.TextChoices):
    SAME_CASE = "same_case", "The same case"
    SAME_PRACTITIONER = "same_practitioner_new_case", "The same practitioner, another case"
    SAME_WORKER = "same_worker", "The same worker"
    SAME_AGENCY = "same_referring_agency_new_sample", "The same agency, a new sample"
    THEME = "theme", "The theme"
    STATEMENTS = "red_statements_only", "The red statements only"


class NoticeKind(models.TextChoices):
    """What somebody is told about a deadline, and when."""

    SOON = "soon", "Due soon"
    TODAY = "today", "Due today"
    OVERDUE = "overdue", "Overdue"
    WEEK_OVERDUE = "week_overdue", "Overdue by a week or more"
