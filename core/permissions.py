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
    CLOCK_MANAGE = auto()
    """Keep the council's timescales and its questions about experience."""
    EXTRACT_IMPORT = auto()
    """Load a case extract, keep its mapping, undo a run."""
    EXTRACT_VIEW = auto()
    """See past runs and their faults."""
    MEASURE_VIEW = auto()
    """See a council's true counts, without the cases behind them."""
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
