"""A small world in which Alice is covered for a year, with an authority, two verifiers, and a clock that can jump."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from registry.areas.compliance.founding import DEFINITIONS, VALUES
from registry.areas.compliance.rules.deadlines import SetDeadline
from registry.areas.compliance.rules.emissions import AcceptEmissions, AssignVerifier, GiveOpinion, ReportEmissions
from registry.areas.compliance.rules.listing import ListEnterprise
from registry.areas.compliance.rules.records import EmissionPart, Sector, Source, Step
from registry.areas.participants.rules.parameters import Evidence
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.parties import Custody, Function, Role
from tests.areas.allowances.factories import ALICE, BOB, Registry
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, public_key_of

VERIFIER, OTHER_VERIFIER = 21, 22
YEAR = 2025
BY_AUTHORITY = (AUTHORITY,)
BY_OFFICE = (AUTHORITY, OPERATORS[0])
BY_ALICE = (f"R-{ALICE:08}",)
BY_BOB = (f"R-{BOB:08}",)
BY_VERIFIER = (f"R-{VERIFIER:08}",)


def number(of: int) -> str:
    return f"P-{of:08}"


def beijing(text: str) -> int:
    """Return an instant in milliseconds of `YYYY-MM-DD HH:MM:SS` in Beijing."""
    return int(datetime.fromisoformat(f"{text}+08:00").astimezone(UTC).timestamp()) * 1000


LIST = ListEnterprise(YEAR, number(ALICE), Sector.POWER, 1_000_000, DOCUMENT)
REPORT = ReportEmissions(
    YEAR, number(ALICE), 1, (EmissionPart(Source.FUEL, 900), EmissionPart(Source.PROCESS, 100)), 1_000, None, DOCUMENT
)
ASSIGN = AssignVerifier(YEAR, number(ALICE), number(VERIFIER), DOCUMENT)
OPINION = GiveOpinion(YEAR, number(ALICE), 1, number(VERIFIER), True, (), DOCUMENT)
ACCEPT = AcceptEmissions(YEAR, number(ALICE), 1, DOCUMENT)
DAYS = {Step.REPORT: "2026-07-31", Step.VERIFY: "2026-09-30", Step.ALLOCATE: "2026-10-31", Step.SURRENDER: "2026-12-31"}


@dataclass
class Compliance(Registry):
    """A registry with a clock to jump with."""

    def at(self, text: str) -> None:
        """Go to an instant in Beijing."""
        self.author.now_ms = beijing(text)

    def body(self, function: Function, of: int) -> None:
        """Register a body with one person and key."""
        register = RegisterParticipant(
            number(of), function, "foreign", f"XX-TEST{of}", f"Body {of}", "31", 1, False, DOCUMENT
        )
        roles = (Role.INITIATOR, Role.ADMINISTRATOR)
        who = f"R-{of:08}"
        key = RegisterFirstKey(number(of), who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
        self.accept(self.author.envelope("participants.register", register, *OPERATORS))
        self.accept(self.author.envelope("participants.register_first_key", key, who, *OPERATORS, REGISTRAR))

    def must(self, kind: str, body: object, *signers: str) -> None:
        """Send what must be accepted."""
        decision = self.send(kind, body, *signers)
        assert decision.result == "accepted", (decision.result, decision.facts)

    def deadlines(self, days: dict[Step, str] = DAYS, *, year: int = YEAR) -> None:
        for step, day in days.items():
            self.must(
                "compliance.set_deadline", SetDeadline(year, step, None, day, "Art. 1", Evidence.SOURCE), *BY_OFFICE
            )

    def verified(self, *, units: int = 1_000, version: int = 1, year: int = YEAR) -> None:
        """Bring a report of so many tonnes to its acceptance."""
        parts = (EmissionPart(Source.FUEL, units),)
        report = replace(REPORT, year=year, version=version, parts=parts, total_tco2e=units)
        self.must("compliance.report_emissions", report, *BY_ALICE)
        self.must("compliance.assign_verifier", replace(ASSIGN, year=year), *BY_AUTHORITY)
        self.must("compliance.give_opinion", replace(OPINION, year=year, version=version), *BY_VERIFIER)
        self.must("compliance.accept_emissions", replace(ACCEPT, year=year, version=version), *BY_AUTHORITY)


def compliance_registry(*scopes: str) -> Compliance:
    """Return a registry on 2026-06-01 in which Alice and Bob have every account and the parameters stand.

    With ``scopes`` only the parameters of these are set.
    """
    made = Compliance()
    made.at("2026-06-01 09:30:00")
    made.accept(*made.world.founding())
    for of in (ALICE, BOB):
        made.accept(*made.world.enterprise(of))
        for purpose in ("TR", "PE", "CX", "SU"):
            made.open(of, purpose)
    for of in (VERIFIER, OTHER_VERIFIER):
        made.body(Function.VERIFIER, of)
    for definition in DEFINITIONS:
        made.must("participants.define_parameter", definition, *BY_OFFICE)
    for value in (one for one in VALUES if not scopes or one.scope in scopes):
        made.must("participants.set_parameter", value, *BY_OFFICE)
    made.deadlines()
    return made


def listed() -> Compliance:
    """Return the same with Alice on the list of 2025."""
    made = compliance_registry()
    made.must("compliance.list_enterprise", LIST, *BY_AUTHORITY)
    return made
