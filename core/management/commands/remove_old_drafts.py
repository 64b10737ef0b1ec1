"""Remove what was typed on forms and not saved in 30 days. Run it every night."""

from typing import Any

from django.core.management.base import BaseCommand

from core.services.drafts import remove_old_drafts


class Command(BaseCommand):
    help = "Remove what was typed on forms and neither saved nor looked at in 30 days."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{remove_old_drafts()} removed.")
