"""The statements that compare an extract in temporary tables with the register, and load it.

The names in braces are tables and columns of ours, and numbers of rows; never a person's text.
"""

# CROSS JOIN keeps SQLite to this order of tables; PostgreSQL chooses for itself.
MATCH = """
INSERT INTO {held} (line, id, differs)
SELECT s.line, t.id, CASE WHEN {differs} THEN 1 ELSE 0 END
FROM {table} s CROSS JOIN {register} t {parent_join}
WHERE s.ok = 1 AND t.council_id = {council} AND t.reference = s.{reference}
"""
PARENT_JOIN = """
LEFT JOIN {parents} p ON p.council_id = {council} AND p.reference = s.{parent}
"""
PARENT_THERE = "AND p.council_id = {council} AND p.reference = s.{parent}"
CHILDREN_DIFFER = """
UPDATE {held} SET differs = 1
WHERE differs = 0 AND line IN (
  SELECT h.line FROM {held} h
  CROSS JOIN {table} s
  LEFT JOIN (
    SELECT k.concern_id AS id, SUM({bit}) AS mask
    FROM {held} x CROSS JOIN {children} k
    WHERE k.concern_id = x.id
    GROUP BY k.concern_id
  ) c ON c.id = h.id
  WHERE s.line = h.line AND s.{column} <> COALESCE(c.mask, 0)
)
"""
INSERT = """
INSERT INTO {register} (council_id, {attributes}, import_run_id, created_at)
SELECT {council}, {values}, {run}, %s
FROM {table} s {parent_table} LEFT JOIN {held} h ON h.line = s.line
WHERE s.ok = 1 AND h.line IS NULL {parent_there}
ORDER BY s.line
"""
INSERT_CHILDREN = """
INSERT INTO {children} (concern_id, {code})
SELECT t.id, b.code
FROM {table} s CROSS JOIN {register} t CROSS JOIN {bits} b
WHERE s.ok = 1 AND t.council_id = {council} AND t.reference = s.concern_ref
  AND t.import_run_id = {run} AND b.name = '{column}' AND b.mask = s.{column}
"""
NUMBERED_RISKS = """
SELECT s.line, s.enquiry_ref, s.type_of_risk, s.location_of_risk, s.source_of_risk,
       ROW_NUMBER() OVER (
         PARTITION BY s.enquiry_ref, s.type_of_risk, s.location_of_risk, s.source_of_risk
         ORDER BY s.line) AS occurrence
FROM {table} s WHERE s.ok = 1
"""
INSERT_RISKS = """
INSERT INTO {risks} (enquiry_id, risk_type, location, source, occurrence)
SELECT t.id, n.type_of_risk, n.location_of_risk, n.source_of_risk, n.occurrence
FROM ({numbered}) n CROSS JOIN {register} t
WHERE t.council_id = {council} AND t.reference = n.enquiry_ref AND t.import_run_id = {run}
ORDER BY n.line
"""
TOUCHED = """
INSERT INTO {held} (line, id, differs)
SELECT MIN(s.line), t.id, 0 FROM {table} s CROSS JOIN {register} t
WHERE s.ok = 1 AND t.council_id = {council} AND t.reference = s.enquiry_ref
GROUP BY t.id
"""
STAGED_RISKS = """
SELECT t.id AS id, n.type_of_risk, n.location_of_risk, n.source_of_risk, n.occurrence
FROM ({numbered}) n CROSS JOIN {register} t
WHERE t.council_id = {council} AND t.reference = n.enquiry_ref
"""
HELD_RISKS = """
SELECT r.enquiry_id AS id, r.risk_type, r.location, r.source, r.occurrence
FROM {held} h CROSS JOIN {risks} r WHERE r.enquiry_id = h.id
"""
RISKS_DIFFER = """
UPDATE {held} SET differs = 1
WHERE id IN (SELECT id FROM ({staged} EXCEPT {standing}) AS more
             UNION SELECT id FROM ({standing} EXCEPT {staged}) AS fewer)
"""
# A risk with a fault may be one that is held: the held ones stay until it is put right.
RISKS_LEFT = """
UPDATE {held} SET differs = 2
WHERE differs = 1
  AND id IN (SELECT t.id FROM {table} s CROSS JOIN {register} t
             WHERE s.ok = 0 AND t.council_id = {council} AND t.reference = s.enquiry_ref)
  AND EXISTS (SELECT 1 FROM {risks} r WHERE r.enquiry_id = {held}.id)
"""
NEW_RISKS = """
SELECT COUNT(*) FROM {table} s
WHERE s.ok = 1 AND NOT EXISTS (SELECT 1 FROM {register} t
                               WHERE t.council_id = {council} AND t.reference = s.enquiry_ref)
"""
UNNAMED_RISKS = """
SELECT COUNT(*) FROM {held_enquiries} h CROSS JOIN {enquiries} s
WHERE s.line = h.line
  AND EXISTS (SELECT 1 FROM {risks} r WHERE r.enquiry_id = h.id)
  AND NOT EXISTS (SELECT 1 FROM {held} t WHERE t.id = h.id)
"""
RISKS_OF = """
SELECT COUNT(*) FROM {table} s CROSS JOIN {register} t CROSS JOIN {held} h
WHERE s.ok = 1 AND t.council_id = {council} AND t.reference = s.enquiry_ref
  AND h.id = t.id AND h.differs = {differs}
"""
