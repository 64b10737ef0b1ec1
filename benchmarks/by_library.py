"""The concerns file through django-import-export, as its documentation sets it up for speed."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def by_import_export(database: Path, folder: Path, *, limit: int) -> tuple[float, int]:
    """Return the seconds and rows for the first `limit` concerns, people loaded beforehand."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.by_library", str(folder), str(limit)],
        check=True,
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return found["seconds"], found["rows"]


def main(folder: Path, limit: int) -> None:
    """Load people as they are, then time the library on concerns. Prints JSON."""
    import time

    import django

    django.setup()
    import tablib
    from django.core.management import call_command
    from import_export import fields, resources, widgets

    from core.models import Organisation
    from safeguard.models import Adult, Concern

    call_command("migrate", verbosity=0)
    council = Organisation.objects.create(code="BENCH", kind="council", name="Benchmark council")
    with (folder / "people.csv").open() as handle:
        Adult.objects.bulk_create(
            Adult(council=council, reference=row["person_ref"], gender="F", ethnicity="WHITE")
            for row in csv.DictReader(handle)
        )

    class ConcernResource(resources.ModelResource):
        adult = fields.Field("adult", "person_ref", widgets.ForeignKeyWidget(Adult, "reference"))
        received_on = fields.Field("received_on", "received_on", widgets.DateWidget("%Y-%m-%d"))
        decided_on = fields.Field("decided_on", "decided_on", widgets.DateWidget("%Y-%m-%d"))

        class Meta:
            model = Concern
            import_id_fields = ("reference",)
            fields = (
                "reference",
                "adult",
                "council",
                "received_at",
                "received_on",
                "referrer",
                "primary_support_reason",
                "location",
                "decided_on",
                "decision",
            )
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            report_skipped = False

    dataset = tablib.Dataset()
    dataset.headers = [
        "reference",
        "person_ref",
        "council",
        "received_at",
        "received_on",
        "referrer",
        "primary_support_reason",
        "location",
        "decided_on",
        "decision",
    ]
    with (folder / "concerns.csv").open() as handle:
        for number, row in enumerate(csv.DictReader(handle)):
            if number == limit:
                break
            received = row["received_at"]
            dataset.append(
                (
                    row["concern_ref"],
                    row["person_ref"],
                    council.pk,
                    received.replace("T", " "),
                    received[:10],
                    "police",
                    "PHYS",
                    "OWN",
                    row["decided_on"],
                    row["decision"],
                )
            )
    start = time.perf_counter()
    result = ConcernResource().import_data(dataset, dry_run=False, raise_errors=True)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "rows": result.total_rows}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
