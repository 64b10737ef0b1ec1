"""Files of a case: read with the case, added by whoever records, removed by whoever decides."""

from tests.access.rows import made
from tests.access.table_providers import DECIDE, RECORD
from tests.access.table_safeguard import CASES, TOLD_NOTHING
from tests.factories import CaseDocumentFactory

MAKERS = {"document": lambda council: CaseDocumentFactory(concern__adult__council=council)}
DOCUMENT = {"public_id": made("document", by_public_id=True)}

TABLE = {
    "safeguard:document-add": ("get", {"pk": made("concern")}, {}, RECORD, 200),
    "safeguard:document-download": ("get", DOCUMENT, {}, CASES, 200, TOLD_NOTHING),
    "safeguard:document-remove": ("get", DOCUMENT, {}, DECIDE, 200),
}
