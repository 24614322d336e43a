"""Many transfers under one signature: a form with a line for each, and an upload with a row for each.

What checks one transfer's form checks each line and each row, so their errors are its errors; what only shows in all of
them together, such as a limit per day, is the rule's answer to the entry as a whole.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint
from flask_babel import gettext, lazy_gettext

from registry.areas.participants.rules.many import LINES_MAX, ManyTransfers, TransferLine
from registry.catalog import CATALOGUE
from registry.ledger.errors import LedgerError, Refusal
from registry.ledger.rules import Kind
from registry.ledger.text import normalise
from registry.store.preview import foresee
from registry.web import own
from registry.web.bodies import Ask, BodyForm
from registry.web.entryform import entry_page
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.seam import now, registry, require_person
from registry.web.uploading import Adapter, Cells, UploadColumn

_COLUMNS: Final = ("source", "target", "asset", "units")
_EXAMPLES: Final = {"source": "31-HO-00000011-82", "target": "31-HO-00000012-79", "units": "500"}
_PARTS: Final = 3
_INTRO: Final = lazy_gettext(
    "一次签名转给多个账户，或全部办理，或全部不办理。每笔各按单笔转让的规定：受信任账户立即到账，其余等待，可逐笔撤回。"
)
# What the rule says of all lines stands at the lines.
_CODES: Final = dict.fromkeys(
    (
        "line_doubled", "same_account", "unknown_account", "purpose_not_credited", "unknown_class",
        "units_not_held", "units_frozen", "too_fragmented", "transfer_limit", "day_limit", "field",
    ),
    "transfers",
)  # fmt: skip


def many_transfers(blueprint: Blueprint, single: BodyForm, *, example: str) -> Adapter:
    """Serve the form of many transfers beside the form of one, and return the upload that makes the same entry."""
    area = single.kind.name.partition(".")[0]
    entry_page(
        blueprint, "/transfer-many", kind=f"{area}.transfer_many", endpoint="transfer_many", intro=_INTRO, codes=_CODES,
        asks={
            "source": single.asks["source"],
            "escrow": Ask(given=lambda _body: own.first_account("ES")() or None),
            "transfers": Ask(
                kind="long", read=_lines,
                help=lazy_gettext(
                    "每行一笔：转入账户、标的、数量，以空格或制表符分开，可从表格粘贴。超过 40 笔请用“批量导入”。"
                ),
            ),
        },
    )  # fmt: skip
    labels = {one.name: one.label for one in single.form.fields}
    return Adapter(
        name=f"{area}-transfers",
        title=lazy_gettext("批量转让配额") if area == "allowances" else lazy_gettext("批量转让碳信用"),
        intro=_INTRO,
        columns=tuple(UploadColumn(name, labels[name], (_EXAMPLES | {"asset": example})[name]) for name in _COLUMNS),
        check=lambda cells: _wrong(single, cells),
        bundle=lambda rows: _bundle(area, single, rows),
        roles=frozenset({"initiator", "approver"}),
        rows_max=LINES_MAX,
    )


def _lines(text: str) -> list[dict[str, object]]:
    """Return the transfers that lines name; a `ValueError` says of each wrong line what is wrong with it."""
    found: list[dict[str, object]] = []
    wrong: list[str] = []
    for number, line in enumerate(filter(None, (normalise(one).strip() for one in text.splitlines())), 1):
        parts = line.split()
        units = parts[-1].replace(",", "")
        if len(parts) != _PARTS or not units.isdecimal():
            wrong.append(gettext("第 %(number)s 行应为“账户 标的 数量”。", number=number))
            continue
        found.append({"target": parts[0].upper(), "asset": parts[1].upper(), "units": int(units)})
    if wrong:
        raise ValueError(" ".join(wrong))
    return found


def _read(single: BodyForm, cells: Cells) -> tuple[Any, dict[str, str]]:
    return single.read(single.form.read({name: cells.get(name, "") for name in _COLUMNS}))


def _wrong(single: BodyForm, cells: Cells) -> Mapping[str, str]:
    """Return what is wrong with a row by column: what the form of one transfer says, or else the rules."""
    body, errors = _read(single, cells)
    if errors:
        return errors
    try:
        with registry().engine.connect() as connection:
            preview = foresee(
                connection, CATALOGUE, single.kind, body=body, signers=(), now=now(),
                author=require_person()[0].representative,
            )  # fmt: skip
        refusal: LedgerError | None = preview.refusal
    except LedgerError as error:
        refusal = error
    if refusal is None:
        return {}
    named = {str(value) for value in refusal.facts.values()}
    column = next((name for name in _COLUMNS if cells.get(name) in named), "units")
    return {column: sentence(refusal.code, refusal.facts, language())}


def _bundle(area: str, single: BodyForm, rows: Sequence[Cells]) -> tuple[Kind, ManyTransfers]:
    """Return the one entry of all rows.

    Raises:
        Refusal: ``sources_differ`` if they leave more than one account, ``row_changed`` if one of them was right and is
            not any more.
    """
    kind = CATALOGUE.latest(f"{area}.transfer_many")
    if kind is None:
        raise LookupError(area)
    orders: list[Any] = []
    for number, cells in enumerate(rows, 1):
        body, errors = _read(single, cells)
        if errors:
            raise Refusal("row_changed", line=number)
        if orders and body.source != orders[0].source:
            raise Refusal("sources_differ", line=number, account=body.source)
        orders.append(body)
    lines = tuple(TransferLine(one.target, one.asset, one.units) for one in orders)
    return kind, ManyTransfers(orders[0].source, own.first_account("ES")() or None, lines)
