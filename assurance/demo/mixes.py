"""How often each coded value comes up. Invented, but near what England's councils publish."""

from collections.abc import Mapping

from safeguard.choices import (
    DecisionResult,
    Ethnicity,
    Gender,
    HealthCondition,
    LackedCapacity,
    LocationOfRisk,
    OutcomesAchieved,
    OutcomesAsked,
    PrimarySupportReason,
    Priority,
    Referrer,
    RiskAssessmentResult,
    RiskOutcome,
    SourceOfRisk,
    TypeOfRisk,
)

Mix = Mapping[str, float]
Loc, Psr, Hc, Tor = LocationOfRisk, PrimarySupportReason, HealthCondition, TypeOfRisk

GENDERS: Mix = {Gender.FEMALE: 59, Gender.MALE: 40.4, Gender.NOT_KNOWN: 0.6}
ETHNICITIES: Mix = {
    Ethnicity.WHITE: 84,
    Ethnicity.ASIAN: 4,
    Ethnicity.BLACK: 2.6,
    Ethnicity.MIXED: 1.4,
    Ethnicity.OTHER: 0.9,
    Ethnicity.REFUSED: 0.9,
    Ethnicity.NOT_KNOWN: 6.2,
}
AGE_BANDS: Mapping[tuple[int, int], float] = {
    (18, 24): 5,
    (25, 34): 7,
    (35, 44): 7,
    (45, 54): 8,
    (55, 64): 10,
    (65, 74): 13,
    (75, 84): 23,
    (85, 94): 23,
    (95, 102): 4,
}
SUPPORT_YOUNGER: Mix = {
    Psr.LEARNING_DISABILITY: 30,
    Psr.MENTAL_HEALTH: 22,
    Psr.PHYSICAL: 21,
    Psr.NONE: 13,
    Psr.SOCIAL: 7,
    Psr.NOT_KNOWN: 4,
    Psr.MEMORY: 2,
    Psr.SENSORY: 1,
}
SUPPORT_OLDER: Mix = {
    Psr.PHYSICAL: 49,
    Psr.MEMORY: 24,
    Psr.NONE: 12,
    Psr.MENTAL_HEALTH: 5,
    Psr.SOCIAL: 4,
    Psr.NOT_KNOWN: 3,
    Psr.SENSORY: 2,
    Psr.LEARNING_DISABILITY: 1,
}
CONDITIONS: Mapping[str, Mix] = {
    Psr.PHYSICAL: {Hc.PHYSICAL_OTHER: 40, Hc.STROKE: 14, Hc.COPD: 12, Hc.CANCER: 6,
                   Hc.PARKINSONS: 7, Hc.NEUROLOGICAL_OTHER: 8, Hc.INJURY: 6, Hc.HEARING: 5,
                   Hc.MOTOR_NEURONE: 1, Hc.HIV: 1},
    Psr.SENSORY: {Hc.VISUAL: 50, Hc.HEARING: 40, Hc.SENSORY_OTHER: 10},
    Psr.MEMORY: {Hc.DEMENTIA: 80, Hc.STROKE: 8, Hc.PHYSICAL_OTHER: 12, Hc.BRAIN_INJURY: 4},
    Psr.LEARNING_DISABILITY: {Hc.LEARNING_DISABILITY: 66, Hc.AUTISM: 24, Hc.ASPERGER: 8,
                              Hc.LDID_OTHER: 6, Hc.NEUROLOGICAL_OTHER: 8},
    Psr.MENTAL_HEALTH: {Hc.MENTAL_OTHER: 84, Hc.PHYSICAL_OTHER: 10, Hc.BRAIN_INJURY: 3},
    Psr.SOCIAL: {Hc.NONE: 60, Hc.MENTAL_OTHER: 25, Hc.PHYSICAL_OTHER: 15},
    Psr.NONE: {Hc.NONE: 85, Hc.PHYSICAL_OTHER: 15},
    Psr.NOT_KNOWN: {Hc.NONE: 60, Hc.PHYSICAL_OTHER: 40},
}  # fmt: skip
TYPES: Mix = {
    Tor.NEGLECT: 33,
    Tor.PHYSICAL: 18,
    Tor.PSYCHOLOGICAL: 14,
    Tor.FINANCIAL: 14,
    Tor.DOMESTIC: 8,
    Tor.SEXUAL: 4,
    Tor.ORGANISATIONAL: 4,
    Tor.SEXUAL_EXPLOITATION: 0.8,
    Tor.DISCRIMINATORY: 0.7,
    Tor.MODERN_SLAVERY: 0.4,
}
LOCATIONS: Mix = {
    Loc.OWN_HOME: 46,
    Loc.RESIDENTIAL_HOME: 22,
    Loc.NURSING_HOME: 12,
    Loc.COMMUNITY: 6,
    Loc.HOSPITAL_ACUTE: 4,
    Loc.OTHER: 4,
    Loc.COMMUNITY_SERVICE: 3,
    Loc.HOSPITAL_MENTAL_HEALTH: 2,
    Loc.HOSPITAL_COMMUNITY: 1,
}
CARE_HOMES = (Loc.RESIDENTIAL_HOME, Loc.NURSING_HOME)
SOURCES_IN_SERVICES: Mix = {
    SourceOfRisk.PROVIDER: 84,
    SourceOfRisk.KNOWN: 14,
    SourceOfRisk.UNKNOWN: 2,
}
SOURCES_ELSEWHERE: Mix = {
    SourceOfRisk.KNOWN: 68,
    SourceOfRisk.PROVIDER: 20,
    SourceOfRisk.UNKNOWN: 12,
}
REFERRERS: Mix = {
    Referrer.CARE_PROVIDER: 27,
    Referrer.AMBULANCE: 13,
    Referrer.COMMUNITY_NHS: 12,
    Referrer.ACUTE: 10,
    Referrer.POLICE: 10,
    Referrer.COUNCIL: 9,
    Referrer.FAMILY: 7,
    Referrer.HOUSING: 3.5,
    Referrer.PRIMARY_CARE: 3,
    Referrer.VOLUNTARY: 2,
    Referrer.SELF: 1.5,
    Referrer.REGULATOR: 1,
    Referrer.FIRE: 1,
    Referrer.PUBLIC: 0.8,
    Referrer.OTHER: 0.7,
    Referrer.ANONYMOUS: 0.6,
    Referrer.NOT_KNOWN: 0.6,
    Referrer.OTHER_COUNCIL: 0.3,
}
PRIORITIES: Mix = {Priority.GREEN: 52, Priority.AMBER: 36, Priority.RED: 12}
DECISIONS: Mix = {
    DecisionResult.NOT_AN_ENQUIRY: 69,
    DecisionResult.SECTION_42: 29,
    DecisionResult.OTHER: 2,
}
RESULTS: Mix = {
    RiskAssessmentResult.IDENTIFIED_ACTION: 68.5,
    RiskAssessmentResult.IDENTIFIED_NO_ACTION: 4.5,
    RiskAssessmentResult.INCONCLUSIVE_ACTION: 6,
    RiskAssessmentResult.INCONCLUSIVE_NO_ACTION: 4,
    RiskAssessmentResult.NO_RISK_ACTION: 4.5,
    RiskAssessmentResult.NO_RISK_NO_ACTION: 9,
    RiskAssessmentResult.CEASED: 3.5,
}
OUTCOMES: Mix = {RiskOutcome.REDUCED: 64, RiskOutcome.REMOVED: 26, RiskOutcome.REMAINED: 10}
CAPACITY: Mix = {
    LackedCapacity.NO: 59,
    LackedCapacity.YES: 31,
    LackedCapacity.DONT_KNOW: 4,
    LackedCapacity.NOT_RECORDED: 6,
}
ASKED_BEFORE: Mix = {
    OutcomesAsked.EXPRESSED: 54,
    OutcomesAsked.NONE_EXPRESSED: 15,
    OutcomesAsked.NO: 15,
    OutcomesAsked.DONT_KNOW: 5,
    OutcomesAsked.NOT_RECORDED: 11,
}
ASKED_AFTER: Mix = {
    OutcomesAsked.EXPRESSED: 73,
    OutcomesAsked.NONE_EXPRESSED: 16,
    OutcomesAsked.NO: 6,
    OutcomesAsked.DONT_KNOW: 2,
    OutcomesAsked.NOT_RECORDED: 3,
}
ACHIEVED: Mix = {
    OutcomesAchieved.FULLY: 67,
    OutcomesAchieved.PARTIALLY: 26,
    OutcomesAchieved.NOT: 7,
}
