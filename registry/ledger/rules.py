"""What a rule is made of: records and their indexes, the view it looks through, the outcome it returns, its kind.

A rule is a pure function of one area: `(body, context, view) -> Outcome`, or it raises `Refusal`. It sees nothing but
its three arguments, so the server and the auditor get the same answer from the same entry. No storage here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Protocol, TypeVar, cast

from registry.ledger.errors import Refusal

R = TypeVar("R")
B = TypeVar("B")

FIND_MAX = 1000
BATCHES_PER_ENTRY = 64


@dataclass(frozen=True, slots=True)
class Index:
    """A declared way to find records: equal in `by`, ordered by `order` and then by the record's key."""

    name: str
    by: tuple[str, ...]
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordType:
    """What the stores know of a record class: its name, key fields, indexes, and whether it is held whole in memory."""

    name: str
    cls: type
    key: tuple[str, ...]
    indexes: Mapping[str, Index]
    resident: bool

    def key_of(self, record: object) -> tuple[Any, ...]:
        """Return the record's key as a tuple."""
        return values_of(self.key)(record)


_RECORD_TYPES: dict[type, RecordType] = {}


def record(
    name: str, *, key: tuple[str, ...], indexes: tuple[Index, ...] = (), resident: bool = False
) -> Callable[[type[R]], type[R]]:
    """Return a decorator that declares a frozen dataclass as a record.

    ``resident`` records (keys, policies, parameters, freezes) are few, asked for by every entry, and held whole.
    """

    def declare(cls: type[R]) -> type[R]:
        made = {index.name: index for index in indexes}
        _RECORD_TYPES[cls] = RecordType(name, cls, key, made, resident)
        return cls

    return declare


def record_type(cls: type) -> RecordType:
    """Return the declaration of a record class."""
    return _RECORD_TYPES[cls]


@cache
def values_of(names: tuple[str, ...]) -> Callable[[object], tuple[Any, ...]]:
    """Return a function that reads these attributes as a tuple, also for none or one of them."""
    if not names:
        return lambda _record: ()
    read = attrgetter(*names)
    if len(names) == 1:
        return lambda item: (read(item),)
    return cast("Callable[[object], tuple[Any, ...]]", read)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Units that move from one account to another: one source, one target, one serial range or a sum of money.

    ``batch`` is the batch's number, 0 for money; ``first`` the first serial, 0 for money.
    """

    source: str
    target: str
    asset: str
    units: int
    batch: int = 0
    first: int = 0

    @property
    def last(self) -> int:
        """The last serial of the range, included."""
        return self.first + self.units - 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from an entry: new or changed records, and transfers. All of it or nothing."""

    records: tuple[object, ...] = ()
    transfers: tuple[Transfer, ...] = ()


class View(Protocol):
    """All that a rule may look at. No method scans: `find` goes through a declared index, with a limit."""

    now: int
    """The instant that it is looked at for, microseconds UTC."""

    def get(self, cls: type[R], *key: object) -> R | None:
        """Return the record with this key, or None."""

    def find(
        self, cls: type[R], index: str, *by: object, after: tuple[object, ...] | None = None, limit: int = FIND_MAX
    ) -> tuple[R, ...]:
        """Return at most `limit` records that equal `by` in the index, in its order, past the position `after`."""

    def balance(self, account: str, asset: str) -> int:
        """Return the units (or fen) that an account holds of an asset; negative for issuance accounts."""

    def assets(self, account: str) -> tuple[str, ...]:
        """Return the assets of which an account holds anything now, in order."""

    def pick(
        self, source: str, asset: str, units: int, *, into: str, named: tuple[tuple[int, int, int], ...] = ()
    ) -> tuple[Transfer, ...]:
        """Return the transfers that move `units` into an account: see `book.pick` for the order of ranges.

        ``named`` gives `(batch, first, last)` ranges that the owner chose instead.

        Raises:
            Refusal: ``units_not_held``, ``units_frozen``, ``too_fragmented``, ``ranges_differ``.
        """


@dataclass(frozen=True, slots=True)
class Signatory:
    """One valid signer of an entry at its position."""

    representative: str
    participant: str
    function: str
    roles: frozenset[str]
    public_key: str
    offline: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the body: the position, its time in microseconds UTC, and who signed."""

    index: int
    recorded_at: int
    entry_id: str
    kind: str
    signatories: tuple[Signatory, ...]

    @property
    def participant(self) -> str:
        """The participant of the first signer, the author."""
        return self.signatories[0].participant

    def batch_number(self, ordinal: int) -> int:
        """Return the number of the entry's n-th new batch; numbers grow with the position, so they order batches."""
        if not 0 <= ordinal < BATCHES_PER_ENTRY:
            raise Refusal("too_many_batches", limit=BATCHES_PER_ENTRY)
        return self.index * BATCHES_PER_ENTRY + ordinal + 1


@dataclass(frozen=True, slots=True)
class Demand:
    """Signatures that an entry needs: `count` distinct representatives of a participant, or of a function.

    Exactly one of ``participant``, ``function`` and ``representative`` is set. ``role`` is what the representative must
    be able to do: without one whoever may do more than look on, with `viewer` anybody. ``offline`` wants one key among
    those signers that is kept offline. ``attorneys`` are representatives of others who may stand in.
    """

    count: int = 1
    participant: str | None = None
    function: str | None = None
    role: str | None = None
    offline: bool = False
    representative: str | None = None
    attorneys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Possession:
    """A key that is not registered yet and has to sign its own registration, under this representative's number."""

    representative: str
    public_key: str


Requirement = tuple[Demand | Possession, ...]

DAY_SECONDS = 86_400
# No kind may live longer: an id, which carries its time, is remembered for as long as an entry under it could live.
LIFETIME_MAX = 31 * DAY_SECONDS


@dataclass(frozen=True)
class Kind:
    """One kind of entry in one revision: its body, who must sign it, and its rule.

    ``debits`` names the account purposes that its transfers may leave; ``reverses`` allows leaving a final one.
    ``lifetime_max`` bounds `expires - at` in seconds. ``overtakes``: it holds something back, so it goes ahead of all
    that waits for the writer. ``recompute`` says of what a body's documents, by digest, do not come to: the field, what
    stands there, and what they give.
    """

    SYSTEM: ClassVar[str] = "system"

    name: str
    body: type
    signers: Callable[[Any, View], Requirement]
    rule: Callable[[Any, Context, View], Outcome]
    revision: int = 1
    debits: frozenset[str] = frozenset()
    reverses: bool = False
    enforces: bool = False
    overtakes: bool = False
    lifetime_max: int = LIFETIME_MAX
    recompute: Callable[[Any, Mapping[str, bytes]], Iterator[tuple[str, object, object]]] | None = None


@dataclass(frozen=True)
class Catalogue:
    """All kinds in all revisions, and all record types, in a fixed order."""

    kinds: Mapping[str, Mapping[int, Kind]]
    record_types: tuple[RecordType, ...]
    _newest_first: Mapping[str, tuple[Kind, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put every kind's revisions in order once: each entry's body is read by the newest that can."""
        ordered = {name: tuple(made[n] for n in sorted(made, reverse=True)) for name, made in self.kinds.items()}
        object.__setattr__(self, "_newest_first", ordered)

    @classmethod
    def of(cls, kinds: tuple[Kind, ...], records: tuple[type, ...]) -> "Catalogue":
        """Return the catalogue of these kinds and record classes; a doubled name or a lifetime too long is a bug."""
        by_name: dict[str, dict[int, Kind]] = {}
        for kind in kinds:
            revisions = by_name.setdefault(kind.name, {})
            if kind.revision in revisions or kind.lifetime_max > LIFETIME_MAX:
                raise ValueError(kind.name)
            revisions[kind.revision] = kind
        return cls(by_name, tuple(record_type(cls_) for cls_ in records))

    def latest(self, name: str) -> Kind | None:
        """Return the newest revision of a kind that this release knows."""
        return next(iter(self.revisions(name)), None)

    def revisions(self, name: str) -> tuple[Kind, ...]:
        """Return the revisions of a kind, the newest first; none for an unknown one."""
        return self._newest_first.get(name, ())


def require(view: View, cls: type[R], key: object, code: str) -> R:
    """Return the record with a one-field key, or refuse with this code."""
    found = view.get(cls, key)
    if found is None:
        raise Refusal(code, key=key)
    return found
