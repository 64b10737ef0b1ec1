from safeguard.models.adult import Adult, AdultIdentity, AdultQuerySet
from safeguard.models.case_access import CaseAccess
from safeguard.models.concern import Concern, ConcernCondition, ConcernQuerySet, ConcernRiskType
from safeguard.models.enquiry import Enquiry, EnquiryQuerySet
from safeguard.models.enquiry_details import Advocacy, CapacityAssessment, DesiredOutcome, Risk
from safeguard.models.importing import ExtractMapping, ImportChange, ImportRun
from safeguard.models.notification import Notification, ProviderNotification
from safeguard.models.settings import PolicyChange, RegisterSettings

__all__ = [
    "Adult",
    "AdultIdentity",
    "AdultQuerySet",
    "Advocacy",
    "CapacityAssessment",
    "CaseAccess",
    "Concern",
    "ConcernCondition",
    "ConcernQuerySet",
    "ConcernRiskType",
    "DesiredOutcome",
    "Enquiry",
    "EnquiryQuerySet",
    "ExtractMapping",
    "ImportChange",
    "ImportRun",
    "Notification",
    "PolicyChange",
    "ProviderNotification",
    "RegisterSettings",
    "Risk",
]
