"""Coded columns, under the name the register's models know them by."""

from core.coded import coded, known

__all__ = ["coded", "known"]
