"""The timescales that the invented council set itself. They are nobody else's, and not national."""

from datetime import date

from assurance.demo.story import Story
from core.models import Organisation
from safeguard.choices_work import ClockEvent, ClockPriority, ClockUnit
from safeguard.models import ClockRule

# Name, from, to, how long, and how many days before the end to warn.
FROM_THE_FIRST_DAY = (
    (
        "First look at a concern",
        ClockEvent.RECEIVED,
        ClockEvent.PRIORITY_SET,
        (24, ClockUnit.HOURS),
        0,
    ),
    (
        "Decision on a concern",
        ClockEvent.RECEIVED,
        ClockEvent.DECIDED,
        (3, ClockUnit.WORKING_DAYS),
        1,
    ),
    (
        "Telling the referrer",
        ClockEvent.DECIDED,
        ClockEvent.FEEDBACK_GIVEN,
        (5, ClockUnit.WORKING_DAYS),
        2,
    ),
    ("Allocation", ClockEvent.COMMENCED, ClockEvent.ALLOCATED, (2, ClockUnit.WORKING_DAYS), 1),
    ("Planning", ClockEvent.COMMENCED, ClockEvent.PLANNED, (7, ClockUnit.WORKING_DAYS), 2),
    ("Enquiry", ClockEvent.COMMENCED, ClockEvent.CONCLUDED, (10, ClockUnit.WEEKS), 14),
    (
        "First review of the plan",
        ClockEvent.COMMENCED,
        ClockEvent.PLAN_REVIEWED,
        (3, ClockUnit.MONTHS),
        14,
    ),
    (
        "Asking about experience",
        ClockEvent.CONCLUDED,
        ClockEvent.EXPERIENCE_ASKED,
        (8, ClockUnit.WEEKS),
        14,
    ),
)


def rules_of(council: Organisation, story: Story) -> list[ClockRule]:
    """Return the council's rules since its first day, and the faster decision it later set."""
    rules = [
        ClockRule(
            council=council,
            name=name,
            start_event=start,
            end_event=end,
            amount=amount,
            unit=unit,
            warn_before=warn,
            effective_from=story.first_day,
        )
        for name, start, end, (amount, unit), warn in FROM_THE_FIRST_DAY
    ]
    later = date(story.this_year - 1, 4, 1)
    for amount, priority in ((2, ClockPriority.ANY), (1, ClockPriority.RED)):
        rules.append(
            ClockRule(
                council=council,
                name="Decision on a concern",
                start_event=ClockEvent.RECEIVED,
                end_event=ClockEvent.DECIDED,
                amount=amount,
                unit=ClockUnit.WORKING_DAYS,
                priority=priority,
                effective_from=later,
            )
        )
    return rules
