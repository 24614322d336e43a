"""The facts under a sentence before it is signed: whose accounts, what is left, which serials, who signs, until when.

They are foreseen by the rules themselves over what the database holds now; see `registry.store.preview`.
"""

import typing
from collections.abc import Iterator, Sequence
from typing import Final

from flask_babel import gettext
from markupsafe import Markup

from registry import wording
from registry.areas.participants import queries
from registry.ledger.book import asset_class_of
from registry.ledger.codec import AccountNo, fields
from registry.ledger.entry import Entry
from registry.ledger.parties import Role
from registry.ledger.rules import Kind, Transfer
from registry.store.preview import Balance, Missing, Preview
from registry.web.arrivals import arrival_facts
from registry.web.documents import document_facts
from registry.web.formats import beijing_minute, identifier, quantity, unit
from registry.web.language import language
from registry.web.words import choice_of, label_of

if typing.TYPE_CHECKING:
    from sqlalchemy import Connection

Fact = tuple[object, object]
RANGES_SHOWN: Final = 8
SIGNERS_SHOWN: Final = 6
_ACCOUNT: Final = typing.get_args(AccountNo)[1]


def facts_of(
    connection: "Connection",
    entry: Entry,
    kind: Kind,
    body: object,
    preview: Preview,
) -> tuple[Fact, ...]:
    """Return what a signer should read beside the sentence."""
    found: list[Fact] = []
    if preview.refusal is not None:
        text = wording.refusal_text(preview.refusal.code, preview.refusal.facts, language())
        badge = Markup('<span class="badge bad">{}</span> {}').format(gettext("现在会被拒绝"), text)
        found.append((gettext("预计结果"), badge))
    found += _accounts(connection, kind, body)
    found += arrival_facts(connection, body, preview)
    found += _balances(connection, preview.balances)
    if preview.outcome.transfers:
        found.append((gettext("序列区间"), _serials(connection, preview.outcome.transfers)))
    found += document_facts(connection, kind.name, entry.body)
    found.append((gettext("需要的签名"), signatures_text(preview.missing_after)))
    found.append((gettext("有效期至"), beijing_minute(entry.expires)))
    return tuple(found)


def signatures_text(missing: Sequence[Missing]) -> str:
    """Return who must sign besides the person who is about to."""
    if not missing:
        return str(gettext("您签名后即可提交，无需他人签名。"))
    parts = [
        gettext("%(count)s 位%(role)s（%(names)s）", count=one.count, role=_role(one), names=_names(one.candidates))
        for one in missing
    ]
    return str(gettext("您签名后，还需：%(who)s。", who=gettext("、").join(parts)))


def _role(missing: Missing) -> str:
    named = str(choice_of(Role(missing.role), "participants.register")) if missing.role else gettext("代表")
    return str(gettext("%(role)s（离线密钥）", role=named) if missing.is_offline else named)


def _names(candidates: Sequence[str]) -> str:
    if not candidates:
        return str(gettext("目前没有可签名的代表"))
    shown = gettext("、").join(candidates[:SIGNERS_SHOWN])
    more = len(candidates) - SIGNERS_SHOWN
    if more <= 0:
        return str(shown)
    return str(gettext("%(names)s 等，另 %(num)s 位", num=more, names=shown))


def _accounts(connection: "Connection", kind: Kind, body: object) -> Iterator[Fact]:
    for spec in fields(kind.body):
        number = getattr(body, spec.name)
        if spec.constraint == _ACCOUNT and number:
            holder = queries.account_holder(connection, number)
            name = holder[1] if holder else gettext("没有这个账户")
            yield (
                label_of(spec.name, kind.name),
                Markup('{} <span class="holder">{}</span>').format(identifier(number), name),
            )


def _balances(connection: "Connection", balances: Sequence[Balance]) -> Iterator[Fact]:
    units = queries.class_units(connection) if balances else {}
    for one in balances:
        # What another account holds is not the signer's business; an account that loses units is.
        if one.after < one.before and one.before >= 0:
            name = unit(units.get(asset_class_of(one.asset), ("", ""))[1])
            text = gettext(
                "%(asset)s：%(after)s %(unit)s（现 %(before)s）",
                asset=one.asset, after=quantity(one.after, one.asset), unit=name,
                before=quantity(one.before, one.asset),
            )  # fmt: skip
            yield gettext("办理后余额"), text


def _serials(connection: "Connection", transfers: Sequence[Transfer]) -> Markup:
    texts = queries.batch_texts(connection, (one.batch for one in transfers))
    shown = [
        identifier(queries.serial_text(texts[one.batch], one.first, one.last))
        if one.batch in texts
        else f"{one.first:,}–{one.last:,}"
        for one in transfers[:RANGES_SHOWN]
    ]
    lines = Markup("<br>").join(shown)
    more = len(transfers) - RANGES_SHOWN
    return lines + Markup("<br>{}").format(gettext("另有 %(count)s 段", count=more)) if more > 0 else lines
