"""What waits for both sides: offers and missed calls for the lender, margin calls for the owner."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import url_for
from flask_babel import gettext

from registry.areas.participants.rules.calendars import start_of
from registry.areas.pledges import queries
from registry.areas.pledges.queries import PledgeLine
from registry.areas.pledges.rules.records import PledgeStatus
from registry.areas.pledges.views.base import said
from registry.signin import Person
from registry.web import own
from registry.web.formats import beijing_minute, money, quantity
from registry.web.seam import registry
from registry.web.words import kind_title
from registry.web.worklist import LISTED_MAX, Scope, Source, Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _listed(_who: Person, scope: Scope, now_us: int) -> tuple[Work, ...]:
    number = own.participant()
    if number is None:
        return ()
    with registry().engine.connect() as connection:
        found = tuple(_waiting(connection, number, now_us))
    return tuple(one for one in found if scope != "overdue" or one.due_at <= now_us)


def _waiting(connection: "Connection", number: str, now_us: int) -> Iterator[Work]:
    def of(status: PledgeStatus, *, is_lender: bool) -> tuple[PledgeLine, ...]:
        return queries.waiting(connection, number, status=status, is_lender=is_lender, limit=LISTED_MAX)

    for one in of(PledgeStatus.OFFERED, is_lender=True):
        yield _work(one, "pledges.accept", _offered(one), action=gettext("核对"))
    for one in of(PledgeStatus.CALLED, is_lender=True):
        if (one.call_until or 0) <= now_us:
            yield _work(one, "pledges.enforce", _called(one), action=gettext("查看"))
    for one in of(PledgeStatus.CALLED, is_lender=False):
        yield _work(one, "pledges.top_up", _called(one), action=gettext("追加"))


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
    return len(_listed(who, "mine", now_us))


WORK: Final = (Source("pledges", _listed, _count),)
