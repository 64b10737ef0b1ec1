"""Coded values, spelled as the Safeguarding Adults Collection (SAC) spells them.

The stored code of a value that the return counts is the code of its row in the return's
specification (`assurance/frameworks/sac/`), so a cell and its cases meet without a translation.
Lists that the return does not use (referrer, priority, decision) are our own.
"""

from django.db import models


class Gender(models.TextChoices):
    """SAC table SG1b."""

    MALE = "M", "Male"
    FEMALE = "F", "Female"
    NOT_KNOWN = "NK", "Not Known"


class Ethnicity(models.TextChoices):
    """SAC table SG1c."""

    WHITE = "WHITE", "White"
    MIXED = "MIXED", "Mixed / Multiple"
    ASIAN = "ASIAN", "Asian / Asian British"
    BLACK = "BLACK", "Black / African / Caribbean / Black British"
    OTHER = "OTHER", "Other Ethnic Group"
    REFUSED = "REFUSED", "Refused"
    NOT_KNOWN = "NK", "Undeclared / Not Known"


class PrimarySupportReason(models.TextChoices):
    """SAC table SG1d."""

    PHYSICAL = "PHYS", "Physical Support"
    SENSORY = "SENS", "Sensory Support"
    MEMORY = "MEM", "Support with Memory and Cognition"
    LEARNING_DISABILITY = "LD", "Learning Disability Support"
    MENTAL_HEALTH = "MH", "Mental Health Support"
    SOCIAL = "SOC", "Social Support"
    NONE = "NONE", "No Support Reason"
    NOT_KNOWN = "NK", "Not Known"


_LDID = "Learning, Developmental or Intellectual Disability"
_PHYSICAL = "Long Term Health Condition - Physical"
_NEURO = "Long Term Health Condition - Neurological"


class HealthCondition(models.TextChoices):
    """SAC table SG1e. Only the two autism labels are confirmed; the rest are provisional."""

    AUTISM = "LDID_AUT", f"{_LDID} (Autism excluding Asperger's Syndrome/ High Functioning Autism)"
    ASPERGER = "LDID_ASP", f"{_LDID} (Asperger's Syndrome/ High Functioning Autism)"
    COPD = "PHY_COPD", f"{_PHYSICAL} (Chronic Obstructive Pulmonary Disease)"
    CANCER = "PHY_CANCER", f"{_PHYSICAL} (Cancer)"
    INJURY = "PHY_INJ", f"{_PHYSICAL} (Acquired Physical Injury)"
    HIV = "PHY_HIV", f"{_PHYSICAL} (HIV / AIDS)"
    PHYSICAL_OTHER = "PHY_OTH", f"{_PHYSICAL} (Other)"
    STROKE = "NEU_STROKE", f"{_NEURO} (Stroke)"
    PARKINSONS = "NEU_PARK", f"{_NEURO} (Parkinson's)"
    MOTOR_NEURONE = "NEU_MND", f"{_NEURO} (Motor Neurone Disease)"
    BRAIN_INJURY = "NEU_ABI", f"{_NEURO} (Acquired Brain Injury)"
    NEUROLOGICAL_OTHER = "NEU_OTH", f"{_NEURO} (Other)"
    VISUAL = "SEN_VIS", "Sensory Impairment (Visual Impairment)"
    HEARING = "SEN_HEAR", "Sensory Impairment (Hearing Impairment)"
    SENSORY_OTHER = "SEN_OTH", "Sensory Impairment (Other)"
    LEARNING_DISABILITY = "LDID_LD", f"{_LDID} (Learning Disability)"
    LDID_OTHER = "LDID_OTH", f"{_LDID} (Other)"
    DEMENTIA = "MH_DEM", "Mental Health Condition (Dementia)"
    MENTAL_OTHER = "MH_OTH", "Mental Health Condition (Other)"
    NONE = "NONE", "No Relevant Long Term Reported Health Conditions"


class TypeOfRisk(models.TextChoices):
    """SAC tables SG2a and SG2a_b1."""

    PHYSICAL = "PHYS", "Physical Abuse"
    SEXUAL = "SEX", "Sexual Abuse"
    PSYCHOLOGICAL = "PSYCH", "Psychological Abuse"
    FINANCIAL = "FIN", "Financial or Material Abuse"
    DISCRIMINATORY = "DISC", "Discriminatory Abuse"
    ORGANISATIONAL = "ORG", "Organisational Abuse"
    NEGLECT = "NEG", "Neglect and Acts of Omission"
    DOMESTIC = "DA", "Domestic Abuse"
    SEXUAL_EXPLOITATION = "SEXEXP", "Sexual Exploitation"
    MODERN_SLAVERY = "MODSLAV", "Modern Slavery"
    SELF_NEGLECT = "SELFNEG", "Self-Neglect"


class LocationOfRisk(models.TextChoices):
    """SAC tables SG2b and SG2a_b1."""

    OWN_HOME = "OWN", "Own Home"
    COMMUNITY = "COMM", "In the Community"
    COMMUNITY_SERVICE = "COMMSERV", "Community Service"
    NURSING_HOME = "CHN", "Care Home - Nursing"
    RESIDENTIAL_HOME = "CHR", "Care Home - Residential"
    HOSPITAL_ACUTE = "HACUTE", "Hospital - Acute"
    HOSPITAL_MENTAL_HEALTH = "HMH", "Hospital - Mental Health"
    HOSPITAL_COMMUNITY = "HCOMM", "Hospital - Community"
    OTHER = "OTH", "Other"


class SourceOfRisk(models.TextChoices):
    """SAC tables SG2a and SG2b."""

    PROVIDER = "PROV", "Service Provider"
    KNOWN = "KNOWN", "Other - Known to individual"
    UNKNOWN = "UNKNOWN", "Other - Unknown to individual"


class RiskAssessmentResult(models.TextChoices):
    """SAC table SG2c: was a risk identified, and was action taken?"""

    IDENTIFIED_ACTION = "RI_A", "Risk identified and action taken"
    IDENTIFIED_NO_ACTION = "RI_N", "Risk identified and no action taken"
    INCONCLUSIVE_ACTION = "INC_A", "Risk Assessment inconclusive and action taken"
    INCONCLUSIVE_NO_ACTION = "INC_N", "Risk Assessment inconclusive and no action taken"
    NO_RISK_ACTION = "NR_A", "No risk identified and action taken"
    NO_RISK_NO_ACTION = "NR_N", "No risk identified and no action taken"
    CEASED = "CEASED", "Enquiry ceased at individual's request and no action taken"


RISK_IDENTIFIED = (
    RiskAssessmentResult.IDENTIFIED_ACTION,
    RiskAssessmentResult.IDENTIFIED_NO_ACTION,
)


class RiskOutcome(models.TextChoices):
    """SAC table SG2e, asked only where a risk was identified."""

    REMAINED = "REMAIN", "Risk remained"
    REDUCED = "REDUCE", "Risk reduced"
    REMOVED = "REMOVE", "Risk removed"


RISK_LOWERED = (RiskOutcome.REDUCED, RiskOutcome.REMOVED)


class LackedCapacity(models.TextChoices):
    """SAC table SG3a: did the adult lack capacity to make decisions about the enquiry?"""

    YES = "YES", "Yes, they lacked capacity"
    NO = "NO", "No, they did not lack capacity"
    DONT_KNOW = "DK", "Don't know"
    NOT_RECORDED = "NR", "Not recorded"


class OutcomesAsked(models.TextChoices):
    """SAC table SG4a: were the adult's desired outcomes asked for?"""

    EXPRESSED = "ASK_EXP", "Yes they were asked and outcomes were expressed"
    NONE_EXPRESSED = "ASK_NONE", "Yes they were asked but no outcomes were expressed"
    NO = "NO", "No"
    DONT_KNOW = "DK", "Don't Know"
    NOT_RECORDED = "NR", "Not Recorded"


ASKED = (OutcomesAsked.EXPRESSED, OutcomesAsked.NONE_EXPRESSED)


class OutcomesAchieved(models.TextChoices):
    """SAC table SG4a: how far were the outcomes that were expressed achieved?"""

    FULLY = "FULL", "Fully Achieved"
    PARTIALLY = "PART", "Partially Achieved"
    NOT = "NOT", "Not Achieved"


ACHIEVED = (OutcomesAchieved.FULLY, OutcomesAchieved.PARTIALLY)


class EnquiryKind(models.TextChoices):
    SECTION_42 = "s42", "Section 42 enquiry"
    OTHER = "other", "Other safeguarding enquiry"


class DecisionResult(models.TextChoices):
    SECTION_42 = "s42_enquiry", "Section 42 enquiry"
    OTHER = "other_enquiry", "Other safeguarding enquiry"
    NOT_AN_ENQUIRY = "not_an_enquiry", "Not an enquiry"


DECIDED_AS_ENQUIRY = (DecisionResult.SECTION_42, DecisionResult.OTHER)


class Priority(models.TextChoices):
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class Referrer(models.TextChoices):
    """Who told the council. The return does not count this."""

    CARE_PROVIDER = "provider", "Care provider"
    ACUTE = "nhs_acute", "NHS - acute hospital"
    AMBULANCE = "nhs_ambulance", "NHS - ambulance"
    COMMUNITY_NHS = "nhs_community", "NHS - community or mental health"
    PRIMARY_CARE = "nhs_primary", "NHS - primary care"
    POLICE = "police", "Police"
    FIRE = "fire", "Fire and rescue"
    COUNCIL = "council", "Council staff"
    OTHER_COUNCIL = "other_council", "Another council"
    FAMILY = "family", "Family or friend"
    SELF = "self", "Self"
    HOUSING = "housing", "Housing"
    VOLUNTARY = "voluntary", "Voluntary sector"
    REGULATOR = "regulator", "Regulator"
    PUBLIC = "public", "Member of the public"
    ANONYMOUS = "anonymous", "Anonymous"
    OTHER = "other", "Other"
    NOT_KNOWN = "not_known", "Not known"


class AdvocateKind(models.TextChoices):
    CARE_ACT = "s68", "Independent advocate (Care Act section 68)"
    IMCA = "imca", "Independent mental capacity advocate"
    OTHER = "other", "Other advocate"


class ImportState(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    CHECKING = "checking", "Checking"
    LOADING = "loading", "Loading"
    CHECKED = "checked", "Checked, nothing loaded"
    REFUSED = "refused", "Not loaded: faults found"
    LOADED = "loaded", "Loaded"
    UNCHANGED = "unchanged", "Nothing to change"
    FAILED = "failed", "Stopped before it finished"
    UNDONE = "undone", "Undone"
