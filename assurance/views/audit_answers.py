"""All answers of a tool, as a file."""

from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from assurance.forms_audits import ExportForm
from assurance.services.audit_answers import export_answers
from assurance.services.round_reports import HandedOver
from assurance.views.audit_rounds import HandsOver
from audit.models import AuditTool
from core.permissions import Permission


class AnswersFile(HandsOver):
    permission = Permission.AUDIT_VIEW
    form_class = ExportForm
    template_name = "assurance/audit_file_form.html"

    @cached_property
    def tool(self) -> AuditTool:
        rows = AuditTool.objects.visible_to(self.person)
        rows = rows.filter(Q(council=self.council) | Q(council__isnull=True))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            title="Take all answers as a file",
            about=self.tool.title,
            explanation=(
                "An Excel workbook with every submitted audit of your council, every answer and "
                "every question, of all versions. Questions that were removed since keep their "
                "answers. It holds what auditors wrote about cases."
            ),
            up_url=reverse("assurance:audit-results"),
            up_label="Results of audits",
        )

    def hand_over(self, **data: Any) -> HandedOver:
        return export_answers(by=self.person, council=self.council, tool=self.tool, **data)
