"""What the product's page is drawn with: candles, the order ticket beside the book, and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from registry.areas.participants.rules.parameters import Evidence
from registry.areas.trading.queries import DayLine
from registry.areas.trading.rules.records import Mode
from registry.areas.trading.views.base import blueprint
from registry.areas.trading.views.dealing import LISTING
from registry.areas.trading.views.market import ProductPage
from registry.web import own
from registry.web.candles import Candle, candles
from registry.web.formats import yuan
from registry.web.forms import Field
from registry.web.language import language
from registry.web.words import choice_of
from registry.wording import parameter_name

_DAYS: Final = 120
_ORDER: Final = ("side", "price_fen", "units", "account", "cash")
_TONNES: Final = lazy_gettext("吨")


@dataclass(frozen=True, slots=True)
class Ticket:
    """The fields of an order with what they start with; ``is_ready`` says that there are accounts to deal through."""

    fields: tuple[Field, ...]
    start: Mapping[str, str]
    is_ready: bool


def order_ticket(page: ProductPage) -> Ticket:
    """Return the ticket of a product: it starts as a purchase at the best price that is offered, else at the last."""
    price = page.asks[0].price_fen if page.asks else page.today.last_fen
    given = {"product": page.code, "side": "buy", "price_fen": yuan(price).replace(",", "") if price else ""}
    by_name = {one.name: one for one in LISTING.form.fields}
    is_ready = bool(own.accounts("TR") and own.accounts("CA"))
    return Ticket(tuple(by_name[name] for name in _ORDER), LISTING.start(given), is_ready)


def day_candles(days: tuple[DayLine, ...]) -> Markup:
    """Return the candles of the last months; `days` stand the newest first."""
    return candles(gettext("每日价格与成交量"), [_candle(one) for one in reversed(days[:_DAYS])], unit=str(_TONNES))


def _candle(one: DayLine) -> Candle:
    return Candle(
        label=one.day[5:],
        open_fen=one.open_fen,
        high_fen=one.high_fen,
        low_fen=one.low_fen,
        close_fen=one.close_fen,
        last_fen=one.last_fen,
        units=one.listed_units + one.other_units,
    )


@blueprint.app_context_processor
def words_of_products() -> dict[str, object]:
    """Return the drawings and words that the market's pages ask for."""
    return {
        "day_candles": day_candles,
        "order_ticket": order_ticket,
        "mode_name": lambda value: choice_of(Mode(value), "trading.list"),
        "rule_name": lambda name: parameter_name(name, language()),
        "evidence_name": lambda value: choice_of(Evidence(value), "participants.set_parameter"),
    }
