"""A partner's return as a workbook: what it holds, how it is written, how it is read back."""
