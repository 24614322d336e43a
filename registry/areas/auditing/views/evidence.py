"""Signed heads and their witnesses, the keys of a participant, and auditors' attestations."""

from typing import Final

import marshmallow as ma
from flask import url_for
from flask_babel import lazy_gettext

from registry.areas.auditing.queries.heads import Attestations, SignedHeads, read_attestations, read_heads
from registry.areas.auditing.queries.keys import KeysOf, read_keys
from registry.areas.auditing.views.base import blueprint, reading, unknown
from registry.web.seam import registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view


class HeadsSchema(ma.Schema):
    """Which kept heads to list."""

    witnessed = ma.fields.Boolean(load_default=False)


HEADS: Final = Table(
    name="checkpoints",
    caption=lazy_gettext("保存的检查点"),
    paged=True,
    empty=lazy_gettext("还没有保存的检查点；每隔数秒，有新条目时会保存一个。"),
    columns=(
        Column(
            name="size",
            label=lazy_gettext("条目数"),
            kind="figure",
            sortable=False,
            link=lambda row: url_for("auditing.checkpoint_of", size=row.size),
        ),
        Column(name="short_root", label=lazy_gettext("根"), kind="identifier", sortable=False),
        Column(name="cosigned_at", label=lazy_gettext("最近联署"), kind="time", sortable=False),
        Column(name="cosigned_count", label=lazy_gettext("联署的见证方"), kind="figure", sortable=False),
        Column(
            name="standing",
            label=lazy_gettext("状态"),
            kind="badge",
            sortable=False,
            badges={
                "witnessed": ("good", lazy_gettext("已见证")),
                "signed": ("wait", lazy_gettext("见证未足数")),
                "broken": ("bad", lazy_gettext("签名不成立")),
            },
        ),
    ),
    filters=(Filter(name="witnessed", label=lazy_gettext("范围"), choices=lambda: (("1", lazy_gettext("仅已见证")),)),),
)


@view(blueprint, "/checkpoints", template="auditing/checkpoints.html", table=HEADS, query=HeadsSchema)
def checkpoints(*, sort: str | None, after: str | None, witnessed: bool) -> SignedHeads:
    """Return the kept heads with who cosigned them and when, the largest first."""
    del sort
    with reading() as connection:
        return read_heads(connection, registry().origin, below=_number(after), only_witnessed=witnessed)


KEYS: Final = Table(
    name="keys",
    caption=lazy_gettext("曾有的全部密钥"),
    empty=lazy_gettext("该参与方没有登记过密钥，因此不能签署任何条目。"),
    columns=(
        Column(name="representative", label=lazy_gettext("代表"), kind="identifier"),
        Column(name="grouped", label=lazy_gettext("公钥指纹"), sortable=False),
        Column(
            name="custody",
            label=lazy_gettext("存放"),
            kind="badge",
            badges={"browser": ("quiet", lazy_gettext("浏览器")), "offline": ("quiet", lazy_gettext("离线"))},
        ),
        Column(
            name="status",
            label=lazy_gettext("状态"),
            kind="badge",
            badges={
                "active": ("good", lazy_gettext("有效")),
                "recovery": ("wait", lazy_gettext("恢复等待期")),
                "stopped": ("bad", lazy_gettext("恢复被制止")),
                "revoked": ("quiet", lazy_gettext("已吊销")),
            },
        ),
        Column(name="registered_index", label=lazy_gettext("登记位置"), kind="figure"),
        Column(name="ended_index", label=lazy_gettext("终止位置"), kind="figure"),
        Column(name="vouched_by", label=lazy_gettext("担保代表"), kind="identifier"),
        Column(name="vouched_name", label=lazy_gettext("担保方")),
        Column(
            name="came_alone",
            label=lazy_gettext("担保方式"),
            kind="badge",
            badges={
                "True": ("info", lazy_gettext("外部核验指纹")),
                "False": ("good", lazy_gettext("本单位已有密钥")),
            },
        ),
    ),
)


@view(blueprint, "/participants/<number>/keys", template="auditing/keys.html", table=KEYS, by_head=True)
def keys(*, number: str) -> KeysOf:
    """Return every key that a participant ever had, and who vouched for it.

    Raises:
        Refusal: ``unknown_record``.
    """
    with reading() as connection:
        found = read_keys(connection, number)
    if found is None:
        raise unknown(number=number)
    return found


ATTESTATIONS: Final = Table(
    name="attestations",
    caption=lazy_gettext("审计意见"),
    paged=True,
    empty=lazy_gettext("还没有审计意见。审计机构核验日志后，可用自己的密钥签署一份。"),
    columns=(
        Column(name="index", label=lazy_gettext("日志位置"), kind="figure", sortable=False),
        Column(name="recorded_at", label=lazy_gettext("记录时间"), kind="time", sortable=False),
        Column(name="name", label=lazy_gettext("审计机构"), sortable=False),
        Column(name="auditor", label=lazy_gettext("代表"), kind="identifier", sortable=False),
        Column(name="size", label=lazy_gettext("核验至"), kind="figure", sortable=False),
        Column(
            name="verdict",
            label=lazy_gettext("结论"),
            kind="badge",
            sortable=False,
            badges={"holds": ("good", lazy_gettext("全部相符")), "differs": ("bad", lazy_gettext("有不符"))},
        ),
        Column(name="findings", label=lazy_gettext("发现"), kind="figure", sortable=False),
        Column(
            name="report",
            label=lazy_gettext("报告"),
            kind="identifier",
            sortable=False,
            write=lambda digest: f"{digest[:12]}…",
            link=lambda row: url_for("documents.show", digest=row.report),
        ),
        Column(
            name="is_our_root",
            label=lazy_gettext("所述的根"),
            kind="badge",
            sortable=False,
            badges={
                "True": ("good", lazy_gettext("与本日志一致")),
                "False": ("bad", lazy_gettext("与本日志不一致")),
            },
        ),
    ),
)


@view(blueprint, "/attestations", template="auditing/attestations.html", table=ATTESTATIONS, by_head=True)
def attestations(*, sort: str | None, after: str | None) -> Attestations:
    """Return what auditors attested, the newest first, each root compared with our tree's."""
    del sort
    with reading() as connection:
        return read_attestations(connection, registry().origin, below=_number(after))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and text.isascii() else None
