"""Static files and icons. One hash over the whole folder stands in the address, so imports between modules hold too."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

import lucide
from flask import Flask, Response, send_from_directory, url_for
from markupsafe import Markup

FOLDER: Final = Path(__file__).parent.parent.parent / "static"
_VERSION_LENGTH: Final = 12
_YEAR_SECONDS: Final = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Serve the folder under `/assets/<hash>/` and give templates `asset` and `icon`."""
    version = folder_hash(FOLDER)

    @app.get("/assets/<wanted>/<path:name>", endpoint="assets")
    def assets(wanted: str, name: str) -> Response:
        response = send_from_directory(FOLDER, name, max_age=_YEAR_SECONDS)
        if wanted == version:
            response.cache_control.immutable = True
        else:  # a page that was open during a release gets today's file, but keeps it no longer than needed
            response.cache_control.max_age = None
            response.cache_control.no_cache = True
        return response

    def asset(name: str) -> str:
        return url_for("assets", wanted=version, name=name)

    app.jinja_env.globals.update(asset=asset, icon=icon)


def folder_hash(folder: Path) -> str:
    """Return a hash over names and contents of all files in the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_VERSION_LENGTH]


@cache
def icon(name: str, size: int = 18) -> Markup:
    """Return a Lucide icon as inline SVG; it decorates, so screen readers pass over it."""
    return Markup(lucide._render_icon(name, size, aria_hidden="true", focusable="false"))  # noqa: S704, SLF001
