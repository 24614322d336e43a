"""What the pages of pledges share: the blueprint, the words of choices, and who may look at a pledge."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final

from flask import Blueprint

from registry.areas.pledges import queries
from registry.areas.pledges.rules.records import Ground, PledgeStatus, Way
from registry.signin import Person
from registry.web import own
from registry.web.seam import registry
from registry.web.tables import Tone
from registry.web.words import Said, choice_of

blueprint = Blueprint("pledges", __name__, url_prefix="/pledges")

KIND: Final = "pledges.offer"
LENDING: Final = frozenset({"bank", "lender"})
TONES: Final[dict[PledgeStatus, Tone]] = {
    PledgeStatus.OFFERED: "wait",
    PledgeStatus.ACTIVE: "good",
    PledgeStatus.CALLED: "bad",
    PledgeStatus.ENFORCING: "bad",
    PledgeStatus.RELEASED: "quiet",
    PledgeStatus.ENFORCED: "quiet",
    PledgeStatus.WITHDRAWN: "quiet",
    PledgeStatus.DECLINED: "quiet",
}


def said(value: StrEnum) -> Said:
    """Return the name of a choice in the reader's language."""
    return choice_of(value, KIND)


STATES: Final[dict[str, tuple[Tone, object]]] = {one.value: (TONES[one], said(one)) for one in PledgeStatus}


def writer(of: type[StrEnum]) -> Callable[[str], str]:
    """Return what writes the codes of a choice in words."""
    return lambda code: str(said(of(code)))


def is_party(who: Person, *, pledge: object) -> bool:
    """Return whether a person may look at a pledge: both sides, and who oversees the registry."""
    number = own.participant()
    if number is None and not own.OVERSEERS & who.roles:
        return False
    with registry().engine.connect() as connection:
        found = queries.find_pledge(connection, str(pledge))
    if found is None:
        return False
    return bool(own.OVERSEERS & who.roles) or number in (found.owner, found.lender)


def concerns(connection: Any, body: Any, participant: str) -> bool:  # noqa: ANN401  SQL's types stay in queries
    """Return whether an entry concerns a pledge of this participant: what one side brings the other reads."""
    found = queries.find_pledge(connection, body["pledge"])
    return found is not None and participant in (found.owner, found.lender)


blueprint.context_processor(
    lambda: {"pledge_word": {of.__name__: writer(of) for of in (PledgeStatus, Ground, Way)}, "pledge_states": STATES}
)
