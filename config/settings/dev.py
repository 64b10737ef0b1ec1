"""A developer's or a demonstration machine: SQLite unless DATABASE_URL says otherwise."""

from config import env
from config.databases import database
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = "development-only-never-in-production-0123456789abcdefghij"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{BASE_DIR}/db.sqlite3"))}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
