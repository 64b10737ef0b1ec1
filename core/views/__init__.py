"""View bases that every app builds on."""

from core.views.bases import (
    RequiresPermission,
    ServiceFormMixin,
    ServiceFormView,
    add_model_errors,
)

__all__ = ["RequiresPermission", "ServiceFormMixin", "ServiceFormView", "add_model_errors"]
