"""What people of the invented council said: adults, carers, advocates, groups, staff, partners."""

from dataclasses import dataclass

THEMES = {
    "being-asked": "Being asked what I want",
    "hearing-back": "Hearing back",
    "moving-on": "Moving between services",
    "staying-safe": "Staying safe at home",
    "working-together": "Working together",
}


@dataclass(frozen=True)
class Said:
    """One voice of the demonstration. `days` is how long before the end it was heard."""

    days: int
    speaker: str
    how: str
    tone: str
    words: str
    summary: str
    theme: str
    cell: tuple[str, str]
    groups: tuple[str, ...] = ()
    source: str = ""
    consent: str = "cqc"


PEOPLE, STAFF, PARTNERS = "people_experience", "staff_leaders", "partners"
VOICES = (
    Said(
        20,
        "adult",
        "after_enquiry",
        "well",
        "She sat down and asked me what I wanted to happen, before anybody did anything.",
        "Was asked first",
        "being-asked",
        ("QS7", PEOPLE),
        ("older",),
        consent="public",
    ),
    Said(
        34,
        "adult",
        "conversation",
        "better",
        "I told them about the money and then I heard nothing for weeks. I thought they forgot.",
        "Heard nothing for weeks",
        "hearing-back",
        ("QS7", PEOPLE),
        ("learning_disability",),
        "Hollowbeck day centre",
    ),
    Said(
        41,
        "carer",
        "group",
        "better",
        "When Mum came out of hospital nobody knew who was meant to ring us.",
        "Nobody rang after hospital",
        "moving-on",
        ("QS6", PEOPLE),
        ("older", "dementia"),
        "Carers' forum",
        "public",
    ),
    Said(
        55,
        "advocate",
        "written",
        "mixed",
        "Once I was asked for, the meeting was moved so that he could be there. I was asked late.",
        "Advocate asked late",
        "being-asked",
        ("QS7", PEOPLE),
        ("learning_disability", "no_speech"),
        consent="board",
    ),
    Said(
        63,
        "representative",
        "complaint",
        "better",
        "We were told it was closed. Nobody told us what had been found.",
        "Not told the outcome",
        "hearing-back",
        ("QS7", PEOPLE),
        ("care_home",),
        consent="asked",
    ),
    Said(
        70,
        "community",
        "group",
        "better",
        "Our members do not ring the council. They do not know it is for them.",
        "Do not know it is for them",
        "staying-safe",
        ("QS6", PEOPLE),
        ("ethnicity",),
        "Lantern community hall",
    ),
    Said(
        84,
        "staff",
        "survey",
        "well",
        "Since the new form I ask outright, and people tell me things they did not before.",
        "The form helps to ask",
        "being-asked",
        ("QS7", STAFF),
        consent="public",
    ),
    Said(
        85,
        "staff",
        "survey",
        "better",
        "When a case moves team I still have to ring round to find out who has it.",
        "Hard to see who holds a case",
        "moving-on",
        ("QS6", STAFF),
        consent="internal",
    ),
    Said(
        98,
        "partner",
        "written",
        "mixed",
        "Decisions come back to us quicker. The reasons are often one line.",
        "Quicker, with short reasons",
        "working-together",
        ("QS7", PARTNERS),
    ),
    Said(
        110,
        "adult",
        "after_enquiry",
        "well",
        "I got a lock, and a number I can ring. I sleep now.",
        "Sleeps now",
        "staying-safe",
        ("QS7", PEOPLE),
        ("older",),
        consent="public",
    ),
    Said(
        127,
        "adult",
        "visit",
        "mixed",
        "I did not want the police and they listened. I still do not like it here.",
        "Was listened to",
        "being-asked",
        ("QS7", PEOPLE),
        ("mental_health", "homeless"),
        consent="refused",
    ),
    Said(
        150,
        "carer",
        "survey",
        "better",
        "I asked twice for a carer's assessment in the middle of it all.",
        "Asked twice",
        "hearing-back",
        ("QS7", PEOPLE),
        consent="run out",
    ),
    Said(
        171,
        "adult",
        "conversation",
        "well",
        "",
        "",
        "staying-safe",
        ("QS7", PEOPLE),
        ("older",),
        consent="gone",
    ),
    Said(
        190,
        "partner",
        "group",
        "better",
        "Two teams asked us for the same papers in one week.",
        "Asked twice for one thing",
        "working-together",
        ("QS6", PARTNERS),
    ),
)
STORIES = (
    (
        "A lock and a number to ring",
        "People the adult did not want kept coming in.",
        "To stay, and to choose who comes in.",
        "The locks were changed, and one worker rang each week.",
        "“It is my front door again.”",
    ),
    (
        "Money of his own",
        "Somebody else held the adult's card.",
        "To buy his own paper.",
        "An account of his own, with a limit he chose.",
        "“I go to the shop by myself.”",
    ),
)
