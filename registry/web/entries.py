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
ENVELOPES_MAX: Final = 256
ACCEPTED: Final = "accepted"

blueprint = Blueprint("entries", __name__)


@blueprint.post("/api/v1/entries")
def submit() -> Response:
    """Answer with the entry's number in the log; a recorded refusal is a problem that names its number too.

    A JSON object `{"envelopes": [text, …]}` of up to 256 gets `{"answers": [{"index", "result"}, …]}` in that order,
    each answered for itself; sent together they share a commit, so none may depend on another's key.

    Raises:
        Malformed: ``envelope_missing``, ``envelope_long``, and the codes of reading an envelope.
        Refusal: what the rules answer.
    """
    if request.is_json:
        return _submit_many(request.get_json())
    answer = registry().submit(_checked(request.get_data(cache=False)))
    receipt = RECEIPT.format(id=answer.id)
    if answer.result != ACCEPTED:
        raise Refusal(answer.result, **answer.facts | {"id": answer.id, "index": answer.index, "receipt": receipt})
    response = json_response({"id": answer.id, "index": answer.index, "result": answer.result, "receipt": receipt}, 201)
    response.headers["Location"] = receipt
    return response


def _submit_many(value: object) -> Response:
    envelopes = value.get("envelopes") if isinstance(value, dict) else None
    if not isinstance(envelopes, list) or not all(isinstance(text, str) for text in envelopes):
        raise Malformed("envelopes_expected", limit=ENVELOPES_MAX)
    if not 1 <= len(envelopes) <= ENVELOPES_MAX:
        raise Malformed("envelopes_expected", limit=ENVELOPES_MAX)
    answers = registry().submit_many([text.encode(errors="surrogatepass") for text in envelopes])
    return json_response({"answers": [{"index": one.index, "result": one.result} for one in answers]})


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
