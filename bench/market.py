"""The market: order entries against plain transfers, one order in a full book against an empty one, and its pages.

The registry is the tests' small market, its founding sent into a database in the time that it tells; its clock goes on
from a Monday's ten o'clock. What only fills a book or a list is written as rows, straight into the tables.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from os import urandom
from pathlib import Path

import sqlalchemy as sa

from bench.harness import Figure, Scale
from bench.reads import timed
from bench.registries import databases, send
from bench.synthetic import put
from registry.areas.participants.rules.holdings import TransferUnits
from registry.areas.trading import queries
from registry.areas.trading.rules.orders import CancelOrder
from registry.areas.trading.rules.records import MarketDay, Mode, Order, OrderStatus, Product, Side, Trade
from registry.catalog import CATALOGUE
from registry.ledger import leaf, note
from registry.ledger.entry import compose, write
from registry.ledger.leaf import Leaf
from registry.store import migrate, opening
from registry.store.database import connect
from registry.store.journal import Journal
from registry.store.projection import mapper_of
from registry.store.second_place import SecondPlace
from registry.store.submission import WriterThread
from registry.store.writer import Writer
from tests.areas.allowances.factories import ALICE, BOB, account
from tests.areas.trading.factories import ASSET, BASE, OPEN_PRODUCT, PRODUCT, SIGNERS, listing, market, taking
from tests.logfiles import LOG
from tests.world import ORIGIN, signer_of

DAY = "2026-03-02"
AT_ONCE = 100
CALLS = 20
FEW, MANY = 100, 100_000
SMALL = 10_000
LEVELS = 600
# As many as fill the page with days at the smaller size, too.
TRADES_A_DAY = 40
SECOND = 1_000_000


@dataclass
class Clock:
    """A clock that is set while the founding is sent, and goes on from there."""

    now: int = 0
    began: float = 0.0

    def __call__(self) -> int:
        """Return microseconds UTC."""
        return self.now + (int((time.perf_counter() - self.began) * SECOND) if self.began else 0)


def run(scale: Scale) -> Iterator[Figure]:
    """Yield the figures of both databases."""
    for kind in ("postgresql", "sqlite"):
        yield orders_against_transfers(kind, scale)
        yield one_order(kind, scale)
        yield from pages(kind, scale)


@contextmanager
def opened(url: str, resting: int = 0) -> Iterator[tuple[Journal, Clock]]:
    """Give the journal of a market in whose book so many orders rest, and its clock."""
    engine, clock = connect(url), Clock()
    migrate.upgrade(engine)
    with tempfile.TemporaryDirectory(prefix="bench-market-") as name:
        folder = Path(name)
        opening.prepare(engine, folder, ORIGIN)
        leaves = [leaf.parse(data, ORIGIN) for data in market().journal.leaves]
        with writing(engine, folder, clock) as journal:
            found(journal, clock, leaves)
        put(engine, mapper_of(Order).table, (tuple(mapper_of(Order).to_row(one).values()) for one in rest(resting)))
        analyse(engine)
        clock.now, clock.began = leaves[-1].recorded_at + 2 * 3600 * SECOND, time.perf_counter()
        with writing(engine, folder, clock) as journal:
            yield journal, clock
    engine.dispose()


@contextmanager
def writing(engine: sa.Engine, folder: Path, clock: Clock) -> Iterator[Journal]:
    """Give a journal whose writer is a thread of this process and has this clock."""
    place = SecondPlace(folder / "heads")
    line = WriterThread(Writer(engine, LOG, catalogue=CATALOGUE, clock=clock, second_place=place))
    yield Journal(engine, line, origin=ORIGIN, catalogue=CATALOGUE)
    line.close()
    place.close()


def found(journal: Journal, clock: Clock, leaves: list[Leaf]) -> None:
    """Send what founded the market, each entry at its time."""
    for one in leaves:
        clock.now = one.recorded_at
        send(journal, [one.envelope])


def analyse(engine: sa.Engine) -> None:
    """Leave the tables as autovacuum leaves those of a living database."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE" if engine.dialect.name == "sqlite" else "VACUUM ANALYZE"))


def rest(count: int) -> Iterator[Order]:
    """Yield sales that rest at worse prices than those that are dealt in."""
    for n in range(count):
        price = BASE + 1 + n % LEVELS
        yield Order(
            id=f"00000000-0000-7000-8000-{n:012}",
            product=PRODUCT,
            mode=Mode.LISTED,
            side=Side.SELL,
            participant=f"P-{BOB:08}",
            account=account("TR", BOB),
            escrow=account("ES", BOB),
            cash=account("CA", BOB),
            price_fen=price,
            units=100,
            left_units=100,
            locked_fen=0,
            ranges=(),
            counterparties=(),
            answers=None,
            day=DAY,
            rank=price,
            status=OrderStatus.OPEN,
            placed_index=0,
            ended_index=None,
        )


def signed(clock: Clock, kind: str, body: object, who: int) -> tuple[str, bytes]:
    """Return a fresh entry's id and its envelope."""
    entry = compose(kind, body, origin=ORIGIN, at_ms=clock() // 1000, seconds=3600, random=urandom(10))
    return entry.id, note.sign(write(entry), [signer_of(SIGNERS[who][0])])


def orders_against_transfers(kind: str, scale: Scale) -> Figure:
    """Return listings and cancellations a second against transfers, a hundred at once, in one registry."""
    figure = Figure(f"{kind}: order entries, {AT_ONCE} at once", aim="≥ 0.7", against="plain transfers")
    with databases((kind,)) as places, opened(places[kind].url) as (journal, clock):
        for turn in range(scale.rounds + 1):
            taken = [rate(partial(work, journal, clock), scale.seconds) for work in (dealing, transferring)]
            if turn:  # the first fills the caches of both
                figure.add(*taken)
    return figure


def rate(work: Callable[[], int], seconds: float) -> float:
    """Return how many entries a second some work sends."""
    began, sent = time.perf_counter(), 0
    while (took := time.perf_counter() - began) < seconds:
        sent += work()
    return sent / took


def dealing(journal: Journal, clock: Clock) -> int:
    """List and cancel; return how many entries that took."""
    listed = [signed(clock, "trading.list", listing(ALICE, units=1), ALICE) for _ in range(AT_ONCE)]
    send(journal, [envelope for _, envelope in listed])
    cancels = [signed(clock, "trading.cancel_order", CancelOrder(PRODUCT, one), ALICE)[1] for one, _ in listed]
    send(journal, cancels)
    return 2 * AT_ONCE


def transferring(journal: Journal, clock: Clock) -> int:
    """Transfer there and back; return how many entries that took."""
    for source, target in ((ALICE, BOB), (BOB, ALICE)):
        body = TransferUnits(account("TR", source), account("TR", target), ASSET, 1, ())
        send(journal, [signed(clock, "allowances.transfer", body, source)[1] for _ in range(AT_ONCE)])
    return 2 * AT_ONCE


def one_order(kind: str, scale: Scale) -> Figure:
    """Return what listing and taking one unit costs in a full book against an empty one."""
    name = f"{kind}: one order and its deal, {MANY:,} resting"
    figure = Figure(name, unit="ms", aim="≤ 1.2", against=f"{FEW} resting")
    with ExitStack() as stack:
        here, there = (
            stack.enter_context(opened(stack.enter_context(databases((kind,)))[kind].url, resting))
            for resting in (MANY, FEW)
        )
        for turn in range(scale.rounds + 1):
            full, empty = timed(partial(deal, *here), partial(deal, *there), calls=CALLS)
            if turn:
                figure.add(full, empty)
    return figure


def deal(journal: Journal, clock: Clock) -> None:
    """List one unit at the best price, and take it."""
    send(journal, [signed(clock, "trading.list", listing(ALICE, units=1), ALICE)[1]])
    send(journal, [signed(clock, "trading.take", taking(BOB, units=1), BOB)[1]])


def pages(kind: str, scale: Scale) -> Iterator[Figure]:
    """Yield what the market's pages read of many trades against few."""
    with ExitStack() as stack:
        large, small = (
            stack.enter_context(
                filled(stack.enter_context(databases((kind,)))[kind].url, entries).connect()
            )
            for entries in (scale.entries, SMALL)
        )  # fmt: skip
        for name, read in (("market page", market_page), ("product page", product_page)):
            title = f"{kind}: {name}, {scale.entries:,} trades"
            figure = Figure(title, unit="ms", aim="≤ 1.2", against=f"{SMALL:,} trades")
            for turn in range(scale.rounds + 1):
                here, there = timed(partial(read, large), partial(read, small))
                if turn:
                    figure.add(here, there)
            yield figure


def filled(url: str, count: int) -> sa.Engine:
    """Return a database with so many trades of one product, and their days."""
    engine = connect(url)
    migrate.upgrade(engine)
    days = -(-count // TRADES_A_DAY)
    opened_product = Product(
        **{name: getattr(OPEN_PRODUCT, name) for name in OPEN_PRODUCT.__slots__}, is_open=True, opened_index=0
    )
    put(engine, mapper_of(Product).table, [tuple(mapper_of(Product).to_row(opened_product).values())])
    put(engine, mapper_of(MarketDay).table, (tuple(mapper_of(MarketDay).to_row(_day(n)).values()) for n in range(days)))
    put(engine, mapper_of(Trade).table, (tuple(mapper_of(Trade).to_row(_trade(n)).values()) for n in range(count)))
    put(engine, mapper_of(Order).table, (tuple(mapper_of(Order).to_row(one).values()) for one in rest(FEW)))
    analyse(engine)
    return engine


_DAY = MarketDay(PRODUCT, DAY, BASE, BASE, BASE + 9, BASE - 9, BASE, 4_000, 4_000 * BASE, 0, 0, TRADES_A_DAY, 0)
_TRADE = Trade(
    number=1,
    product=PRODUCT,
    mode=Mode.LISTED,
    buyer=f"P-{BOB:08}",
    seller=f"P-{ALICE:08}",
    buyer_account=account("TR", BOB),
    seller_account=account("TR", ALICE),
    price_fen=BASE,
    units=100,
    turnover_fen=100 * BASE,
    buyer_fee_fen=0,
    seller_fee_fen=0,
    resting="00000000-0000-7000-8000-000000000000",
    taking="00000000-0000-7000-8000-000000000001",
    is_buyer_taking=True,
    day=DAY,
    at=0,
)


def _day(n: int) -> MarketDay:
    # Days beyond the calendar's years would not be written as one; what counts here is how many there are.
    return replace(_DAY, day=f"{1990 + n // 360:04}-{n // 30 % 12 + 1:02}-{n % 30 + 1:02}", age=-n)


def _trade(n: int) -> Trade:
    return replace(_TRADE, number=(n + 1) * 1_000, day=_day(n // TRADES_A_DAY).day, at=n * SECOND)


def market_page(connection: sa.Connection) -> object:
    """Read what the market's page reads."""
    return queries.products(connection, now=_now())


def product_page(connection: sa.Connection) -> object:
    """Read what a product's page reads of its market: days, book and trades."""
    book = [queries.book(connection, PRODUCT, side, now=_now()) for side in Side]
    return queries.products(connection, now=_now()), book, queries.days(connection, PRODUCT), trades(connection)


def trades(connection: sa.Connection) -> object:
    """Read the last trades."""
    return queries.trades(connection, PRODUCT)


def _now() -> int:
    return 1_772_416_800 * SECOND
