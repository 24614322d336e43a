"""A small world with an own and a mirrored class of credits, and an import of three rows."""

from dataclasses import dataclass, field, replace
from typing import Any

from registry.areas.credits.rules.imports import ImportedUnits, ImportRow, OpenImport, StatusTotal, UnitStatus
from registry.areas.credits.rules.retirement import Beneficiary, Retire, RetirementPurpose
from registry.areas.credits.rules.rows import row_hash
from registry.areas.credits.rules.titles import AdmitClass, IssueCredits
from registry.areas.participants.rules.blocks import MirrorBatch
from registry.areas.participants.rules.holdings import TransferUnits
from registry.imports.rows import PackedHashes
from registry.ledger.book import Title
from registry.ledger.merkle import inclusion_proof
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, Registry, account
from tests.imports.worlds import PLAN, importer
from tests.world import DOCUMENT, OPERATORS

ADMIT = AdmitClass("FCS", "地方林业碳汇", DOCUMENT)
ISSUE = IssueCredits(
    text="FCS-31-P001-2025-1",
    asset="FCS-2025",
    zone="31",
    issuer=account("IS", 1),
    target=account("HO", ALICE),
    units=100,
    document=DOCUMENT,
)
MIRROR = MirrorBatch(
    text="CCER-31-P001-2025-1",
    asset="CCER-2025",
    zone="31",
    issuer=account("IS", 1),
    target=account("HO", ALICE),
    first=501,
    last=600,
    document=DOCUMENT,
)
TRANSFER = TransferUnits(account("HO", ALICE), account("HO", BOB), "FCS-2025", 30, ())
RETIRE = Retire(
    source=account("HO", ALICE),
    pending=None,
    target=account("RT", ALICE),
    asset="FCS-2025",
    units=30,
    ranges=(),
    beneficiary=Beneficiary(participant=f"P-{BOB:08}", name=None, commitment=None),
    purpose=RetirementPurpose.EVENT,
    note=None,
)
RETIRE_MIRRORED = replace(RETIRE, asset="CCER-2025", pending=account("PE", ALICE))


def credit_registry() -> Registry:
    """Return a registry in which Alice holds 100 units of an own class and 100 of a mirrored one."""
    made = Registry()
    made.accept(*made.world.founding())
    for number in (ALICE, BOB):
        made.accept(*made.world.enterprise(number))
        for purpose in ("TR", "PE", "RT"):
            made.open(number, purpose)
    made.define_class("FCS", title=Title.OWN)
    made.define_class("CCER")
    for code in ("FCS", "CCER"):
        admit = replace(ADMIT, code=code)
        made.accept(made.author.envelope("credits.admit_class", admit, *BY_AUTHORITY))
    made.accept(
        made.author.envelope("credits.issue", ISSUE, *BY_AUTHORITY),
        made.author.envelope("credits.mirror_batch", MIRROR, *BY_AUTHORITY),
    )
    return made


def imported(number: int, *, retired: bool = False, **changes: Any) -> ImportedUnits:
    """Return the n-th row of ten units of one block; changed fields come last."""
    first = 1001 + 10 * number
    row = ImportedUnits(
        serial=f"7-{first}-{first + 9}-VCS-VCU-1-VER-CN-1-901-01012021-31122021-0",
        batch="VCU-00-901-2021-7",
        block_first=1001,
        block_last=1030,
        asset="VCU-2021",
        project="901",
        first=first,
        last=first + 9,
        issued_on="2023-01-02",
        vintage_first="2021-01-01",
        vintage_last="2021-12-31",
        status=UnitStatus.RETIRED if retired else UnitStatus.ACTIVE,
        ended_on="2024-01-02" if retired else None,
        reason=None,
        purpose=RetirementPurpose.OTHER if retired else None,
        texts=DOCUMENT,
    )
    return replace(row, **changes)


ROWS = (imported(0), imported(1, retired=True), imported(2))


@dataclass
class Import:
    """A manifest over rows, and the entries under it, in a registry with a custodian."""

    rows: tuple[ImportedUnits, ...] = ROWS
    made: Registry = field(default_factory=importer)
    manifest: str = ""

    def body(self, **changes: Any) -> OpenImport:
        totals = []
        for status in UnitStatus:
            units = [row.units for row in self.rows if row.status is status]
            if units:
                totals.append(StatusTotal(status, len(units), sum(units)))
        body = OpenImport(
            layout="test/v1",
            file=DOCUMENT,
            rows=len(self.rows),
            root=self.tree().root().hex(),
            totals=tuple(totals),
            asset_class="VCU",
            zone="00",
            issuer=PLAN.issuer,
            holding=PLAN.holding,
            retirement=PLAN.retirement,
        )
        return replace(body, **changes)

    def tree(self) -> PackedHashes:
        tree = PackedHashes()
        for row in self.rows:
            tree.append(row_hash(row))
        return tree

    def begin(self, **changes: Any) -> "Import":
        self.manifest = self.made.entry_id("credits.import_manifest", self.body(**changes), *BY_AUTHORITY)
        return self

    def row(self, number: int, **changes: Any) -> ImportRow:
        proof = inclusion_proof(self.tree(), number, len(self.rows))
        body = ImportRow(self.manifest, number, self.rows[number], tuple(one.hex() for one in proof))
        return replace(body, **changes)

    def send(self, number: int, **changes: Any) -> str:
        return self.made.result("credits.import_row", self.row(number, **changes), OPERATORS[0])

    def complete(self) -> "Import":
        for number in range(len(self.rows)):
            assert self.send(number) == "accepted"
        return self
