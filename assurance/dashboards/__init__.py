"""Dashboards: which there are, what each counts, and how that reads on a page."""
