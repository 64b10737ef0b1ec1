"""Serving: the port is checked first, and what was started ends with its parent."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from core import serving
from tests import sqlite_template

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((serving.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((serving.HOST, 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_named_before_anything_is_done(command: str, taken_port: int) -> None:
    with pytest.raises(CommandError, match=f"Port {taken_port} is in use"):
        call_command(command, port=taken_port)


def test_a_free_port_is_free() -> None:
    assert serving.is_free(free_port())


@pytest.mark.parametrize("code", [0, 1, -signal.SIGKILL])
def test_a_worker_that_died_is_started_again(monkeypatch, code: int) -> None:
    done = []
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(serving, "put_back", lambda older_than: done.append("put back"))
    monkeypatch.setattr(serving, "connections", mock.Mock())
    monkeypatch.setattr(serving, "_start", lambda command: done.append(command[2]) or "new")
    assert serving._kept_up(mock.Mock(poll=lambda: code)) == "new"
    assert done == ["put back", "db_worker"]


def test_a_worker_that_runs_is_kept(monkeypatch) -> None:
    worker = mock.Mock(poll=lambda: None)
    assert serving._kept_up(worker) is worker


class Served:
    """`manage.py serve` on a scratch database that has its tables, with the lines it prints."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "serve", "--port", str(self.port)],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "config.settings.dev",
                "DATABASE_URL": sqlite_template.copied(folder / "served.sqlite3"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, words: str) -> str:
        seen = []
        while True:
            try:
                seen.append(self.lines.get(timeout=300))
            except Empty:
                pytest.fail(f"never said {words!r}, only {seen}")
            if words in seen[-1]:
                return seen[-1]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(tmp_path)
    yield running
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()
    running.reader.join()
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_asked_to_end_and_leaves_nothing_behind(
    served: Served, kind: signal.Signals
) -> None:
    assert f"http://127.0.0.1:{served.port}/sign-in/" in served.wait_for("Ready")
    assert serving._answers(served.port)
    served.process.send_signal(kind)
    served.wait_for("Stopped.")
    assert served.process.wait(timeout=20) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(served.process.pid, 0)
    assert serving.is_free(served.port)
