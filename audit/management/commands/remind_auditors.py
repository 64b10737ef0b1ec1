"""Tell people what audit work is due soon, today or late. Run it every morning."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.services.reminders import send_reminders


class Command(BaseCommand):
    help = (
        "Write notices of audits, their parts, second readings and actions that are due, and mail "
        "each person. Late parts are told to whoever waits for them."
    )

    def handle(self, **options: Any) -> None:
        notices, people = send_reminders()
        self.stdout.write(f"{notices} notices written, {people} people mailed.")
