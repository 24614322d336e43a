"""The forms that an office's page leads to: those of an area's kinds that the person at hand may sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from registry.web.navigation import may_open
from registry.web.words import Said, kind_title


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """A form that an office offers."""

    kind: str
    title: Said
    url: str


def offered(endpoints: Mapping[str, str], **arguments: Any) -> tuple[OfficeForm, ...]:  # noqa: ANN401
    """Return the forms of these kinds, given with their endpoints, which the person at hand may open.

    ``arguments`` are what the forms begin with.
    """
    return tuple(
        OfficeForm(kind, kind_title(kind), url_for(endpoint, **arguments))
        for kind, endpoint in endpoints.items()
        if may_open(endpoint)
    )
