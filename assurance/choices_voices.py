"""Coded values of voices: who spoke, how they were heard, and how far their words may go."""

from django.db import models


class Speaker(models.TextChoices):
    ADULT = "adult", "Adult with care and support needs"
    REPRESENTATIVE = "representative", "Relative, friend or representative"
    CARER = "carer", "Unpaid carer"
    ADVOCATE = "advocate", "Advocate"
    COMMUNITY = "community", "Community or voluntary group"
    STAFF = "staff", "Member of staff"
    PARTNER = "partner", "Partner organisation"


class HeardHow(models.TextChoices):
    CONVERSATION = "conversation", "In a conversation"
    AFTER_ENQUIRY = "after_enquiry", "Asked after an enquiry"
    SURVEY = "survey", "In a survey"
    GROUP = "group", "In a meeting or focus group"
    VISIT = "visit", "On a visit"
    WRITTEN = "written", "In a letter, email or form"
    COMPLAINT = "complaint", "In a complaint"
    COMPLIMENT = "compliment", "In a compliment"
    OTHER = "other", "In another way"


class Tone(models.TextChoices):
    WELL = "well", "What went well"
    BETTER = "better", "What could be better"
    MIXED = "mixed", "Both"


class PeopleGroup(models.TextChoices):
    """Groups a council listens for. Our own list: no published one was found."""

    OLDER = "older", "Older people"
    YOUNGER = "younger", "Young adults moving on from children's services"
    LEARNING_DISABILITY = "learning_disability", "People with a learning disability"
    AUTISM = "autism", "Autistic people"
    DEMENTIA = "dementia", "People living with dementia"
    MENTAL_HEALTH = "mental_health", "People with mental ill health"
    PHYSICAL = "physical", "People with a physical disability"
    SENSORY = "sensory", "Deaf people and people with sight loss"
    NO_SPEECH = "no_speech", "People who do not use speech"
    ETHNICITY = "ethnicity", "People of minority ethnic backgrounds"
    LGBT = "lgbt", "Lesbian, gay, bisexual and trans people"
    HOMELESS = "homeless", "People who are homeless"
    SUBSTANCES = "substances", "People who use drugs or alcohol"
    SELF_NEGLECT = "self_neglect", "People who neglect themselves"
    CARE_HOME = "care_home", "People who live in a care home"
    OUT_OF_AREA = "out_of_area", "People placed outside the area"


class VoiceScope(models.TextChoices):
    """How far words may go. Each reaches as far as the one before it, and further."""

    INTERNAL = "internal", "Inside the council"
    BOARD = "board", "The council and its Safeguarding Adults Board"
    CQC = "cqc", "The council, its Board and CQC"
    PUBLIC = "public", "Anybody"


class UseKind(models.TextChoices):
    """What words were quoted in."""

    REPORT = "report", "Report"
    SELF_ASSESSMENT = "self_assessment", "Self-assessment"
    EVIDENCE = "evidence", "Piece of evidence"
    PACK = "pack", "Evidence pack"
    SHARED_SET = "shared_set", "Evidence shared with an assessor"
    OTHER = "other", "Something else"
