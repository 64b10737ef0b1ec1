"""What doctor examines of figures, returns, packs, evidence and Theme 3."""

from assurance.doctor import frozen, links

__all__ = ["frozen", "links"]
