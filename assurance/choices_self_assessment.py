"""Coded values of a self-assessment: its state, its boxes, parts of its document, scores."""

from django.db import models


class SelfAssessmentStatus(models.TextChoices):
    DRAFT = "draft", "Being written"
    FINISHED = "finished", "Finished"


class Box(models.TextChoices):
    """The five boxes of the workbook's second stage, which are columns of a statement."""

    AMBITION = "ambition", "What is our ambition and how are we performing?"
    KNOWING = "knowing", "How do we know?"
    PLANS = "plans", "What are our plans to maintain or improve?"
    OTHERS_SAY = "others_say", "What do others say about our performance?"
    DOCUMENTS = "documents", "Key documents for the evidence library"


class Part(models.TextChoices):
    """What the finished document says beside its statements, in the order of its sections."""

    ABOUT = "about", "About us"
    STRATEGY = "strategy", "Our strategy for adult social care"
    STRENGTHS = "strengths", "Our key strengths"
    RISKS = "risks", "Our key risks, issues and challenges"
    INTRODUCTION = "introduction", "Introduction to our self-assessment"
    PROCESS = "process", "How this self-assessment was made"
    REFRESH = "refresh", "How it is kept up to date"


class Score(models.IntegerChoices):
    """The published scale of one quality statement."""

    EXCEPTIONAL = 4, "4: exceptional standard"
    GOOD = 3, "3: good standard"
    SHORTFALLS = 2, "2: some shortfalls"
    SIGNIFICANT = 1, "1: significant shortfalls"


class Engagement(models.TextChoices):
    """How whoever signs took part; `ENGAGEMENT_WORDS` has what they put their name to."""

    TOOK_PART = "took_part", "Took part in making it"
    EXPERIENCE = "experience", "Speaks from experience of care and support, or of working with it"


class SignedHow(models.TextChoices):
    HERE = "here", "Signed in, here"
    IN_WRITING = "in_writing", "In writing, entered for them"


ENGAGEMENT_WORDS = {
    Engagement.TOOK_PART: "I took part in making this self-assessment. As far as my own work lets "
    "me judge, it is a fair and balanced account of how the council carries out these duties.",
    Engagement.EXPERIENCE: "From my own experience of care and support, or of working with it, "
    "this self-assessment says what I would say, and is a true account.",
}
BOX_COLUMNS = tuple(Box.values)
PARTS_OF = {
    "A": (Part.ABOUT, Part.STRATEGY, Part.STRENGTHS, Part.RISKS),
    "B": (Part.INTRODUCTION,),
    "C": (Part.PROCESS, Part.REFRESH),
}
