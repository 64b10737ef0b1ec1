"""What can be done: one member for each verb on one thing."""

from enum import StrEnum, auto


class Permission(StrEnum):
    CASE_VIEW = auto()
    """Read the cases of one council: adults, concerns, enquiries, notifications."""
    CASE_VIEW_FOR_CAUSE = auto()
    """Open one case for a stated reason and a short time; the opening is recorded."""
    CASE_RECORD = auto()
    """Record casework: raise concerns, gather information, propose decisions, make enquiries."""
    CASE_DECIDE = auto()
    """Set priority, sign off decisions, allocate, close and reopen cases, merge records."""
    CASE_EXPORT = auto()
    """Take a list of records out as a file: references and days, no names."""
    CLOCK_MANAGE = auto()
    """Keep the council's timescales and its questions about experience."""
    EXTRACT_IMPORT = auto()
    """Load a case extract, keep its mapping, undo a run."""
    EXTRACT_VIEW = auto()
    """See past runs and their faults."""
    MEASURE_VIEW = auto()
    """See a council's true counts, without the cases behind them."""
    MEASURE_MANAGE = auto()
    """Set local targets, rebase charts, and name the council's statistical neighbours."""
    PUBLISHED_LOAD = auto()
    """Load the published figures of other councils."""
    RETURN_VIEW = auto()
    """See the statutory return of a council."""
    RETURN_FREEZE = auto()
    """Freeze a return, and fill in its sign-off sheet."""
    REPORT_MAKE = auto()
    """Make and download an assurance report."""
    PACK_MANAGE = auto()
    """Choose what the board pack holds, make it, and take it as a file."""
    EXPORT_VIEW = auto()
    """Read the ledger of what has left the building."""
    CALENDAR_MANAGE = auto()
    """Keep the council's closure days and late-announced bank holidays."""
    COUNCIL_MANAGE = auto()
    """Keep the council's name, colour and counting rule."""
    PEOPLE_MANAGE = auto()
    """Give and end memberships."""
    AUDIT_TOOL_VIEW = auto()
    """Read audit tools: what is asked, how it is scored."""
    AUDIT_TOOL_MANAGE = auto()
    """Draft, load, publish and retire audit tools."""
    AUDIT_ROUND_MANAGE = auto()
    """Plan rounds, draw samples, replace cases, allocate audits."""
    AUDIT_VIEW = auto()
    """Read every audit of casework in one council."""
    AUDIT_PERSONNEL_VIEW = auto()
    """Read audits of a worker's supervision and practice."""
    AUDIT_OUTCOME_VIEW = auto()
    """Read audits of casework once their feedback is shared, and those that raised an alert."""
    AUDIT_DO = auto()
    """Do the audits and strands allocated to oneself; never of one's own casework."""
    AUDIT_MODERATE = auto()
    """Give a second rating of audits allocated for it; never of one's own audit."""
    AUDIT_ALERT_ACKNOWLEDGE = auto()
    """Answer for an alert that an audit raised."""
    AUDIT_FEEDBACK_GIVE = auto()
    """Share the result of an audit, and settle a dispute about it."""
    AUDIT_ACTION_MANAGE = auto()
    """Raise actions from audits, chase them and verify what others have done."""
    AUDIT_FIGURES_VIEW = auto()
    """See the results of audits as figures, without the cases behind them."""
    STORY_MANAGE = auto()
    """Keep stories of difference and the consent to tell them."""
    BOARD_VIEW = auto()
    """Read a Safeguarding Adults Board's matters, the people in its reviews left out."""
    BOARD_MANAGE = auto()
    """Keep a board's partners, reviews, recommendations and returns."""
    BOARD_FIGURES_VIEW = auto()
    """See counts of a board's work, without what is written in it."""
    REVIEW_REFER = auto()
    """Refer a case to the board for a Safeguarding Adults Review."""
    REVIEW_DECIDE = auto()
    """Decide, as chair, whether a review is held and whether its report is published."""
    REVIEW_PEOPLE_VIEW = auto()
    """Read who the people in a review are; each reading is recorded."""
    AGENCY_ANSWER = auto()
    """Answer to the board for one's own organisation: its actions, its return."""
    FRAMEWORK_VIEW = auto()
    """Read the assessment frameworks: statements, what evidence is asked for, checklists."""
    FRAMEWORK_MANAGE = auto()
    """Load versions of frameworks, and write a council's official wordings of their entries."""
    EVIDENCE_VIEW = auto()
    """Read the evidence library and what it covers."""
    EVIDENCE_MANAGE = auto()
    """Add, revise, link and withdraw evidence."""
    EVIDENCE_APPROVE = auto()
    """Approve evidence so that it counts; never one's own."""
    CHECKLIST_ANSWER = auto()
    """Answer the checklists of a round."""
    CHECKLIST_MANAGE = auto()
    """Open and close rounds of checklists, and read what they found."""
    SELF_ASSESSMENT_VIEW = auto()
    """Read the council's self-assessments."""
    SELF_ASSESSMENT_WRITE = auto()
    """Write a self-assessment, statement by statement."""
    SELF_ASSESSMENT_SIGN = auto()
    """Sign off what is written of a statement."""
    VISIT_MANAGE = auto()
    """Prepare an assessment: information return, case tracking, factual accuracy."""
    VOICE_VIEW = auto()
    """Read what people said of the council's work, with their consent."""
    VOICE_MANAGE = auto()
    """Record what people said, and keep their consent."""
    IMPROVEMENT_VIEW = auto()
    """Read peer challenges, improvement plans and indicators."""
    IMPROVEMENT_MANAGE = auto()
    """Keep peer challenges and improvement plans."""
    INDICATOR_MANAGE = auto()
    """Enter and load indicators with their comparators."""
    SHARED_EVIDENCE_VIEW = auto()
    """Read the evidence chosen for oneself, until the day it ends."""
    SHARE_EVIDENCE = auto()
    """Choose evidence for a visiting assessor, and make packs of it."""


# Whoever holds one of these finds something on the page of Theme 3.
THEME_3 = frozenset(
    {
        Permission.FRAMEWORK_VIEW,
        Permission.FRAMEWORK_MANAGE,
        Permission.EVIDENCE_VIEW,
        Permission.CHECKLIST_ANSWER,
        Permission.CHECKLIST_MANAGE,
        Permission.SELF_ASSESSMENT_VIEW,
        Permission.VISIT_MANAGE,
        Permission.VOICE_VIEW,
        Permission.IMPROVEMENT_VIEW,
        Permission.INDICATOR_MANAGE,
        Permission.SHARED_EVIDENCE_VIEW,
        Permission.SHARE_EVIDENCE,
    }
)
