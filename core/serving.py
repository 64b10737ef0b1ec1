"""Run the web server and the worker together, end both together, restart the worker if it dies."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import connections

from core.task_queue import put_back

HOST = "127.0.0.1"
START_SECONDS = 60
# Ctrl-C reaches the children by itself; a signal to this process alone does not.
SECONDS_TO_END_ALONE, SECONDS_TO_END = 3, 10
PAUSE = 0.2


class ServingError(Exception):
    """The server could not start, or ended by itself."""


def is_free(port: int) -> bool:
    """Say whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(port: int, ready: Callable[[], None]) -> None:
    """Serve on `port` until this process is asked to end; call `ready` when pages are answered.

    Raises:
        ServingError: the web server did not start, or ended by itself.
    """
    put_back(older_than=timedelta(0))
    connections.close_all()
    ending: list[int] = []

    def end(signum: int, frame: FrameType | None) -> None:
        ending.append(signum)

    before = {kind: signal.signal(kind, end) for kind in (signal.SIGINT, signal.SIGTERM)}
    web, worker = _start(_web(port)), _start(_worker())
    try:
        _wait_until_answering(port, web, ending)
        if not ending:
            ready()
        while not ending:
            time.sleep(PAUSE)
            worker = _kept_up(worker)
            if web.poll() is not None:
                raise ServingError(f"the web server ended by itself with code {web.returncode}")
    finally:
        _end([web, worker], alone=ending[:1] == [signal.SIGINT])
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _web(port: int) -> list[str]:
    """Return one process with eight threads; SQLite lets only one write at a time anyway."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--bind", f"{HOST}:{port}", "--worker-class", "gthread"),
        *("--workers", "1", "--threads", "8", "--timeout", "120"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _worker() -> list[str]:
    return [sys.executable, "manage.py", "db_worker", "--no-startup-delay", "--verbosity", "0"]


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    folder = Path(settings.BASE_DIR)
    return subprocess.Popen(command, cwd=folder, env=dict(os.environ))  # noqa: S603 - our own words


def _kept_up(worker: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
    """Return the worker, or a new one where it has died; what it was doing is begun again."""
    if worker.poll() is None:
        return worker
    time.sleep(1)
    put_back(older_than=timedelta(0))
    connections.close_all()
    return _start(_worker())


def _wait_until_answering(port: int, web: subprocess.Popen[bytes], ending: list[int]) -> None:
    last_moment = time.monotonic() + START_SECONDS
    while not (ending or _answers(port)):
        if web.poll() is not None:
            raise ServingError(f"the web server did not start (code {web.returncode})")
        if time.monotonic() > last_moment:
            raise ServingError(f"the web server did not answer within {START_SECONDS} seconds")
        time.sleep(PAUSE)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _end(children: list[subprocess.Popen[bytes]], *, alone: bool) -> None:
    """End every child: left alone first where it was told already, then asked, then made to."""
    if alone:
        _wait(children, SECONDS_TO_END_ALONE)
    for child in children:
        if child.poll() is None:
            child.terminate()
    _wait(children, SECONDS_TO_END)
    for child in children:
        if child.poll() is None:
            child.kill()
        child.wait()


def _wait(children: list[subprocess.Popen[bytes]], seconds: float) -> None:
    last_moment = time.monotonic() + seconds
    while time.monotonic() < last_moment and any(child.poll() is None for child in children):
        time.sleep(PAUSE)
