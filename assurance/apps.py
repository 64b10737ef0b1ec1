from importlib import import_module

from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "assurance"

    def ready(self) -> None:
        # Imported here, because both use models, which exist only once every app is ready.
        for panel in import_module("assurance.home").PANELS:
            import_module("core.home").register(panel)
        ours = import_module("assurance.difference")
        import_module("sab.difference").register(ours.read_links, ours.offers)
        audits = import_module("assurance.audit_difference")
        import_module("sab.difference").register(audits.read_links, audits.offers)
        sheets = import_module("assurance.reports.briefing_sheet")
        import_module("sab.one_page").register(sheets.fit)
        trail = import_module("core.trail_sources")
        trail.add_trail_source(
            trail.TrailSource(
                self.get_model("SharedRelease"),
                "ledger of releases",
                made_at="shared_at",
                who="shared_by_id",
                what="kind",
            )
        )
