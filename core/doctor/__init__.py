"""What `manage.py doctor` examines: that an installation is whole, reachable and looked after.

Each app adds its own examinations in a module `doctor`, which `examinations` loads.
"""

from importlib import import_module

from core.doctor.registry import (
    NOT_EXAMINED,
    Asked,
    Examination,
    Examined,
    Finding,
    Severity,
    examinations,
    examine,
)

__all__ = [
    "NOT_EXAMINED",
    "Asked",
    "Examination",
    "Examined",
    "Finding",
    "Severity",
    "examinations",
    "examine",
]

# In the order in which they are told: what explains the rest comes first.
for name in (
    *("migrations", "installation", "modes", "people", "calendar", "worker", "rows", "files"),
    *("trail", "backups"),
):
    import_module(f"core.doctor.{name}")
