"""Certificates of retirement and cancellation: a page that prints, its JSON, and a file that proves itself.

Like a receipt, a certificate opens to whoever has its id. The file is nothing but the receipts of the entries, so that
`/check` and other people's tools hold it against the log without asking this site.
"""

from uuid import UUID

from flask import Response

from registry.areas.auditing.queries.certificates import Certificate, certificate_file, read_certificate
from registry.areas.auditing.views.base import blueprint, reading, unknown
from registry.areas.credits.rules.retirement import RetirementPurpose
from registry.ledger.errors import Refusal
from registry.web.views import view
from registry.web.words import choice_of


@view(blueprint, "/certificates/<uuid:entry_id>", template="auditing/certificate.html")
def certificate(*, entry_id: UUID) -> Certificate:
    """Return what was used or given up under an entry, for whom, and how far it is.

    Raises:
        Refusal: ``unknown_record``.
    """
    with reading() as connection:
        found = read_certificate(connection, str(entry_id))
    if found is None:
        raise unknown(id=str(entry_id))
    return found


@blueprint.get("/certificates/<uuid:entry_id>.certificate")
def certificate_proof(entry_id: UUID) -> Response:
    """Return the certificate as a file.

    Raises:
        Refusal: ``unknown_record``, ``not_final``, ``not_witnessed``.
    """
    with reading() as connection:
        found = read_certificate(connection, str(entry_id))
        if found is None:
            raise unknown(id=str(entry_id))
        if found.final_index is None:
            raise Refusal("not_final", id=found.id)
        data = certificate_file(connection, found)
    if data is None:
        raise Refusal("not_witnessed", index=found.final_index)
    response = Response(data, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{entry_id}.certificate"'
    return response


@blueprint.app_template_global("purpose_name")
def purpose_name(purpose: str) -> str:
    """Return to what end credits were used, in the reader's language."""
    return str(choice_of(RetirementPurpose(purpose), "credits.retire"))
