"""Where other pages of audits are. The page of one audit may not be in this installation yet."""

from django.urls import NoReverseMatch, reverse


def audit_url(key: int) -> str:
    """Return the page of one audit; empty where there is none."""
    try:
        return reverse("audit:case-audit-detail", args=[key])
    except NoReverseMatch:
        return ""
