"""Faults of the installation itself."""

import os
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from core.models import BankHoliday, ClosureDay
from safeguard.models import CaseDocument
from tests.core.test_task_queue import task
from tests.doctor.here import GIGABYTE, Here, Usage, plants
from tests.factories import (
    CaseDocumentFactory,
    ClosureDayFactory,
    ConcernFactory,
    FormDraftFactory,
    MembershipFactory,
    UserFactory,
)

DAY = timedelta(days=1)


@plants("migrations", "migrations_unapplied")
def unapplied(here: Here):
    yield
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    yield "sessions.0001_initial"


@plants("migrations", "migrations_unknown")
def unknown(here: Here):
    yield
    MigrationRecorder(connection).record_applied("core", "9999_from_the_future")
    yield "core.9999_from_the_future"


@plants("settings", "system_check")
def system_check(here: Here):
    yield
    here.settings.STATICFILES_DIRS = ["/nowhere"]
    yield "staticfiles.W004"


@plants("settings", "secret_key")
def secret_key(here: Here):
    here.ask(is_production=True)
    here.settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    here.settings.SECRET_KEY = "its own " * 8
    yield
    here.settings.SECRET_KEY = "development-only " * 4
    yield "SECRET_KEY"


@plants("settings", "mail_not_sent")
def mail(here: Here):
    here.ask(is_production=True)
    here.settings.SECRET_KEY = "its own " * 8
    here.settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield
    here.settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    yield "EMAIL_BACKEND"


@plants("settings", "cache_table")
def cache_table(here: Here):
    cache = {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}
    here.settings.CACHES = {"default": {**cache, "LOCATION": "core_user"}}
    yield
    here.settings.CACHES = {"default": {**cache, "LOCATION": "not_there"}}
    yield "not_there"


@plants("settings", "time_zone")
def time_zone(here: Here):
    yield
    here.settings.TIME_ZONE = "Europe/Paris"
    yield "Europe/Paris"


@plants("settings", "media_root")
def media_root(here: Here):
    here.settings.MEDIA_ROOT = here.media / "made" / "when" / "needed"
    yield
    (here.media / "made").write_text("a file where a folder should be")
    yield here.media / "made"


@plants("settings", "disk_space")
def disk_nearly_full(here: Here):
    yield
    here.patch.setattr("shutil.disk_usage", lambda path: Usage(100 * GIGABYTE, 0, 4 * GIGABYTE))
    yield "4.0 GB"


@plants("settings", "disk_space")
def small_disk_full(here: Here):
    here.patch.setattr("shutil.disk_usage", lambda path: Usage(10 * GIGABYTE, 0, GIGABYTE))
    yield
    here.patch.setattr("shutil.disk_usage", lambda path: Usage(10 * GIGABYTE, 0, GIGABYTE - 1))
    yield here.media


@plants("file-modes", "open_to_others")
def open_media(here: Here):
    here.media.chmod(0o755)
    here.media.parent.chmod(0o700)
    yield  # nobody else comes as far as that
    here.media.parent.chmod(0o755)
    yield f"{here.media} (mode 755)"


@plants("file-modes", "open_to_others")
def open_secret(here: Here):
    here.media.parent.chmod(0o755)
    key = here.media.parent / "key"
    key.write_text("secret")
    key.chmod(0o600)
    here.patch.setenv("SECRET_KEY_FILE", str(key))
    yield
    key.chmod(0o640)
    yield f"{key} (mode 640)"


@plants("people", "permission_not_granted")
def not_granted(here: Here):
    yield
    here.patch.setattr("core.checks.Permission", ["case_view"])
    here.patch.setattr("core.checks.roles_granting", lambda permission: [])
    yield "case_view"


@plants("people", "no_administrator")
def no_administrator(here: Here):
    yield
    here.administrator.person.delete()
    yield "WELL"


@plants("people", "no_decider")
def no_decider(here: Here):
    yield
    here.manager.until = timezone.localdate() - DAY
    here.manager.save()
    MembershipFactory(person=here.manager.person, organisation=here.council)
    yield "WELL"


@plants("people", "person_without_role")
def without_role(here: Here):
    UserFactory(is_active=False)
    invited = UserFactory()
    invited.set_unusable_password()
    invited.save()
    yield
    person = UserFactory()
    yield f"core.User {person.pk}."


@plants("people", "inactive_with_role")
def inactive(here: Here):
    held = MembershipFactory(organisation=here.council)
    yield
    held.person.is_active = False
    held.person.save()
    yield f"core.User {held.person.pk}."


@plants("calendar", "bank_holidays")
def holidays_end(here: Here):
    yield
    BankHoliday.objects.filter(on__year__gt=timezone.localdate().year).delete()
    yield f"{12 - timezone.localdate().month} more months"


@plants("calendar", "closure_days")
def closures_past(here: Here):
    today = timezone.localdate()
    ClosureDayFactory(council=here.council, on=today - DAY)
    ahead = ClosureDayFactory(council=here.council, on=today)
    yield
    ClosureDay.objects.filter(pk=ahead.pk).delete()
    yield "WELL"


@plants("worker", "task_waits")
def task_waits(here: Here):
    waiting = task("READY")
    waiting.run_after = timezone.now() + 2 * DAY
    waiting.enqueued_at = timezone.now() - timedelta(hours=1)
    waiting.save()
    yield  # it is not to begin yet
    waiting.run_after = timezone.now() - timedelta(minutes=20)
    waiting.save()
    yield waiting.pk


@plants("worker", "task_stands")
def task_stands(here: Here):
    task(begun=timedelta(hours=2))
    yield
    yield task(begun=timedelta(hours=4)).pk


@plants("worker", "task_failed")
def task_failed(here: Here):
    failed = task("FAILED")
    failed.finished_at = timezone.now() - 2 * DAY
    failed.save()
    yield
    failed.finished_at = timezone.now()
    failed.save()
    yield f"somewhere.task that failed in the last day (1): {failed.pk}."


@plants("worker", "drafts_kept")
def drafts_kept(here: Here):
    person = here.manager.person
    FormDraftFactory(person=person, saved_at=timezone.now() - 30 * DAY)
    yield
    yield FormDraftFactory(person=person, saved_at=timezone.now() - 33 * DAY).pk


@plants("worker", "sessions_kept")
def sessions_kept(here: Here):
    Session.objects.create(session_key="newer", expire_date=timezone.now() - DAY)
    yield
    Session.objects.create(session_key="older", expire_date=timezone.now() - 3 * DAY)
    yield "still kept: 1."


def document(here: Here) -> CaseDocument:
    return CaseDocumentFactory(concern__adult__council=here.council, content="What was said")


@plants("files", "file_missing")
def file_missing(here: Here):
    held = document(here)
    yield
    (here.media / held.file.name).unlink()
    yield f"safeguard.CaseDocument {held.pk}"


@plants("files", "file_missing")
def file_outside(here: Here):
    held = document(here)
    yield
    CaseDocument.objects.filter(pk=held.pk).update(file="../../outside")
    yield f"safeguard.CaseDocument {held.pk}"


@plants("files", "file_size")
def file_size(here: Here):
    held = document(here)
    yield
    (here.media / held.file.name).write_text("What was said, and more")
    yield f"safeguard.CaseDocument {held.pk}"


@plants("files", "file_altered")
def file_altered(here: Here):
    held = document(here)
    (here.media / held.file.name).write_text("What was Said")
    yield  # only the bytes tell
    here.ask(reads_files=True)
    yield f"safeguard.CaseDocument {held.pk}"


def lay(here: Here, name: str, age: timedelta) -> None:
    (here.media / name).write_text("who put this here")
    then = (timezone.now() - age).timestamp()
    os.utime(here.media / name, (then, then))


@plants("files", "file_unknown")
def file_unknown(here: Here):
    held = document(here)
    lay(here, "on-its-way", timedelta(hours=23))
    (here.media / "imports" / "of-a-run").mkdir(parents=True)
    lay(here, "imports/of-a-run/people.csv", 9 * DAY)
    then = (timezone.now() - 9 * DAY).timestamp()
    os.utime(here.media / held.file.name, (then, then))
    yield
    lay(here, "nobodys", 2 * DAY)
    yield "belong to no row (1): nobodys."


@plants("files", "file_half_written")
def file_half_written(here: Here):
    yield
    lay(here, ".evidence.part", 2 * DAY)
    yield ".evidence.part"


@plants("rows", "row_dangling")
def row_dangling(here: Here):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL refuses such a row at the end of the transaction")
    concern = ConcernFactory(adult__council=here.council)
    yield
    with connection.cursor() as cursor:
        cursor.execute("UPDATE safeguard_concern SET adult_id = 987654 WHERE id = %s", [concern.pk])
    yield f"rows of safeguard_adult which are not there (1): the first is row {concern.pk}."


@plants("rows", "constraint_not_held")
def constraint_not_valid(here: Here):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite holds its constraints for every row or not at all")
    yield
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE core_bankholiday ADD CONSTRAINT not_looked CHECK (title <> '') NOT VALID"
        )
    yield "not_looked of core_bankholiday"


@plants("rows", "constraint_not_held")
def constraint_off(here: Here):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no triggers that can be turned off")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_formdraft DISABLE TRIGGER ALL")
    yield "core_formdraft"
