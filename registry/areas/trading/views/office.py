"""The operator's and the authority's pages of the market: products and halts."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.trading.views.base import DOCUMENT, MONEY, blueprint
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.views import view
from registry.web.words import Said, kind_title

_ASKS: Final[dict[str, dict[str, Ask]]] = {
    "trading.open_product": {
        "approval_document": DOCUMENT,
        "base_fen": Ask(
            kind="money",
            unit=lazy_gettext("元"),
            help=lazy_gettext("首个交易日涨跌幅的基准。留空时由首个卖方挂牌确定。"),
        ),
        "fee_account": Ask(help=lazy_gettext("收取手续费的资金账户，例如 31-CA-00000001-29。")),
        "closes_on": Ask(help=lazy_gettext("批准的截止日；没有则留空。")),
    },
    "trading.close_product": {},
    "trading.halt": {
        "product": Ask(help=lazy_gettext("产品与账户二者只填一项。")),
        "ends_at": Ask(help=lazy_gettext("北京时间，例如 2026-03-02 09:30；留空时直到恢复为止。")),
    },
    "trading.end_halt": {},
    "trading.withdraw_auction": {},
    "trading.settle_auction": {},
    "trading.release_bid": {},
    "trading.lapse": {},
}
_NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in _ASKS}
ENDPOINTS: Final = tuple(f"trading.{name}" for name in _NAMES.values())
for _kind, _asks in _ASKS.items():
    entry_page(
        blueprint, f"/office/{_kind.partition('.')[2].replace('_', '-')}", kind=_kind, endpoint=_NAMES[_kind],
        asks=_asks,
    )  # fmt: skip
entry_page(
    blueprint, "/auction/announce", kind="trading.announce_auction", endpoint="announce_auction",
    asks={"reserve_fen": MONEY, "deposit_fen": MONEY, "ranges": Ask(given=lambda _body: [])},
    intro=lazy_gettext("由发起方与运营机构共同签名。不填揭示截止即为公开出价。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """A form that the office offers."""

    kind: str
    title: Said
    url: str


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's forms."""

    forms: tuple[OfficeForm, ...]


@view(blueprint, "/office", template="trading/office.html")
def office() -> OfficePage:
    """Return the forms with which the market is run."""
    return OfficePage(
        tuple(OfficeForm(kind, kind_title(kind), url_for(f"trading.{name}")) for kind, name in _NAMES.items())
    )
