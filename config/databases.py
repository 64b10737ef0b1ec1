"""DATABASE_URL to Django's settings, with the options each engine needs to be safe."""

from typing import Any

import environ

# Without IMMEDIATE, two SQLite writers that both began by reading fail at once instead of waiting.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-32768;PRAGMA mmap_size=268435456;PRAGMA temp_store=FILE"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Return the `default` entry of DATABASES for a sqlite or postgres URL."""
    found: dict[str, Any] = environ.Env.db_url_config(url)
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["OPTIONS"] = {**SQLITE_OPTIONS, **found.get("OPTIONS", {})}
        # Opening the file reads every table's definition, which costs more than a short request.
        # Seconds only: whoever puts another file in its place must not find the old one in use.
        found["CONN_MAX_AGE"] = 10
    else:
        found["CONN_MAX_AGE"] = 60
        found["CONN_HEALTH_CHECKS"] = True
    found["ATOMIC_REQUESTS"] = False
    return found
