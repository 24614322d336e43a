"""The auditor's word as an entry: the form, with the newest signed head filled in, and the page to sign behind it."""

from flask_babel import lazy_gettext

from registry.areas.auditing.views.base import blueprint, reading, signed_head
from registry.ledger.checkpoint import Checkpoint, parse_checkpoint
from registry.web.bodies import Ask
from registry.web.entryform import entry_page

ENDPOINT = "auditing.attest"


def _head() -> Checkpoint | None:
    with reading() as connection:
        signed = signed_head(connection)
    return parse_checkpoint(signed)[0] if signed is not None else None


def _size() -> str:
    head = _head()
    return str(head.size) if head else ""


def _root() -> str:
    head = _head()
    return head.root.hex() if head else ""


entry_page(
    blueprint,
    "/attestations/sign",
    kind="participants.attest",
    endpoint="attest",
    asks={
        "size": Ask(start=_size, help=lazy_gettext("您核验到的条目数；已填入最新的签名检查点，请以您自己的核验为准。")),
        "root": Ask(start=_root, help=lazy_gettext("您自己算出的根，64 位十六进制（不是 Base64）。")),
        "findings": Ask(start=lambda: "0"),
    },
    intro=lazy_gettext("在离线重放并核对整个日志之后签署。意见公开且永久。"),
)
