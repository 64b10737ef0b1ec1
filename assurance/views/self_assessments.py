"""The self-assessment: which versions there are, one of them, and writing it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.choices_self_assessment import BOX_COLUMNS, Box
from assurance.forms_self_assessment import PartForm, SelfAssessmentOpenForm, StatementForm
from assurance.models import DocumentPart, Framework, SelfAssessment, StatementAssessment
from assurance.rules.references import references
from assurance.rules.self_assessment import standing
from assurance.self_assessments.comparing import framework_changes
from assurance.self_assessments.content import content_of
from assurance.self_assessments.prompts import prompts_of, prompts_of_part
from assurance.self_assessments.references import Offered, Shown, paragraphs, shown_and_offered
from assurance.self_assessments.standing import method_of, scores_of, tell
from assurance.services import self_assessments as services
from assurance.views.theme3_bases import NewRowForm, ReadingPage, RowForm
from core.permissions import Permission

CQC = "cqc-la"
WRITE, SIGN = Permission.SELF_ASSESSMENT_WRITE, Permission.SELF_ASSESSMENT_SIGN


class SelfAssessmentPage(ReadingPage):
    """A page about one version."""

    def rows(self) -> QuerySet[SelfAssessment]:
        rows = SelfAssessment.objects.visible_to(self.person).filter(council=self.council)
        return rows.select_related("framework", "council", "previous", "finished_by")


class SelfAssessmentList(SelfAssessmentPage, TemplateView):
    template_name = "assurance/self_assessment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, rows=self.rows(), may_write=self.offers(WRITE))


class SelfAssessmentOpen(NewRowForm):
    """Begin a version, on the framework that is in force or on a chosen version of it."""

    permission = WRITE
    form_class = SelfAssessmentOpenForm
    title = "Begin a self-assessment"
    button = "Begin"
    done_message = "The self-assessment is begun. Every box is empty"

    @cached_property
    def framework(self) -> Framework:
        held = Framework.objects.filter(code=CQC)
        wanted = self.request.GET.get("version")
        today = timezone.localdate()
        found = held.filter(version=wanted).first() if wanted else held.in_force(CQC, on=today)
        if found is None:
            raise Http404("no such version of the framework")
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        earlier = SelfAssessment.objects.visible_to(self.person).filter(council=self.council)
        statements = self.framework.statements.order_by("order")
        return {**super().get_form_kwargs(), "statements": statements, "earlier": earlier}

    def get_initial(self) -> dict[str, Any]:
        theme3 = self.framework.statements.filter(theme__number=3)
        return {"statements": list(theme3), "previous": self.request.GET.get("after")}

    def back_url(self) -> str:
        return reverse("assurance:self-assessment-list")

    def back_label(self) -> str:
        return "Self-assessment"

    def get_success_url(self) -> str:
        return reverse("assurance:self-assessment-detail", args=[self.made.pk])

    def call_service(self, **data: Any) -> None:
        self.made = services.open_self_assessment(
            by=self.person, council=self.council, framework=self.framework, **data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explanation = f"It is written against {self.framework}."
        return {**super().get_context_data(**kwargs), "explanation": explanation}


class SelfAssessmentDetail(SelfAssessmentPage, TemplateView):
    """One version: how far each part is, where its scores stand, who has signed."""

    template_name = "assurance/self_assessment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = content_of(self.row)
        unfinished = [] if self.row.is_finished else content.blockers()
        scores = scores_of(content.statements)
        return super().get_context_data(
            **kwargs,
            row=self.row,
            statements=self._statements(content.statements, unfinished),
            parts=content.parts,
            told=tell(standing(scores, method_of(self.row))),
            sign_offs=[(each, content.is_signed_now(each)) for each in content.sign_offs],
            blockers=unfinished,
            others=self.rows().exclude(pk=self.row.pk).order_by("-period_to")[:10],
            may_write=self.offers(WRITE) and not self.row.is_finished,
            may_sign=self.offers(SIGN) and not self.row.is_finished,
            may_begin=self.offers(WRITE),
        )

    @staticmethod
    def _statements(rows: list[StatementAssessment], unfinished: list[Any]) -> list[Any]:
        boxes = len(BOX_COLUMNS)
        return [
            (
                row,
                sum(bool(getattr(row, name)) for name in BOX_COLUMNS),
                boxes,
                [each.text for each in unfinished if each.code == row.statement.code],
            )
            for row in rows
        ]


class OfStatement(RowForm):
    """A form about one statement of a version."""

    record: StatementAssessment

    def rows(self) -> QuerySet[StatementAssessment]:
        rows = StatementAssessment.objects.visible_to(self.request.user)
        return rows.select_related(
            "council", "self_assessment__framework", "statement__framework", "carried_from"
        )

    def back_url(self) -> str:
        return reverse("assurance:self-assessment-detail", args=[self.record.self_assessment_id])

    def back_label(self) -> str:
        return str(self.record.self_assessment)

    def get_success_url(self) -> str:
        return reverse("assurance:statement-write", args=[self.record.pk])


class StatementWrite(OfStatement):
    """The five boxes of one statement, with the workbook's prompts beside each."""

    template_name = "assurance/statement_write.html"
    form_class = StatementForm
    is_versioned = True
    title = "Write about this statement"
    done_message = "Saved"

    @cached_property
    def looked_up(self) -> tuple[Shown, Offered]:
        """What the references of the boxes show, and what may be put in."""
        texts = [getattr(self.record, name) for name in BOX_COLUMNS]
        return shown_and_offered(self.council, texts)

    def read_again(self) -> None:
        super().read_again()
        self.__dict__.pop("looked_up", None)

    def get_form_kwargs(self) -> dict[str, Any]:
        choices = [
            (title, [(target.token, target.label) for target in targets])
            for title, targets in self.looked_up[1]
        ]
        return {**super().get_form_kwargs(), "offered": choices}

    def get_initial(self) -> dict[str, Any]:
        names = (*BOX_COLUMNS, "score", "score_reason")
        return {name: getattr(self.record, name) for name in names}

    def call_service(self, **data: Any) -> None:
        chosen = references([data.pop("insert")])
        services.write_statement(
            by=self.person,
            row=self.record,
            version=data.pop("version"),
            score=data.pop("score"),
            score_reason=data.pop("score_reason"),
            insert=chosen[0] if chosen else None,
            into=data.pop("into"),
            boxes=data,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        record, prompts = self.record, prompts_of(self.record.statement)
        targets = self.looked_up[0]
        earlier = services.earlier_of(record)
        boxes = [
            {
                "field": found["form"][box.value],
                "prompts": prompts.get(box.value, []),
                "shown": paragraphs(getattr(record, box.value), targets),
                "earlier": getattr(earlier, box.value, ""),
            }
            for box in Box
        ]
        return {
            **found,
            "statement": record.statement,
            "is_finished": record.self_assessment.is_finished,
            "boxes": boxes,
            "prompts": prompts.get("", []),
            "earlier": earlier,
            "may_carry": earlier is not None and services.is_empty(record),
            "changed": framework_changes(earlier.statement, record.statement) if earlier else [],
            "troubles": [target for target in targets.values() if target.trouble],
        }


class StatementCarry(OfStatement):
    """Ask before the boxes of the version before are copied."""

    form_class = Form
    title = "Carry over what the earlier version said"
    explanation = (
        "The five boxes are copied as they were, and wait until somebody reads and saves them. The "
        "score is not copied: it is given anew."
    )
    button = "Carry it over"
    done_message = "Carried over. Read it, change what is no longer so, and save it"

    def get_caption(self) -> str:
        return str(self.record.statement)

    def call_service(self, **data: Any) -> None:
        services.carry_over(by=self.person, row=self.record, version=self.record.version)


class PartWrite(RowForm):
    """One part of the document beside its statements."""

    template_name = "assurance/document_part_write.html"
    form_class = PartForm
    is_versioned = True
    done_message = "Saved"
    record: DocumentPart

    def rows(self) -> QuerySet[DocumentPart]:
        rows = DocumentPart.objects.visible_to(self.request.user)
        rows = rows.filter(~Q(self_assessment__status="finished"))
        return rows.select_related("council", "self_assessment__framework")

    def back_url(self) -> str:
        return reverse("assurance:self-assessment-detail", args=[self.record.self_assessment_id])

    def back_label(self) -> str:
        return str(self.record.self_assessment)

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.record.text}

    def call_service(self, **data: Any) -> None:
        services.write_part(by=self.person, row=self.record, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        prompts = prompts_of_part(self.record.self_assessment.framework, self.record.part)
        return {**found, "title": self.record.get_part_display(), "prompts": prompts}
