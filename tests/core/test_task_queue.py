from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.task_queue import MOST_TRIES, put_back

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def task(status: str = "RUNNING", *, begun: timedelta = HOUR * 2, tries: int = 1) -> DBTaskResult:
    now = timezone.now()
    return DBTaskResult.objects.create(
        status=status,
        started_at=now - begun,
        run_after=now,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="somewhere.task",
        backend_name="default",
        worker_ids=[f"worker {n}" for n in range(tries)],
        exception_class_path="",
        traceback="",
    )


def test_a_task_left_running_is_made_ready() -> None:
    left = task()
    assert put_back(older_than=HOUR) == (1, 0)
    left.refresh_from_db()
    assert (left.status, left.started_at) == ("READY", None)


def test_a_task_begun_just_now_is_left_alone() -> None:
    busy = task(begun=timedelta(minutes=59))
    assert put_back(older_than=HOUR) == (0, 0)
    busy.refresh_from_db()
    assert busy.status == "RUNNING"


@pytest.mark.parametrize("status", ["READY", "SUCCESSFUL", "FAILED"])
def test_a_task_that_is_not_running_is_left_alone(status: str) -> None:
    task(status)
    assert put_back(older_than=timedelta(0)) == (0, 0)


def test_a_task_that_keeps_killing_its_worker_fails() -> None:
    deadly = task(tries=MOST_TRIES)
    assert put_back(older_than=HOUR) == (0, 1)
    deadly.refresh_from_db()
    assert deadly.status == "FAILED"
    assert deadly.finished_at is not None
    assert "before the task ended" in deadly.traceback


def test_the_command_says_what_it_did() -> None:
    task()
    task(tries=MOST_TRIES)
    out = StringIO()
    call_command("put_back_tasks", older_than=60, stdout=out)
    assert out.getvalue().strip() == "1 made ready again, 1 recorded as failed."
