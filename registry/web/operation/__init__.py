"""The operator's pages, what they are read from, the forms for what all rules rest on, and the metrics for machines."""

from typing import Final

from registry.web.operation import governing, pages
from registry.web.operation.pages import NAVIGATION, blueprint
from registry.web.permissions import Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]

PERMISSIONS: Final[dict[str, Access]] = pages.PERMISSIONS | dict.fromkeys(
    (f"operation.{name}" for name in governing.FORMS.values()), roles("operator", "authority")
)
