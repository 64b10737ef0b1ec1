"""Tasks whose worker was killed: the queue says "running" for ever unless they are put back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

MOST_TRIES = 3
# Longer than the longest task: one that has run for this long has lost its worker.
LONGEST = timedelta(minutes=180)


@transaction.atomic
def put_back(*, older_than: timedelta) -> tuple[int, int]:
    """Make tasks ready again that began longer ago than `older_than` and have not ended.

    One that has been begun three times is recorded as failed instead, since it may be what kills
    its worker. Returns how many were made ready, and how many failed.
    """
    now = timezone.now()
    begun = DBTaskResult.objects.running().filter(started_at__lte=now - older_than)
    failed = [task.pk for task in begun if len(task.worker_ids) >= MOST_TRIES]
    DBTaskResult.objects.filter(pk__in=failed).update(
        status="FAILED",
        finished_at=now,
        exception_class_path="builtins.RuntimeError",
        traceback=f"Its worker stopped {MOST_TRIES} times before the task ended.",
    )
    ready = begun.exclude(pk__in=failed).update(status="READY", started_at=None)
    return ready, len(failed)
