"""A registry in memory with one funded enterprise, and the bodies that participants' tests send to it."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.keys import AddKey, AddRepresentative, RevokeKey
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.areas.participants.rules.recovery import DELAY, RecoverKey, StopRecovery
from registry.ledger import keys, note
from registry.ledger.decide import ACCEPTED, Unrecorded
from registry.ledger.entry import compose, write
from registry.ledger.errors import Malformed
from registry.ledger.parties import Custody, Function, Role
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, MemoryJournal, World, public_key_of, seed_of

OWNER = "R-00000011"
PARTICIPANT = "P-00000011"
OFFICIALS = (*OPERATORS, REGISTRAR)
DAY_MS = 86_400_000
YEARS = (2026, 2027)


@dataclass
class Scene:
    """A founded registry with the enterprises 11 (funded) and 12, and calendars for two years."""

    world: World = field(default_factory=World)
    approvals: int = 1

    def __post_init__(self) -> None:
        self.journal = MemoryJournal(self.world.author)
        self.journal.submit_all([*self.world.founding(), *self.world.enterprise(11), *self.world.enterprise(12)])
        self.journal.submit_all([self.world.mirrored(11, units=1000)])

    @property
    def state(self) -> Any:
        """The whole state; its answers are not typed, since tests know what they ask for."""
        return self.journal.replay.state

    @property
    def now(self) -> int:
        """The author's time in microseconds UTC."""
        return self.world.author.now_ms * 1000

    def wait(self, *, days: int = 0, ms: int = 0) -> None:
        """Let time pass."""
        self.world.author.now_ms += days * DAY_MS + ms

    def send(self, kind: str, body: object, *signers: str) -> str:
        """Return the recorded result of an entry, or the code of the answer that left no record.

        A signer is a representative's number, and after a ``/`` the name of another of its keys.
        """
        author = self.world.author
        author.count += 1
        random = hashlib.sha256(author.count.to_bytes(8, "big")).digest()[:10]
        entry = compose(kind, body, origin=author.origin, at_ms=author.now_ms, seconds=3600, random=random)
        try:
            return self.journal.submit(note.sign(write(entry), [signer(name) for name in signers])).result
        except Unrecorded as answer:
            return answer.reason.code
        except Malformed as answer:
            return answer.code

    def must(self, kind: str, body: object, *signers: str) -> None:
        """Send an entry that has to be accepted."""
        assert self.send(kind, body, *signers) == ACCEPTED

    def transfer(self, *, units: int = 1) -> str:
        """Return what becomes of a transfer from the funded enterprise."""
        try:
            return self.journal.submit(self.world.transfer(11, 12, units=units)).result
        except Unrecorded as answer:
            return answer.reason.code

    def open_years(self) -> None:
        """Set calendars without exceptions."""
        for year in YEARS:
            self.must("participants.set_calendar", calendar(year), AUTHORITY, OPERATORS[0])

    def allow_recovery(self, *, days: int = 3) -> None:
        """Set calendars and the delay of recoveries."""
        self.open_years()
        self.set_parameter(DELAY, days, stricter=Stricter.HIGHER)

    def set_parameter(self, name: str, integer: int, *, stricter: Stricter = Stricter.NEITHER, scope: str = "") -> None:
        """Define a house parameter and set it at once."""
        self.must("participants.define_parameter", definition(name, stricter=stricter), AUTHORITY, OPERATORS[0])
        self.must("participants.set_parameter", value(name, integer, scope=scope), *OPERATORS)

    def add(self, number: str, *roles: Role, signers: Sequence[str] = (OWNER,)) -> None:
        """Add a representative to the funded enterprise."""
        self.must("participants.add_representative", representative(number, *roles), number, *signers)


def signer(name: str) -> keys.Ed25519Signer:
    """Return the signer of a representative's key: ``R-…`` its own, ``R-…/x`` another."""
    return keys.Ed25519Signer(name.partition("/")[0], seed_of(name))


def key_named(name: str) -> str:
    """Return the public key of `signer(name)` in base64."""
    return b64encode(keys.public_key_of(seed_of(name))).decode()


def calendar(year: int, *, holidays: Sequence[str] = (), workdays: Sequence[str] = ()) -> SetCalendar:
    return SetCalendar(year, tuple(holidays), tuple(workdays), "NOTICE-1", DOCUMENT)


def definition(
    name: str, *, nature: Nature = Nature.HOUSE, stricter: Stricter = Stricter.NEITHER, maximum: int = 100
) -> DefineParameter:
    return DefineParameter(name, nature, stricter, is_text=False, minimum=1, maximum=maximum, unit="day")


def value(name: str, integer: int | None, *, scope: str = "", start: int | None = None) -> SetParameter:
    return SetParameter(name, scope, start, integer, None, "House rules 1", Evidence.DECIDED)


def representative(number: str, *roles: Role, custody: Custody = Custody.BROWSER) -> AddRepresentative:
    made = roles or (Role.INITIATOR,)
    return AddRepresentative(PARTICIPANT, number, made, public_key_of(number), custody)


def key(name: str, *, by: Mandate = Mandate.SELF, custody: Custody = Custody.BROWSER) -> AddKey:
    return AddKey(name.partition("/")[0], key_named(name), custody, by)


def revocation(name: str, *, by: Mandate = Mandate.SELF) -> RevokeKey:
    return RevokeKey(name.partition("/")[0], key_named(name), "LOST", by)


def recovery(name: str, *, by: Mandate = Mandate.REGISTRAR, roles: tuple[Role, ...] | None = None) -> RecoverKey:
    number = name.partition("/")[0]
    made = roles or (Role.INITIATOR, Role.ADMINISTRATOR)
    return RecoverKey(PARTICIPANT, number, made, key_named(name), Custody.BROWSER, by, DOCUMENT)


def stop(name: str, *, by: Mandate = Mandate.PARTICIPANT) -> StopRecovery:
    return StopRecovery(name.partition("/")[0], key_named(name), by)


def first_key(number: int, name: str) -> RegisterFirstKey:
    roles = (Role.INITIATOR, Role.ADMINISTRATOR)
    return RegisterFirstKey(f"P-{number:08}", name, roles, key_named(name), Custody.BROWSER, DOCUMENT)


def registration(
    number: int, *, function: Function = Function.ENTERPRISE, scheme: str = "foreign"
) -> RegisterParticipant:
    return RegisterParticipant(
        participant=f"P-{number:08}",
        function=function,
        scheme=scheme,
        identity=f"XX-TEST{number}",
        name=f"Participant {number}",
        zone="31",
        approvals=1,
        offline_required=False,
        document=DOCUMENT,
    )
