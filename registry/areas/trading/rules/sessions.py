"""When a product is dealt in: trading days and sessions, decided by `recorded_at` alone. No orders here.

Trading days are Monday to Friday without holidays; days that are worked to make up for a holiday are working days but
never trading days. A year without a calendar is closed.
"""

from datetime import date, timedelta

from registry.areas.participants.rules.calendars import Calendar, day_of, is_trading_day, start_of
from registry.areas.participants.rules.parameters import in_force
from registry.ledger.errors import Refusal
from registry.ledger.instants import SECOND
from registry.ledger.rules import View

_MINUTE = 60 * SECOND
# More than the longest run of days without trade.
_WALK_MAX = 60


def last_trading_days(view: View, day: date, n: int) -> tuple[str, ...]:
    """Return the last n trading days up to and with a trading day, the newest first.

    A year without a calendar ends the walk: nobody dealt in it.
    """
    found: list[str] = []
    for back in range(_WALK_MAX):
        one = day - timedelta(days=back)
        if len(found) == n or view.get(Calendar, one.year) is None:
            break
        if is_trading_day(view, one):
            found.append(one.isoformat())
    return tuple(found)


def minutes_of(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sessions that a text such as ``09:30-11:30,13:00-15:00`` names, in minutes of the Beijing day.

    Raises:
        Refusal: ``sessions_unreadable`` for anything else, or for sessions that overlap or run backwards.
    """
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        begin, dash, end = part.strip().partition("-")
        session = (_minute(begin), _minute(end)) if dash else (0, 0)
        if session[0] >= session[1] or (found and session[0] < found[-1][1]):
            raise Refusal("sessions_unreadable", text=text)
        found.append(session)
    return tuple(found)


def _minute(text: str) -> int:
    hour, colon, minute = text.partition(":")
    is_plain = colon and len(hour) == len(minute) == 2 and (hour + minute).isascii() and (hour + minute).isdigit()  # noqa: PLR2004
    if not is_plain or int(hour) > 24 or int(minute) > 59:  # noqa: PLR2004
        return -1
    return int(hour) * 60 + int(minute)


def sessions_of(view: View, name: str, product: str, now: int) -> tuple[tuple[int, int], ...]:
    """Return a product's sessions of one mode at an instant, in minutes of the Beijing day.

    Raises:
        Refusal: ``parameter_not_set``; nothing that matters in law has a default.
    """
    found = in_force(view, name, now, scope=product) or in_force(view, name, now)
    if found is None or found.text is None:
        raise Refusal("parameter_not_set", name=name, scope=product)
    return minutes_of(found.text)


def edges_of(view: View, product: str, day: date, now: int) -> tuple[int, int]:
    """Return the instants at which the first session of a trading day begins and its last one ends, of either mode.

    Sessions are those in force at ``now``.

    Raises:
        Refusal: those of `sessions_of`.
    """
    both = [*sessions_of(view, "listed_sessions", product, now), *sessions_of(view, "block_sessions", product, now)]
    start = start_of(day)
    return start + min(begin for begin, _ in both) * _MINUTE, start + max(end for _, end in both) * _MINUTE


def require_session(view: View, name: str, product: str, now: int) -> date:
    """Return the trading day of an instant that lies in one of a product's sessions: from a begin on, before its end.

    Raises:
        Refusal: ``no_trading_day``, ``session_closed`` with the sessions, ``calendar_missing``, ``parameter_not_set``.
    """
    day = day_of(now)
    if not is_trading_day(view, day):
        raise Refusal("no_trading_day", day=day.isoformat())
    since = now - start_of(day)
    sessions = sessions_of(view, name, product, now)
    if not any(begin * _MINUTE <= since < end * _MINUTE for begin, end in sessions):
        raise Refusal("session_closed", sessions=", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in sessions))
    return day


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
