"""Conservation: what was issued of each class and vintage, where it lies, and whether the log says the same."""

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext

from registry.areas.auditing.figures import Held, asset_parts, by_asset, load
from registry.areas.auditing.queries.conservation import units_of_classes
from registry.areas.auditing.queries.heads import Attested, newest_attestation
from registry.areas.auditing.views.base import blueprint, kept_figures, reading
from registry.web.seam import config, registry
from registry.web.tables import Column, Filter, Table
from registry.web.views import view

_NONE: Final = Held()


@dataclass(frozen=True, slots=True)
class AssetRow:
    """One class and vintage: figures from the balances, and what the last audit recomputed from the log.

    ``aside`` is in transit, pledged or waiting for confirmation. ``from_log`` is `equal`, `differs`, `earlier` if the
    audit ended at another size, or `none` without one; `log_issued` and `log_difference` are the audit's own.
    """

    asset: str
    asset_class: str
    vintage: str
    unit: str
    issued: int
    holding: int
    aside: int
    surrendered: int
    retired: int
    cancelled: int
    reserve: int
    difference: int
    log_issued: int | None
    log_difference: int | None
    from_log: str


@dataclass(frozen=True, slots=True)
class ConservationPage:
    """Conservation as of a size; ``audited_size`` and ``audited_at`` are those of the last audit on this server."""

    rows: tuple[AssetRow, ...]
    size: int
    root: str
    audited_size: int | None
    audited_at: int | None
    attested: Attested | None

    @property
    def is_whole(self) -> bool:
        """Whether no asset has a difference, by the balances and by the log."""
        return not any(row.difference or row.log_difference or row.from_log == "differs" for row in self.rows)


_FIGURES: Final = (
    ("holding", lazy_gettext("持有")),
    ("aside", lazy_gettext("在途与质押")),
    ("surrendered", lazy_gettext("已清缴")),
    ("retired", lazy_gettext("已使用")),
    ("cancelled", lazy_gettext("已注销")),
    ("reserve", lazy_gettext("储备与缓冲")),
)
CONSERVATION: Final = Table(
    name="conservation",
    caption=lazy_gettext("各类别与年份"),
    empty=lazy_gettext("还没有签发任何单位。"),
    columns=(
        Column(name="asset_class", label=lazy_gettext("类别"), kind="identifier"),
        Column(name="vintage", label=lazy_gettext("年份"), kind="identifier"),
        Column(name="issued", label=lazy_gettext("签发"), kind="quantity", unit_from="unit"),
        # What the reader came for stands where no narrow screen hides it.
        Column(name="difference", label=lazy_gettext("差额"), kind="quantity"),
        Column(
            name="from_log",
            label=lazy_gettext("与日志比对"),
            kind="badge",
            badges={
                "equal": ("good", lazy_gettext("相符")),
                "differs": ("bad", lazy_gettext("不符")),
                "earlier": ("info", lazy_gettext("审计止于较早位置")),
                "none": ("quiet", lazy_gettext("尚未审计")),
            },
        ),
        *(Column(name=name, label=label, kind="quantity") for name, label in _FIGURES),
    ),
    filters=(
        Filter(name="asset_class", label=lazy_gettext("类别")),
        Filter(name="vintage", label=lazy_gettext("年份")),
    ),
)


@view(blueprint, "/conservation", template="auditing/conservation.html", table=CONSERVATION)
def conservation() -> ConservationPage:
    """Return, for each class and vintage, what was issued and where all of it is.

    Raises:
        Malformed: ``audit_file`` if what the last audit left cannot be read.
    """
    with reading() as connection:
        found = kept_figures().read(connection)
        units = units_of_classes(connection)
        attested = newest_attestation(connection, registry().origin)
    audited = load(config().directory)
    from_log = by_asset(audited.sums) if audited else {}
    is_same = audited is not None and audited.size == found.size
    rows = [
        _asset_row(asset, found.assets.get(asset, _NONE), units, audit=from_log.get(asset), is_same=is_same)
        for asset in sorted(found.assets.keys() | from_log.keys())
    ]
    size, at = (audited.size, audited.at) if audited else (None, None)
    return ConservationPage(tuple(rows), found.size, found.root, size, at, attested)


def _asset_row(asset: str, held: Held, units: dict[str, str], *, audit: Held | None, is_same: bool) -> AssetRow:
    asset_class, vintage = asset_parts(asset)
    verdict = "none" if audit is None else "earlier"
    if is_same:
        verdict = "equal" if audit == held else "differs"
    return AssetRow(
        asset=asset,
        asset_class=asset_class,
        vintage=vintage,
        unit=units.get(asset_class, ""),
        issued=held.issued,
        holding=held.holding,
        aside=held.escrow + held.pledge + held.pending,
        surrendered=held.surrendered,
        retired=held.retired,
        cancelled=held.cancelled,
        reserve=held.reserve + held.buffer,
        difference=held.difference,
        log_issued=audit.issued if audit else None,
        log_difference=audit.difference if audit else None,
        from_log=verdict,
    )
