"""Counts over the rows of this app."""
