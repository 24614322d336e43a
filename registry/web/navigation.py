"""The side navigation, declared: groups of items.

An item is shown to those whom the permission table lets in and who have a use for it: an auditor without accounts is
not offered a transfer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flask import current_app, request, url_for
from flask_babel import lazy_gettext

from registry.web.seam import person

if TYPE_CHECKING:
    from registry.web.permissions import Permissions


@dataclass(frozen=True, slots=True)
class Item:
    """A link; pages whose endpoint begins with one of `marks` light it up. `count` gives the number on its badge.

    `useful` says whether the page is of use to the person at hand; the permission table says whether it may be opened.
    """

    endpoint: str
    label: object
    icon: str
    marks: tuple[str, ...] = ()
    count: Callable[[], int] | None = None
    useful: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one small heading."""

    name: str
    label: object
    items: tuple[Item, ...]


# Areas add their items by the group's name (see docs/pages.md); a group without a visible item is not shown.
GROUPS: Final = (
    ("overview", ""),
    ("market", lazy_gettext("交易")),
    ("compliance", lazy_gettext("履约")),
    ("discharge", lazy_gettext("排污权")),
    ("reduction", lazy_gettext("减排与碳汇")),
    ("finance", lazy_gettext("绿色金融")),
    ("ecology", lazy_gettext("生态")),
    ("supervision", lazy_gettext("监督")),
    ("evidence", lazy_gettext("凭证")),
    ("public", lazy_gettext("公开")),
    ("operation", lazy_gettext("管理")),
)
OWN: Final[Mapping[str, tuple[Item, ...]]] = {
    "overview": (Item("pages.home", lazy_gettext("总览"), "layout-dashboard", ("participants.overview",)),),
    "evidence": (Item("keys.this_browser", lazy_gettext("密钥"), "key-round"),),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the template needs it."""

    url: str
    label: str
    icon: str
    current: bool
    count: int


def collect(areas: tuple[Mapping[str, tuple[Item, ...]], ...]) -> tuple[Group, ...]:
    """Return all groups with our own items and those of the areas."""
    sources: tuple[Mapping[str, tuple[Item, ...]], ...] = (OWN, *areas)
    return tuple(
        Group(name, label, tuple(item for one in sources for item in one.get(name, ()))) for name, label in GROUPS
    )


def may_open(endpoint: str, **arguments: object) -> bool:
    """Return whether the person at hand may open a page with these path arguments; no link should lead to a refusal."""
    return cast("Permissions", current_app.extensions["permissions"]).allows(endpoint, person(), arguments)


def visible() -> list[tuple[str, list[Shown]]]:
    """Return what the present person may open and has a use for, in groups."""
    groups: tuple[Group, ...] = current_app.extensions["navigation"]
    shown = []
    for group in groups:
        allowed = [item for item in group.items if may_open(item.endpoint)]
        items = [_shown(item) for item in allowed if item.useful is None or item.useful()]
        if items:
            shown.append((str(group.label), items))
    return shown


def _shown(item: Item) -> Shown:
    endpoint = request.endpoint or ""
    current = endpoint == item.endpoint or any(endpoint.startswith(mark) for mark in item.marks)
    count = item.count() if item.count else 0
    return Shown(url_for(item.endpoint), str(item.label), item.icon, current=current, count=count)
