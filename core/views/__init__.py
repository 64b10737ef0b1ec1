"""View bases that every app builds on."""

from core.views.bases import (
    ConfirmView,
    RequiresPermission,
    ServiceFormMixin,
    ServiceFormView,
    add_model_errors,
)

__all__ = [
    "ConfirmView",
    "RequiresPermission",
    "ServiceFormMixin",
    "ServiceFormView",
    "add_model_errors",
]
