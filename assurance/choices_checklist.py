"""Coded values of the checklists: how far people agree, who answers for a group, whom to ask."""

from django.db import models


class Agreement(models.TextChoices):
    """How far somebody agrees with a line. It is no score: nothing turns it into a number."""

    STRONGLY_AGREE = "strongly_agree", "Strongly agree"
    TEND_TO_AGREE = "tend_to_agree", "Tend to agree"
    NEITHER = "neither", "Neither agree nor disagree"
    TEND_TO_DISAGREE = "tend_to_disagree", "Tend to disagree"
    STRONGLY_DISAGREE = "strongly_disagree", "Strongly disagree"
    DONT_KNOW = "dont_know", "Don't know"


class AnswersBy(models.TextChoices):
    PERSON = "person", "A person with an account"
    WORKSHOP = "workshop", "A workshop, with one agreed answer"
    OUTSIDE = "outside", "Somebody outside, by a link"


# Whom a round asks unless the council says otherwise; every round has its own list.
GROUPS = (
    "Adults with care and support needs",
    "Unpaid carers",
    "Frontline staff",
    "Managers",
    "Partners",
    "Elected members",
)
