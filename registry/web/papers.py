"""Papers: a page of facts as PDF/A-3, with the receipt attached that proves them and its hash and code in print.

The same facts and the same receipt give the same bytes: fonts come from an installed package and never from the
machine, and the document's date is that of the entry. Layout is `templates/paper.typ`; nothing here knows an area.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from flask import Response
from flask_babel import gettext

from registry.web.formats import MICROSECONDS, fingerprint
from registry.web.language import language
from registry.web.seam import config

if TYPE_CHECKING:
    import typst


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a heading, each with its label."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a paper says. ``entry`` is the id of the entry that ``proof``, its `.tlog-proof`, shows to be in the log."""

    name: str
    title: str
    lead: str
    sections: Sequence[Section]
    entry: str
    recorded_at: int
    proof: bytes


def answer(paper: Paper) -> Response:
    """Return a paper as a file."""
    made = Response(render(paper), mimetype="application/pdf")
    made.headers["Content-Disposition"] = f'attachment; filename="{paper.name}.pdf"'
    return made


def render(paper: Paper) -> bytes:
    """Return the bytes of a paper; the same for the same paper, language and registry."""
    import typst  # a large module, and few processes ever print

    digest = hashlib.sha256(paper.proof).hexdigest()
    address = f"{config().url}/receipts/{paper.entry}"
    said = {
        "lang": language(),
        "issuer": gettext("自贸区环境权益登记簿"),
        "title": paper.title,
        "lead": paper.lead,
        "warning": gettext("数据、批准文号与机构均为虚构，密钥公开，不产生任何权利。") if config().demo else "",
        "sections": [{"title": one.title, "rows": one.rows} for one in paper.sections],
        "footer": gettext("时间均为北京时间（UTC+8）。日志 %(origin)s", origin=config().origin),
        "proof": {
            "title": gettext("证明"),
            "text": gettext(
                "本文件附有日志回执，任何人都可以用第三方工具离线核验此条目确在日志中。附件须与下列摘要相符；二维码为回执的网址与摘要。"
            ),
            "file": f"{paper.entry}.tlog-proof",
            "sha256": fingerprint(digest),
            "address": address,
        },
    }
    inputs = {
        "data": json.dumps(said, ensure_ascii=False),
        "code": _code(f"{address}#sha256={digest}"),
        "proof": paper.proof.decode(),
    }
    made = typst.compile(
        _layout(), font_paths=_fonts(), ignore_system_fonts=True, format="pdf", sys_inputs=inputs,
        pdf_standards="a-3a", timestamp=paper.recorded_at // MICROSECONDS,
    )  # fmt: skip
    return bytes(made)


def _code(text: str) -> str:
    file = io.BytesIO()
    segno.make(text, error="m").save(file, kind="svg", xmldecl=False, border=1)
    return file.getvalue().decode()


@cache
def _layout() -> bytes:
    return files("registry").joinpath("templates/paper.typ").read_bytes()


@cache
def _fonts() -> "typst.Fonts":
    import manimgx_fonts_cjk
    import typst

    folder = Path(manimgx_fonts_cjk.__file__).parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
