"""Work done in the background."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django_tasks import task

from core.errors import RuleViolationError
from core.models import Organisation
from safeguard.choices import ImportState
from safeguard.extract.errors import ExtractError
from safeguard.extract.mapping import MappingError
from safeguard.extract.run_folder import RunFolder
from safeguard.models import ImportRun
from safeguard.services.imports import import_extract, is_stopped
from safeguard.services.quality_counts import count_every_year, count_rules


@task()
def load_extract(run_id: str) -> None:
    """Import the uploaded files of a run that waits, or that stopped half way.

    A task may be begun twice; a run that has ended is not begun again.
    """
    run = ImportRun._default_manager.select_related("council", "mapping").get(public_id=run_id)
    if run.state != ImportState.WAITING and not is_stopped(run):
        return
    # What was wrong is kept on the run, for its page to say.
    with suppress(ExtractError, MappingError, RuleViolationError, PermissionDenied):
        run = import_extract(
            by=run.started_by,
            council=run.council,
            source=RunFolder.of(run.public_id).upload,
            mapping=run.mapping,
            dry_run=run.dry_run,
            accept_valid=run.accept_valid,
            cut=run.data_cut_on,
            run=run,
        )
    if run.state == ImportState.LOADED:
        count_every_year(by=None, council=run.council)


@task()
def count_quality(council_id: int, year: str) -> None:
    """Count what the data-quality rules find in one reporting year. It may be begun twice."""
    council = Organisation.objects.get(pk=council_id)
    count_rules(by=None, council=council, year=year)
