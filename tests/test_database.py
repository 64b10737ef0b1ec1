"""The suite runs on the database it was asked to: a silent fall back would prove nothing."""

import os

from django.db import connection

VENDORS = {"": "sqlite", "sqlite": "sqlite", "postgres": "postgresql"}


def test_tests_run_on_the_database_asked_for(db: None) -> None:
    assert connection.vendor == VENDORS[os.environ.get("TEST_DB", "")]
