"""Faults of the trail."""

from types import SimpleNamespace

from tests.doctor.here import Here, plants


@plants("trail", "trail_broken")
def broken(here: Here):
    yield
    faults = [SimpleNamespace(code="changed", message="Entry 7 was changed.")]
    report = SimpleNamespace(faults=tuple(faults))
    here.patch.setattr("core.doctor.trail.verify_trail", lambda: report)
    yield "changed: Entry 7 was changed."
