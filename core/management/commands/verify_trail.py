"""Prove that the trail is whole: `verify_trail [--link] [--head DIGEST]`."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.trail import TrailReport, verify_trail
from core.trail_linking import link_all

DIGEST = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = (
        "Check every entry of the trail - who did, looked at or took what - against the chain of "
        "hashes, and the chain itself. Names each entry that was changed, removed or put in "
        "between; exit 1 if there is one. The last line gives the head of the chain: keep it "
        "outside this database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--link",
            action="store_true",
            help="first link every entry that has no link yet; run it so each night",
        )
        parser.add_argument(
            "--head",
            metavar="DIGEST",
            help="a head that was written down earlier: does the chain still run through it?",
        )

    def handle(self, *, link: bool, head: str | None, **options: Any) -> None:
        if head is not None:
            head = head.strip().lower()
            if not DIGEST.fullmatch(head):
                raise CommandError(
                    f"--head {head}: a head is 64 digits and letters a to f, as the last line of "
                    "an earlier run gave it."
                )
        if link:
            self.stdout.write(f"{link_all():,} entries were linked now.")
        found = verify_trail(head)
        for fault in found.faults:
            self.stdout.write(fault.message)
        if head and all(fault.code != "head_not_met" for fault in found.faults):
            self.stdout.write("The chain runs through the head you gave.")
        self.stdout.write(summary(found))
        if not found.is_whole:
            raise SystemExit(1)


def summary(found: TrailReport) -> str:
    """Return the last line: whether the trail is whole, how many entries, and the head."""
    if found.is_whole:
        whole = "The trail is whole"
    else:
        count = len(found.faults)
        whole = f"The trail is NOT whole ({count:,} {'fault' if count == 1 else 'faults'})"
    entries = f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'} linked"
    return f"{whole}: {entries}, {found.unlinked:,} not yet; head {found.head or 'none yet'}"
