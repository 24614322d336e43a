"""What waits for people, from wherever it comes: the one shape in which the inbox lists it.

An area that has something for people to do declares a `Source` in its `Area`, as it declares its navigation. A source
lists at most a hundred, through an index, and counts no further than that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from flask import current_app

from registry.signin import Person

Scope = Literal["mine", "organisation", "overdue"]
SCOPES: Final = ("mine", "organisation", "overdue")
LISTED_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One thing to do, as a list shows it. `due_at` is when it ends or takes effect; `state` says where it stands."""

    id: str
    href: str
    title: object
    sentence: object
    author: str
    created_at: int
    due_at: int
    state: object
    action: object
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where work comes from. `listed` gets person, scope and time; `count` what is the person's own to do now."""

    name: str
    listed: Callable[[Person, Scope, int], Sequence[Work]]
    count: Callable[[Person, int], int]


def sources() -> tuple[Source, ...]:
    """Return the sources of all areas."""
    return cast("tuple[Source, ...]", current_app.extensions["work_sources"])


def listed(who: Person, scope: Scope, now: int) -> tuple[Work, ...]:
    """Return the work of all sources: the soonest due first, but of what is overdue the last."""
    found = [one for source in sources() for one in source.listed(who, scope, now)]
    found.sort(key=lambda one: one.due_at, reverse=scope == "overdue")
    return tuple(found[:LISTED_MAX])


def count(who: Person, now: int) -> int:
    """Return how much waits for a person, at most a hundred."""
    return min(sum(source.count(who, now) for source in sources()), LISTED_MAX)
