"""Partner assurance returns: asked and judged by the board's manager, read by its chair as well.

A partner's lead sees their own return: here the council itself is that organisation, and elsewhere
(tests/sab/test_returns_apart.py) one meets another.
"""

from django.utils import timezone

from sab.models import AssuranceReturn, ReturnStandard, StandardAnswer
from tests import factories as f
from tests.access.rows import made
from tests.access.table_sab import ANSWERS, MANAGES, READS, about, board_of


def this_year():
    """Return the financial year of today, as an address has it."""
    today = timezone.localdate()
    first = today.year - ((today.month, today.day) < (4, 1))
    return f"{first}-{(first + 1) % 100:02d}"


def return_of(council, **columns):
    """Return the council's own return in a cycle that asks one standard, which it answered."""
    board = board_of(council)
    own = board.partners.filter(organisation=council).first()
    partner = own or f.PartnerFactory(board=board, organisation=council, kind="local_authority")
    return f.AssuranceReturnFactory(cycle__board=board, partner=partner, **columns)


def answer_of(council):
    row = return_of(council, submitted=True)
    standard = f.ReturnStandardFactory(template=row.cycle.template)
    return f.StandardAnswerFactory(assurance_return=row, standard=standard)


def event_of(council):
    row = answer_of(council).assurance_return
    return f.ChallengeEventFactory(cycle=row.cycle)


def improvement_of(council):
    row = answer_of(council).assurance_return
    return f.ImprovementActionFactory(assurance_return=row)


MAKERS = {
    "improvement": improvement_of,
    "own partner": lambda council: f.PartnerFactory(
        board=board_of(council), organisation=council, kind="local_authority"
    ),
    "return template": lambda council: f.ReturnTemplateFactory(),
    "return cycle": lambda council: return_of(council).cycle,
    "partner return": return_of,
    "partner answer": answer_of,
    "challenge event": event_of,
    "challenge question": lambda council: f.ChallengeQuestionFactory(event=event_of(council)),
    "answered return": lambda council: answer_of(council).assurance_return,
    # Those of the row that was made for the key before.
    "its evidence": lambda council: f.AnswerEvidenceFactory(
        answer=StandardAnswer.objects.latest("pk")
    ),
    "its return": lambda council: AssuranceReturn.objects.latest("pk"),
    "its standard": lambda council: ReturnStandard.objects.latest("pk"),
}
STANDARD = made("its standard")
TABLE = {
    "sab:return-cycles": ("get", {}, {}, READS, 200),
    "sab:return-cycle-open": ("get", {}, {}, MANAGES, 200),
    "sab:return-templates": ("get", {}, {}, READS, 200),
    "sab:return-template-load": ("get", {}, {}, MANAGES, 200),
    "sab:return-template": about("return template", READS),
    "sab:return-cycle": about("return cycle", READS),
    "sab:return-cycle-outcome": about("return cycle", READS),
    "sab:return-cycle-close": about("return cycle", MANAGES),
    "sab:return-cycle-chase": about("return cycle", MANAGES),
    "sab:improvement-list": ("get", {}, {}, READS, 200),
    "sab:improvement-detail": about("improvement", READS),
    "sab:improvement-done": about("improvement", MANAGES),
    "sab:improvement-verify": about("improvement", MANAGES),
    "sab:improvement-send-back": about("improvement", MANAGES),
    "sab:agency-improvements": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-improvement-done": about("improvement", ANSWERS),
    "sab:agency-contributions": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-contribution": about("own partner", ANSWERS, year=this_year()),
    "sab:event-add": about("return cycle", MANAGES),
    "sab:return-detail": about("partner return", READS),
    "sab:return-leave": about("partner return", MANAGES),
    "sab:return-changes": about("partner return", MANAGES),
    "sab:return-validate": about("partner return", MANAGES),
    "sab:return-submit": about("answered return", MANAGES),
    "sab:return-workbook": about("partner return", MANAGES),
    "sab:return-workbook-take": about("partner return", MANAGES),
    # The return is sent: the page says so.
    "sab:return-workbook-make": ("post", {"pk": made("answered return")}, {}, MANAGES, 302),
    "sab:answer-validate": about("partner answer", MANAGES),
    "sab:challenge-event": about("challenge event", READS),
    "sab:event-outputs": about("challenge event", MANAGES),
    "sab:question-add": about(
        "challenge event", MANAGES, return_pk=made("its return"), standard=STANDARD
    ),
    "sab:question-answer": about("challenge question", MANAGES),
    "assurance:returns-beside": about("return cycle", READS),
    "assurance:challenge-minutes": (
        "post",
        {"pk": made("challenge event")},
        {},
        MANAGES,
        200,
    ),
    "sab:agency-returns": ("get", {}, {}, ANSWERS, 200),
    "sab:agency-return": about("partner return", ANSWERS),
    "sab:agency-submit": about("answered return", ANSWERS),
    "sab:agency-workbook": about("partner return", ANSWERS),
    "sab:agency-workbook-take": about("partner return", ANSWERS),
    "sab:agency-workbook-make": ("post", {"pk": made("answered return")}, {}, ANSWERS, 302),
    "sab:agency-standard": about("answered return", ANSWERS, standard=STANDARD),
    "sab:agency-return-evidence": about("answered return", ANSWERS, standard=STANDARD),
    "sab:agency-evidence-remove": about(
        "answered return", ANSWERS, standard=STANDARD, evidence=made("its evidence")
    ),
    "sab:agency-improvement": about("answered return", ANSWERS, standard=STANDARD),
    "sab:agency-reply": about("answered return", ANSWERS, standard=STANDARD),
}
