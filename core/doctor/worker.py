"""Whether the work that runs beside the pages is done."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from core.doctor.naming import Keys, keys_of, listed
from core.doctor.registry import Asked, Finding, examination, warning
from core.drafts import KEPT_FOR
from core.models import FormDraft
from core.task_queue import LONGEST

WAITS_AT_MOST = timedelta(minutes=15)
FAILED_SINCE = timedelta(hours=24)
# What a nightly command removes may stand one night longer, and the night the command failed.
NIGHTS = timedelta(days=2)


@examination(
    "worker",
    *("task_waits", "task_stands", "task_failed", "drafts_kept", "sessions_kept"),
)
def worker(asked: Asked) -> Iterator[Finding]:
    """Look at the queue of tasks, and at what nightly commands should have removed."""
    yield from _queue(asked)
    yield from _failed(asked)
    yield from _left_overs(asked)


def _queue(asked: Asked) -> Iterator[Finding]:
    tasks = DBTaskResult.objects.all()
    waiting = tasks.ready().filter(enqueued_at__lt=asked.now - WAITS_AT_MOST)
    # While a worker is busy with one task, the others wait with good reason.
    if (keys := keys_of(waiting)) and not tasks.running().exists():
        yield Finding(
            "task_waits",
            asked.grave,
            listed(
                f"Tasks that have waited for more than {_minutes(WAITS_AT_MOST)} minutes, while "
                "none is being worked on",
                keys,
            ),
            "Start the worker: manage.py db_worker. Imports and large figures wait for it.",
        )
    if keys := keys_of(tasks.running().filter(started_at__lt=asked.now - LONGEST)):
        yield warning(
            "task_stands",
            listed(
                f"Tasks that began more than {_minutes(LONGEST)} minutes ago and have not ended",
                keys,
            ),
            "Run manage.py put_back_tasks every hour: it begins again what a killed worker left.",
        )


def _failed(asked: Asked) -> Iterator[Finding]:
    by_path: dict[str, Keys] = defaultdict(Keys)
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=asked.now - FAILED_SINCE)
    for path, key in failed.order_by("pk").values_list("task_path", "pk").iterator():
        by_path[path].add(key)
    for path, keys in sorted(by_path.items()):
        yield warning(
            "task_failed",
            listed(f"Runs of the task {path} that failed in the last day", keys),
            "The log of the worker says why.",
        )


def _left_overs(asked: Asked) -> Iterator[Finding]:
    old = FormDraft.objects.filter(saved_at__lt=asked.now - KEPT_FOR - NIGHTS)
    if keys := keys_of(old):
        yield warning(
            "drafts_kept",
            listed(
                f"Forms that nobody came back to, kept for longer than {KEPT_FOR.days} days",
                keys,
                FormDraft,
            ),
            "Run manage.py remove_old_drafts every night.",
        )
    # The key of a session lets in whoever holds it, so none is named.
    ended = Session.objects.filter(expire_date__lt=asked.now - NIGHTS).count()
    if ended:
        yield warning(
            "sessions_kept",
            f"Sessions that ended more than {NIGHTS.days} days ago and are still kept: {ended:,}.",
            "Run manage.py clearsessions every night.",
        )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
