"""Where envelopes arrive: by the API (whose proof is the signature, not the session) and by upload."""

from typing import Final

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from registry.ledger.errors import Malformed, Refusal
from registry.web.seam import Answer, registry
from registry.web.signing import RECEIPT
from registry.web.views import json_response

ENVELOPE_MAX: Final = 20 * 1024
ACCEPTED: Final = "accepted"

blueprint = Blueprint("entries", __name__)


@blueprint.post("/api/v1/entries")
def submit() -> Response:
    """Answer with the entry's number in the log; a recorded refusal is a problem that names its number too.

    Raises:
        Malformed: ``envelope_missing``, ``envelope_long``, and the codes of reading an envelope.
        Refusal: what the rules answer.
    """
    answer = registry().submit(_checked(request.get_data(cache=False)))
    receipt = RECEIPT.format(id=answer.id)
    if answer.result != ACCEPTED:
        raise Refusal(answer.result, **answer.facts | {"id": answer.id, "index": answer.index, "receipt": receipt})
    response = json_response({"id": answer.id, "index": answer.index, "result": answer.result, "receipt": receipt}, 201)
    response.headers["Location"] = receipt
    return response


@blueprint.post("/entries/upload")
def upload() -> BaseResponse:
    """Take a file that was signed elsewhere and lead to its receipt."""
    file = request.files.get("envelope")
    answer: Answer = registry().submit(_checked(file.read(ENVELOPE_MAX + 1) if file else b""))
    if answer.result != ACCEPTED:
        raise Refusal(answer.result, **answer.facts | {"id": answer.id, "index": answer.index})
    flash(gettext("登记簿已接受此条目。"), "good")
    return redirect(RECEIPT.format(id=answer.id))


@blueprint.post("/entries/unsigned")
def unsigned() -> Response:
    """Give the exact text back as a file, to be signed with the command line."""
    text = request.form.get("text", "").replace("\r\n", "\n").encode()  # browsers send forms with CRLF
    response = Response(_checked(text), mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="entry.txt"'
    return response


def _checked(data: bytes) -> bytes:
    if not data:
        raise Malformed("envelope_missing")
    if len(data) > ENVELOPE_MAX:
        raise Malformed("envelope_long", limit=ENVELOPE_MAX)
    return data
