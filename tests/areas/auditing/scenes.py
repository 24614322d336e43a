"""What happens in a journal so that the pages of auditing have something to show."""

from registry.areas.allowances.rules import Cancel, SettlePending
from registry.areas.participants.rules.parties import OpenAccount, RegisterFirstKey, RegisterParticipant
from registry.areas.participants.rules.releases import Attest, Verdict
from registry.ledger.entry import parse
from registry.ledger.note import parse as parse_note
from registry.ledger.parties import Custody, Function, Role
from registry.ledger.serials import account_number
from registry.store.log import read_head
from tests.store.filled import Filled
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, public_key_of

AUDITOR = "R-00000090"
LONG_NAME = (
    "中国（浙江）自由贸易试验区舟山片区绿色石化基地第三期工程污水深度处理及再生水回用系统运营管理有限责任公司" * 2
)
LONG_NAME = LONG_NAME[:118]


def bring_in(journal: Filled, number: int, function: Function, name: str) -> None:
    """Register a participant with one representative of the same number."""
    author, participant, representative = journal.world.author, f"P-{number:08}", f"R-{number:08}"
    register = RegisterParticipant(
        participant=participant, function=function, scheme="foreign", identity=f"XX-SCENE{number}", name=name,
        zone="31", approvals=1, offline_required=False, document=DOCUMENT,
    )  # fmt: skip
    key = RegisterFirstKey(
        participant=participant, representative=representative, roles=(Role.INITIATOR, Role.ADMINISTRATOR),
        public_key=public_key_of(representative), custody=Custody.BROWSER, document=DOCUMENT,
    )  # fmt: skip
    hands = (AUTHORITY, OPERATORS[0]) if function is Function.AUDITOR else OPERATORS
    journal.submit(
        [
            author.envelope("participants.register", register, *hands),
            author.envelope("participants.register_first_key", key, representative, *OPERATORS, REGISTRAR),
        ]
    )


def attest(journal: Filled, *, findings: int = 0, root: str | None = None) -> None:
    """Have the auditor attest to the journal as it stands."""
    with journal.engine.connect() as connection:
        head = read_head(connection)
    assert head is not None
    body = Attest(
        size=head.size, root=root or head.root.hex(), verdict=Verdict.DIFFERS if findings else Verdict.HOLDS,
        findings=findings, release="test", report=DOCUMENT,
    )  # fmt: skip
    journal.submit([journal.world.author.envelope("participants.attest", body, AUDITOR)])


def open_accounts(journal: Filled, number: int, *purposes: str) -> None:
    """Open accounts of an enterprise, all with its own number."""
    author = journal.world.author
    for purpose in purposes:
        body = OpenAccount(account_number("31", purpose, number), f"P-{number:08}", f"{purpose} {number}")
        journal.submit([author.envelope("participants.open_account", body, *OPERATORS)])


def cancel(journal: Filled, number: int, *, units: int, vintage: int) -> None:
    """Cancel units in two steps, so that they reach a final account."""
    author = journal.world.author
    body = Cancel(
        source=account_number("31", "HO", number), pending=account_number("31", "PE", number),
        target=account_number("31", "CX", number), asset=f"CEA-{vintage}", units=units, ranges=(), note=None,
    )  # fmt: skip
    envelope = author.envelope("allowances.cancel", body, f"R-{number:08}")
    answer = journal.submit([envelope])[0]
    assert answer.is_accepted, answer
    settle = SettlePending(parse(parse_note(envelope).text).id, "NAT-2026-1", DOCUMENT)
    done = journal.submit([author.envelope("allowances.confirm_cancellation", settle, AUTHORITY, OPERATORS[0])])[0]
    assert done.is_accepted, done


def pass_around(journal: Filled, times: int) -> None:
    """Move one block of 50 units of 2023 to and fro between enterprises 11 and 12."""
    journal.submit([journal.world.mirrored(11, units=50, vintage=2023, batch=3)])
    for n in range(times):
        journal.submit([journal.world.transfer(11 + n % 2, 12 - n % 2, units=50, vintage=2023)], batch=1)


def play(journal: Filled) -> None:
    """Bring in an auditor and an enterprise with a very long name, let units reach their end, attest."""
    bring_in(journal, 90, Function.AUDITOR, "示例审计事务所")
    bring_in(journal, 91, Function.ENTERPRISE, LONG_NAME)
    open_accounts(journal, 91, "HO", "PE", "CX")
    open_accounts(journal, 11, "PE", "CX")
    journal.submit([journal.world.transfer(11, 91, units=1200)])
    cancel(journal, 91, units=300, vintage=2025)
    pass_around(journal, 39)
    attest(journal)
    journal.cosign()
    attest(journal, findings=2, root="ab" * 32)
    journal.submit([journal.world.transfer(11, 91, units=10)])
