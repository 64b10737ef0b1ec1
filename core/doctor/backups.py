"""Whether there is a backup that was proved, and that is not too old to go back to."""

from collections.abc import Iterator
from datetime import timedelta

from core.doctor.registry import Asked, Finding, Severity, examination
from core.services.backups import last_proved_backup

# One is made every night, and may take a while; after a week without, too much work would be lost.
OLD_AFTER = timedelta(hours=26)
TOO_OLD_AFTER = timedelta(days=8)
MEND = "Run manage.py backup every night, and find out why the last nights made none."


@examination("backup", "backup_missing", "backup_old")
def backup(asked: Asked) -> Iterator[Finding]:
    """Look at the age of the newest backup that was proved."""
    last = last_proved_backup()
    if last is None:
        yield Finding(
            "backup_missing",
            asked.grave,
            "No backup of this installation was ever proved: what it holds would be lost.",
            "Run manage.py backup now, and every night.",
        )
        return
    age = asked.now - last.made_at
    if age > OLD_AFTER:
        yield Finding(
            "backup_old",
            asked.grave if age > TOO_OLD_AFTER else Severity.WARNING,
            f"The newest backup that was proved is {_words(age)} old.",
            MEND,
        )


def _words(age: timedelta) -> str:
    return f"{age.days} days" if age.days > 1 else f"{age.total_seconds() / 3600:.0f} hours"
