"""Every code that an answer can carry: its status, its sentence, and which part of the registry says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext

from registry import ledger_wording, wording
from registry.proof_wording import PROOFS
from registry.web import errors
from registry.web.language import language
from registry.web.tables import Column, Filter, Table

# What each status means here; the code says the rest.
STATUSES: Final[Mapping[int, str]] = {
    400: "What was sent is not what it claims to be; nothing was recorded.",
    401: "Somebody must have signed in, or sent a token, to read this.",
    403: "The person or the token may not do this.",
    404: "There is no such record or address.",
    405: "The address does not take this method.",
    409: "A rule refuses; `facts.index` says where the refusal stands in the log, if it was recorded.",
    413: "Larger than what is taken here.",
    422: "Arguments that the schema refuses; `facts.fields` names them.",
    429: "Too many requests; Retry-After says how long to wait.",
    500: "A fault of the server; sending the same entry again does no harm.",
    503: "Nothing is written at the moment; reading goes on, and the same entry may be sent again.",
}
# Who says it; the areas follow under their own names.
PARTS: Final = {
    "web": lazy_gettext("接口与页面"),
    "decide": lazy_gettext("所有事项共同的规则"),
    "bytes": lazy_gettext("条目与签名的字节"),
    "proofs": lazy_gettext("证明与核验"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A code; ``status`` is 0 where it depends: 409 for what a rule refuses, 400 for what cannot be read."""

    code: str
    part: str
    part_name: str
    status: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Problems:
    """All codes, in the order of the part that says them."""

    problems: tuple[Problem, ...]


def parts() -> list[tuple[str, object]]:
    """Return who says codes, with what they are called."""
    at = 1 if language() == "en" else 0
    titles = {name: getattr(module, "TITLE", (name, name))[at] for name, module in wording.areas().items()}
    return [*PARTS.items(), *titles.items()]


PROBLEMS: Final = Table(
    name="problems",
    caption=lazy_gettext("拒绝与错误代码"),
    rows="problems",
    columns=(
        Column(name="code", label=lazy_gettext("代码"), kind="identifier"),
        Column(name="status", label=lazy_gettext("HTTP 状态"), kind="figure"),
        Column(name="sentence", label=lazy_gettext("说明"), sortable=False),
        Column(name="part_name", label=lazy_gettext("出处")),
    ),
    filters=(
        Filter(name="code", label=lazy_gettext("代码")),
        Filter(name="part", label=lazy_gettext("出处"), choices=parts),
    ),
)


def problems() -> Problems:
    """Return every code that an answer can carry, in the reader's language."""
    names = {name: str(label) for name, label in parts()}
    at = 1 if language() == "en" else 0
    found = [
        Problem(code, part, names[part], errors.STATUS_BY_CODE.get(code, 0), pair[at]) for part, code, pair in _worded()
    ]
    own = [Problem(code, "web", names["web"], status, said) for code, status, said in errors.own_codes()]
    return Problems((*own, *found))


def _worded() -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield each code once in each part: an area may word a shared code for its own kinds."""
    core = {"decide": ledger_wording.DECIDE, "bytes": ledger_wording.BYTES, "proofs": PROOFS}
    areas = {name: getattr(module, "REFUSALS", {}) for name, module in wording.areas().items()}
    seen = set()
    for part, pairs in {**core, **areas, "web": current_app.extensions["sentences"]}.items():
        for code, pair in pairs.items():
            if part != "web" or code not in seen:
                yield part, code, pair
            seen.add(code)
