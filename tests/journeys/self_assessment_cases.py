"""What the pages of checklists and of the self-assessment are about, each of them filled."""

from typing import Any

from core.models import User
from core.roles import Role
from tests import factories as f
from tests.assurance import self_assessment_set as sets


def of_self_assessment(council: Any) -> dict[str, Any]:
    """A round that is answered, a finished version, a draft after it, and CQC's score."""
    analyst, director, worker = (
        User.objects.get(email=f"{role}@example.org")
        for role in (Role.ANALYST, Role.DIRECTOR, Role.PRACTITIONER)
    )
    qa_lead = f.MembershipFactory(organisation=council, role=Role.QA_LEAD).person
    round, (staff, carers) = sets.round_of(council, "Frontline staff", "Unpaid carers")
    sets.heard(staff, *["strongly_agree"] * 5)
    sets.heard(carers, *["dont_know", *["strongly_disagree"] * 5])[0].answers.update(why="Unclear")
    part = f.ChecklistPartFactory(group=staff, person=worker)
    task = f.EvidenceTaskFactory(round=round, entry=sets.lines()[0], owner=analyst)
    earlier = sets.ready(qa_lead, council, "2024-25")
    sets.signing.finish(by=director, self_assessment=earlier)
    draft = sets.opened(qa_lead, council, "2025-26", previous=earlier)
    first, second = draft.statements.order_by("statement__order")
    sets.write(qa_lead, first, score=1, boxes={"documents": "[[evidence:999]]"})
    f.PublishedScoreFactory(council=council, statement=second.statement)
    return {
        "checklist_round": round,
        "checklist_line": sets.lines()[0],
        "checklist_part": part,
        "evidence_task": task,
        "earlier_assessment": earlier,
        "self_assessment": draft,
        "statement_written": first,
        "statement_empty": second,
        "document_part": draft.parts.first(),
        "sign_off": f.SignOffFactory(self_assessment=draft),
        "published_score": f.PublishedScoreFactory(council=council, statement=first.statement),
    }
