"""Try a version out: answer it, and see what it asks and what it comes to. Nothing is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from audit.forms_try import TryForm
from audit.rules.tools import document_faults
from audit.trying import facts_read, tried
from audit.views.tools import VersionPage


def base_for(request: HttpRequest) -> str:
    """Return what a page extends: for a request of htmx its content alone."""
    return "fragment.html" if getattr(request, "htmx", False) else "base.html"


class VersionTry(VersionPage):
    """Without JavaScript the button asks again; with it, every change does."""

    template_name = "audit/version_try.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.version.content
        faults = document_faults(document)
        strands = [(s["key"], s.get("label", s["key"])) for s in document.get("strands") or ()]
        asked_for = self.request.POST.get("strand", "")
        strand = asked_for if asked_for in dict(strands) else ""
        shown = {} if faults else self._tried(strand)
        return super().get_context_data(
            **kwargs,
            faults=faults,
            strands=strands,
            strand=strand,
            base=base_for(self.request),
            **shown,
        )

    def _tried(self, strand: str) -> dict[str, Any]:
        document = self.version.content
        form = TryForm(self.request.POST, document=document, facts=facts_read(document))
        form.is_valid()
        found = tried(document, form.said_facts(), form.said_answers(), strand)
        sections = [
            (section, [(q, form.of_question(q["code"])) for q in questions])
            for section, questions in found.shown
        ]
        return {"form": form, "tried": found, "sections": sections}
