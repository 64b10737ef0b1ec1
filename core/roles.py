"""Who may do what: the one table from role to permissions."""

from collections.abc import Mapping

from django.db import models

from core.permissions import Permission


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    SAFEGUARDING_MANAGER = "safeguarding_manager", "Safeguarding manager"
    AUDITOR = "auditor", "Auditor"
    QA_LEAD = "qa_lead", "Quality assurance lead"
    SAB_MANAGER = "sab_manager", "Safeguarding Adults Board manager"
    SAB_CHAIR = "sab_chair", "Safeguarding Adults Board chair"
    PARTNER_LEAD = "partner_lead", "Partner safeguarding lead"
    ANALYST = "analyst", "Analyst"
    DIRECTOR = "director", "Director of adult social services"
    ASSESSOR = "assessor", "Visiting assessor"
    ADMINISTRATOR = "administrator", "Administrator"


P = Permission
_FIGURES = {P.MEASURE_VIEW}
_RETURN = {P.RETURN_VIEW, P.RETURN_FREEZE}

# An auditor sees sampled cases only, and a partner only its own returns: both come with the parts
# of the product that hold them, so neither role opens anything of the register here.
GRANTS: Mapping[Role, frozenset[P]] = {
    Role.PRACTITIONER: frozenset({P.CASE_VIEW, P.CASE_RECORD}),
    Role.SAFEGUARDING_MANAGER: frozenset(
        {
            P.CASE_VIEW,
            P.CASE_RECORD,
            P.CASE_DECIDE,
            P.CLOCK_MANAGE,
            P.REPORT_MAKE,
            P.RETURN_VIEW,
            *_FIGURES,
        }
    ),
    Role.AUDITOR: frozenset(),
    Role.QA_LEAD: frozenset({P.REPORT_MAKE, *_FIGURES}),
    Role.SAB_MANAGER: frozenset({P.PACK_MANAGE, *_FIGURES}),
    Role.SAB_CHAIR: frozenset(_FIGURES),
    Role.PARTNER_LEAD: frozenset(),
    Role.ANALYST: frozenset(
        {
            P.CASE_VIEW,
            P.EXTRACT_IMPORT,
            P.EXTRACT_VIEW,
            P.REPORT_MAKE,
            P.EXPORT_VIEW,
            P.PACK_MANAGE,
            P.CALENDAR_MANAGE,
            *_RETURN,
            *_FIGURES,
        }
    ),
    Role.DIRECTOR: frozenset(
        {
            P.CASE_VIEW_FOR_CAUSE,
            P.EXTRACT_VIEW,
            P.REPORT_MAKE,
            P.EXPORT_VIEW,
            P.PACK_MANAGE,
            *_RETURN,
            *_FIGURES,
        }
    ),
    Role.ASSESSOR: frozenset(),
    Role.ADMINISTRATOR: frozenset(
        {P.CALENDAR_MANAGE, P.CLOCK_MANAGE, P.COUNCIL_MANAGE, P.PEOPLE_MANAGE}
    ),
}


def roles_granting(permission: P) -> list[Role]:
    """Return the roles that hold `permission`, in the order of the table."""
    return [role for role, granted in GRANTS.items() if permission in granted]
