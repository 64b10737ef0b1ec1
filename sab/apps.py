from importlib import import_module

from django.apps import AppConfig


class SabConfig(AppConfig):
    name = "sab"

    def ready(self) -> None:
        # Imported here, because both use models, which exist only once every app is ready.
        register, home = import_module("core.home").register, import_module("sab.home")
        for panel in (home.board_panel, home.agency_panel):
            register(panel)
