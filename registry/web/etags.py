"""Conditional reading: an `ETag` for every JSON answer, and 304 where the reader has it already.

Where an answer depends on the log and the reader alone, the tag is made of the head, the address, the language and who
reads; it is known before anything is computed. Everywhere else it is the hash of what was computed.
"""

import hashlib
import json
from importlib.metadata import version
from typing import Final

from flask import Response, request

from registry.store.log import read_head
from registry.web.language import language
from registry.web.seam import person, registry

RELEASE: Final = version("registry")


def of_head() -> str:
    """Return the tag of what the present head, address, language and reader make.

    Taken before the answer is computed: should the log grow meanwhile, the answer is newer than its tag, never older.
    """
    with registry().engine.connect() as connection:
        head = read_head(connection)
    who = person()
    reader = [who.id, who.representative, sorted(who.roles)] if who else []
    root = head.root.hex() if head else ""
    parts = [RELEASE, root, request.path, sorted(request.args.items(multi=True)), language(), reader]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def is_held(tag: str) -> bool:
    """Return whether the reader says that it holds the answer of this tag."""
    return request.if_none_match.contains(tag)


def marked(response: Response, tag: str) -> Response:
    """Return the answer under a tag, or under its own hash, or 304 in its place if the reader holds it."""
    if tag:
        response.set_etag(tag)
    else:
        response.add_etag()
    response.make_conditional(request)
    return response
