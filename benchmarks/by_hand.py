"""The return's cells as hand-written SQL, and as a pandas script: what ours is measured against."""

import sqlite3
from collections.abc import Iterator

AGE = """CASE WHEN a.born_on IS NULL THEN 'NK' ELSE
 (CAST(REPLACE(CASE WHEN a.died_on<=:end THEN a.died_on ELSE :end END,'-','') AS INTEGER)
 - CAST(REPLACE(a.born_on,'-','') AS INTEGER))/10000 END"""
CONCERN = "safeguard_concern c JOIN safeguard_adult a ON a.id=c.adult_id"
ENQUIRY = (
    "safeguard_enquiry e JOIN safeguard_concern c ON c.id=e.concern_id "
    "JOIN safeguard_adult a ON a.id=c.adult_id"
)
RAISED = "c.council_id=:council AND c.received_on BETWEEN :start AND :end"
BEGAN = "e.council_id=:council AND e.commenced_on BETWEEN :start AND :end"
ENDED = "e.council_id=:council AND e.concluded_on BETWEEN :start AND :end"
ADULT = f"({AGE})>=18"


def statements() -> Iterator[str]:
    """Yield one statement for each table and metric, as an analyst would write them."""
    for column in (AGE, "a.gender", "a.ethnicity", "c.primary_support_reason"):
        yield (
            f"SELECT {column}, COUNT(DISTINCT c.adult_id) FROM {CONCERN} "
            f"WHERE {RAISED} AND {ADULT} GROUP BY 1"
        )
        yield (
            f"SELECT {column}, e.kind, COUNT(DISTINCT c.adult_id) FROM {ENQUIRY} "
            f"WHERE {BEGAN} AND {ADULT} GROUP BY 1, 2"
        )
    yield (
        f"SELECT k.condition, COUNT(DISTINCT c.adult_id) FROM {CONCERN} "
        f"JOIN safeguard_concerncondition k ON k.concern_id=c.id "
        f"WHERE {RAISED} AND {ADULT} GROUP BY 1"
    )
    yield (
        f"SELECT k.condition, e.kind, COUNT(DISTINCT c.adult_id) FROM {ENQUIRY} "
        f"JOIN safeguard_concerncondition k ON k.concern_id=c.id "
        f"WHERE {BEGAN} AND {ADULT} GROUP BY 1, 2"
    )
    yield f"SELECT COUNT(*) FROM {CONCERN} WHERE {RAISED} AND {ADULT}"
    yield f"SELECT e.kind, COUNT(*) FROM {ENQUIRY} WHERE {BEGAN} AND {ADULT} GROUP BY 1"
    for pair in ("r.risk_type, r.source", "r.location, r.source", "r.risk_type, r.location"):
        yield (
            f"SELECT e.kind, {pair}, COUNT(DISTINCT e.id) FROM {ENQUIRY} "
            f"JOIN safeguard_risk r ON r.enquiry_id=e.id WHERE {ENDED} AND {ADULT} GROUP BY 1, 2, 3"
        )
    for column in (
        "e.risk_assessment_result",
        "e.risk_outcome",
        "COALESCE(e.lacked_capacity,'NR')",
        "e.lacked_capacity='YES' AND e.supported",
        "COALESCE(e.outcomes_asked,'NR')",
        "e.outcomes_achieved",
    ):
        yield (
            f"SELECT e.kind, {column}, COUNT(*) FROM {ENQUIRY} WHERE {ENDED} AND {ADULT} "
            f"GROUP BY 1, 2"
        )


def by_sql(path: str, council: int, start: str, end: str) -> int:
    """Run every statement; return how many rows they gave."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA cache_size=-32768")
        connection.execute("PRAGMA mmap_size=268435456")
        bound = {"council": council, "start": start, "end": end}
        return sum(len(connection.execute(sql, bound).fetchall()) for sql in statements())


def by_pandas(path: str, council: int, start: str, end: str) -> int:
    """Read the year's rows into frames and group them; return how many groups there were."""
    import pandas as pd

    with sqlite3.connect(path) as connection:
        bound = {"council": council, "start": start, "end": end}
        adult = "a.id adult, a.born_on, a.died_on, a.gender, a.ethnicity, c.primary_support_reason"
        read = pd.read_sql_query
        raised = read(
            f"SELECT {adult}, c.id FROM {CONCERN} WHERE {RAISED}", connection, params=bound
        )
        began = read(
            f"SELECT {adult}, e.kind, c.id FROM {ENQUIRY} WHERE {BEGAN}", connection, params=bound
        )
        ended = read(
            f"SELECT e.*, a.born_on, a.died_on FROM {ENQUIRY} WHERE {ENDED}",
            connection,
            params=bound,
        )
        risks = read(
            f"SELECT e.kind, r.* FROM {ENQUIRY} JOIN safeguard_risk r ON r.enquiry_id=e.id "
            f"WHERE {ENDED}",
            connection,
            params=bound,
        )
        conditions = read(
            f"SELECT k.concern_id, k.condition FROM {CONCERN} "
            f"JOIN safeguard_concerncondition k ON k.concern_id=c.id WHERE {RAISED}",
            connection,
            params=bound,
        )
    groups = 0
    edges = [-1, 17, 64, 74, 84, 94, 200]
    for frame, by in ((raised, []), (began, ["kind"])):
        on = (
            pd.to_datetime(frame["died_on"]).fillna(pd.Timestamp(end)).clip(upper=pd.Timestamp(end))
        )
        born = pd.to_datetime(frame["born_on"])
        before = (on.dt.month * 100 + on.dt.day) < (born.dt.month * 100 + born.dt.day)
        frame["band"] = pd.cut(on.dt.year - born.dt.year - before, edges).astype(str)
        for column in ("band", "gender", "ethnicity", "primary_support_reason"):
            groups += len(frame.groupby([*by, column])["adult"].nunique())
    merged = conditions.merge(raised, left_on="concern_id", right_on="id")
    groups += len(merged.groupby("condition")["adult"].nunique())
    for pair in (["risk_type", "source"], ["location", "source"], ["risk_type", "location"]):
        groups += len(risks.groupby(["kind", *pair])["enquiry_id"].nunique())
    for column in ("risk_assessment_result", "risk_outcome", "lacked_capacity", "outcomes_asked"):
        groups += len(ended.groupby(["kind", column]).size())
    return groups
