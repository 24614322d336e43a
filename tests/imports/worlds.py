"""A registry with a custodian, ready to import mirrored credits of the class VCU."""

import hashlib

from registry.areas.credits.rules.titles import AdmitClass
from registry.areas.participants.rules.parties import RegisterParticipant
from registry.imports.rows import Plan
from registry.ledger.parties import Function
from tests.areas.allowances.factories import ALICE, BY_AUTHORITY, Registry, account
from tests.world import DOCUMENT, OPERATORS

CUSTODIAN = 40
PLAN = Plan(
    asset_class="VCU",
    zone="00",
    issuer=account("IS", 1),
    holding=account("HO", CUSTODIAN),
    retirement=account("RT", CUSTODIAN),
    salt_key=hashlib.sha256(b"importer").digest(),
)


def importer() -> Registry:
    """Return a registry with the class VCU, a custodian without a key, and Alice."""
    made = Registry()
    made.accept(*made.world.founding(), *made.world.enterprise(ALICE))
    made.define_class("VCU")
    admit = AdmitClass("VCU", "VCS", DOCUMENT)
    made.accept(made.author.envelope("credits.admit_class", admit, *BY_AUTHORITY))
    register = RegisterParticipant(
        participant=f"P-{CUSTODIAN:08}",
        function=Function.ENTERPRISE,
        scheme="foreign",
        identity="XX-UNKNOWN-HOLDER",
        name="Holder unknown until shown",
        zone="31",
        approvals=1,
        offline_required=False,
        document=DOCUMENT,
    )
    made.accept(made.author.envelope("participants.register", register, *OPERATORS))
    for purpose in ("HO", "RT"):
        made.open(CUSTODIAN, purpose)
    return made
