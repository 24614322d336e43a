"""The words of the market in both languages: what is signed, what fields and choices are called, what terms mean."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("交易", "Market")

GLOSSARY: Final[dict[str, Pair]] = {
    "product": ("交易产品", "Fungible units dealt in under one code"),
    "listed": ("挂牌协议", "An order for all to see; whoever picks it deals at its price"),
    "block": ("大宗协议", "A large quantity offered to named counterparties"),
    "auction": ("单向竞价", "One side sells or buys a quantity and the others bid"),
    "take": ("摘牌", "To deal with a listed order at its price"),
    "base price": ("基准价", "What a day's price limits count from: the last close"),
    "close": ("收盘价", "The mean of a day's listed trades, weighted by units"),
    "lapse": ("失效", "The end of an order with its trading day"),
    "clearing": ("日终清算", "What a participant's day came to: trades, fees, balances at both ends"),
    "objection": ("异议", "What a participant holds against a day's clearing, before the next opening"),
    "halt": ("暂停交易", "An order that stops dealing in a product or by an account"),
    "delivery against payment": ("货银对付", "Units and money move in one entry, or neither does"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "trading.open_product": ("开放交易产品", "Open a product"),
    "trading.close_product": ("关闭交易产品", "Close a product"),
    "trading.halt": ("暂停交易", "Halt"),
    "trading.end_halt": ("恢复交易", "End a halt"),
    "trading.import_fills": ("导入全国系统成交", "Import national fills"),
    "trading.list": ("挂牌申报", "List an order"),
    "trading.take": ("摘牌成交", "Deal at a listed price"),
    "trading.sell_pledged": ("在市场处置质押物", "Sell pledged units in the market"),
    "trading.cancel_order": ("撤销申报", "Cancel an order"),
    "trading.lapse": ("申报失效退回", "Give back lapsed orders"),
    "trading.offer_block": ("大宗协议申报", "Offer a block"),
    "trading.accept_block": ("大宗协议成交", "Accept a block"),
    "trading.announce_auction": ("公告单向竞价", "Announce an auction"),
    "trading.bid": ("竞价出价", "Bid"),
    "trading.seal_bid": ("密封出价", "Make a sealed bid"),
    "trading.reveal_bid": ("揭示出价", "Reveal a sealed bid"),
    "trading.settle_auction": ("竞价结果登记", "Record an auction's result"),
    "trading.release_bid": ("退回保留的出价", "Release a held bid"),
    "trading.withdraw_auction": ("撤回竞价", "Withdraw an auction"),
    "trading.deposit": ("入金登记", "Record a deposit"),
    "trading.withdraw": ("申请出金", "Ask for a withdrawal"),
    "trading.pay_out": ("确认出金", "Confirm a payment"),
    "trading.return_withdrawal": ("退回出金", "Return a withdrawal"),
    "trading.object": ("对日终清算提出异议", "Object to a day's clearing"),
    "trading.answer_objection": ("答复清算异议", "Answer an objection"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "trading.open_product": (
        "依据 {approval}，自 {opens_on} 至 {closes_on} 在{venue}开放交易产品 {code}（{name}，标的 {asset}）。",
        "Open product {code} ({name}, asset {asset}) from {opens_on} to {closes_on} at {venue}, under {approval}.",
    ),
    "trading.close_product": (
        "依据 {article} 关闭交易产品 {code}。",
        "Close product {code} under {article}.",
    ),
    "trading.halt": (
        "依据 {article}，因 {reason} 暂停交易，产品：{product}，账户：{account}，截止：{ends_at}。",
        "Halt product {product}, account {account}, until {ends_at}, because of {reason}, under {article}.",
    ),
    "trading.end_halt": ("因 {reason} 结束暂停 {halt}。", "End halt {halt} because of {reason}."),
    "trading.import_fills": (
        "导入产品 {product} 在全国交易系统的成交，合计 {total_units} 单位：{fills}。不变动任何账户。",
        "Import fills of {product} on the national exchange, {total_units} units in all: {fills}. No account changes.",
    ),
    "trading.list": (
        "挂牌{side} {units} 单位 {product}，单价 {price_fen}；交易账户 {account}，资金账户 {cash}。当日有效。",
        "List: {side} {units} of {product} at {price_fen} each, account {account}, money {cash}. Good for today.",
    ),
    "trading.take": (
        "以单价 {price_fen} 摘牌{side} {units} 单位 {product}；交易账户 {account}，资金账户 {cash}。",
        "Deal: {side} {units} of {product} at {price_fen} each, account {account}, money {cash}.",
    ),
    "trading.sell_pledged": (
        "以单价 {price_fen} 摘牌卖出质押 {pledge} 中的 {units} 单位 {product}；还清贷款后的余款入 {owner_cash}。",
        "Sell {units} of {product} out of pledge {pledge} at {price_fen} each; what is left over goes to {owner_cash}.",
    ),
    "trading.cancel_order": (
        "撤销产品 {product} 的申报 {order} 中未成交的部分。",
        "Cancel what is left of order {order} in {product}.",
    ),
    "trading.lapse": (
        "登记下列申报已过有效日，退回其锁定的单位与资金：{orders}。",
        "Record that the day of these orders is over and give back what they lock: {orders}.",
    ),
    "trading.offer_block": (
        "向 {counterparties} 申报大宗{side} {units} 单位 {product}，单价 {price_fen}。当日有效。",
        "Offer a block to {counterparties}: {side} {units} of {product} at {price_fen} each. Good for today.",
    ),
    "trading.accept_block": (
        "接受大宗申报 {order}：以单价 {price_fen} {side} {units} 单位 {product}。",
        "Accept block {order}: {side} {units} of {product} at {price_fen} each.",
    ),
    "trading.announce_auction": (
        "公告单向竞价：{side} {units} 单位 {product}，底价 {reserve_fen}，{opens_at} 开始，{closes_at} 截止。",
        "Announce an auction: {side} {units} of {product}, reserve {reserve_fen}, from {opens_at} to {closes_at}.",
    ),
    "trading.bid": (
        "在竞价 {auction} 中出价 {price_fen}，数量 {units}，交易账户 {account}。",
        "Bid {price_fen} each for {units} in auction {auction}, account {account}.",
    ),
    "trading.seal_bid": (
        "在竞价 {auction} 中提交密封出价 {commitment}，交易账户 {account}，并锁定保证金。",
        "Make sealed bid {commitment} in auction {auction}, account {account}, with the deposit locked.",
    ),
    "trading.reveal_bid": (
        "揭示密封出价 {bid}：单价 {price_fen}，数量 {units}。",
        "Reveal sealed bid {bid}: {price_fen} each for {units}.",
    ),
    "trading.settle_auction": (
        "登记竞价 {auction} 的结果，交割单位与资金并退回其余。",
        "Record what auction {auction} came to: deliver, pay, and give back the rest.",
    ),
    "trading.release_bid": ("退回出价 {bid} 锁定的单位与资金。", "Give back what bid {bid} locks."),
    "trading.withdraw_auction": ("撤回尚无人出价的竞价 {auction}。", "Withdraw auction {auction}, which has no bid."),
    "trading.deposit": (
        "按银行流水 {reference} 向资金账户 {account} 入金 {fen}。",
        "Credit {fen} to cash account {account} for the bank's payment {reference}.",
    ),
    "trading.withdraw": (
        "从资金账户 {cash} 申请出金 {fen}，在 {pending} 中等待银行付款。",
        "Withdraw {fen} from cash account {cash}; it waits in {pending} until the bank has paid.",
    ),
    "trading.pay_out": (
        "按银行流水 {reference} 确认出金 {withdrawal} 已付款。",
        "Confirm that withdrawal {withdrawal} was paid under {reference}.",
    ),
    "trading.return_withdrawal": (
        "因 {reason} 未能付款，出金 {withdrawal} 退回资金账户。",
        "Return withdrawal {withdrawal} to its cash account, because of {reason}.",
    ),
    "trading.object": (
        "{participant} 对交易日 {day} 产品 {product} 的清算结果提出异议（成交编号 {trade}），原因 {reason}。",
        "{participant} objects to the clearing of {product} on {day} (trade {trade}), because of {reason}.",
    ),
    "trading.answer_objection": (
        "答复清算异议 {objection}：{outcome}，依据 {reason}。",
        "Answer objection {objection}: {outcome}, on the ground {reason}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "pledge": ("质押编号", "Pledge"),
    "owner_cash": ("出质人资金账户", "Owner's cash account"),
    "code": ("产品代码", "Product code"),
    "product": ("交易产品", "Product"),
    "venue": ("交易场所", "Venue"),
    "approval": ("批准文件（公开、永久）", "Approval (public, permanent)"),
    "approval_document": ("批准文件", "Approval"),
    "opens_on": ("起始日", "Opens on"),
    "closes_on": ("截止日", "Closes on"),
    "base_fen": ("基准价", "Base price"),
    "fee_account": ("手续费账户", "Account of fees"),
    "article": ("依据", "Article"),
    "reason": ("原因代码", "Reason"),
    "ends_at": ("截止时间", "Ends at"),
    "halt": ("暂停编号", "Halt"),
    "side": ("方向", "Side"),
    "account": ("交易账户", "Trading account"),
    "escrow": ("锁定账户", "Escrow account"),
    "cash": ("资金账户", "Cash account"),
    "price_fen": ("单价", "Price"),
    "order": ("申报编号", "Order"),
    "orders": ("申报编号", "Orders"),
    "counterparties": ("交易对手", "Counterparties"),
    "answers": ("回应的申报", "Answers"),
    "auction": ("竞价编号", "Auction"),
    "reserve_fen": ("底价", "Reserve price"),
    "pricing": ("成交价方式", "Pricing"),
    "forfeit": ("未揭示时保证金归属", "Deposit of a bid not revealed"),
    "deposit_fen": ("保证金", "Deposit"),
    "opens_at": ("出价开始", "Bids from"),
    "closes_at": ("出价截止", "Bids until"),
    "reveals_until": ("揭示截止（密封出价时填写）", "Reveals until (sealed bids)"),
    "commitment": ("出价摘要", "Hash of the bid"),
    "bid": ("出价编号", "Bid"),
    "salt": ("随机值", "Salt"),
    "by": ("登记方（系统登记时为无）", "Recorded by (none: the system)"),
    "issuer": ("银行发行账户", "Bank's issuance account"),
    "fen": ("金额", "Amount"),
    "reference": ("银行流水号", "Bank's reference"),
    "pending": ("待付账户", "Pending account"),
    "total_units": ("合计数量", "Units in all"),
    "fills": ("成交", "Fills"),
    "withdrawal": ("出金编号", "Withdrawal"),
    "day": ("交易日", "Trading day"),
    "trade": ("成交编号（针对该产品全日则留空）", "Trade (empty for all of the product's day)"),
    "objection": ("异议编号", "Objection"),
    "outcome": ("处理结果", "Outcome"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "listed_sessions": ("挂牌交易时段", "Listed sessions"),
    "block_sessions": ("大宗交易时段", "Block sessions"),
    "trading_lot_units": ("最小变动数量", "Lot"),
    "trading_tick_fen": ("最小变动价位（分）", "Tick (fen)"),
    "listed_units_max": ("挂牌单笔上限", "Largest listed order"),
    "block_units_min": ("大宗单笔下限", "Smallest block"),
    "listed_limit_permyriad": ("挂牌涨跌幅（万分之）", "Listed price limit (1/10,000)"),
    "block_limit_permyriad": ("大宗涨跌幅（万分之）", "Block price limit (1/10,000)"),
    "listed_levels": ("可摘牌档位数", "Levels that can be picked"),
    "listed_by_time": ("同价按时间优先（1 是，0 由摘牌方选择）", "At one price by time (1), or by choice (0)"),
    "resale_trading_days": ("买入后不得卖出的交易日数（含当日）", "Trading days before resale, the first counted"),
    "round_trip_both_ways": ("卖出后同样不得买入（1 是）", "The same for buying back (1)"),
    "trading_fee_permyriad": ("单边手续费率（万分之）", "Fee of each side (1/10,000)"),
    "holding_units_max": ("最大持仓量", "Holding limit"),
    "circular_trading_days": (
        "循环交易：首笔至末笔的交易日数（含首末日）",
        "Circles: trading days from first to last, both counted",
    ),
    "circular_likeness_permyriad": (
        "循环交易：最小一笔不少于最大一笔的（万分之）",
        "Circles: the smallest trade's least share of the largest (1/10,000)",
    ),
    "close_minutes": ("尾盘：收市前的分钟数", "Closes: the last minutes of the day"),
    "close_share_permyriad": (
        "尾盘：占尾盘成交量不少于（万分之）",
        "Closes: least share of the last minutes' units (1/10,000)",
    ),
    "close_shift_permyriad": ("尾盘：价格变动不少于（万分之）", "Closes: least move of the price (1/10,000)"),
    "large_holder_units": ("大户报告标准（超过）", "Large holders: reported above"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Venue": {"own": ("本登记簿", "this registry"), "national": ("全国交易系统", "the national exchange")},
    "Side": {"buy": ("买入", "buy"), "sell": ("卖出", "sell")},
    "Mode": {
        "listed": ("挂牌协议", "Listed"),
        "block": ("大宗协议", "Block"),
        "auction": ("单向竞价", "Auction"),
    },
    "OrderStatus": {
        "open": ("有效", "Open"),
        "filled": ("全部成交", "Filled"),
        "cancelled": ("已撤销", "Cancelled"),
        "lapsed": ("已失效", "Lapsed"),
    },
    "Form": {"open": ("公开出价", "Open"), "sealed": ("密封出价", "Sealed")},
    "Pricing": {"uniform": ("统一成交价", "Uniform price"), "pay_as_bid": ("各按出价", "Pay as bid")},
    "Forfeit": {"initiator": ("归发起方", "The initiator's"), "bidder": ("退还出价方", "The bidder's")},
    "AuctionStatus": {
        "announced": ("已公告", "Announced"),
        "settled": ("已完成", "Settled"),
        "withdrawn": ("已撤回", "Withdrawn"),
    },
    "BidStatus": {
        "sealed": ("密封", "Sealed"),
        "standing": ("有效", "Standing"),
        "won": ("中标", "Won"),
        "lost": ("未中标", "Lost"),
        "void": ("作废", "Void"),
        "held": ("保留", "Held"),
    },
    "ObjectionOutcome": {"upheld": ("成立", "Upheld"), "rejected": ("不成立", "Rejected")},
    "ObjectionStatus": {
        "open": ("待答复", "Waiting for an answer"),
        "upheld": ("成立", "Upheld"),
        "rejected": ("不成立", "Rejected"),
    },
    "WithdrawalStatus": {
        "open": ("待付款", "Waiting"),
        "paid": ("已付款", "Paid"),
        "returned": ("已退回", "Returned"),
    },
}
