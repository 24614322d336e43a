"""Money of the market: the own cash account, deposits and withdrawals; the settlement bank's desk."""

from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.trading import queries
from registry.areas.trading.queries import WithdrawalLine
from registry.areas.trading.rules.cash import WithdrawalStatus
from registry.areas.trading.views.base import MONEY, blueprint, first_own
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.seam import registry
from registry.web.tables import Column, Table
from registry.web.views import view
from registry.web.words import choice_of

_KIND: Final = "trading.withdraw"
_DAYS: Final = 20
_ISSUER: Final = Ask(given=first_own("IS"))

entry_page(
    blueprint, "/money/withdraw", kind=_KIND, endpoint="withdraw",
    asks={
        "cash": Ask(choices=own.account_choices("CA"), start=own.first_account("CA")),
        "pending": Ask(given=first_own("PE")),
        "fen": MONEY,
    },
    intro=lazy_gettext("资金先转入待付账户，结算银行付款到本单位的同名账户后办结，不能付款时退回。"),
)  # fmt: skip
entry_page(
    blueprint, "/bank/deposit", kind="trading.deposit", endpoint="deposit",
    asks={"issuer": _ISSUER, "fen": MONEY},
    intro=lazy_gettext("银行收到款项后登记。每个银行流水号只能登记一次。"),
)  # fmt: skip
entry_page(
    blueprint, "/bank/pay-out", kind="trading.pay_out", endpoint="pay_out",
    asks={"issuer": _ISSUER},
    intro=lazy_gettext("银行付款后确认，资金从账上划出。"),
)  # fmt: skip
entry_page(
    blueprint, "/bank/return", kind="trading.return_withdrawal", endpoint="return_withdrawal",
    intro=lazy_gettext("不能付款时退回，资金回到原资金账户。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CashLine:
    """An own account with money in it."""

    number: str
    label: str
    purpose: str
    fen: int


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """Own money, free and locked in fen, by account, and the withdrawals that wait."""

    free_fen: int
    locked_fen: int
    accounts: tuple[CashLine, ...]
    rows: tuple[WithdrawalLine, ...]


_COLUMNS: Final = (
    Column(name="asked_at", label=lazy_gettext("申请时间"), kind="time"),
    Column(name="cash", label=lazy_gettext("资金账户"), kind="identifier"),
    Column(name="fen", label=lazy_gettext("金额"), kind="money", total=True),
    Column(
        name="status", label=lazy_gettext("状态"), kind="badge",
        badges={"open": ("wait", choice_of(WithdrawalStatus.OPEN, _KIND))},
    ),
)  # fmt: skip
WITHDRAWALS: Final = Table(
    name="withdrawals",
    caption=lazy_gettext("等待付款的出金"),
    columns=_COLUMNS,
    empty=lazy_gettext("没有等待付款的出金。"),
)


@view(blueprint, "/money", template="trading/money.html", table=WITHDRAWALS)
def money() -> MoneyPage:
    """Return the own money and what waits for the bank."""
    number = own.participant()
    if number is None:
        return MoneyPage(0, 0, (), ())
    held = [one for one in own.holdings() if one.asset == "CNY"]
    with registry().engine.connect() as connection:
        waiting = queries.withdrawals(connection, status=WithdrawalStatus.OPEN, participant=number)
    return MoneyPage(
        free_fen=sum(one.units for one in held if one.purpose == "CA"),
        locked_fen=sum(one.units for one in held if one.purpose != "CA"),
        accounts=tuple(CashLine(one.account, one.label, one.purpose, one.units) for one in held),
        rows=waiting,
    )


@dataclass(frozen=True, slots=True)
class BankPage:
    """What waits for the settlement bank, and the newest days on which the market dealt."""

    rows: tuple[WithdrawalLine, ...]
    days: tuple[str, ...]


DESK: Final = Table(
    name="withdrawals-desk",
    caption=lazy_gettext("等待付款的出金"),
    columns=(
        *_COLUMNS,
        Column(name="participant", label=lazy_gettext("参与方"), kind="identifier"),
        Column(
            name="id", label=lazy_gettext("确认付款"), kind="identifier", sortable=False,
            link=lambda row: url_for("trading.pay_out", withdrawal=row.id),
        ),
    ),
    empty=lazy_gettext("没有等待付款的出金。参与方申请出金后显示在这里。"),
)  # fmt: skip


@view(blueprint, "/bank", template="trading/bank.html", table=DESK)
def bank() -> BankPage:
    """Return all withdrawals that wait for the bank, and the days whose files it can fetch."""
    with registry().engine.connect() as connection:
        waiting = queries.withdrawals(connection, status=WithdrawalStatus.OPEN)
        return BankPage(waiting, queries.market_days(connection, limit=_DAYS))
