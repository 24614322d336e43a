"""The forms of pledges: what the owner asks for, and what the lender alone can do."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from registry.areas.pledges import queries
from registry.areas.pledges.rules.records import Pledge
from registry.areas.pledges.rules.valuation import Price, price_of
from registry.areas.pledges.views.base import blueprint
from registry.catalog import CATALOGUE, PLEDGE_SEAMS
from registry.ledger.errors import Refusal
from registry.store.preview import SqlView
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.formats import figure, unit
from registry.web.seam import now, registry

_YUAN: Final = lazy_gettext("元")
MONEY: Final = Ask(kind="money", unit=_YUAN)


def _pledge(body: Mapping[str, Any]) -> Pledge:
    """Return the pledge that a body names.

    Raises:
        Refusal: ``unknown_pledge``.
    """
    with registry().engine.connect() as connection:
        found = queries.find_pledge(connection, str(body.get("pledge", "")))
    if found is None:
        raise Refusal("unknown_pledge", key=body.get("pledge", ""))
    return found


def _price(body: Mapping[str, Any]) -> Price:
    """Return the price that counts for a pledge now, which the author signs to have been shown."""
    found = _pledge(body)
    with registry().engine.connect() as connection:
        return price_of(SqlView(connection, CATALOGUE, now()), PLEDGE_SEAMS.closes, found.asset, now())


_SHOWN: Final = {
    "price_fen": Ask(given=lambda body: _price(body).price_fen),
    "price_day": Ask(given=lambda body: _price(body).day),
}


def _own(purpose: str) -> Ask:
    return Ask(choices=own.account_choices(purpose), start=own.first_account(purpose))


def assets() -> Sequence[tuple[str, object]]:
    """Return the choice of what the person's participant can pledge now: whatever lies in serials."""
    free: dict[str, tuple[int, str]] = {}
    for one in own.holdings():
        if one.purpose in own.OPEN and one.available > 0:
            free[one.asset] = (free.get(one.asset, (0, ""))[0] + one.available, one.unit)
    return [
        (asset, gettext("%(asset)s · 可用 %(units)s %(unit)s", asset=asset, units=figure(held), unit=unit(of)))
        for asset, (held, of) in sorted(free.items())
    ]


def _lenders() -> Sequence[tuple[str, object]]:
    with registry().engine.connect() as connection:
        return [(number, f"{name} · {number}") for number, name in queries.lenders(connection)]


_RANGES: Final = Ask(read=own.named_ranges, help=lazy_gettext("一般留空：系统从最早的批次取整段。"))
_SOURCE: Final = Ask(choices=own.account_choices(*own.OPEN), start=own.first_account("HO"))
entry_page(
    blueprint, "/offer", kind="pledges.offer", endpoint="offer",
    asks={
        "source": _SOURCE,
        "escrow": _own("ES"),
        "pledge_account": _own("PL"),
        "lender": Ask(choices=_lenders),
        "asset": Ask(choices=assets),
        "ranges": _RANGES,
        "loan_fen": MONEY,
    },
    intro=lazy_gettext(
        "单位先入托管账户，贷款机构接受后进入质押账户：不能转让、交易、清缴、注销或再次质押，只有贷款机构能够解除。接受之前可以撤回。"
    ),
    codes={"owed_units": "units", "due_in_past": "due_on", "not_a_lender": "lender", "already_pledged": "source"},
)  # fmt: skip
entry_page(
    blueprint, "/withdraw", kind="pledges.withdraw", endpoint="withdraw",
    intro=lazy_gettext("对方接受之前可以撤回，单位立即退回原账户。"),
)  # fmt: skip
entry_page(
    blueprint, "/accept", kind="pledges.accept", endpoint="accept",
    asks=_SHOWN | {"loan_fen": MONEY, "cash": _own("CA")},
    intro=lazy_gettext(
        "按最近收盘价与折扣估值，贷款不得超过折扣后的价值。接受后单位进入质押账户，处置所得入所填的资金账户。"
    ),
    codes={
        "loan_over_value": "loan_fen", "loan_differs": "loan_fen", "registration_missing": "registration",
        "pledge_status": "pledge",
    },
)  # fmt: skip
entry_page(
    blueprint, "/decline", kind="pledges.decline", endpoint="decline",
    intro=lazy_gettext("不接受时，单位立即退回出质人。"),
)  # fmt: skip
entry_page(
    blueprint, "/call", kind="pledges.call", endpoint="call", asks=_SHOWN,
    intro=lazy_gettext("质押物的价值低于保证水平时通知出质人追加或还款。期限不得短于参数规定的工作日。"),
    codes={"call_too_short": "until", "margin_kept": "pledge", "pledge_status": "pledge"},
)  # fmt: skip
entry_page(
    blueprint, "/top-up", kind="pledges.top_up", endpoint="top_up",
    asks={"source": _SOURCE, "asset": Ask(choices=assets), "ranges": _RANGES},
    intro=lazy_gettext("追加同一标的的单位。价值恢复到保证水平时，追加通知随之消除。"),
    codes={"owed_units": "units", "asset_differs": "asset", "pledge_status": "pledge"},
)  # fmt: skip
entry_page(
    blueprint, "/repayment", kind="pledges.note_repayment", endpoint="note_repayment", asks={"fen": MONEY},
    intro=lazy_gettext("登记收到的还款。还清时质押解除，单位立即退回出质人。"),
    codes={"more_than_outstanding": "fen", "pledge_status": "pledge"},
)  # fmt: skip
entry_page(
    blueprint, "/release", kind="pledges.release", endpoint="release",
    asks={"target": Ask(help=lazy_gettext("一般留空，退回原账户；原账户已注销时填写出质人的另一账户。"))},
    intro=lazy_gettext("不论贷款是否还清，解除全部或部分质押。只有质权人能够解除。"),
    codes={"more_than_pledged": "units", "pledge_status": "pledge"},
)  # fmt: skip
entry_page(
    blueprint, "/enforce", kind="pledges.enforce", endpoint="enforce",
    intro=lazy_gettext("追加期限届满仍低于保证水平，或贷款逾期未还时，可以开始处置。质押物不归质权人所有，须卖出或转让。"),
    codes={
        "loan_not_due": "ground", "no_open_call": "ground", "call_still_open": "ground", "margin_kept": "ground",
        "pledge_status": "pledge",
    },
)  # fmt: skip
entry_page(
    blueprint, "/sell", kind="pledges.sell", endpoint="sell",
    asks={
        "target": Ask(help=lazy_gettext("受让人的持有或交易账户，或政府储备账户。受让人须一并签名。")),
        "price_fen": MONEY,
        "cash": Ask(
            label=lazy_gettext("付款账户"), help=lazy_gettext("受让人的资金账户。储备在登记簿之外付款时留空。")
        ),
        "owner_cash": Ask(help=lazy_gettext("还清贷款后的余款退给出质人。")),
        "payment": Ask(help=lazy_gettext("仅政府储备在登记簿之外付款时提交。")),
    },
    intro=lazy_gettext("以不低于底价的价格转给合格受让人，单位与资金同时交割，超过贷款余额的部分归出质人。"),
    codes={
        "price_under_floor": "price_fen", "more_than_pledged": "units", "buyer_is_party": "target",
        "payment_missing": "cash", "pledge_status": "pledge",
    },
)  # fmt: skip
