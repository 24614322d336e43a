"""The page on which somebody signs: the sentence in words, the facts, the exact text, and two ways to sign it."""

import hashlib
from dataclasses import dataclass
from typing import Final

from flask import make_response, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.areas.participants import queries
from registry.web.seam import now, person, registry

# The page of the receipt is the auditing area's; the address is fixed here because scripts and mails name it too.
RECEIPT: Final = "/receipts/{id}"
_FACT_MAX: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry that waits for a signature: its exact text, and what the signer should read before signing it.

    `sentence` is the area's sentence for the kind, its facts marked by `marked`. `envelope` holds the signatures of
    those who signed before, if any. `target` receives the envelope by POST; without it, the journal does. `upload` is
    where a file goes that was signed elsewhere. `grave` makes the page ask for a code or a passkey (`presence`).
    """

    text: bytes
    sentence: str | Markup
    title: object
    facts: tuple[tuple[object, object], ...] = ()
    envelope: bytes = b""
    target: str | None = None
    upload: str | None = None
    note: object = ""
    grave: bool = False
    steps: tuple[object, ...] = ()
    # What stands below: for a task, what else may be done with it.
    after: str | Markup = ""
    step: int = 2

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text, which the browser computes again."""
        return hashlib.sha256(self.text).hexdigest()


def marked(template: str, **facts: object) -> Markup:
    """Return a sentence in which the facts stand out; the template is the area's, the facts are escaped."""
    strong = {name: _strong(str(value)) for name, value in facts.items()}
    return Markup(template).format(**strong)  # noqa: S704  the sentence comes from the source, not from people


def _strong(value: str) -> Markup:
    # A list may run over several lines; a number or an account may not.
    kind = "fact" if len(value) <= _FACT_MAX else "fact long"
    return Markup('<strong class="{}">{}</strong>').format(kind, value)


def sign_page(draft: Draft, answers: dict[str, str] | None = None) -> Response:
    """Return the page to check and sign; `answers` let the person go back to the filled-in form."""
    signer = person()
    target = draft.target or url_for("entries.submit")
    page = render_template(
        "sign.html",
        draft=draft,
        answers=answers or {},
        saved=request.form.get("_saved", ""),
        target=target,
        upload=draft.upload or url_for("entries.upload"),
        representative=signer.representative if signer else None,
        origin=registry().origin,
        text=draft.text.decode(),
        envelope=draft.envelope.decode(),
        receipt=RECEIPT,
        keys=" ".join(_active_keys(signer.representative)) if signer and signer.representative else "",
        now_ms=now() // 1000,
    )
    return make_response(page)


def _active_keys(representative: str) -> tuple[str, ...]:
    """Return the keys that count for a representative now, so that a browser can tell whether its own is among them."""
    with registry().engine.connect() as connection:
        return queries.active_keys(connection, representative)
