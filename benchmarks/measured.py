"""What runs inside one process against one database: the return, the pages, the report.

Called by `run.py` as `python -m benchmarks.measured WHAT ...` with DATABASE_URL set; prints JSON.
"""

import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from assurance.models import CountedFigures  # noqa: E402
from assurance.sac.cells import build_return  # noqa: E402
from assurance.scopes import open_scope  # noqa: E402
from assurance.services.counting import count_again  # noqa: E402
from benchmarks import by_hand  # noqa: E402
from benchmarks.at_hand import add_work  # noqa: E402
from core.models import Membership, Organisation, User  # noqa: E402
from core.roles import Role  # noqa: E402
from safeguard.models import Concern, Enquiry, LookAgain  # noqa: E402
from safeguard.services.quality_counts import count_every_year  # noqa: E402

TAKES = 5


def median_of(*calls) -> list[float]:
    """Return the median seconds of each call, taken in turn after one warm-up."""
    found = [[] for _ in calls]
    for take in range(TAKES + 1):
        for index, call in enumerate(calls):
            start = time.perf_counter()
            call()
            if take:
                found[index].append(time.perf_counter() - start)
    return [statistics.median(each) for each in found]


def the_return(year: str) -> dict[str, float]:
    """Time the return against hand-written SQL and pandas on the same database."""
    council = Organisation.objects.get(code="BENCH")
    first = int(year[:4])
    path = str(settings.DATABASES["default"]["NAME"])
    bounds = (path, council.pk, f"{first}-04-01", f"{first + 1}-03-31")
    scope = open_scope(by=None, council=council)
    ours, sql, pandas = median_of(
        lambda: build_return(scope, year),
        lambda: by_hand.by_sql(*bounds),
        lambda: by_hand.by_pandas(*bounds),
    )
    return {"ours": ours, "sql": sql, "pandas": pandas}


def best_return(year: str) -> float:
    """Return the least seconds of several takes of the return."""
    scope = open_scope(by=None, council=Organisation.objects.get(code="BENCH"))
    times = []
    for _ in range(TAKES):
        start = time.perf_counter()
        build_return(scope, year)
        times.append(time.perf_counter() - start)
    return min(times)


def peak_memory() -> int:
    """Return the most memory this process has held, in MiB.

    The kernel's own count for a process includes what its parent held before it began; this one
    begins with the program.
    """
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def pages() -> dict[str, dict[str, float]]:
    """Time each list, case page and figure page through the test client, signed in.

    The world that was loaded is given work at hand first, which a loaded extract has none of.
    """
    council = Organisation.objects.get(code="BENCH")
    person = User.objects.filter(email="bench@example.org").first()
    if person is None:
        person = User.objects.create_user("bench@example.org", None, full_name="Bench")
        for role in (Role.ANALYST, Role.SAFEGUARDING_MANAGER):
            Membership.objects.create(
                person=person, organisation=council, role=role, since=date(2020, 1, 1)
            )
    if not LookAgain.objects.exists():
        with transaction.atomic():
            add_work(council, person)
        count_every_year(by=None, council=council)
    client = Client()
    client.force_login(person)
    concern, enquiry = Concern.objects.order_by("pk").last(), Enquiry.objects.order_by("pk").last()
    if concern is None or enquiry is None:
        raise SystemExit("the benchmark database holds no case")
    addresses = {
        "home": reverse("core:home"),
        "dashboard of team": reverse("assurance:dashboard-team"),
        "waiting": reverse("safeguard:waiting"),
        "waiting, one stage": reverse("safeguard:waiting") + "?stage=decision",
        "data-quality desk": reverse("safeguard:quality-desk"),
        "data-quality list": reverse("safeguard:quality-rule", args=["outcomes-not-asked"]),
        "concern list": reverse("safeguard:concern-list"),
        "concern list, undecided": reverse("safeguard:concern-list") + "?state=undecided",
        "concern search": reverse("safeguard:concern-list") + f"?search={concern.reference}",
        "enquiry list": reverse("safeguard:enquiry-list"),
        "concern": reverse("safeguard:concern-detail", args=[concern.pk]),
        "enquiry": reverse("safeguard:enquiry-detail", args=[enquiry.pk]),
        "return list": reverse("assurance:return-list"),
        "report list": reverse("assurance:report-list"),
        "import list": reverse("safeguard:import-list"),
    }
    dashboards = {
        f"dashboard of {each}": reverse(f"assurance:dashboard-{each}")
        for each in ("director", "flow", "board")
    } | {"measures": reverse("assurance:measure-list")}
    found = {name: one_page(client, address) for name, address in addresses.items()}
    return found | {name: counted_page(client, address) for name, address in dashboards.items()}


def counted_page(client: Client, address: str) -> dict[str, float]:
    """Time a page whose figures are counted once and kept; first visits and the count apart.

    Each first visit asks a question that nobody asked before. What a large register leaves to the
    worker is then counted as the worker does it.
    """
    firsts = []
    for day in range(1, 21):
        start = time.perf_counter()
        response = client.get(address, {"start": f"{day}/4/2023", "end": "31/3/2025"})
        firsts.append(1000 * (time.perf_counter() - start))
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    client.get(address)
    start = time.perf_counter()
    for held in CountedFigures.objects.filter(release="").order_by("-counted_at")[:1]:
        count_again(by=None, council=held.council, page=held.page, asked=held.asked)
    counted = 1000 * (time.perf_counter() - start)
    return {**one_page(client, address), "first_ms": sorted(firsts)[18], "counted_ms": counted}


def one_page(client: Client, address: str) -> dict[str, float]:
    """Return the 95th centile of the server's milliseconds over 20 takes, and the statements."""
    statements = []

    def counted(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    times = []
    for _ in range(20):
        start = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - start))
    return {"p95_ms": sorted(times)[18], "queries": len(statements)}


def report(start: str, end: str) -> dict[str, float]:
    """Time the making of the Theme 3 PDF, figures included."""
    from assurance.services.reports import Format, make_theme3_report
    from core.disclosure import Mode

    council = Organisation.objects.get(code="BENCH")

    def make() -> None:
        make_theme3_report(
            by=None,
            council=council,
            start=date.fromisoformat(start),
            end=date.fromisoformat(end),
            fmt=Format.PDF,
            mode=Mode.INTERNAL,
            prepared_for="Benchmark",
            made_on=date(2026, 11, 22),
        )

    (seconds,) = median_of(make)
    return {"seconds": seconds}


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    found = {"return": the_return, "best-return": best_return, "pages": pages, "report": report}[
        what
    ](*arguments)
    print(json.dumps(found))
