"""What the rules of pledges refuse, in Chinese and English, and what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "unknown_pledge": ("没有质押 {key}。请核对编号。", "There is no pledge {key}. Check its number."),
    "pledge_status": (
        "质押 {pledge} 目前的状态为 {status}，不能办理此事。请在质押页面查看可办理的事项。",
        "Pledge {pledge} now stands at {status}, so this cannot be done. Its page shows what can.",
    ),
    "already_pledged": (
        "账户 {account} 中的单位已经质押，不能再次质押。请先由贷款机构解除。",
        "The units in account {account} are pledged and cannot be pledged again. The lender has to release them first.",
    ),
    "not_a_lender": (
        "{participant} 不是银行或贷款机构，或已注销。请核对编号。",
        "{participant} is no bank or lender, or is closed. Check its number.",
    ),
    "own_pledge": (
        "不能质押给自己。请填写贷款机构的编号。",
        "Nobody pledges to itself. Name the lender.",
    ),
    "due_in_past": (
        "到期日 {day} 不晚于今天。请填写以后的日期。",
        "The loan's day {day} is not after today. Choose a later one.",
    ),
    "loan_differs": (
        "贷款金额与质押申请不一致（申请为 {loan_fen} 分）。请按申请填写，或请对方重新申请。",
        "The loan differs from the one offered, {loan_fen} fen. Enter that one, or ask for a new offer.",
    ),
    "registration_missing": (
        "{asset} 的质押须写明登记编号（全国登记系统或动产融资统一登记公示系统）。请先办理登记。",
        "A pledge of {asset} names its number in the national register or that of movable property. Register it first.",
    ),
    "price_missing": (
        "{asset} 没有收盘价，也没有参考价，无法估值。请等待成交，或由主管部门公布参考价。",
        "{asset} has no close and no reference price, so it has no value yet. Wait for deals, or ask the authority.",
    ),
    "price_too_old": (
        "{asset} 最近的价格是 {day} 的，超过 {days} 天，不能用于估值。请等待新的成交。",
        "The newest price of {asset} is of {day}, more than {days} days ago, and values nothing. Wait for new deals.",
    ),
    "price_differs": (
        "估值价格已变为 {day} 的 {price_fen} 分。请重新打开页面核对。",
        "The price that counts is now {price_fen} fen of {day}. Open the page again and check.",
    ),
    "loan_over_value": (
        "贷款超过折扣后的质押价值 {limit_fen} 分。请增加质押数量，或减少贷款。",
        "The loan is above what may be lent against these units, {limit_fen} fen. More units or a smaller loan.",
    ),
    "margin_kept": (
        "质押物价值 {value_fen} 分，未低于保证水平 {needed_fen} 分。目前不能追加或处置。",
        "The units are worth {value_fen} fen, not under the margin of {needed_fen} fen. Nothing can be called for now.",
    ),
    "call_too_short": (
        "追加期限过短，最早为 {earliest}。请填写更晚的日期。",
        "That leaves too little time; the earliest last day is {earliest}. Choose a later one.",
    ),
    "asset_differs": (
        "标的不一致，此质押的标的为 {asset}。请更正。",
        "This pledge is of {asset}. Correct the asset or the product.",
    ),
    "more_than_outstanding": (
        "还款超过贷款余额 {outstanding_fen} 分。请核对金额。",
        "That is more than the {outstanding_fen} fen still owed. Check the sum.",
    ),
    "more_than_pledged": (
        "数量超过质押的 {units} 单位。请更正。",
        "That is more than the {units} units that are pledged. Correct the number.",
    ),
    "loan_not_due": (
        "贷款于 {day} 到期，其后才能以逾期处置。请等待。",
        "The loan is due on {day}; it can be enforced as overdue only after that. Wait.",
    ),
    "no_open_call": (
        "质押 {pledge} 没有未满足的追加通知。请先发出追加通知。",
        "Pledge {pledge} has no open margin call. Call for margin first.",
    ),
    "call_still_open": (
        "追加期限至 {until}，尚未届满。请等待。",
        "The margin call runs until {until}. Wait until then.",
    ),
    "buyer_is_party": (
        "{participant} 是出质人或质权人，不能受让。请另选受让人。",
        "{participant} is owner or lender of this pledge and cannot be the buyer. Choose another.",
    ),
    "price_under_floor": (
        "单价低于处置底价 {least_fen} 分。请提高价格，或在市场卖出。",
        "The price is below the lowest allowed, {least_fen} fen. Ask for more, or sell in the market.",
    ),
    "payment_missing": (
        "没有付款账户或收款账户。只有政府储备可以凭凭证在登记簿之外付款。",
        "An account that pays or receives is missing. Only a reserve may pay elsewhere, and shows the paper.",
    ),
}
