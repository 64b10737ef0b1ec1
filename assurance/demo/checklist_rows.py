"""How the invented groups answer the checklists of Theme 3. A pattern, not a finding."""

from collections.abc import Mapping

ADULTS, CARERS = "Adults with care and support needs", "Unpaid carers"
STAFF, MANAGERS = "Frontline staff", "Managers"
PARTNERS, MEMBERS = "Partners", "Elected members"
# Letters of the scale, from agreeing most; K does not know, and a dash leaves the line out.
LETTERS = {
    "A": "strongly_agree",
    "T": "tend_to_agree",
    "N": "neither",
    "D": "tend_to_disagree",
    "S": "strongly_disagree",
    "K": "dont_know",
    "-": "",
}
# What each part of a group says where a line has nothing of its own below.
USUAL: Mapping[str, str] = {
    ADULTS: "T",
    CARERS: "TDKTNT",
    STAFF: "TATTNDTA",
    MANAGERS: "ATTAT",
    PARTNERS: "TK",
}
# By the code of the line: what a group says of it, a letter for each part.
LINES: Mapping[str, Mapping[str, str]] = {
    "QS7-CL-03": {STAFF: "TDDTNDTD", MANAGERS: "TTATT", CARERS: "DDSKDT", ADULTS: "D"},
    "QS7-CL-04": {STAFF: "DDTNDDTD", MANAGERS: "ATTAT", CARERS: "KKKNKK", ADULTS: "K"},
    "QS7-CL-07": {ADULTS: "D", CARERS: "DSDDKT", STAFF: "ATTTTATT", MANAGERS: "AATAT"},
    "QS7-CL-08": {ADULTS: "S", CARERS: "SDDSDD", STAFF: "TTNTDTTT", MANAGERS: "TTTTA"},
    "QS7-CL-10": {CARERS: "DDDKDS", STAFF: "TTTDTTNT", MANAGERS: "TTTTT"},
    "QS7-CL-12": {ADULTS: "K", CARERS: "KKKKKK", STAFF: "TKNTTKTT", MANAGERS: "ATAAT"},
    "QS7-CL-15": {STAFF: "SDDSDDDN", MANAGERS: "DDTND", CARERS: "DKDDKN"},
    "QS6-CL-04": {CARERS: "DDSDTD", STAFF: "DTDDNDTD", MANAGERS: "TTTNT"},
    "QS6-CL-05": {CARERS: "SSDDSD", STAFF: "DDNTDDDT", MANAGERS: "TNTTT", ADULTS: "D"},
    "QS6-CL-07": {ADULTS: "K", CARERS: "KKNKKD", STAFF: "TKKNTKKT"},
    "QS6-CL-08": {STAFF: "NTKTTKNT", MANAGERS: "AATAA", CARERS: "KKKKNK"},
}
# By line and group: why, what evidence there is, what evidence is needed.
WORDS: Mapping[tuple[str, str], tuple[str, str, str]] = {
    ("QS7-CL-03", STAFF): (
        "The first call is quick. What comes after waits for an allocation, mostly in the South.",
        "The waiting list by team.",
        "How long people wait after the first decision, by team.",
    ),
    ("QS7-CL-03", MANAGERS): ("Two working days is met nine times in ten.", "Monthly figures.", ""),
    ("QS7-CL-04", STAFF): (
        "Two of us would decide the same referral in two ways.",
        "",
        "A second reading of decisions not to make an enquiry.",
    ),
    ("QS7-CL-08", ADULTS): (
        "The leaflet is hard to read, and it does not say what happens after you ring.",
        "",
        "What people understand of the leaflet, asked of people who use it.",
    ),
    ("QS7-CL-08", CARERS): (
        "Nobody knew whom to ring at a weekend.",
        "",
        "Calls outside office hours, and what came of them.",
    ),
    ("QS7-CL-10", CARERS): ("We raised it and heard nothing more.", "", "When referrers are told."),
    ("QS7-CL-15", STAFF): (
        "Three posts have been empty since spring.",
        "Vacancies by team.",
        "Caseloads of people who make enquiries.",
    ),
    ("QS6-CL-05", CARERS): (
        "At eighteen the plan stopped, and we began again.",
        "",
        "How many transition plans were in place before the eighteenth birthday.",
    ),
    ("QS6-CL-08", MANAGERS): ("The plan was tested when a home closed.", "Debrief notes.", ""),
}
# Evidence to get: the line, who gets it, and the months to the day it is due. The first is done.
TASKS = (
    ("QS7-CL-10", "Days until referrers are told what came of it, by team", "analyst", -2),
    ("QS7-CL-15", "Caseloads of people who make enquiries, month by month", "manager", -1),
    ("QS6-CL-05", "Transition plans in place before the eighteenth birthday", "analyst", 2),
)
