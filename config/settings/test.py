"""Tests: fast hashing, everything in memory or in a scratch folder, tasks run at once."""

import tempfile
from pathlib import Path

from config import env
from config.databases import database
from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "tests-only-0123456789-0123456789-0123456789-0123456789"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(env.text("TEST_DATABASE_URL", "sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="safeguarding-test-media-"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
ACCOUNT_RATE_LIMITS = False
