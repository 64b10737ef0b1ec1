"""The council's own question sets about experience."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from core.views.versioned import VersionedForm
from safeguard.forms_experience import (
    QuestionForm,
    QuestionSetCopyForm,
    QuestionSetForm,
    QuestionSetRetireForm,
)
from safeguard.models import ExperienceQuestion, QuestionSet
from safeguard.rules.experience import write_answers
from safeguard.services.question_sets import (
    add_question,
    add_question_set,
    change_question,
    copy_question_set,
    question_version,
    retire_question_set,
)

SETS = reverse_lazy("safeguard:question-set-list")


class QuestionSetList(RequiresPermission, TemplateView):
    permission = Permission.CLOCK_MANAGE
    template_name = "safeguard/question_set_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = QuestionSet.objects.filter(council=self.council)
        sets = rows.annotate(
            asked=Count("responses", distinct=True), held=Count("questions", distinct=True)
        )
        return super().get_context_data(**kwargs, sets=sets)


class QuestionSetDetail(RequiresPermission, TemplateView):
    permission = Permission.CLOCK_MANAGE
    template_name = "safeguard/question_set_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = QuestionSet.objects.filter(council=self.council).annotate(asked=Count("responses"))
        question_set = get_object_or_404(rows, pk=self.kwargs["pk"])
        questions = question_set.questions.prefetch_related("options")
        return super().get_context_data(**kwargs, set=question_set, questions=questions)


class SetForm(ServiceFormView):
    """A form about question sets; `up` is the page above, as its address and name."""

    permission = Permission.CLOCK_MANAGE
    template_name = "safeguard/question_form.html"
    title = ""
    explanation = ""
    button = "Save"

    def rows(self) -> QuerySet[QuestionSet]:
        return QuestionSet.objects.filter(council=self.council)

    @cached_property
    def question_set(self) -> QuestionSet:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    def up(self) -> tuple[str, str]:
        return reverse("safeguard:question-set-detail", args=[self.question_set.pk]), str(
            self.question_set
        )

    def get_success_url(self) -> str:
        return self.up()[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        up_url, up_label = self.up()
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        return {
            **super().get_context_data(**kwargs),
            **words,
            "up_url": up_url,
            "up_label": up_label,
        }


class QuestionSetAdd(SetForm):
    form_class = QuestionSetForm
    title = "Add a question set"
    explanation = "First its name; its questions come next."
    done_message = "The set is added. Add its questions"

    def up(self) -> tuple[str, str]:
        return str(SETS), "Question sets"

    def call_service(self, **data: Any) -> None:
        self.question_set = add_question_set(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("safeguard:question-set-detail", args=[self.question_set.pk])


class QuestionSetCopy(SetForm):
    form_class = QuestionSetCopyForm
    title = "Copy the question set"
    explanation = "The copy has the same questions, and they can be changed until it is asked."
    button = "Copy the set"
    done_message = "The set is copied"

    def call_service(self, **data: Any) -> None:
        self.question_set = copy_question_set(
            by=self.person, question_set=self.question_set, **data
        )


class QuestionSetRetire(SetForm):
    form_class = QuestionSetRetireForm
    title = "Retire the question set"
    explanation = "It is not asked from that day on. What was answered stays and counts."
    button = "Retire the set"
    done_message = "The set is retired"

    def call_service(self, **data: Any) -> None:
        retire_question_set(by=self.person, question_set=self.question_set, **data)


class QuestionAdd(SetForm):
    form_class = QuestionForm
    title = "Add a question"
    explanation = "Enter the wording that your council uses."
    done_message = "The question is added"

    def call_service(self, **data: Any) -> None:
        add_question(by=self.person, question_set=self.question_set, **data)


class QuestionChange(VersionedForm, SetForm):
    form_class = QuestionForm
    title = "Change the question"
    done_message = "The question is changed"

    @cached_property
    def question(self) -> ExperienceQuestion:
        rows = ExperienceQuestion.objects.filter(question_set__council=self.council)
        return get_object_or_404(rows.select_related("question_set"), pk=self.kwargs["pk"])

    @cached_property
    def question_set(self) -> QuestionSet:
        return self.question.question_set

    def get_initial(self) -> dict[str, Any]:
        row = self.question
        columns = ("code", "kind", "to_adult", "to_representative")
        labels = {option.code: option.label for option in row.options.all()}
        return {name: getattr(row, name) for name in columns} | {"answers": write_answers(labels)}

    def version_of(self) -> Any:
        return SimpleNamespace(version=question_version(self.question))

    def read_again(self) -> None:
        del self.question

    def call_service(self, **data: Any) -> None:
        change_question(by=self.person, question=self.question, **data)
