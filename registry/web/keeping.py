"""What somebody typed and has not yet sent: kept for later when they ask, and carried through a sign-in that ran out.

Nothing is kept for strangers: what was typed travels with the sign-in page, and is saved once it is known whose it is.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from registry.store import saved_forms
from registry.web.seam import now, people, registry, require_person

KEPT_MAX: Final = 64 * 1024
SAVED: Final = "_saved"
# What the shell adds to a form, and what must not be kept.
_OWN: Final = frozenset({"csrf_token", "_back", "_save", SAVED})


def keeps_typed(serve: Callable[..., Response]) -> Callable[..., Response]:
    """Mark the function of a form: its page takes ``?saved=`` and shows what was kept under it."""
    serve.keeps_typed = True  # type: ignore[attr-defined]  # a mark that `typed` looks for
    return serve


def start_of(given: Mapping[str, str]) -> dict[str, str]:
    """Return what a form starts with: what was saved under the key in the address, else the address itself."""
    key = request.args.get("saved", "")
    found = saved_forms.find(registry().engine, require_person()[0].id, key) if key else None
    return {**found.answers, SAVED: found.id} if found else dict(given)


def save_for_later(title: object, raw: Mapping[str, str], *, secret: frozenset[str]) -> Response:
    """Keep what was typed, but no password or code, and lead to the list of forms left half-way."""
    key = request.form.get(SAVED) or secrets.token_hex(16)
    answers = {name: value for name, value in raw.items() if value and name not in secret}
    who = require_person()[0]
    saved_forms.save(
        registry().engine, who.id, key=key, path=request.path, title=str(title), answers=answers, now=now()
    )
    flash(gettext("已保存未填完的表单，可在“待办”中继续填写。"), "good")
    return redirect(url_for("tasks.index"))


def typed() -> str:
    """Return what a request without a session has typed into a form, to be carried through the sign-in; or nothing."""
    serve: Any = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(serve, "keeps_typed", False):
        return ""
    answers = {name: value for name, value in request.form.items() if name not in _OWN}
    text = json.dumps({"path": request.path, "answers": answers}, ensure_ascii=False)
    return text if len(text) <= KEPT_MAX else ""


def after_sign_in(token: str, target: str) -> str:
    """Save what was carried through the sign-in for whoever has signed in now; return where the form goes on."""
    text = request.form.get("kept", "")
    found = people().present(token, now())
    if not text or len(text) > KEPT_MAX or found is None:
        return target
    try:
        kept = json.loads(text)
        answers = {str(name): str(value) for name, value in kept["answers"].items()}
        path = str(kept["path"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return target
    if path != target.partition("?")[0]:
        return target
    key = secrets.token_hex(16)
    title = gettext("登录前填写的表单")
    saved_forms.save(registry().engine, found[0].id, key=key, path=path, title=title, answers=answers, now=now())
    return f"{path}?{urlencode({'saved': key})}"
