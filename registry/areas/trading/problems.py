"""What the rules of the market refuse, in Chinese and English, and what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    # Products and halts.
    "unknown_product": ("没有交易产品 {key}。请核对代码。", "There is no product {key}. Check its code."),
    "product_closed": (
        "交易产品 {product} 目前不开放交易。请查看其批准日期。",
        "Product {product} is not open for dealing now. Look at the dates of its approval.",
    ),
    "product_differs": (
        "代码 {product} 已用于标的 {asset}。请另选代码。",
        "The code {product} stands for {asset} already. Choose another code.",
    ),
    "product_halted": (
        "交易产品 {product} 因 {reason} 暂停交易。请等待恢复。",
        "Dealing in {product} is halted because of {reason}. Wait until it goes on.",
    ),
    "engine_closed": (
        "{product} 在全国交易系统交易，本登记簿不接受其申报。请到全国系统办理。",
        "{product} is dealt in on the national exchange, and no order is taken here. Go there.",
    ),
    "venue_own": (
        "{product} 在本登记簿交易，成交由此处的申报产生，不能导入。请核对代码。",
        "{product} is dealt in here, where fills come from orders and cannot be imported. Check the code.",
    ),
    "total_differs": (
        "各行合计 {total}，与所填合计 {said} 不符。请核对文件。",
        "The rows add up to {total}, not to the {said} that were said. Check the file.",
    ),
    "fill_in_future": (
        "成交 {reference} 的日期 {day} 尚未到来。请核对文件。",
        "Fill {reference} is of {day}, which is still to come. Check the file.",
    ),
    "fill_known": (
        "成交编号 {reference} 已经导入过，或在文件中出现两次。请去掉重复的行。",
        "Fill {reference} was imported before, or stands twice in the file. Take the row out.",
    ),
    "products_differ": (
        "第 {line} 行是另一产品 {product}。请一个文件只放一个产品。",
        "Line {line} is of another product, {product}. Put one product into a file.",
    ),
    "approval_dates": (
        "截止日 {closes_on} 早于起始日 {opens_on}。请更正日期。",
        "The last day {closes_on} is before the first, {opens_on}. Correct the dates.",
    ),
    "halt_unclear": ("产品与账户须且只须填写一项。请更正。", "Name either a product or an account. Keep one of them."),
    "halt_ended": ("暂停 {halt} 已经结束。无须再次办理。", "Halt {halt} is over already. Nothing is left to do."),
    "unknown_halt": ("没有暂停 {key}。请核对编号。", "There is no halt {key}. Check its number."),
    "end_in_past": ("截止时间已过。请填写以后的时间。", "The end lies in the past. Choose a later time."),
    # Time.
    "no_trading_day": (
        "{day} 不是交易日。请在交易日办理。",
        "{day} is no trading day. Come back on one, Monday to Friday but for holidays.",
    ),
    "session_closed": (
        "现在不在交易时段内。交易时段为 {sessions}（北京时间），请届时办理。",
        "The session is closed. It is open {sessions}, Beijing time; come back then.",
    ),
    "sessions_unreadable": (
        "参数中的交易时段“{text}”无法识别。请联系运营机构更正参数。",
        "The sessions in the parameter cannot be read: {text}. Ask the operator to correct it.",
    ),
    # Who and with whom.
    "account_halted": (
        "账户 {account} 因 {reason} 暂停交易。请联系运营机构。",
        "Account {account} is halted because of {reason}. Ask the operator.",
    ),
    "own_order": (
        "不能与自己成交。请先撤销自己的申报，或选择他人的申报。",
        "Nobody deals with itself. Cancel the own order first, or choose another's.",
    ),
    "related_parties": (
        "与 {participant} 存在已申报的关联关系，双方不能成交。请选择其他对手。",
        "You are related to {participant}, so the two of you may not deal. Choose another counterparty.",
    ),
    "not_invited": (
        "申报 {order} 不是向您发出的。请核对编号。",
        "Order {order} was not offered to you. Check its number.",
    ),
    "counterparties_doubled": (
        "同一交易对手列了两次。请去掉重复的一项。",
        "A counterparty is named twice. Name each once.",
    ),
    # Sizes and prices.
    "off_lot": ("数量须为 {lot} 的整数倍。请更正数量。", "Units come in lots of {lot}. Correct the quantity."),
    "off_tick": (
        "单价须为 {tick_fen} 分的整数倍。请更正单价。",
        "Prices come in steps of {tick_fen} fen. Correct the price.",
    ),
    "units_over_listed_max": (
        "挂牌协议单笔最多 {limit} 单位。更大的数量请走大宗协议。",
        "A listed order has at most {limit} units. Offer more as a block.",
    ),
    "units_under_block_min": (
        "大宗协议单笔至少 {limit} 单位。较小的数量请走挂牌协议。",
        "A block has at least {limit} units. List less as an order.",
    ),
    "price_over_limit": (
        "单价超出今日涨跌幅。允许 {lowest_fen} 至 {highest_fen} 分，请更正。",
        "The price is outside today's limits, {lowest_fen} to {highest_fen} fen. Correct it.",
    ),
    "stale_price": (
        "基准价已变为 {base_fen} 分，与您看到的不同。请重新核对后申报。",
        "The base price is {base_fen} fen now, not what you were shown. Look again and place the order anew.",
    ),
    "no_base_price": (
        "{product} 还没有基准价，须由首个卖方挂牌确定。请等待或以卖方挂牌。",
        "{product} has no base price yet: the first seller's listing sets it. Wait for one, or list a sale.",
    ),
    "turnover_overflow": (
        "单价与数量之积过大，超过 {limit_fen} 分。请减少数量。",
        "Price times units is too large, over {limit_fen} fen. Ask for fewer units.",
    ),
    "holding_over_limit": (
        "成交后持有量将超过上限 {limit}。请减少数量。",
        "You would hold more than the limit of {limit}. Ask for fewer units.",
    ),
    "resale_waits": (
        "近 {days} 个交易日买入的单位暂不能卖出，目前可卖 {free}。请减少数量或改日卖出。",
        "What was bought within {days} trading days cannot be sold yet; {free} are free. Sell fewer, or later.",
    ),
    "repurchase_waits": (
        "近 {days} 个交易日内卖出过同一产品，暂不能买入。请改日办理。",
        "You sold of this product within {days} trading days and cannot buy yet. Come back later.",
    ),
    "ranges_of_purchase": (
        "买入时不能指定序列号。请留空。",
        "Who buys names no serials. Leave them empty.",
    ),
    # Orders and deals.
    "unknown_order": ("没有申报 {key}。请核对编号。", "There is no order {key}. Check its number."),
    "order_differs": (
        "该申报的产品、方向或价格（{product}）与所填不一致。请刷新行情后重试。",
        "The order has another product, side or price ({product}). Look at the market again, then retry.",
    ),
    "order_ended": (
        "申报 {order} 已结束（{status}）。请选择其他申报。",
        "Order {order} has ended ({status}). Choose another.",
    ),
    "order_held": (
        "申报 {order} 的持有人被暂停或冻结，暂不能成交。请选择其他申报。",
        "The owner of order {order} is halted or frozen, so nobody can deal with it now. Choose another.",
    ),
    "order_still_good": (
        "申报 {order} 在 {day} 仍有效，不能登记失效。请在该日之后办理。",
        "Order {order} is good through {day} and has not lapsed. Come back after that day.",
    ),
    "orders_doubled": ("同一申报列了两次。请去掉重复的一项。", "An order is named twice. Name each once."),
    "level_not_offered": (
        "该价格不在对手方最优 {levels} 档之内。请按当前行情选择价格。",
        "This price is not among the best {levels} of the other side. Choose one from the market as it is now.",
    ),
    "level_short": (
        "该价格可成交 {available} 单位，少于您要的 {wanted}。请减少数量。",
        "At this price {available} units can be had, not {wanted}. Ask for fewer.",
    ),
    "time_decides": (
        "{product} 在同一价格按时间先后成交，不能指定申报。请留空。",
        "In {product} time decides at one price, so orders cannot be named. Leave them empty.",
    ),
    # Auctions.
    "unknown_auction": ("没有竞价 {key}。请核对编号。", "There is no auction {key}. Check its number."),
    "auction_times": (
        "竞价时间须依次为：现在、开始、截止、揭示截止。请更正。",
        "An auction opens, closes and ends its reveals in this order, and not in the past. Correct the times.",
    ),
    "deposit_required": (
        "密封竞价须有揭示时间和保证金。请补充。",
        "Sealed bids need a deposit and time to reveal them. Add both.",
    ),
    "auction_form": (
        "该竞价的出价方式为 {form}。请使用相应的出价页面。",
        "Bids in this auction are {form}. Use the page for such bids.",
    ),
    "auction_not_open": ("竞价尚未开始。请在开始后出价。", "The auction is not open yet. Bid once it has opened."),
    "auction_closed": ("竞价已截止出价。请查看结果。", "Bids are closed. Look at the result."),
    "auction_running": ("竞价尚未结束，结果未定。请在结束后办理。", "The auction is not over yet. Come back after it."),
    "auction_ended": (
        "竞价 {auction} 已结束（{status}）。请查看其结果。",
        "Auction {auction} has ended ({status}). Look at its result.",
    ),
    "bids_full": ("出价已达上限 {limit} 笔。请联系发起方。", "The auction has its {limit} bids. Ask the initiator."),
    "bids_made": (
        "已有 {bids} 笔出价，竞价不能撤回。请等待结束。",
        "There are {bids} bids, so the auction cannot be withdrawn. Wait until it ends.",
    ),
    "below_reserve": (
        "出价未达到底价 {reserve_fen} 分。请更正出价。",
        "The bid does not reach the reserve of {reserve_fen} fen. Correct it.",
    ),
    "bid_too_large": (
        "出价数量超过竞价数量 {units}。请减少数量。",
        "The auction has {units} units, fewer than the bid. Bid for fewer.",
    ),
    "bid_not_better": (
        "新的出价须优于原出价（{price_fen} 分，{units} 单位）。请更正。",
        "A new bid must be better than the one that stands, {price_fen} fen for {units}. Correct it.",
    ),
    "bid_accounts_differ": (
        "原出价使用账户 {account}。请用同一账户更新出价。",
        "The bid that stands is of account {account}. Use the same accounts.",
    ),
    "bid_made": ("您已在该竞价中出价。每家只能密封出价一次。", "You have made your one sealed bid in this auction."),
    "bid_revealed": ("出价 {bid} 已经揭示。无须再次办理。", "Bid {bid} is revealed already. Nothing is left to do."),
    "bid_not_held": (
        "出价 {bid} 的状态为 {status}，没有保留的单位或资金。无须办理。",
        "Bid {bid} is {status} and holds nothing back. Nothing is left to do.",
    ),
    "unknown_bid": ("没有出价 {key}。请核对编号。", "There is no bid {key}. Check its number."),
    "reveal_too_early": ("出价截止后才能揭示。请届时办理。", "Bids are revealed after the close. Come back then."),
    "reveal_too_late": (
        "揭示时间已过，该出价作废。请查看竞价结果。",
        "The time to reveal is over and the bid is void. Look at the result.",
    ),
    "commitment_differs": (
        "揭示的内容与密封出价的摘要不符。请用出价时保存的文件揭示。",
        "What is revealed does not fit the sealed bid's hash. Use the file that was saved with the bid.",
    ),
    # Money.
    "account_needed": (
        "本单位还没有用途为 {purpose} 的账户。请先请运营机构开立。",
        "Your organisation has no account of purpose {purpose} yet. Ask the operator to open one.",
    ),
    "not_a_bank": (
        "{participant} 不是结算银行。请由结算银行办理。",
        "{participant} is no settlement bank. Ask the bank to do it.",
    ),
    "payment_known": (
        "银行流水 {reference} 已登记。请核对是否重复。",
        "The bank's payment {reference} is recorded already. Check whether it is the same.",
    ),
    "unknown_withdrawal": ("没有出金 {key}。请核对编号。", "There is no withdrawal {key}. Check its number."),
    "withdrawal_closed": (
        "出金 {withdrawal} 已办结（{status}）。无须再次办理。",
        "Withdrawal {withdrawal} is closed ({status}). Nothing is left to do.",
    ),
    # The end of the day.
    "day_not_over": (
        "交易日 {day} 尚未收市，清算结果未定。请收市后提出。",
        "The trading day {day} is not over, so nothing is cleared yet. Come back after its last session.",
    ),
    "objection_too_late": (
        "对 {day} 的异议须在下一次开市前提出，现已过期。请联系运营机构。",
        "Objections to {day} end with the next opening, which has passed. Ask the operator.",
    ),
    "unknown_trade": ("没有成交 {key}。请核对编号。", "There is no trade {key}. Check its number."),
    "trade_not_yours": (
        "成交 {trade} 不是本单位在 {day} 的成交。请核对编号与日期。",
        "Trade {trade} is none of yours on {day}. Check its number and the day.",
    ),
    "objection_standing": (
        "同一事项已有待答复的异议 {objection}。请等待答复。",
        "Objection {objection} to the same waits for its answer. Wait for it.",
    ),
    "unknown_objection": ("没有异议 {key}。请核对编号。", "There is no objection {key}. Check its number."),
    "objection_answered": (
        "异议 {objection} 已答复（{status}）。无须再次办理。",
        "Objection {objection} is answered ({status}). Nothing is left to do.",
    ),
}
