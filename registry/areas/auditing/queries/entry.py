"""One entry in full: its text, who signed it under which key, what it moved, and what proves that it stands in the log.

Signatures and the inclusion proof are checked again at every reading. Indexes: primary keys only.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from registry.areas.auditing.queries.heads import SignedHead, covering, founded_policy, judge
from registry.areas.auditing.queries.names import Party, holders, parties_of_representatives
from registry.ledger import keys, note
from registry.ledger.book import Batch
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.entry import SIGNATURES_MAX, parse
from registry.ledger.errors import Tampering
from registry.ledger.leaf import parse as parse_leaf
from registry.ledger.merkle import inclusion_proof, leaf_hash, verify_inclusion
from registry.ledger.parties import SigningKey
from registry.ledger.policy import Policy
from registry.store.log import SqlHashes, index_of, leaf_data
from registry.store.projection import table_of
from registry.store.tables import account_text, leaf, move

_NOBODY = Party("", "", "")


@dataclass(frozen=True, slots=True)
class SignerShown:
    """One signature of an entry, checked again.

    ``is_valid`` says whether it holds over the text under `public_key`; ``counted`` whether that key stood at the
    entry's position. ``vouched_by`` vouched for the key in the entry `registered_index`; ``is_first`` marks a key that
    came without an older one of the same participant: a founder's, a first key, or one brought back by recovery.
    """

    representative: str
    participant: str
    name: str
    function: str
    key_id: str
    public_key: str
    fingerprint: str
    custody: str
    is_valid: bool
    counted: bool
    registered_index: int | None
    ended_index: int | None
    vouched_by: str
    vouched_name: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class MoveShown:
    """Units that an entry moved. ``serial`` is the batch's text with the range, empty for money."""

    n: int
    source: str
    source_name: str
    target: str
    target_name: str
    asset: str
    units: int
    serial: str


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that leads from the leaf's hash to the root of a signed head; `holds` if it does."""

    leaf_hash: str
    hashes: tuple[str, ...]
    head: SignedHead
    holds: bool


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry of the journal with all that proves it. ``text`` is what was signed, byte for byte.

    ``confirmed`` is the proof under the newest head, ``witnessed`` that under the first head with enough witnesses.
    """

    index: int
    id: str
    kind: str
    at: int
    expires: int
    recorded_at: int
    result: str
    body: Any
    text: str
    digest: str
    seen_size: int | None
    signers: tuple[SignerShown, ...]
    moves: tuple[MoveShown, ...]
    confirmed: Inclusion | None
    witnessed: Inclusion | None
    size: int


def read_entry(
    connection: sa.Connection, index: int, *, origin: str, signed: bytes | None, moved_of: str | None = None
) -> EntryShown | None:
    """Return the entry at a position, or None beyond the end; ``signed`` is the writer's newest head.

    With ``moved_of`` its moves are those that this participant's accounts gave or got: one entry may move what belongs
    to many, and a bid, a fee or a deposit is its owner's own matter.
    """
    found = leaf_data(connection, index, index + 1)
    if not found:
        return None
    recorded = parse_leaf(found[0], origin)
    envelope = note.parse(recorded.envelope, signatures_max=SIGNATURES_MAX)
    entry = parse(envelope.text)
    heads = covering(connection, index, signed)
    policy = founded_policy(connection, origin) if any(heads) else None

    @cache  # where the newest head is the witnessed one, its tiles are read once
    def path_to(size: int) -> tuple[bytes, ...]:
        return inclusion_proof(SqlHashes(connection, size), index, size)

    confirmed, witnessed = (_inclusion(path_to, index, found[0], policy=policy, checkpoint=one) for one in heads)
    return EntryShown(
        index=index,
        id=entry.id,
        kind=entry.kind,
        at=entry.at,
        expires=entry.expires,
        recorded_at=recorded.recorded_at,
        result=recorded.result,
        body=entry.body,
        text=envelope.text.decode(),
        digest=hashlib.sha256(envelope.text).hexdigest(),
        seen_size=entry.seen.size if entry.seen else None,
        signers=_signers(connection, envelope, index, now=recorded.recorded_at),
        moves=_moves(connection, index, moved_of),
        confirmed=confirmed,
        witnessed=witnessed,
        size=confirmed.head.size if confirmed else 0,
    )


def find_entry(connection: sa.Connection, entry_id: str) -> int | None:
    """Return the position of an entry's id. Index: `uq_leaf_id`."""
    return index_of(connection, entry_id)


def is_party(connection: sa.Connection, index: int, participant: str) -> bool:
    """Return whether a participant wrote an entry, or an account of it gave or got units by it."""
    author = connection.scalar(sa.select(leaf.c.participant).where(leaf.c.index == index))
    if author == participant:
        return True
    rows = connection.execute(sa.select(move.c.source, move.c.target).where(move.c.index == index)).all()
    return any(one.number == participant for one in holders(connection, _accounts(rows)).values())


def _accounts(rows: Sequence[Any]) -> set[int]:
    return {account for row in rows for account in (row.source, row.target)}


def _inclusion(
    path_to: Callable[[int], tuple[bytes, ...]],
    index: int,
    data: bytes,
    *,
    policy: Policy | None,
    checkpoint: bytes | None,
) -> Inclusion | None:
    if checkpoint is None:
        return None
    head, _ = parse_checkpoint(checkpoint)
    path = path_to(head.size)
    try:
        verify_inclusion(leaf_hash(data), path, index=index, size=head.size, root=head.root)
    except Tampering:
        holds = False
    else:
        holds = True
    shown = judge(checkpoint, policy, is_kept=False)
    return Inclusion(leaf_hash(data).hex(), tuple(one.hex() for one in path), shown, holds)


def _signers(connection: sa.Connection, envelope: note.Note, index: int, *, now: int) -> tuple[SignerShown, ...]:
    names = {one.name for one in envelope.signatures}
    table = table_of(SigningKey)
    rows = connection.execute(sa.select(table).where(table.c.representative.in_(sorted(names)))).all()
    owners = parties_of_representatives(connection, names | {row.vouched_by for row in rows})
    standing = {
        row.public_key: row.registered_index <= index
        and row.active_from <= now
        and (row.ended_index is None or index <= row.ended_index)
        for row in rows
    }
    return tuple(_signer(envelope.text, one, rows, owners=owners, standing=standing) for one in envelope.signatures)


def _signer(
    text: bytes,
    signature: note.Signature,
    known: Sequence[Any],
    *,
    owners: Mapping[str, Party],
    standing: Mapping[str, bool],
) -> SignerShown:
    owner = owners.get(signature.name, _NOBODY)
    for row in known:
        public_key = base64.b64decode(row.public_key)
        key_id = note.key_id(signature.name, keys.ED25519, public_key=public_key)
        if row.representative != signature.name or key_id != signature.key_id:
            continue
        voucher = owners.get(row.vouched_by, _NOBODY)
        return SignerShown(
            representative=signature.name,
            participant=owner.number,
            name=owner.name,
            function=owner.function,
            key_id=signature.key_id.hex(),
            public_key=row.public_key,
            fingerprint=hashlib.sha256(public_key).hexdigest(),
            custody=row.custody,
            is_valid=keys.verify(public_key, text, signature.signature),
            counted=standing[row.public_key],
            registered_index=row.registered_index,
            ended_index=row.ended_index,
            vouched_by=row.vouched_by,
            vouched_name=voucher.name,
            is_first=row.registered_index == 0 or voucher.number != owner.number,
        )
    return SignerShown(
        signature.name, owner.number, owner.name, owner.function, signature.key_id.hex(), "", "", "",
        is_valid=False, counted=False, registered_index=None, ended_index=None, vouched_by="", vouched_name="",
        is_first=False,
    )  # fmt: skip


def _moves(connection: sa.Connection, index: int, of: str | None) -> tuple[MoveShown, ...]:
    rows = connection.execute(sa.select(move).where(move.c.index == index).order_by(move.c.n)).all()
    names = holders(connection, _accounts(rows))
    if of is not None:
        rows = [row for row in rows if of in {names.get(one, _NOBODY).number for one in (row.source, row.target)}]
    table = table_of(Batch).c
    numbers = sorted({row.batch for row in rows if row.batch})
    named = sa.select(table.number, table.text).where(table.number.in_(numbers))
    texts = {row.number: row.text for row in connection.execute(named)} if numbers else {}
    return tuple(
        MoveShown(
            n=row.n,
            source=account_text(row.source),
            source_name=names.get(row.source, _NOBODY).name,
            target=account_text(row.target),
            target_name=names.get(row.target, _NOBODY).name,
            asset=row.asset,
            units=row.units,
            serial=f"{texts.get(row.batch, row.batch)}:{row.first}-{row.first + row.units - 1}" if row.batch else "",
        )
        for row in rows
    )
