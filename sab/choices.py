"""Coded values of a board and of its Safeguarding Adults Reviews (Care Act 2014, section 44)."""

from django.db import models


class AgencyKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    INTEGRATED_CARE_BOARD = "integrated_care_board", "Integrated care board"
    POLICE = "police", "Police"
    ACUTE_TRUST = "nhs_acute_trust", "NHS acute trust"
    MENTAL_HEALTH_TRUST = "nhs_mental_health", "NHS mental health or community trust"
    PRIMARY_CARE = "primary_care", "Primary care"
    AMBULANCE = "ambulance", "Ambulance service"
    FIRE = "fire_and_rescue", "Fire and rescue service"
    PROBATION = "probation", "Probation"
    PRISON = "prison", "Prison or approved premises"
    HOUSING = "housing_provider", "Housing provider"
    DISTRICT_COUNCIL = "district_council", "District council"
    CARE_PROVIDER = "care_provider", "Care provider"
    VOLUNTARY = "voluntary", "Voluntary or community organisation"
    ADVOCACY = "advocacy_provider", "Advocacy provider"
    HEALTHWATCH = "healthwatch", "Healthwatch"


# Schedule 2 paragraph 1(1): these must be members; others are invited.
STATUTORY = (AgencyKind.LOCAL_AUTHORITY, AgencyKind.INTEGRATED_CARE_BOARD, AgencyKind.POLICE)


class RepresentativeRole(models.TextChoices):
    MEMBER = "member", "Board member"
    DEPUTY = "deputy", "Deputy"
    EXECUTIVE = "executive", "Executive lead who signs off the return"
    LEAD = "lead", "Safeguarding lead"


class Stage(models.TextChoices):
    """The steps of a review, in order. The clocks are the board's own."""

    REFERRAL = "referral", "Referral received"
    SCOPING = "scoping", "Scoping and agency information"
    DECISION = "decision", "Decision by the chair"
    FAMILY = "family", "Person and family told and invited"
    COMMISSIONING = "commissioning", "Scope, method and reviewer"
    REVIEW = "review", "Review under way"
    REPORT = "report", "Report agreed"
    RESPONSE = "response", "Board's response to each finding"
    PUBLICATION = "publication", "Publication and briefing"
    IMPLEMENTATION = "implementation", "Actions delivered"
    IMPACT = "impact", "Impact tested"
    CLOSED = "closed", "Closed with a date to look again"


class LimbAnswer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known yet"


class Life(models.TextChoices):
    DIED = "died", "The adult has died"
    ALIVE = "alive", "The adult is alive"
    UNKNOWN = "unknown", "Not known yet"


class Outcome(models.TextChoices):
    """What the chair decides. A lighter way of reviewing is a method, not an outcome."""

    MANDATORY = "mandatory", "Safeguarding Adults Review: mandatory, section 44(1) to (3)"
    DISCRETIONARY = "discretionary", "Safeguarding Adults Review: discretionary, section 44(4)"
    OTHER_LEARNING = "other_learning", "Other learning activity"
    SINGLE_AGENCY = "single_agency", "Learning by a single agency"
    OTHER_REVIEW = "other_review", "Passed to another kind of review"
    NO_ACTION = "no_action", "No action: the criteria are not met"


REVIEWED = (Outcome.MANDATORY, Outcome.DISCRETIONARY)


class Method(models.TextChoices):
    OVERVIEW = "independent_author", "Independent author and overview report"
    RAPID = "rapid_time", "Rapid time"
    LEARNING_TOGETHER = "learning_together", "Learning Together"
    THEMATIC = "thematic", "Thematic review"
    LEARNING_EVENT = "learning_event", "Multi-agency learning event"
    CHRONOLOGY = "combined_chronology", "Combined chronology"
    SIGNIFICANT_EVENT = "significant_event", "Significant event analysis"
    APPRECIATIVE = "appreciative_inquiry", "Appreciative inquiry"
    ACTION_LEARNING = "action_learning", "Action learning"
    PEER_REVIEW = "peer_review", "Peer review"
    ROOT_CAUSE = "root_cause", "Root cause analysis"
    JOINT = "joint", "Joint with another review"
    FOLLOW_UP = "follow_up", "Follow-up of an earlier review"


class ParallelKind(models.TextChoices):
    CRIMINAL = "criminal", "Criminal investigation or trial"
    INQUEST = "inquest", "Inquest"
    DARDR = "dardr", "Domestic abuse related death review"
    CSPR = "cspr", "Child safeguarding practice review"
    LEDER = "leder", "LeDeR review"
    MAPPA = "mappa", "MAPPA serious case review"
    PATIENT_SAFETY = "patient_safety", "NHS patient safety incident investigation"
    ENQUIRY = "enquiry", "Section 42 enquiry"
    EMPLOYMENT = "employment", "Employment or professional proceedings"
    OTHER = "other", "Other"


class PanelRole(models.TextChoices):
    CHAIR = "chair", "Chair of the panel"
    REVIEWER = "reviewer", "Reviewer or author"
    MEMBER = "member", "Panel member"
    LEGAL = "legal", "Legal adviser"
    LIVED_EXPERIENCE = "lived_experience", "Member with lived experience"


class MarkerMet(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


class PersonKind(models.TextChoices):
    SUBJECT = "subject", "The adult the review is about"
    FAMILY = "family", "Family or friend"
    PRACTITIONER = "practitioner", "Practitioner or other person named in the papers"


class Harm(models.TextChoices):
    """Rows of SG5b of the Safeguarding Adults Collection."""

    DIED = "died", "Suffered serious harm and died"
    SURVIVED = "survived", "Suffered serious harm and survived"


class FindingResponse(models.TextChoices):
    IMPLEMENT = "implement", "To be implemented"
    NOT_IMPLEMENT = "not_implement", "Not to be implemented"
    REFERRED_UP = "referred_up", "Sent to a regional or national body"


class PublicationDecision(models.TextChoices):
    PUBLISH = "publish", "To be published"
    HOLD = "hold", "Held back for now"
    WITHHOLD = "withhold", "Not to be published"
