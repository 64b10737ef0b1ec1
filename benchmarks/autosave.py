"""50 auditors saving answers at once on SQLite: was every answer kept, and how long did each take?

`python -m benchmarks.autosave` makes a database of its own, serves it on 127.0.0.1 and ends the
server when it is done. Each auditor has an audit of their own, saves an answer, thinks for two to
five seconds, and saves the next, SAVES times. Nothing passes or fails on time: the budget is
printed beside what was measured. An answer that is lost makes the exit status 1.
"""

import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.run import ROOT, council_database, environment_for

AUDITORS, SAVES = 50, 12
THINK = (2.0, 5.0)
MOST_SECONDS = 180
BUDGET_MS = 100
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def served(database: Path, port: int) -> subprocess.Popen[bytes]:
    """Serve as `make serve` does, and wait until it answers."""
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)],
        env=environment_for(database),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError("the server did not start")


def prepared(database: Path) -> list[dict[str, object]]:
    """Make the auditors, an audit and a session for each; return what each needs to save."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.autosave_data", str(AUDITORS)],
        check=True,
        env=environment_for(database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: list[dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return found


def posted(port: int, auditor: dict, fields: dict) -> tuple[int, bytes]:
    """Send one save on a connection of its own, as after a pause for thought."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("POST", auditor["address"], urlencode(fields), auditor["headers"])
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def work(port: int, auditor: dict, took: list[float], sent: dict, failures: list[str]) -> None:
    """Save one answer after another, with a pause between them."""
    chance = random.Random(str(auditor["strand"]))  # noqa: S311 - it only spreads the load
    seen: dict[int, str] = {}
    time.sleep(chance.uniform(0, THINK[1]))
    for number in range(SAVES):
        key = auditor["questions"][number % len(auditor["questions"])]
        words = f"Words {number} of auditor {auditor['strand']}"
        fields = {
            "question": key,
            "seen": seen.get(key, "0"),
            "seconds": "4",
            f"q{key}-answer": chance.choice(("yes", "partly", "no")),
            f"q{key}-comment": words,
            "csrfmiddlewaretoken": auditor["token"],
        }
        start = time.perf_counter()
        try:
            status, body = posted(port, auditor, fields)
        except OSError as error:
            failures.append(str(error))
            continue
        took.append(time.perf_counter() - start)
        if status != 200:
            failures.append(f"{status}: {body[:200]!r}")
        else:
            seen[key] = json.loads(body)["seen"]
            sent[auditor["strand"], key] = words
        time.sleep(chance.uniform(*THINK))


def kept(database: Path) -> dict[tuple[int, int], str]:
    code = (
        "import django, json; django.setup()\n"
        "from audit.models import Answer\n"
        "rows = Answer.objects.values_list('strand_id', 'question_id', 'comment')\n"
        "print(json.dumps(list(rows)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env=environment_for(database),
        stdout=subprocess.PIPE,
        text=True,
    )
    rows = json.loads(done.stdout.splitlines()[-1])
    return {(strand, question): comment for strand, question, comment in rows}


def processor_seconds(root: int) -> float:
    """Return what a process and all it started have used of the processors; 0 where unknown."""
    parents: dict[int, int] = {}
    used: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = stat.read_text().rpartition(")")[2].split()
        except OSError:  # It ended meanwhile.
            continue
        pid = int(stat.parent.name)
        parents[pid], used[pid] = int(rest[1]), int(rest[11]) + int(rest[12])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(used.get(pid, 0) for pid in family) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        database = council_database(Path(folder) / "autosave.sqlite3")
        auditors = prepared(database)
        port = free_port()
        server = served(database, port)
        took: list[float] = []
        sent: dict[tuple[int, int], str] = {}
        failures: list[str] = []
        try:
            # A server that has just started reads its own program first; that is not measured.
            posted(port, auditors[0], {"csrfmiddlewaretoken": auditors[0]["token"]})
            used_before = processor_seconds(server.pid)
            threads = [
                threading.Thread(target=work, args=(port, each, took, sent, failures), daemon=True)
                for each in auditors
            ]
            for thread in threads:
                thread.start()
            until = time.monotonic() + MOST_SECONDS
            for thread in threads:
                thread.join(max(0.0, until - time.monotonic()))
            used = processor_seconds(server.pid) - used_before
        finally:
            server.terminate()
            server.wait(20)
        held = kept(database)
        lost = {key for key, words in sent.items() if held.get(key) != words}
    percentiles = statistics.quantiles(took, n=100)
    print(
        f"{AUDITORS} auditors, {len(took)} saves of {AUDITORS * SAVES}: "
        f"median {percentiles[49] * 1000:.0f} ms, 95th centile {percentiles[94] * 1000:.0f} ms "
        f"(budget {BUDGET_MS} ms), slowest {max(took) * 1000:.0f} ms"
    )
    print(f"processor time of the server: {used / len(took) * 1000:.1f} ms a save")
    print(f"answers lost: {len(lost)}; refused: {len(failures)}")
    for failure in failures[:5]:
        print(f"  {failure}")
    load = f"load {load_before:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"processors here: {os.cpu_count()}, {load}")
    return 1 if lost or failures or len(took) < AUDITORS * SAVES else 0


if __name__ == "__main__":
    sys.exit(main())
