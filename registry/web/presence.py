"""Proof that the person is at the browser now: for one entry before it is signed here, and for changes of the account.

What moves units, and what says who may sign, is taken from the signing page only after a fresh code or passkey for that
very text. Programs that send envelopes to the API have no session to steal; there the signatures are the whole proof.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from registry.ledger.errors import Refusal
from registry.ledger.rules import Kind
from registry.signin.passkeys import Site
from registry.signin.second import Proof
from registry.web.seam import now, people, require_person

# The digest under which presence for changes of the own account, and of others' accounts, is noted.
ACCOUNT: Final = hashlib.sha256(b"account").hexdigest()
# Kinds that move no units and yet say who may: keys, representatives, powers, policies.
WHO_MAY_SIGN: Final = frozenset(
    {
        "participants.add_key", "participants.add_representative", "participants.grant_power",
        "participants.recover_key", "participants.register_first_key", "participants.revoke_key",
        "participants.rotate_key", "participants.set_approvals", "participants.set_policy",
    }
)  # fmt: skip


def is_grave(kind: Kind) -> bool:
    """Return whether presence is asked for before an entry of this kind is signed in a browser."""
    return bool(kind.debits) or kind.name in WHO_MAY_SIGN


def require_presence(text: bytes) -> None:
    """Return if the person showed presence for the entry with this text within the last minutes.

    Raises:
        Refusal: ``presence_needed``.
    """
    session = require_person()[1]
    if not people().is_present(session, hashlib.sha256(text).hexdigest(), now()):
        raise Refusal("presence_needed")


def present_for_account(back: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Return a decorator: the view runs for somebody who showed presence lately, and others are asked for it first.

    After it they find themselves at the page itself, or for a POST at the endpoint `back` with the same arguments.
    """

    def decorate(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def serve(**path: object) -> Response:
            who, session = require_person()
            # Without any second factor there is nothing to show; such an account can only enrol its first one.
            if not who.enrolled or people().is_present(session, ACCOUNT, now()):
                return view(**path)
            # Only a page about somebody else has an argument to come back with.
            known: dict[str, Any] = {name: value for name, value in path.items() if name == "person_id"}
            target = request.full_path.rstrip("?") if request.method == "GET" else url_for(back, **known)
            return redirect(url_for("account.step_up", digest=ACCOUNT, next=target))

        return serve

    return decorate


def proof_of_form() -> Proof:
    """Return what a form carries as second factor: a code, or a passkey's answer."""
    return Proof(request.form.get("code", ""), request.form.get("passkey", ""), site())


def site() -> Site:
    """Return the site that passkeys are for; the application answers for no host that it does not know."""
    return Site(request.host.partition(":")[0], request.host_url.rstrip("/"))
