"""What pages read of the market. SQL lives here only."""

from registry.areas.trading.queries.asked import DEALING, Asked, AskedPage, asked, refused_of
from registry.areas.trading.queries.due import due_auctions, due_orders
from registry.areas.trading.queries.market import (
    DayLine,
    Level,
    ProductLine,
    TradeLine,
    TradePage,
    book,
    days,
    product_of,
    products,
    trades,
)
from registry.areas.trading.queries.own import (
    OrderLine,
    OrderPage,
    OwnTrade,
    OwnTradePage,
    WithdrawalLine,
    own_orders,
    own_trades,
    withdrawals,
)
from registry.areas.trading.queries.standing import ParameterLine, Standing, base_of, parameters, standing
from registry.areas.trading.queries.why import Fill, Setting, Since, Stop, Try, fills_of, setting, since

__all__ = [
    "DEALING",
    "Asked",
    "AskedPage",
    "DayLine",
    "Fill",
    "Level",
    "OrderLine",
    "OrderPage",
    "OwnTrade",
    "OwnTradePage",
    "ParameterLine",
    "ProductLine",
    "Setting",
    "Since",
    "Standing",
    "Stop",
    "TradeLine",
    "TradePage",
    "Try",
    "WithdrawalLine",
    "asked",
    "base_of",
    "book",
    "days",
    "due_auctions",
    "due_orders",
    "fills_of",
    "own_orders",
    "own_trades",
    "parameters",
    "product_of",
    "products",
    "refused_of",
    "setting",
    "since",
    "standing",
    "trades",
    "withdrawals",
]
