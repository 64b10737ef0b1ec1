"""Of which case a row is a part, for the activity log."""

from django.db import models

from safeguard.models.concern import Concern
from safeguard.models.enquiry import Enquiry


def whole_of(row: models.Model) -> tuple[str, int] | None:
    """Return the label and key of the enquiry that a row belongs to, else of its concern.

    A case is no part of another: an enquiry stands for itself. So does a row of neither.
    """
    if isinstance(row, Concern | Enquiry):
        return None
    # A chase belongs to a request, which is itself a row of an enquiry.
    row = getattr(row, "request", row)
    for name, case in (("enquiry_id", Enquiry), ("concern_id", Concern)):
        key = getattr(row, name, None)
        if key is not None:
            return case._meta.label, key
    return None
