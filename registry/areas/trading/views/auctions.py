"""Auctions for bidders: the list, one auction with its clock, bids and result, the forms to bid, and the own bids."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import abort, url_for
from flask_babel import gettext, lazy_gettext

from registry.areas.participants.queries import class_units
from registry.areas.trading import queries
from registry.areas.trading.queries import AuctionLine, BidLine, OwnBid, Phase, Result
from registry.areas.trading.rules.auctions import BidStatus, Forfeit, Form, Pricing
from registry.areas.trading.rules.records import Side
from registry.areas.trading.views.base import MONEY, blueprint, first_own
from registry.ledger.book import asset_class_of
from registry.ledger.instants import SECOND
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import now, registry
from registry.web.tables import Column, Table, Tone
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.announce_auction"
_TONNES: Final = lazy_gettext("吨")
_PHASES: Final[dict[str, tuple[Tone, object]]] = {
    Phase.WAITING: ("info", lazy_gettext("未开始")),
    Phase.BIDDING: ("good", lazy_gettext("出价中")),
    Phase.REVEALING: ("wait", lazy_gettext("揭示中")),
    Phase.ENDED: ("wait", lazy_gettext("已结束，等待登记结果")),
    Phase.SETTLED: ("quiet", lazy_gettext("已完成")),
    Phase.WITHDRAWN: ("quiet", lazy_gettext("已撤回")),
}
_BIDS: Final[dict[str, tuple[Tone, object]]] = {
    BidStatus.SEALED: ("wait", choice_of(BidStatus.SEALED, _KIND)),
    BidStatus.STANDING: ("info", choice_of(BidStatus.STANDING, _KIND)),
    BidStatus.WON: ("good", choice_of(BidStatus.WON, _KIND)),
    BidStatus.LOST: ("quiet", choice_of(BidStatus.LOST, _KIND)),
    BidStatus.VOID: ("bad", choice_of(BidStatus.VOID, _KIND)),
    BidStatus.HELD: ("wait", choice_of(BidStatus.HELD, _KIND)),
}
_BIDDING: Final[dict[str, Ask]] = {
    "auction": Ask(help=lazy_gettext("在“竞价”中选择一场，编号会自动填好。")),
    "account": Ask(choices=own.account_choices("TR"), start=own.first_account("TR")),
    "escrow": Ask(given=first_own("ES")),
    "cash": Ask(choices=own.account_choices("CA"), start=own.first_account("CA")),
}
_PRICED: Final[dict[str, Ask]] = {
    "price_fen": MONEY,
    "units": Ask(unit=_TONNES),
    "ranges": Ask(given=lambda _body: []),
}

entry_page(
    blueprint, "/auctions/bid", kind="trading.bid", endpoint="bid", asks=_BIDDING | _PRICED,
    intro=lazy_gettext("公开出价立即锁定所需的资金或单位。再次出价会取代前一次，价格须更优，数量不得减少。"),
)  # fmt: skip
entry_page(
    blueprint, "/auctions/seal", kind="trading.seal_bid", endpoint="seal_bid", template="trading/seal.html",
    asks=_BIDDING
    | {
        "commitment": Ask(
            kind="text",
            help=lazy_gettext("填写上面的单价与数量后自动算出；也可在自己的设备上运行 registry seal 得到。")
        )
    },
    intro=lazy_gettext("截止前只有摘要写入日志，没有人看得到单价与数量。请妥善保存底稿：不揭示则出价作废，保证金按公告处理。"),
)  # fmt: skip
entry_page(
    blueprint, "/auctions/reveal", kind="trading.reveal_bid", endpoint="reveal_bid", template="trading/reveal.html",
    asks=_PRICED | {"salt": Ask(help=lazy_gettext("密封出价时保存的 32 位十六进制随机值。"))},
    intro=lazy_gettext("出价截止之后、揭示截止之前揭示。单价、数量与随机值须与摘要相符，所需的资金或单位此时锁定。"),
)  # fmt: skip


def left_words(left_us: int) -> str:
    """Return what is left until an instant, in days and on a clock; a second that has begun counts."""
    days, rest = divmod(-(-left_us // SECOND), 24 * 3600)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return gettext("%(days)s 天 %(clock)s", days=days, clock=clock) if days else clock


def _left(instant: int | None) -> str:
    """Return what is left until an instant by the registry's clock."""
    return "—" if instant is None else left_words(instant - now())


@dataclass(frozen=True, slots=True)
class AuctionsPage:
    """All auctions, those that run first."""

    rows: tuple[AuctionLine, ...]


AUCTIONS: Final = Table(
    name="auctions",
    caption=lazy_gettext("单向竞价"),
    columns=(
        Column(
            name="product", label=lazy_gettext("产品"), kind="identifier",
            link=lambda row: url_for("trading.auction", auction=row.id),
        ),
        Column(name="phase", label=lazy_gettext("状态"), kind="badge", badges=_PHASES),
        Column(
            name="side", label=lazy_gettext("方向"), kind="badge",
            badges={side.value: ("quiet", choice_of(side, _KIND)) for side in Side},
        ),
        Column(
            name="form", label=lazy_gettext("方式"), kind="badge",
            badges={form.value: ("quiet", choice_of(form, _KIND)) for form in Form},
        ),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES),
        Column(name="reserve_fen", label=lazy_gettext("底价"), kind="money"),
        Column(name="closes_at", label=lazy_gettext("出价截止"), kind="time"),
        Column(name="changes_at", label=lazy_gettext("剩余"), write=_left),
        Column(name="bids", label=lazy_gettext("出价数"), kind="figure"),
        Column(name="sold_units", label=lazy_gettext("成交量"), kind="figure", unit=_TONNES),
    ),
    empty=lazy_gettext("还没有公告的竞价。发起方与运营机构共同公告后显示在这里。"),
)  # fmt: skip


@view(blueprint, "/auctions", template="trading/auctions.html", table=AUCTIONS)
def auctions() -> AuctionsPage:
    """Return all auctions with where they stand by the clock."""
    with registry().engine.connect() as connection:
        return AuctionsPage(queries.auctions(connection, now=now()))


@dataclass(frozen=True, slots=True)
class AuctionPage:
    """One auction: terms, clock, bids as far as its reader may see them, the reader's own bid, and the result.

    ``initiator`` is empty for who neither oversees the registry nor initiated it. ``deposits_kept_fen`` went to the
    initiator for bids that were never revealed. ``shown_at`` is the registry's clock, ``changes_at`` the next instant
    at which time changes the phase.
    """

    id: str
    product: str
    asset: str
    unit: str
    side: str
    form: str
    pricing: str
    forfeit: str
    units: int
    reserve_fen: int
    deposit_fen: int
    opens_at: int
    closes_at: int
    ends_at: int
    approval: str
    announced_index: int
    bids: int
    sold_units: int
    phase: str
    shown_at: int
    changes_at: int | None
    initiator: str
    own: OwnBid | None
    result: Result | None
    deposits_kept_fen: int
    rows: tuple[BidLine, ...]


BIDS: Final = Table(
    name="bids",
    caption=lazy_gettext("全部出价"),
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time"),
        Column(name="price_fen", label=lazy_gettext("单价"), kind="money"),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES),
        Column(name="won_units", label=lazy_gettext("中标"), kind="figure", unit=_TONNES, total=True),
        Column(name="status", label=lazy_gettext("状态"), kind="badge", badges=_BIDS),
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier"),
        Column(
            name="index", label=lazy_gettext("日志"), kind="figure",
            link=lambda row: url_for("auditing.entry", index=row.index),
        ),
    ),
    empty=lazy_gettext("还没有人出价。"),
)  # fmt: skip


@view(blueprint, "/auctions/<uuid:auction>", template="trading/auction.html", table=BIDS)
def auction(*, auction: UUID) -> AuctionPage:
    """Return one auction with its bids and what it came to."""
    instant, reader, oversees = now(), own.participant(), own.oversees()
    with registry().engine.connect() as connection:
        found = queries.auction_of(connection, str(auction))
        product = None if found is None else queries.product_of(connection, found.product)
        if found is None or product is None:
            abort(404)
        bids = queries.bids_of(connection, found, reader=reader, names=oversees, now=instant)
        mine = None if reader is None else queries.own_bid(connection, found.id, reader, now=instant)
        void = sum(one.status == BidStatus.VOID for one in bids)
        return AuctionPage(
            id=found.id,
            product=found.product,
            asset=product.asset,
            unit=class_units(connection).get(asset_class_of(product.asset), ("", ""))[1],
            side=found.side.value,
            form=found.form.value,
            pricing=found.pricing.value,
            forfeit=found.forfeit.value,
            units=found.units,
            reserve_fen=found.reserve_fen,
            deposit_fen=found.deposit_fen,
            opens_at=found.opens_at,
            closes_at=found.closes_at,
            ends_at=found.ends_at,
            approval=found.approval,
            announced_index=found.announced_index,
            bids=found.bids,
            sold_units=found.sold_units,
            phase=queries.phase_of(found, instant).value,
            shown_at=instant,
            changes_at=queries.edge_of(found, instant),
            initiator=found.participant if oversees or reader == found.participant else "",
            own=mine,
            result=queries.result_of(connection, found),
            deposits_kept_fen=void * found.deposit_fen if found.forfeit is Forfeit.INITIATOR else 0,
            rows=bids,
        )


@dataclass(frozen=True, slots=True)
class OwnBidsPage:
    """Own bids."""

    rows: tuple[OwnBid, ...]
    next_after: str | None


OWN_BIDS: Final = Table(
    name="own-bids",
    caption=lazy_gettext("我的出价"),
    paged=True,
    columns=(
        Column(name="recorded_at", label=lazy_gettext("时间"), kind="time", sortable=False),
        Column(
            name="product", label=lazy_gettext("竞价"), kind="identifier", sortable=False,
            link=lambda row: url_for("trading.auction", auction=row.auction),
        ),
        Column(
            name="form", label=lazy_gettext("方式"), kind="badge", sortable=False,
            badges={form.value: ("quiet", choice_of(form, _KIND)) for form in Form},
        ),
        Column(name="price_fen", label=lazy_gettext("单价"), kind="money", sortable=False),
        Column(name="units", label=lazy_gettext("数量"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="won_units", label=lazy_gettext("中标"), kind="figure", unit=_TONNES, sortable=False),
        Column(name="deposit_fen", label=lazy_gettext("锁定的保证金"), kind="money", sortable=False),
        Column(name="deposit_kept_fen", label=lazy_gettext("被没收的保证金"), kind="money", sortable=False),
        Column(name="locked_fen", label=lazy_gettext("锁定资金"), kind="money", sortable=False),
        Column(name="status", label=lazy_gettext("状态"), kind="badge", sortable=False, badges=_BIDS),
    ),
    empty=lazy_gettext("还没有出价。在“竞价”中选择一场即可出价。"),
)  # fmt: skip


@view(blueprint, "/bids", template="trading/own_bids.html", table=OWN_BIDS)
def own_bids(*, sort: str | None, after: str | None) -> OwnBidsPage:
    """Return the own bids, the newest first."""
    del sort
    number = own.participant()
    if number is None:
        return OwnBidsPage((), None)
    with registry().engine.connect() as connection:
        found = queries.own_bids(connection, number, now=now(), after=after)
    return OwnBidsPage(found.rows, found.next_after)


@blueprint.app_context_processor
def words_of_auctions() -> dict[str, object]:
    """Return the words that the auction's page asks for."""
    return {
        "left_words": left_words,
        "phase_badge": _PHASES.__getitem__,
        "bid_badge": _BIDS.__getitem__,
        "side_name": lambda value: choice_of(Side(value), _KIND),
        "form_name": lambda value: choice_of(Form(value), _KIND),
        "pricing_name": lambda value: choice_of(Pricing(value), _KIND),
        "forfeit_name": lambda value: choice_of(Forfeit(value), _KIND),
    }
