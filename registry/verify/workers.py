"""Signatures checked in several processes: what needs no state goes out by bundle and comes back in order.

Which key a signature may be by is found by reading ahead: every key that an entry offers is known from there on.
Whether it counts at its position is decided later, by the walk.
"""

import marshal
import multiprocessing
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.pool import AsyncResult, Pool
from typing import Any

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.entry import Keyring, offered_keys, parse
from registry.ledger.errors import LedgerError, Malformed
from registry.ledger.handover import pack, unpack
from registry.ledger.replay import Prepared, prepare
from registry.ledger.rules import Catalogue
from registry.verify.tree import Bundle

#: Below this many entries a second process costs more than it brings.
PARALLEL_FROM = 1024
_SIGNERS = re.compile(rb"\n\xe2\x80\x94 ([^ \n]+) ")
_WAITING = 3

Keys = list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Batch:
    """A bundle whose entries have been prepared; the last is the malformation of the first that is malformed."""

    bundle: Bundle
    prepared: list[Prepared]
    malformed: Malformed | None


class KeyScan:
    """The public keys that entries have offered so far, by representative."""

    def __init__(self, known: Iterable[tuple[str, bytes]] = ()) -> None:
        self._keys: dict[str, tuple[bytes, ...]] = {}
        for representative, public_key in known:
            self._add(representative, public_key)

    def read(self, entries: Iterable[bytes], origin: str) -> Keys:
        """Take in what these leaves offer; return the keys of all who sign one of them."""
        names: set[bytes] = set()
        for data in entries:
            if b'"public_key":' in data:
                self._offer(data, origin)
            names.update(_SIGNERS.findall(data))
        signers = [name.decode("utf-8", "replace") for name in names]
        return [(name, key) for name in signers for key in self._keys.get(name, ())]

    def _offer(self, data: bytes, origin: str) -> None:
        try:
            text = note.parse(leaves.parse(data, origin).envelope).text
            found = offered_keys(parse(text).body)
        except LedgerError:
            return  # whoever checks this leaf says what is wrong with it
        for representative, public_key in found:
            self._add(representative, public_key)

    def _add(self, representative: str, public_key: bytes) -> None:
        known = self._keys.get(representative, ())
        if public_key not in known:
            self._keys[representative] = (*known, public_key)


def prepare_all(entries: list[bytes], keys: Keys, *, origin: str, catalogue: Catalogue) -> tuple[list[Prepared], Any]:
    """Return the prepared leaves up to the first that is malformed, and its problem as `(code, facts)`."""
    ring = Keyring()
    for representative, public_key in keys:
        ring.add(representative, public_key)
    prepared = []
    try:
        for data in entries:
            prepared.append(prepare(data, origin=origin, catalogue=catalogue, keyring=ring))  # noqa: PERF401  kept so far
    except Malformed as error:
        return prepared, (error.code, error.facts)
    return prepared, None


_worker: dict[str, Any] = {}


def _start(origin: str, catalogue: Catalogue) -> None:
    _worker.update(origin=origin, catalogue=catalogue)


def _work(entries: list[bytes], keys: Keys) -> bytes:
    prepared, problem = prepare_all(entries, keys, **_worker)
    return marshal.dumps(([_pack(one) for one in prepared], problem and (problem[0], repr(problem[1]))))


def _pack(prepared: Prepared) -> tuple[Any, ...]:
    """Return what is not told by the leaf's bytes at once; pickling the whole would cost as much as a signature."""
    leaf = prepared.leaf
    return (leaf.index, leaf.recorded_at, leaf.result, len(leaf.envelope), pack(prepared.checked))


def _unpack(packed: tuple[Any, ...], data: bytes, leaf_hash: bytes, catalogue: Catalogue) -> Prepared:
    index, recorded_at, result, length, inner = packed
    envelope = data[-length:]
    return Prepared(leaves.Leaf(index, recorded_at, result, envelope), leaf_hash, unpack(inner, envelope, catalogue))


def _received(bundle: Bundle, data: bytes, catalogue: Catalogue) -> Batch:
    packed, problem = marshal.loads(data)  # noqa: S302  our own worker's
    parts = zip(packed, bundle.entries, bundle.hashes, strict=False)
    prepared = [_unpack(one, leaf, digest, catalogue) for one, leaf, digest in parts]
    return Batch(bundle, prepared, Malformed(problem[0], text=problem[1]) if problem else None)


def _batch(bundle: Bundle, result: tuple[list[Prepared], Any]) -> Batch:
    prepared, problem = result
    return Batch(bundle, prepared, Malformed(problem[0], **problem[1]) if problem else None)


def batches(
    bundles: Iterator[Bundle], scan: KeyScan, *, origin: str, catalogue: Catalogue, jobs: int
) -> Iterator[Batch]:
    """Yield every bundle with its entries prepared, in order. An error of `bundles` comes after what came before it."""
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004  one is this process
        for bundle in bundles:
            keys = scan.read(bundle.entries, origin)
            yield _batch(bundle, prepare_all(bundle.entries, keys, origin=origin, catalogue=catalogue))
        return
    # Only a forked process has the catalogue without pickling its functions.
    with multiprocessing.get_context("fork").Pool(jobs, _start, (origin, catalogue)) as pool:
        for bundle, data in _in_order(bundles, scan, pool, origin=origin, depth=jobs * _WAITING):
            yield _received(bundle, data, catalogue)


def _in_order(
    bundles: Iterator[Bundle], scan: KeyScan, pool: Pool, *, origin: str, depth: int
) -> Iterator[tuple[Bundle, bytes]]:
    waiting: deque[tuple[Bundle, AsyncResult[Any]]] = deque()
    broken: LedgerError | None = None
    try:
        for bundle in bundles:
            keys = scan.read(bundle.entries, origin)
            waiting.append((bundle, pool.apply_async(_work, (bundle.entries, keys))))
            if len(waiting) >= depth:
                first, result = waiting.popleft()
                yield first, result.get()
    except LedgerError as error:
        broken = error
    for bundle, result in waiting:
        yield bundle, result.get()
    if broken is not None:
        raise broken
