"""What pages read of the market. SQL lives here only."""

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

__all__ = [
    "DayLine",
    "Level",
    "OrderLine",
    "OrderPage",
    "OwnTrade",
    "OwnTradePage",
    "ParameterLine",
    "ProductLine",
    "Standing",
    "TradeLine",
    "TradePage",
    "WithdrawalLine",
    "base_of",
    "book",
    "days",
    "due_auctions",
    "due_orders",
    "own_orders",
    "own_trades",
    "parameters",
    "product_of",
    "products",
    "standing",
    "trades",
    "withdrawals",
]
