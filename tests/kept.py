"""Rows that several tests read, made once for a module."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made inside until the block ends, and take it back then.

    For a fixture of a module, which also needs `django_db_setup`. Each test still has its own
    transaction inside this one, so none sees what another did.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
