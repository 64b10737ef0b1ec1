"""Words that many measures share."""

SAC = "Safeguarding Adults Collection, counting rules as held in the return's specification"
MSP = "Safeguarding Adults Collection table SG4a; Making Safeguarding Personal outcomes framework"
UNDER_18 = "Adults under 18 on the last day of the period, or at death."
NO_CLOCK = "The Care Act sets no number of days: compare with the council's own timescales."
IDENTIFIED = "Section 42 enquiries concluded in the period where a risk was identified."
