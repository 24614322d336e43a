"""The pages of auditing, their JSON, `/log/` and `/receipts/`: everything here only reads.

`blueprint`, `NAVIGATION`, `SENTENCES` and `PERMISSIONS` are what the application takes from this area.
"""

from typing import Final

from flask_babel import lazy_gettext

from registry.areas.auditing import REFUSALS
from registry.areas.auditing.views import (
    attest,
    certificates,
    changes,
    conservation,
    evidence,
    figures,
    journal,
    log,
    open_data,
    receipts,
    register,
    trace,
)
from registry.areas.auditing.views.base import blueprint
from registry.web.navigation import Item
from registry.web.permissions import PUBLIC, SIGNED_IN, Access, roles

__all__ = ["NAVIGATION", "PERMISSIONS", "SENTENCES", "blueprint"]
# Importing these modules puts their routes on the blueprint.
_MODULES = (
    attest, certificates, changes, conservation, evidence, figures, journal, log, open_data, receipts, register, trace,
)  # fmt: skip

SENTENCES: Final = REFUSALS
NAVIGATION: Final = {
    "evidence": (
        Item(
            "auditing.journal",
            lazy_gettext("日志"),
            "scroll-text",
            ("auditing.entry", "auditing.receipt"),
        ),
        Item("auditing.trace", lazy_gettext("单位追溯"), "route"),
        Item("auditing.conservation", lazy_gettext("守恒"), "scale"),
        Item("auditing.checkpoints", lazy_gettext("检查点与见证"), "stamp"),
        Item("auditing.attestations", lazy_gettext("审计意见"), "file-badge"),
        Item("auditing.check", lazy_gettext("核验回执"), "badge-check"),
    ),
    "public": (
        Item("auditing.figures", lazy_gettext("数字"), "chart-column"),
        Item("auditing.register", lazy_gettext("参与方名录"), "book-user", ("auditing.keys",)),
        Item("auditing.open_data", lazy_gettext("开放数据"), "database"),
    ),
}
# Who may read which entry is asked of the entry itself.
PERMISSIONS: Final[dict[str, Access]] = {
    "auditing.journal": SIGNED_IN,
    "auditing.entry": SIGNED_IN,
    "auditing.trace": SIGNED_IN,
    **dict.fromkeys(
        (
            "auditing.figures",
            "auditing.register",
            "auditing.check",
            "auditing.open_data",
            "auditing.live_figures",
            "auditing.live_csv",
            "auditing.snapshot",
            "auditing.snapshot_note",
        ),
        PUBLIC,
    ),
    "auditing.conservation": PUBLIC,
    "auditing.checkpoints": PUBLIC,
    "auditing.keys": PUBLIC,
    "auditing.attestations": PUBLIC,
    "auditing.changes": PUBLIC,  # each entry is asked whether the reader may know of it
    "auditing.attest": roles("auditor"),
    "auditing.receipt": PUBLIC,  # whoever has the id, of which 74 bits are chance
    "auditing.proof": PUBLIC,
    "auditing.certificate": PUBLIC,  # likewise
    "auditing.certificate_proof": PUBLIC,
    "auditing.checkpoint": PUBLIC,
    "auditing.checkpoint_of": PUBLIC,
    "auditing.checkpoint_sizes": PUBLIC,
    "auditing.policy": PUBLIC,
    "auditing.tile": PUBLIC,
    "auditing.entries": roles("auditor", scope="log"),
}
