"""What the invented council says of itself.

`{figure:key}`, `{document:title}` and `{voice:n}` stand for references, which are put in where the
demonstration holds such a thing.
"""

from assurance.choices_self_assessment import Part

NOW = {
    "QS6": {
        "ambition": "People who move between services, or between areas, should not have to start "
        "again. We have an agreed pathway with the two hospital trusts and a shared record of "
        "whom to ring.\n\nWhat works: discharge planning begins on the ward, and each person has "
        "a named worker for the first six weeks. What does not work yet: young people who turn "
        "eighteen still lose their plan for some months, and carers told us so.",
        "knowing": "We read files each quarter and follow the person across the move, not the "
        "service. The discharge pathway is kept here: {document:Hospital discharge pathway}.\n\n"
        "Carers and frontline staff disagree with managers about transition at eighteen. We take "
        "the view of carers as the truer one until we hold figures.",
        "plans": "By March we will have a transition lead for each locality, and by June we will "
        "count how many plans are in place before the eighteenth birthday. The provider failure "
        "plan is two years old and will be tested again: {document:Provider failure plan}.",
        "others_say": "{voice:0}",
        "documents": "{document:Hospital discharge pathway}",
        "score": 2,
        "score_reason": "Safe for most people most of the time, with a known gap at eighteen that "
        "we cannot yet put a figure on.",
    },
    "QS7": {
        "ambition": "Every concern is looked at by a qualified person on the day it arrives, and "
        "the adult's own words decide what a good outcome is.\n\nStrengths: adults are asked what "
        "they want, and risk is lowered in most enquiries. To improve: waits after the first "
        "decision in the South team, the leaflet that people find hard to read, and telling "
        "referrers what came of their concern.",
        "knowing": "{figure:asked_pct}\n\n{figure:risk_reduced_or_removed_pct}\n\nThe number of "
        "concerns has grown since every contact about abuse is recorded as one; the share that "
        "becomes an enquiry says nothing of quality and is not a target.\n\n"
        "{figure:supported_pct}\n\nFour rounds of case-file audit, second readings and the "
        "Board's performance group test what the figures say.",
        "plans": "Two posts in the South team are filled from January. The leaflet is being "
        "written again with the people who said it was hard to read. Feedback to referrers is a "
        "measure from this quarter, with an owner.",
        "others_say": "{voice:1}\n\n{voice:2}",
        "documents": "{document:Safeguarding adults policy and procedures}\n\n"
        "{document:Safeguarding Adults Board annual report}",
        "score": 3,
        "score_reason": "Adults are safer and say so, decisions are prompt and audited. The waits "
        "in one team and the silence towards referrers keep it from more.",
    },
}
BEFORE = {
    "QS6": {
        "ambition": "People who move between services should not have to start again. We have an "
        "agreed pathway with one of the two hospital trusts.",
        "knowing": "We read files each quarter. We have no figures on young people who turn "
        "eighteen.",
        "plans": "We will agree the pathway with the second hospital trust by the summer.",
        "score": 3,
        "score_reason": "Where the pathway is in place it works, and people say so.",
    },
    "QS7": {
        "ambition": "Every concern is looked at by a qualified person within two working days.\n\n"
        "Strengths: audits are regular. To improve: adults are not always asked what they want.",
        "knowing": "Two rounds of case-file audit. In one file in three nobody had asked the adult "
        "what they wanted.",
        "plans": "A new enquiry form asks outright what the adult wants, at the first visit and "
        "again at the end.",
        "score": 2,
        "score_reason": "Prompt, but not yet personal.",
    },
}
PARTS = {
    Part.ABOUT: "Wexmoor is a county of market towns and a long coast, with one large hospital and "
    "a second across the border. One person in four is over 65. Every figure and every word in "
    "this document is invented.",
    Part.STRATEGY: "Our strategy has three aims: to hear people early, to stay with them until it "
    "is safe, and to learn from what went wrong. It is shared with the integrated care board.",
    Part.STRENGTHS: "Adults are asked what they want, and risk is lowered in most enquiries. "
    "Case-file audit is regular, and its actions are verified by somebody else.",
    Part.RISKS: "Waits in the South team; vacancies; young people at eighteen; referrers who hear "
    "nothing. Each has an owner and a line in the improvement plan.",
    Part.INTRODUCTION: "We write about both statements of Theme 3. We began with the checklists of "
    "five groups, and wrote where they disagree before we wrote where they agree.",
    Part.PROCESS: "A round of checklists in the summer, a workshop with adults who have had an "
    "enquiry, two sessions of the management team, and the Board's performance group. Each "
    "signature below is of the words as they stand.",
    Part.REFRESH: "Read again each quarter by the quality lead; written again each year.",
}
POSTS = (
    ("Director of adult social services", ""),
    ("Independent chair", "Wexmoor Safeguarding Adults Board"),
    ("Chair", "Wexmoor Carers Forum"),
)
# The day of an invented report, and its scores by statement.
PUBLISHED = {
    "QS1": 2,
    "QS2": 3,
    "QS3": 3,
    "QS4": 3,
    "QS5": 3,
    "QS6": 2,
    "QS7": 2,
    "QS8": 3,
    "QS9": 3,
}
REPORT = "Invented report of an assessment, for the demonstration"
