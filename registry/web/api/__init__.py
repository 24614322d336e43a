"""The API for programs: its description, its pages, and the codes that it answers with."""

from typing import Final

from flask_babel import lazy_gettext

from registry.web.api.pages import PERMISSIONS, blueprint
from registry.web.navigation import Item

__all__ = ["NAVIGATION", "PERMISSIONS", "blueprint"]

NAVIGATION: Final = {
    "evidence": (Item("developers.index", lazy_gettext("接口"), "braces", ("developers.",)),),
}
