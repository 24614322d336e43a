"""A small registry for tests: founders, an enterprise or two, accounts, and the means to write signed entries.

It submits to anything that takes an envelope, so the same world runs over a replay in memory and over a journal.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass, field

from registry.areas.allowances.rules import MirrorBatch, TransferUnits
from registry.areas.participants.rules.genesis import Founder, Genesis
from registry.areas.participants.rules.parties import DefineClass, OpenAccount, RegisterFirstKey, RegisterParticipant
from registry.catalog import CATALOGUE
from registry.ledger import keys, leaf, note
from registry.ledger.book import Title
from registry.ledger.decide import ACCEPTED, Decision, decide
from registry.ledger.entry import check, compose, write
from registry.ledger.leaf import Leaf
from registry.ledger.parties import Custody, Function, Role
from registry.ledger.replay import Replay
from registry.ledger.revisions import GENESIS
from registry.ledger.serials import account_number

ORIGIN = "registry.test/log"
START_MS = 1_780_000_000_000
SALT, PAPER = bytes(range(16)), b"%PDF-1.7 signed paper"
DOCUMENT = hashlib.sha256(SALT + PAPER).hexdigest()


def seed_of(number: str) -> bytes:
    """Return the fixed private seed of a test representative."""
    return hashlib.sha256(number.encode()).digest()


def public_key_of(number: str) -> str:
    """Return a test representative's public key in base64."""
    return b64encode(keys.public_key_of(seed_of(number))).decode()


def signer_of(number: str) -> keys.Ed25519Signer:
    """Return a test representative's signer."""
    return keys.Ed25519Signer(number, seed_of(number))


@dataclass
class Author:
    """Writes and signs entries with a clock of its own and ids that repeat from run to run."""

    origin: str = ORIGIN
    now_ms: int = START_MS
    count: int = 0

    def envelope(self, kind: str, body: object, *signers: str, seconds: int = 3600) -> bytes:
        """Return the signed envelope of a new entry."""
        self.count += 1
        random = hashlib.sha256(self.count.to_bytes(8, "big")).digest()[:10]
        entry = compose(kind, body, origin=self.origin, at_ms=self.now_ms, seconds=seconds, random=random)
        return note.sign(write(entry), [signer_of(number) for number in signers])


OPERATORS = ("R-00000001", "R-00000002")
AUTHORITY = "R-00000003"
REGISTRAR = "R-00000004"


def founder(participant: int, function: Function, representative: str) -> Founder:
    """Return a founder of the test registry."""
    return Founder(
        participant=f"P-{participant:08}",
        function=function,
        scheme="foreign",
        identity=f"XX-FOUNDER{participant}",
        name=f"Founder {participant}",
        zone="31",
        representative=representative,
        roles=(Role.ADMINISTRATOR, Role.APPROVER),
        public_key=public_key_of(representative),
        custody=Custody.OFFLINE,
    )


LOG_KEY = note.render_vkey(note.VerifierKey(ORIGIN, keys.ED25519, keys.public_key_of(seed_of("log"))))
POLICY = (f"log {LOG_KEY}", "quorum none")


# Most tests move units without the controls that a later revision brings; those that want them ask for them.
WITHOUT_CONTROLS = {"allowances.transfer": 1, "credits.transfer": 1}
SYSTEM = "R-00000005"


def genesis_body(policy: tuple[str, ...] = POLICY, *, controls: bool = False) -> Genesis:
    """Return the founding body with every kind of the catalogue in its newest revision, or without controls."""
    old = {} if controls else WITHOUT_CONTROLS
    system = (founder(5, Function.SYSTEM, SYSTEM),) if controls else ()
    return Genesis(
        release="test",
        founders=(
            founder(1, Function.OPERATOR, OPERATORS[0]),
            founder(1, Function.OPERATOR, OPERATORS[1]),
            founder(2, Function.AUTHORITY, AUTHORITY),
            founder(3, Function.REGISTRAR, REGISTRAR),
            *system,
        ),
        witness_policy=policy,
        kinds=tuple(f"{name}@{old.get(name, max(revisions))}" for name, revisions in sorted(CATALOGUE.kinds.items())),
    )


@dataclass
class World:
    """The envelopes that found a registry and bring enterprises in, in the order in which they must be sent."""

    author: Author = field(default_factory=Author)
    policy: tuple[str, ...] = POLICY
    controls: bool = False

    def founding(self) -> list[bytes]:
        """Return genesis, the class CEA and its issuance account."""
        body = genesis_body(self.policy, controls=self.controls)
        define = DefineClass("CEA", "碳排放配额", "tCO2e", Title.MIRROR, "全国碳排放权注册登记系统", True)
        return [
            self.author.envelope(GENESIS, body, *(f.representative for f in body.founders)),
            self.author.envelope("participants.define_class", define, AUTHORITY, OPERATORS[0]),
            self.open_account(2, "IS", 1),
        ]

    def enterprise(self, number: int, *, approvals: int = 1) -> list[bytes]:
        """Return registration, first key and a holding account; its representative and account share the number."""
        register = RegisterParticipant(
            participant=f"P-{number:08}",
            function=Function.ENTERPRISE,
            scheme="foreign",
            identity=f"XX-TEST{number}",
            name=f"Enterprise {number}",
            zone="31",
            approvals=approvals,
            offline_required=False,
            document=DOCUMENT,
        )
        representative = f"R-{number:08}"
        key = RegisterFirstKey(
            participant=f"P-{number:08}",
            representative=representative,
            roles=(Role.INITIATOR, Role.ADMINISTRATOR),
            public_key=public_key_of(representative),
            custody=Custody.BROWSER,
            document=DOCUMENT,
        )
        return [
            self.author.envelope("participants.register", register, *OPERATORS),
            self.author.envelope("participants.register_first_key", key, representative, *OPERATORS, REGISTRAR),
            self.open_account(number, "HO", number),
        ]

    def open_account(self, holder: int, purpose: str, number: int) -> bytes:
        """Return the entry that opens an account."""
        body = OpenAccount(account_number("31", purpose, number), f"P-{holder:08}", f"Account {number}")
        return self.author.envelope("participants.open_account", body, *OPERATORS)

    def mirrored(self, number: int, *, units: int, vintage: int = 2025, batch: int = 1, first: int = 1) -> bytes:
        """Return the entry that brings a block of CEA into an enterprise's holding account."""
        body = MirrorBatch(
            text=f"CEA-31-NAT-{vintage}-{batch}",
            asset=f"CEA-{vintage}",
            zone="31",
            issuer=account_number("31", "IS", 1),
            target=account_number("31", "HO", number),
            first=first,
            last=first + units - 1,
            document=DOCUMENT,
        )
        return self.author.envelope("allowances.mirror_batch", body, AUTHORITY, OPERATORS[0])

    def transfer(self, source: int, target: int, *, units: int, vintage: int = 2025) -> bytes:
        """Return a transfer between two enterprises' holding accounts, signed by the source's representative."""
        body = TransferUnits(
            source=account_number("31", "HO", source),
            target=account_number("31", "HO", target),
            asset=f"CEA-{vintage}",
            units=units,
            ranges=(),
        )
        return self.author.envelope("allowances.transfer", body, f"R-{source:08}")


class MemoryJournal:
    """A journal without a store: decides, records and replays in memory, as the rules' tests need it."""

    def __init__(self, author: Author) -> None:
        self.author = author
        self.replay = Replay(author.origin, CATALOGUE)
        self.leaves: list[bytes] = []

    def submit(self, envelope: bytes) -> Decision:
        """Decide, record and apply one envelope at the author's time.

        Raises:
            Unrecorded, Malformed: as `decide` and `check` do; nothing is recorded then.
        """
        replay = self.replay
        now = self.author.now_ms * 1000
        checked = check(envelope, origin=replay.origin, catalogue=CATALOGUE, find_key=replay.keyring.find)
        replay.ids.forget(now)
        decision = decide(
            checked,
            replay.size,
            now=now,
            state=replay.state,
            catalogue=CATALOGUE,
            is_known=lambda entry: entry.id in replay.ids,
        )
        data = leaf.write(Leaf(replay.size, now, decision.result, envelope), replay.origin)
        self.leaves.append(data)
        replay.feed(data)
        return decision

    def submit_all(self, envelopes: list[bytes]) -> None:
        """Submit envelopes that must all be accepted."""
        for envelope in envelopes:
            decision = self.submit(envelope)
            assert decision.result == ACCEPTED, (decision.result, decision.facts)
