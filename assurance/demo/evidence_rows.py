"""The evidence of the demonstration council: invented, and with the gaps that a real one has."""

from dataclasses import dataclass

from assurance.choices_evidence import EvidenceKind, EvidenceStrength, LinkState

FILE, LINK, NOTE, FIGURE = EvidenceKind
STRENGTH, IMPROVEMENT, NEITHER = EvidenceStrength
ANALYST, QA, MANAGER, DIRECTOR = "analyst", "qa-lead", "manager", "director"
PEOPLE, STAFF, PARTNERS, PROCESSES = "people_experience", "staff_leaders", "partners", "processes"
STORY, ROUND = "story", "round"


@dataclass(frozen=True)
class Item:
    """One item. `months` are how long ago what it is about began and ended, from the last day.

    `places` are a statement, a category and perhaps a required line each. `content` is a note, an
    address, the lines of a file, or the key of a measure.
    """

    kind: EvidenceKind
    title: str
    content: str
    places: tuple[tuple[str, ...], ...] = ()
    months: tuple[int, int | None] = (6, None)
    shows: str = ""
    strength: EvidenceStrength = NEITHER
    adder: str = ANALYST
    owner: str = QA
    review_in: int | None = 6
    is_approved: bool = True
    withdrawn: str = ""
    link_state: str = LinkState.WORKING
    source: str = ""
    changes_later: bool = False


ITEMS = (
    Item(
        FILE,
        "Safeguarding adults policy and procedures",
        "Adopted by the Board. Who does what, by when, and who decides.",
        (("QS7", PROCESSES, "QS7-RE-PR-02"), ("QS7", PROCESSES, "QS7-RE-PR-09")),
        (9, None),
        "The procedure that every team follows, and how people are told of their rights.",
        STRENGTH,
        owner=MANAGER,
    ),
    Item(
        FILE,
        "Safeguarding training plan and attendance",
        "Attendance by team and level; the two teams that are behind.",
        (("QS7", PROCESSES, "QS7-RE-PR-10"), ("QS9", PROCESSES, "QS9-RE-PR-07")),
        (12, 1),
        "Nine in ten have done the training for their level; two teams are behind.",
    ),
    Item(
        FILE,
        "Minutes of the Board's performance group",
        "Themes of the quarter: self-neglect, financial abuse by people known to the adult.",
        (("QS7", PARTNERS, "QS7-RE-PA-07"), ("QS7", PROCESSES, "QS7-RE-PR-05")),
        (4, 1),
        owner=DIRECTOR,
    ),
    Item(
        FILE,
        "Staff survey, adult social care",
        "Answers by team; what staff say of workload and of being heard.",
        (("QS7", STAFF, "QS7-RE-SL-09"), ("QS6", STAFF, "QS6-RE-SL-10"), ("QS9", STAFF)),
        (11, 10),
        "Most would speak up; fewer think that something changes when they do.",
        IMPROVEMENT,
    ),
    Item(
        FILE,
        "Hospital discharge pathway",
        "Steps, contacts, and what happens on a Friday afternoon.",
        (("QS6", PROCESSES, "QS6-RE-PR-03"), ("QS6", PROCESSES, "QS6-RE-PR-04")),
        (8, None),
        owner=MANAGER,
    ),
    Item(
        FILE,
        "Provider failure plan",
        "Who is called, in which order, and where beds are.",
        (("QS6", PROCESSES, "QS6-RE-PR-05"),),
        (26, None),
        "Tested at a table-top exercise; the contacts are those of two years ago.",
        IMPROVEMENT,
        owner=MANAGER,
        review_in=-2,
    ),
    Item(
        FILE,
        "Information sharing protocol with health partners",
        "What is shared, on what basis, and by whom.",
        (("QS6", PROCESSES, "QS6-RE-PR-08"), ("QS5", PROCESSES, "QS5-RE-PR-04")),
        (7, None),
        is_approved=False,
    ),
    Item(
        LINK,
        "Safeguarding Adults Board annual report",
        "https://www.example.gov.uk/safeguarding-adults-board/annual-report",
        (("QS7", PROCESSES, "QS7-RE-PR-03"), ("QS7", PARTNERS)),
        (19, 7),
        "Published with an easy-read version.",
        STRENGTH,
        owner=DIRECTOR,
    ),
    Item(
        LINK,
        "Carers' strategy",
        "https://www.example.gov.uk/carers/strategy",
        (("QS3", PROCESSES, "QS3-RE-PR-02"),),
        (10, None),
        link_state=LinkState.UNREACHABLE,
    ),
    Item(
        LINK,
        "Market position statement",
        "https://www.example.gov.uk/commissioning/market-position",
        (("QS4", PROCESSES, "QS4-RE-PR-02"),),
        (5, None),
        link_state=LinkState.NOT_CHECKED,
        is_approved=False,
    ),
    Item(
        LINK,
        "Joint strategic needs assessment",
        "https://www.example.gov.uk/public-health/needs",
        (("QS4", PROCESSES, "QS4-RE-PR-01"), ("QS2", PROCESSES)),
        (9, None),
        link_state=LinkState.SIGN_IN,
    ),
    Item(
        NOTE,
        "What advocates told us at the forum",
        "Seven advocates came. They are called earlier than a year ago. They want the plan in "
        "writing before the meeting, not at it.",
        (("QS7", PEOPLE, "QS7-RE-PE-04"), ("QS7", PARTNERS, "QS7-RE-PA-06")),
        (3, None),
        strength=STRENGTH,
        adder=QA,
        owner=QA,
    ),
    Item(
        NOTE,
        "Out-of-hours team: what they say works and does not",
        "Handover at eight in the morning is by telephone and is not always written down. The "
        "team asks for one place to leave a safeguarding concern for the day team.",
        (("QS7", STAFF, "QS7-RE-SL-05"), ("QS6", STAFF, "QS6-RE-SL-05")),
        (2, None),
        strength=IMPROVEMENT,
        adder=MANAGER,
        owner=MANAGER,
    ),
    Item(
        NOTE,
        "Complaints and compliments about safeguarding",
        "Eleven complaints and nine compliments in the year. Four complaints were about not being "
        "told what was decided.",
        (("QS7", PEOPLE, "QS7-RE-PE-11"), ("QS1", PEOPLE, "QS1-RE-PE-11")),
        (14, 2),
        strength=IMPROVEMENT,
        adder=QA,
    ),
    Item(
        NOTE,
        "Young people who turn 18: what the panel saw",
        "Of twelve young people, three had no named worker on their birthday.",
        (("QS6", PROCESSES, "QS6-RE-PR-04"), ("QS6", PEOPLE)),
        (5, 1),
        strength=IMPROVEMENT,
        adder=QA,
        is_approved=False,
    ),
    Item(
        NOTE,
        "A story of difference, told with consent",
        "How a limit at the bank and a volunteer let somebody keep their own card.",
        (("QS7", PEOPLE), ("QS1", PEOPLE)),
        (4, None),
        strength=STRENGTH,
        adder=QA,
        source=STORY,
    ),
    Item(
        NOTE,
        "What the last round of audits found",
        "Reasons for decisions are written down more often than a year ago. The adult's own words "
        "are still missing from one record in three.",
        (("QS7", PROCESSES), ("QS8", PROCESSES, "QS8-RE-PR-02"), ("QS9", PROCESSES)),
        (7, 3),
        adder=QA,
        source=ROUND,
    ),
    Item(
        NOTE,
        "Visit to another council's front door",
        "They show callers the wait for each choice. Worth trying here.",
        (),
        (3, None),
        owner=MANAGER,
    ),
    Item(
        NOTE,
        "Risk register, adult social care",
        "Eleven risks; two rose in the year: advocacy capacity and waits for DoLS assessments.",
        (("QS8", PROCESSES, "QS8-RE-PR-05"),),
        (2, None),
        owner=DIRECTOR,
    ),
    Item(
        NOTE,
        "Figures for the scrutiny committee, first draft",
        "Counted before the late concerns of March were entered.",
        (("QS8", PROCESSES),),
        (8, 8),
        withdrawn="Counted before the register was complete; the pinned figure takes its place.",
    ),
    Item(
        FIGURE,
        "Risk reduced or removed, last year",
        "risk_reduced_or_removed_pct",
        (("QS7", PROCESSES, "QS7-RE-PR-12"),),
        strength=STRENGTH,
        changes_later=True,
    ),
    Item(
        FIGURE,
        "Decisions within two working days, last year",
        "decided_within_2_working_days_pct",
        (("QS7", PROCESSES, "QS7-RE-PR-04"),),
        strength=IMPROVEMENT,
    ),
    Item(
        FIGURE,
        "Asked what they wanted, last year",
        "asked_pct",
        (("QS7", PEOPLE, "QS7-RE-PE-14"),),
        strength=STRENGTH,
    ),
    Item(
        FIGURE,
        "Supported by an advocate, family or friend, last year",
        "supported_pct",
        (("QS7", PEOPLE), ("QS1", PROCESSES)),
    ),
    Item(
        FIGURE,
        "Concerns raised, last year",
        "concerns_raised",
        (("QS7", PROCESSES, "QS7-RE-PR-01"),),
        is_approved=False,
    ),
)
