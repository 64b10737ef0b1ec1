"""Each address is asked as if nobody had asked before: counts by the minute begin anew."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    cache.clear()
