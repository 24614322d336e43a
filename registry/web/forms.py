"""Forms by declaration, from the first field to the signature: fill in, check, sign.

`drafting` turns a form and a function into the whole way: the function gets clean values and returns the `Draft` that
the person signs. What the rules refuse comes back to the form, at its field. Full-width digits and spaces are read as
what they mean here, at the edge; after this nothing is normalised.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import marshmallow as ma
from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from registry.ledger.errors import LedgerError, Refusal
from registry.web.documents import take
from registry.web.errors import status_of
from registry.web.keeping import SAVED, keeps_typed, save_for_later, start_of
from registry.web.language import language
from registry.web.messages import sentence
from registry.web.signing import Draft, sign_page

FieldKind = Literal[
    "text", "long", "integer", "money", "choice", "radio", "date", "password", "code", "hidden", "document"
]
TEXT_MAX: Final = 200
LONG_MAX: Final = 2000
# Both stay below 2^53.
_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_MONEY: Final = re.compile(r"[0-9]{1,13}(\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `public` makes the form say that the text is public and permanent."""

    name: str
    label: object
    kind: FieldKind = "text"
    help: object = ""
    unit: object = ""
    required: bool = True
    public: bool = False
    choices: Callable[[], Sequence[tuple[str, object]]] | None = None
    autocomplete: str = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A declared form. `fields_of_codes` says which field a refusal's code belongs to."""

    title: object
    fields: tuple[Field, ...]
    intro: object = ""
    button: object = ""
    fields_of_codes: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_files(self) -> bool:
        """Whether a file can be chosen in it."""
        return any(one.kind == "document" for one in self.fields)

    def posted(self) -> "Filled":
        """Return what the request sends; a chosen file is kept, and its hash stands in the field's place."""
        digests, spoiled = take(one.name for one in self.fields if one.kind == "document")
        filled = self.read(request.form.to_dict() | digests)
        return replace(filled, errors=filled.errors | spoiled, spoiled=spoiled)

    def read(self, given: Mapping[str, str]) -> "Filled":
        """Return the values as typed and as meant, and what is wrong with them by field."""
        raw = {one.name: given.get(one.name, "").strip() for one in self.fields}
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for one in self.fields:
            try:
                values[one.name] = _read(one, raw[one.name])
            except ValueError as error:
                errors[one.name] = str(error)
        return Filled(self, raw, values, errors)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with what somebody typed."""

    form: Form
    raw: dict[str, str]
    values: dict[str, Any]
    errors: dict[str, str]
    general: tuple[str, ...] = ()
    # What is wrong with files that were chosen: they are not kept, and must be chosen again.
    spoiled: Mapping[str, str] = field(default_factory=dict)


Drafter = Callable[[dict[str, Any]], Draft]


def drafting(
    blueprint: Blueprint, rule: str, *, form: Form, template: str = "form.html"
) -> Callable[[Callable[..., Draft]], Callable[..., Draft]]:
    """Return a decorator that serves the form (GET), checks it and shows the page to sign (POST)."""

    def declare(function: Callable[..., Draft]) -> Callable[..., Draft]:
        @keeps_typed
        def serve(**path: object) -> Response:
            if request.method == "GET":
                return form_page(Filled(form, start_of(request.args), {}, {}), template)
            filled = form.posted()
            aside = set_aside(filled, template)
            if aside is not None:
                return aside
            if filled.errors:
                return form_page(filled, template, 422)
            try:
                return sign_page(function(filled.values, **path), filled.raw)
            except (LedgerError, ma.ValidationError) as error:
                return refused(filled, error, template)

        blueprint.add_url_rule(rule, function.__name__, serve, methods=["GET", "POST"])
        return function

    return declare


def set_aside(filled: Filled, template: str) -> Response | None:
    """Return the form as it was to whoever comes back to it, or keep it for later; None for one that goes on."""
    if "_back" in request.form:
        return form_page(Filled(filled.form, filled.raw, {}, {}), template)
    if "_save" in request.form:
        if filled.spoiled:
            return form_page(Filled(filled.form, filled.raw, {}, dict(filled.spoiled)), template, 422)
        secret = frozenset(one.name for one in filled.form.fields if one.kind in ("password", "code"))
        try:
            return save_for_later(filled.form.title, filled.raw, secret=secret)
        except Refusal as refusal:
            return refused(filled, refusal, template)
    return None


def form_page(filled: Filled, template: str, status: int = 200) -> Response:
    """Return the form as a page, with errors at the fields and in a summary."""
    saved = filled.raw.get(SAVED) or request.form.get(SAVED, "")
    return make_response(render_template(template, form=filled.form, filled=filled, saved=saved), status)


def refused(filled: Filled, error: LedgerError | ma.ValidationError, template: str = "form.html") -> Response:
    """Return the form with an answer of the rules at the field that it concerns, or above the form."""
    if isinstance(error, ma.ValidationError):
        errors = {name: "; ".join(map(str, texts)) for name, texts in error.normalized_messages().items()}
        return form_page(Filled(filled.form, filled.raw, {}, errors), template, 422)
    text = sentence(error.code, error.facts, language())
    name = filled.form.fields_of_codes.get(error.code) or str(error.facts.get("field", ""))
    if name in filled.raw:
        return form_page(Filled(filled.form, filled.raw, {}, {name: text}), template, status_of(error))
    return form_page(Filled(filled.form, filled.raw, {}, {}, (text,)), template, status_of(error))


def _read(one: Field, text: str) -> Any:  # noqa: ANN401  the type is the field's
    if not text:
        if one.required:
            raise ValueError(gettext("请填写此项。"))
        return None
    if one.kind in ("password", "long"):
        limit = LONG_MAX
    else:
        text, limit = unicodedata.normalize("NFKC", text), TEXT_MAX
    if len(text) > limit:
        raise ValueError(gettext("最多 %(limit)s 个字符。", limit=limit))
    if one.kind == "document":
        return text.lower()
    if one.kind == "integer":
        return _integer(text.replace(",", "").replace(" ", ""))
    if one.kind == "money":
        return _fen(text.replace(",", "").replace(" ", "").removeprefix("¥"))
    if one.kind in ("choice", "radio") and one.choices and text not in {value for value, _ in one.choices()}:
        raise ValueError(gettext("请从列表中选择。"))
    return text


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise ValueError(gettext("请填写整数，不带小数。"))
    return int(text)


def _fen(text: str) -> int:
    if not _MONEY.fullmatch(text):
        raise ValueError(gettext("请填写金额，例如 1234.56。"))
    whole, _, rest = text.partition(".")
    if len(rest) > 2:  # noqa: PLR2004  fen
        raise ValueError(gettext("金额最多两位小数。"))
    return int(whole) * 100 + int(rest.ljust(2, "0"))
