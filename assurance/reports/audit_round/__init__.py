"""The report of one round of audits, as blocks."""
