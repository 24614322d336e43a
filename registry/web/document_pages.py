"""Where a document is fetched, and the salt that is hashed in front of it.

Whether somebody may have it says the entry that names it, so the permission table lets everybody ask. Who may not, and
who asks for what is not here, get the same answer.
"""

from typing import Final

from flask import Blueprint, Response

from registry.ledger.errors import Refusal
from registry.store import documents
from registry.web.documents import document_response, file_name, may_read
from registry.web.permissions import PUBLIC, Access
from registry.web.seam import registry

blueprint = Blueprint("documents", __name__)
PERMISSIONS: Final[dict[str, Access]] = {"documents.show": PUBLIC, "documents.salt": PUBLIC}


@blueprint.get("/documents/<digest>")
def show(digest: str) -> Response:
    """Send a document, as a file to be saved.

    Raises:
        Refusal: ``unknown_record``. Malformed: ``document_changed``.
    """
    name, _, data, media_type = _read(digest)
    return document_response(name, data, media_type)


@blueprint.get("/documents/<digest>/salt")
def salt(digest: str) -> Response:
    """Send the salt in hexadecimal: SHA-256 of its 16 bytes and the document's is the digest that the entry names.

    Raises:
        Refusal: ``unknown_record``. Malformed: ``document_changed``.
    """
    name, found, _, _ = _read(digest)
    return document_response(f"{name}.salt.txt", f"{found.hex()}\n".encode(), "text/plain")


def _read(digest: str) -> tuple[str, bytes, bytes, str]:
    with registry().engine.connect() as connection:
        known = documents.find(connection, digest)
        found = documents.read(connection, digest) if known and may_read(connection, known) else None
    if known is None or found is None:
        raise Refusal("unknown_record", digest=digest[:64])
    return file_name(known), *found
