"""Production. Every value that could be unsafe must be given; a wrong one stops start-up."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.databases import database
from config.settings.base import *  # noqa: F403
from config.settings.logging import LOGGING as LOGGING

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("development", "tests-only", "django-insecure")):
    raise ImproperlyConfigured("SECRET_KEY must be 50 or more characters of its own")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not *")
DATABASES = {"default": database(env.secret("DATABASE_URL"))}
MEDIA_ROOT = Path(env.text("MEDIA_ROOT"))
SITE_URL = f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", " ").strip()
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD") if EMAIL_HOST_USER else ""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")
