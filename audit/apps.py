from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self) -> None:
        # Imported here, because both use models, which exist only once every app is ready.
        register, home = import_module("core.home").register, import_module("audit.home")
        for panel in (home.rounds_under_way, home.audits_to_do):
            register(panel)
