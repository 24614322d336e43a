"""What waits for both sides: offers and missed calls for the lender, margin calls for the owner."""

from datetime import date
from typing import Final

from flask import g, url_for
from flask_babel import gettext

from registry.areas.participants.rules.calendars import start_of
from registry.areas.pledges import queries
from registry.areas.pledges.queries import PledgeLine
from registry.areas.pledges.rules.records import PledgeStatus
from registry.areas.pledges.views.base import LENDING, said
from registry.ledger.parties import Function
from registry.signin import Person
from registry.web import own
from registry.web.formats import beijing_minute, money, quantity
from registry.web.seam import registry
from registry.web.words import kind_title
from registry.web.worklist import LISTED_MAX, Scope, Source, Work


def _listed(who: Person, scope: Scope, now_us: int) -> tuple[Work, ...]:
    found = tuple(_work_of(one, is_lender=bool(LENDING & who.roles)) for one in _waiting(who, now_us))
    return tuple(one for one in found if scope != "overdue" or one.due_at <= now_us)


def _waiting(who: Person, now_us: int) -> tuple[PledgeLine, ...]:
    number = own.participant()
    if number is None or not (LENDING | {Function.ENTERPRISE}) & who.roles:
        return ()
    if "pledges_waiting" not in g:  # a page asks for the number, the inbox for every list of it
        is_lender = bool(LENDING & who.roles)
        with registry().engine.connect() as connection:
            g.pledges_waiting = queries.waiting(connection, number, is_lender=is_lender, now=now_us, limit=LISTED_MAX)
    found: tuple[PledgeLine, ...] = g.pledges_waiting
    return found


def _work_of(one: PledgeLine, *, is_lender: bool) -> Work:
    if not is_lender:
        return _work(one, "pledges.top_up", _called(one), action=gettext("追加"))
    if one.status == PledgeStatus.OFFERED:
        return _work(one, "pledges.accept", _offered(one), action=gettext("核对"))
    return _work(one, "pledges.enforce", _called(one), action=gettext("查看"))


def _offered(one: PledgeLine) -> str:
    said_of: str = gettext(
        "%(who)s 以 %(units)s %(asset)s 申请质押，担保贷款 %(loan)s",
        who=one.owner_name, units=quantity(one.units, one.asset), asset=one.asset, loan=money(one.loan_fen),
    )  # fmt: skip
    return said_of


def _called(one: PledgeLine) -> str:
    said_of: str = gettext(
        "%(who)s 质押的 %(asset)s 低于保证水平，须在 %(until)s 前追加或还款",
        who=one.owner_name, asset=one.asset, until=beijing_minute(one.call_until),
    )  # fmt: skip
    return said_of


def _work(one: PledgeLine, kind: str, sentence: str, *, action: str) -> Work:
    return Work(
        id=one.id,
        href=url_for("pledges.pledge", pledge=one.id),
        title=kind_title(kind),
        sentence=sentence,
        author=one.owner_name,
        created_at=one.offered_at or 0,
        due_at=one.call_until or _start_of(one.due_on),
        state=said(PledgeStatus(one.status)),
        action=action,
    )


def _start_of(day: str) -> int:
    return start_of(date.fromisoformat(day))


def _count(who: Person, now_us: int) -> int:
    return len(_waiting(who, now_us))


WORK: Final = (Source("pledges", _listed, _count),)
