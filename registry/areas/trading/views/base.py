"""What the market's pages share: the blueprint, own accounts, and how prices are asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from flask import Blueprint
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.catalog import CATALOGUE
from registry.ledger.errors import Refusal
from registry.web import own
from registry.web.bodies import Ask
from registry.web.seam import now, registry

blueprint = Blueprint("trading", __name__, url_prefix="/market")

MONEY: Final = Ask(kind="money", unit=lazy_gettext("元"))


def first_own(purpose: str) -> Callable[[Mapping[str, Any]], str]:
    """Return what gives the first own account of a purpose in place of the person; a rule will hold it to its holder.

    That function refuses ``account_needed``.
    """

    def given(_body: Mapping[str, Any]) -> str:
        found = own.first_account(purpose)()
        if not found:
            raise Refusal("account_needed", purpose=purpose)
        return found

    return given


def clock(minute: int) -> str:
    """Return a minute of the Beijing day as a clock shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def sessions_text(sessions: Sequence[tuple[int, int]]) -> str:
    """Return sessions, which are minutes of the Beijing day, as a clock shows them."""
    return " ".join(f"{clock(begin)}–{clock(end)}" for begin, end in sessions) or "—"


def base_price(body: Mapping[str, Any]) -> int | None:
    """Return the base price in fen that the page shows now; the rule refuses the order if it is another by then."""
    with registry().engine.connect() as connection:
        return queries.base_of(connection, CATALOGUE, str(body.get("product", "")), now=now())


def product_choices() -> list[tuple[str, object]]:
    """Return the open products of this venue."""
    with registry().engine.connect() as connection:
        found = queries.products(connection, now=now())
    return [(one.code, f"{one.code} · {one.name}") for one in found if one.is_open and one.venue == "own"]


DEALING: Final[dict[str, Ask]] = {
    "product": Ask(choices=product_choices),
    "account": Ask(choices=own.account_choices("TR"), start=own.first_account("TR")),
    "cash": Ask(choices=own.account_choices("CA"), start=own.first_account("CA")),
    "price_fen": MONEY,
    "units": Ask(unit=lazy_gettext("吨")),
    "ranges": Ask(given=lambda _body: []),
}
PLACING: Final[dict[str, Ask]] = DEALING | {"escrow": Ask(given=first_own("ES")), "base_fen": Ask(given=base_price)}
