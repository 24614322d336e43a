"""Open data for machines: the figures of this moment, and the snapshots that the operator signed."""

from dataclasses import dataclass
from typing import Final

from flask import Response, abort, url_for
from flask_babel import lazy_gettext

from registry.areas.auditing.opendata import SCHEMA
from registry.areas.auditing.queries.conservation import read_open_data
from registry.areas.auditing.views.base import blueprint, reading
from registry.store import snapshots
from registry.store.snapshots import Made
from registry.web.seam import registry
from registry.web.tables import Column, Table
from registry.web.views import view

SNAPSHOTS: Final = Table(
    name="snapshots",
    caption=lazy_gettext("已签名的快照"),
    empty=lazy_gettext("还没有快照；每天会生成并签名一份。"),
    columns=(
        Column(
            name="size",
            label=lazy_gettext("截至条目数"),
            kind="figure",
            link=lambda row: url_for("auditing.snapshot", size=row.size),
        ),
        Column(name="made_at", label=lazy_gettext("生成时间"), kind="time"),
    ),
)


@dataclass(frozen=True, slots=True)
class OpenDataPage:
    """The signed snapshots, the newest first, and the schema's version."""

    rows: tuple[Made, ...]
    schema: str


@view(blueprint, "/open-data", template="auditing/open_data.html", table=SNAPSHOTS)
def open_data() -> OpenDataPage:
    """Return what open data there is."""
    with reading() as connection:
        return OpenDataPage(snapshots.newest(connection), SCHEMA)


@blueprint.get("/open-data/figures.json")
def live_figures() -> Response:
    """Return the figures of this moment."""
    return _answer("json")


@blueprint.get("/open-data/figures.csv")
def live_csv() -> Response:
    """Return the figures of this moment, one a line."""
    return _answer("csv")


@blueprint.get("/open-data/snapshots/<int:size>.json")
def snapshot(size: int) -> Response:
    """Return a snapshot, byte for byte as it was signed."""
    return _file(_kept(size)[0], f"snapshot-{size}.json", "application/json")


@blueprint.get("/open-data/snapshots/<int:size>.note")
def snapshot_note(size: int) -> Response:
    """Return the log's signature over a snapshot's hash, as a C2SP signed note."""
    return _file(_kept(size)[1], f"snapshot-{size}.note", "text/plain; charset=utf-8")


def _kept(size: int) -> tuple[bytes, bytes]:
    with reading() as connection:
        return snapshots.read(connection, size) or abort(404)


def _answer(wanted: str) -> Response:
    with reading() as connection:
        found = read_open_data(connection, registry().origin)
    if found is None:
        abort(503)
    if wanted == "csv":
        return _file(found.to_csv(), "figures.csv", "text/csv; charset=utf-8")
    return _file(found.to_bytes(), "figures.json", "application/json")


def _file(data: bytes, name: str, content_type: str) -> Response:
    response = Response(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    # Open to pages of others as well: it is public, and carries no session.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
