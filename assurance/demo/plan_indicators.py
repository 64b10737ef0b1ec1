"""The invented council's indicators.

Figures of this council are invented. Those of England are as the named publications print them.
"""

from decimal import Decimal
from typing import Any

from assurance.models import Indicator, IndicatorValue, QualityStatement
from core.models import Organisation, User
from core.periods import Period

# code, title, collection, unit, better, source, provisional definition
INDICATORS = (
    ("ASCS-SAFE", "People who use services who feel safe", "ascs", "percent", "higher"),
    ("ASCS-MADE-SAFE", "People whose services make them feel safe", "ascs", "percent", "higher"),
    ("SACE-SAFE", "Carers who feel safe", "sace", "percent", "higher"),
    ("SAC-SUPPORTED", "People lacking capacity who were supported", "sac", "percent", "higher"),
    ("DOLS-21", "DoLS applications completed within 21 days", "dols", "percent", "higher"),
    ("DOLS-WAIT", "DoLS applications waiting to be allocated", "local", "count", "lower"),
    ("SFC-SG", "Care staff with safeguarding training", "sfc", "percent", "higher"),
)
GLOS = "CQC report on Gloucestershire, January 2025, quoting ASCS 2023/24"
EALING = "CQC report on Ealing, January 2025"
RBWM = "Slough Observer on CQC's report on Windsor and Maidenhead, November 2024"
STATE = "CQC, State of Care 2022/23"
UNSURE = "The report does not say of which year England's figure is."
# indicator, period, this council, England, where England's figure stands, note, provisional
VALUES: tuple[tuple[str, str, str | None, str | None, str, str, bool], ...] = (
    ("ASCS-SAFE", "2021-22", "69.1", None, "", "", False),
    ("ASCS-SAFE", "2022-23", "70.4", None, "", "", False),
    ("ASCS-SAFE", "2023-24", "72.9", "71.06", GLOS, "", False),
    ("ASCS-SAFE", "2024-25", "74.2", None, "", "England's figure is to be entered.", True),
    ("ASCS-MADE-SAFE", "2022-23", "86.0", None, "", "", False),
    ("ASCS-MADE-SAFE", "2023-24", "88.4", "87.82", GLOS, "", False),
    ("SACE-SAFE", "2023-24", "79.3", "80.93", EALING, UNSURE, True),
    ("SAC-SUPPORTED", "2023-24", "81.5", "83", RBWM, UNSURE, True),
    ("DOLS-21", "2022-23", "17.2", "19", STATE, "", False),
    ("DOLS-21", "2023-24", "21.8", None, "", "", False),
    ("DOLS-WAIT", "2024-25", "212", None, "", "", False),
    ("DOLS-WAIT", "2025-26", "164", None, "", "", False),
    ("SFC-SG", "2024-25", "61.4", None, "", "", True),
)


def make_indicators(council: Organisation, by: User, statement: QualityStatement | None) -> None:
    """Store indicators with their figures, one of them restated."""
    rows = {
        code: Indicator.objects.create(
            council=council,
            code=code,
            title=title,
            collection=collection,
            unit=unit,
            better=better,
            source="The council's own count" if collection == "local" else "The collection",
            is_provisional=collection != "local",
            statement=statement,
        )
        for code, title, collection, unit, better in INDICATORS
    }
    values = {
        (code, label): _value(by, rows[code], label, own, england, **more)
        for code, label, own, england, source, note, provisional in VALUES
        for more in [{"source": source, "note": note, "is_provisional": provisional}]
    }
    compared = values["ASCS-SAFE", "2023-24"]
    compared.comparator, compared.comparator_name = Decimal("70.8"), "Statistical neighbours"
    compared.variation = "Not different from England"
    compared.save(update_fields=["comparator", "comparator_name", "variation"])
    was = values["DOLS-WAIT", "2025-26"]
    was.replaced_at = was.entered_at
    was.save(update_fields=["replaced_at"])
    why = "Applications withdrawn by care homes are no longer counted"
    _value(by, rows["DOLS-WAIT"], "2025-26", "151", None, restates=was, restated_why=why)


def _value(
    by: User, indicator: Indicator, label: str, own: str | None, england: str | None, **more: Any
) -> IndicatorValue:
    period = Period.financial_year(int(label[:4]))
    return IndicatorValue.objects.create(
        indicator=indicator,
        start=period.start,
        end=period.end,
        label=label,
        value=Decimal(own) if own else None,
        england=Decimal(england) if england else None,
        entered_by=by,
        **more,
    )
