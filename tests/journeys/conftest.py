"""No journey may hang: a browser that stops answering fails its test, not the whole run."""

import signal
from collections.abc import Iterator
from typing import Any

import pytest

SECONDS = 600


@pytest.fixture(autouse=True)
def no_hanging() -> Iterator[None]:
    def give_up(*_: Any) -> None:
        raise TimeoutError(f"a journey took longer than {SECONDS} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
