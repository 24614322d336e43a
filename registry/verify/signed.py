"""Checkpoints before an auditor: whose keys count, who has cosigned, and what that says about time.

A policy comes from the auditor, or from the log's own genesis entry: then it is trust on first use, and the report says
so. A cosignature's time bounds the entries around its size: those before it were recorded by then, later ones after it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import dropwhile

from registry.ledger import leaf as leaves
from registry.ledger import note
from registry.ledger.checkpoint import Checkpoint, cosigned_at, parse_checkpoint
from registry.ledger.entry import parse
from registry.ledger.errors import LedgerError, Malformed, Tampering
from registry.ledger.keys import ED25519, ML_DSA_44, SIGNATURE_BYTES
from registry.ledger.merkle import leaf_hash
from registry.ledger.note import Note, Signature, VerifierKey, parse_vkey, render_vkey, signatures_of
from registry.ledger.parties import LogKey
from registry.ledger.policy import Party, Policy, Verdict, parse_policy
from registry.ledger.replay import Replay
from registry.ledger.rules import View
from registry.ledger.tiles import ENTRIES, parse_bundle, tile_at
from registry.verify.source import CHECKPOINT, CHECKPOINTS, POLICY, Source, read
from registry.verify.tree import first_difference, locate

#: How long a head may have waited for its cosignature, and how far a witness's clock may be off, in microseconds.
COSIGNED_WITHIN = 120 * 1_000_000
_SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose checkpoints count. ``is_own``: the auditor brought the policy; else it is the log's founding one.

    ``later`` are keys of the log that the file beside it names after the founding ones: no more than a claim until the
    entries that brought them have been replayed, see `check_later_keys`.
    """

    policy: Policy
    is_own: bool
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One checkpoint that holds: its verdict, and how many of its lines are by keys that the policy does not name."""

    verdict: Verdict
    unknown: int


def founded_policy(genesis: bytes) -> bytes:
    """Return the policy's text as the leaf of a genesis entry carries it.

    Raises:
        Tampering: ``no_genesis`` if it is no such leaf.
    """
    origin = genesis.partition(b"\n")[0].removesuffix(b"/leaf/v1").decode("ascii", "replace")
    try:
        body = parse(note.parse(leaves.parse(genesis, origin).envelope).text).body
    except Malformed as error:
        raise Tampering("no_genesis", index=0, reason=error.code) from None
    lines = body.get("witness_policy")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise Tampering("no_genesis", index=0)
    return "".join(f"{line}\n" for line in lines).encode()


def find_trust(source: Source, own: bytes | None) -> Trust:
    """Return the auditor's policy, or the one in the log's first entry.

    If that entry does not fit its hash, the policy file beside the log is taken, so that what was changed can be named.

    Raises:
        Malformed: of `parse_policy`; Tampering: ``file_missing``, ``checkpoint``, ``no_genesis``, ``policy_differs``
            (path, offset) if the file beside the log is not what its first entry says, and those of `locate`.
    """
    if own is not None:
        return extended(Trust(parse_policy(own), is_own=True), later_keys(source.find(POLICY) or b""))
    data = read(source, CHECKPOINT)
    try:
        head, _ = parse_checkpoint(data)
    except LedgerError as error:
        raise Tampering("checkpoint", path=CHECKPOINT, offset=0, length=len(data), reason=error.code) from None
    if head.size == 0:
        raise Tampering("no_genesis", index=0)
    beside = source.find(POLICY)
    genesis = _genesis(source, head)
    if genesis is None:
        if beside is None:
            raise locate(source, head.size, head.root)
        return Trust(parse_policy(beside), is_own=False)
    founded = founded_policy(genesis)
    later = later_keys(beside[len(founded) :]) if beside is not None and beside.startswith(founded) else ()
    whole = founded + b"".join(b"log %b\n" % vkey.encode() for vkey in later)
    if beside is not None and beside != whole:
        raise Tampering("policy_differs", path=POLICY, offset=first_difference(beside, whole), length=1)
    return extended(Trust(parse_policy(founded), is_own=False), later)


def later_keys(policy: bytes) -> tuple[str, ...]:
    """Return the Ed25519 keys of logs that lines of a policy name; what is no such line is passed over."""
    found = []
    for line in policy.split(b"\n"):
        word, _, vkey = line.decode("ascii", "replace").partition(" ")
        with suppress(Malformed):
            if word == "log" and parse_vkey(vkey).algorithm == ED25519:
                found.append(vkey)
    return tuple(found)


def extended(trust: Trust, vkeys: Iterable[str]) -> Trust:
    """Return a trust that takes further keys of the log for now."""
    known = {render_vkey(party.key) for party in trust.policy.logs}
    later = tuple(dict.fromkeys(vkey for vkey in vkeys if vkey not in known))
    logs = (*trust.policy.logs, *(Party(parse_vkey(vkey), None) for vkey in later))
    return Trust(replace(trust.policy, logs=logs), is_own=trust.is_own, later=(*trust.later, *later))


def _genesis(source: Source, head: Checkpoint) -> bytes | None:
    """Return the first leaf, if it is there and fits the hash that the log has for it."""
    bundle = tile_at(head.size, ENTRIES, index=0)
    data, hashes = source.find(bundle.path), source.find(tile_at(head.size, 0, index=0).path)
    try:
        genesis = parse_bundle(data, bundle.width)[0] if data else b""
    except Malformed:
        return None
    return genesis if hashes and hashes.startswith(leaf_hash(genesis)) else None


def judge(data: bytes, trust: Trust, path: str) -> Judged:
    """Return what the policy says of a checkpoint.

    Raises:
        Tampering: ``checkpoint`` with path, offset (of its signatures, or of its text) and reason;
            ``unknown_cosignature`` under the log's own policy, in which nobody else signs.
    """
    try:
        head, parsed = parse_checkpoint(data)
        verdict = trust.policy.check(data)
    except LedgerError as error:
        raise Tampering("checkpoint", path=path, offset=0, length=len(data), reason=error.code) from None
    keys = [party.key for party in (*trust.policy.logs, *trust.policy.witnesses.values())]
    known = {(key.name, key.key_id) for key in keys}
    unknown = [line for line in parsed.signatures if (line.name, line.key_id) not in known]
    if not trust.is_own and any(not _is_lasting(line, head.origin, keys) for line in unknown):
        raise Tampering("unknown_cosignature", path=path, offset=len(parsed.text) + 1, length=len(data), size=head.size)
    return Judged(verdict, len(unknown))


def _is_lasting(line: Signature, origin: str, keys: list[VerifierKey]) -> bool:
    """Return whether a line is the log's own lasting signature, by a key that its policy does not name."""
    is_named = any(key.name == origin and key.algorithm == ML_DSA_44 for key in keys)
    return line.name == origin and not is_named and len(line.signature) == 8 + SIGNATURE_BYTES[ML_DSA_44]


def signing_keys(verdict: Verdict) -> frozenset[str]:
    """Return the vkeys of the log that have signed a checkpoint, those made for decades left aside."""
    return frozenset(render_vkey(key) for key in verdict.signed_by if key.algorithm == ED25519)


def log_key_at(view: View, origin: str, size: int) -> str | None:
    """Return the vkey that signs a head of this size; None in a log whose genesis allowed no rotation."""
    known = [key.vkey for key in view.find(LogKey, "origin", origin) if key.from_size <= size]
    return known[-1] if known else None


def check_log_key(replay: Replay, signed_by: frozenset[str], path: str) -> None:
    """Check that a head of a replay's size is signed by the key that the log's own entries put in force there.

    Raises:
        Tampering: ``log_key_differs``.
    """
    expected = log_key_at(replay.state, replay.origin, replay.size) if LogKey in replay.state.records else None
    if expected is not None and expected not in signed_by:
        raise Tampering("log_key_differs", path=path, size=replay.size, expected=expected)


def check_later_keys(replay: Replay, trust: Trust) -> None:
    """Check that the keys which were taken beside a policy's own follow from one of those through the log's entries.

    Each handover is signed by the key before it, so one trusted key among them vouches for all that come after it.

    Raises:
        Tampering: ``policy_differs``.
    """
    if not trust.later:
        return
    known = replay.state.find(LogKey, "origin", replay.origin) if LogKey in replay.state.records else ()
    own = {render_vkey(party.key) for party in trust.policy.logs} - set(trust.later)
    followed = dropwhile(lambda key: key.vkey not in own, known)
    if not set(trust.later) <= {key.vkey for key in followed}:
        raise Tampering("policy_differs", path=POLICY, offset=0, length=1)


@dataclass(frozen=True, slots=True)
class Bound:
    """Leaves below ``size`` were recorded by ``cosigned_at``, and later ones not before ``again_at``.

    Microseconds UTC, 0 if nobody has cosigned. A head may be cosigned again, without news, around a deadline.
    """

    size: int
    root: bytes
    cosigned_at: int
    again_at: int
    is_witnessed: bool
    signed_by: frozenset[str]

    @classmethod
    def of(cls, data: bytes, policy: Policy, verdict: Verdict) -> "Bound":
        """Return what a kept checkpoint says about time, with a policy's verdict on it."""
        head = verdict.checkpoint
        first = min(_first_words(data, policy, verdict), default=0)
        newest = min(verdict.cosigned_by.values(), default=0)
        signed_by = signing_keys(verdict)
        return cls(head.size, head.root, first * _SECOND, newest * _SECOND, verdict.quorum_met, signed_by)


def bounds(source: Source, trust: Trust, *, sizes: Iterable[int], origin: str) -> Iterator[Bound]:
    """Yield the size, root and earliest cosigned time of each kept checkpoint.

    Raises:
        Tampering: of `judge`, and ``checkpoint_size`` if a file holds another size or log than its name says.
    """
    for size in sizes:
        path = f"{CHECKPOINTS}/{size}"
        data = read(source, path)
        judged = judge(data, trust, path)
        head = judged.verdict.checkpoint
        if head.size != size or head.origin != origin:
            raise Tampering("checkpoint_size", path=path, size=head.size, offset=0, length=len(data))
        yield Bound.of(data, trust.policy, judged.verdict)


def _first_words(data: bytes, policy: Policy, verdict: Verdict) -> Iterator[int]:
    """Yield when each witness first cosigned, in seconds; the verdict has its newest word."""
    _, found = parse_checkpoint(data)
    for name, newest in verdict.cosigned_by.items():
        key = policy.witnesses[name].key
        words = [Note(found.text, (one,)) for one in signatures_of(found, key)]
        yield newest if len(words) == 1 else min(filter(None, (cosigned_at(one, key) for one in words)))


class Clockwork:
    """The kept checkpoints of a log in order of size, asked while it is walked: are the roots and the times right?"""

    def __init__(self, found: Iterable[Bound]) -> None:
        self._bounds = sorted(found, key=lambda bound: bound.size)
        self._sizes = [bound.size for bound in self._bounds]
        self._roots = {bound.size: bound.root for bound in self._bounds}
        self._signed_by = {bound.size: bound.signed_by for bound in self._bounds}
        self._cosigned = [bound for bound in self._bounds if bound.cosigned_at]
        self._cosigned_sizes = [bound.size for bound in self._cosigned]
        self.witnessed_size = max((bound.size for bound in self._bounds if bound.is_witnessed), default=0)

    def root(self, size: int) -> bytes | None:
        """Return the root that was kept for this size."""
        return self._roots.get(size)

    def signed_by(self, size: int) -> frozenset[str]:
        """Return which of the log's keys have signed the head that was kept for this size."""
        return self._signed_by.get(size, frozenset())

    def is_outside(self, index: int, recorded_at: int) -> bool:
        """Return whether an entry's time lies outside the cosigned times around its position."""
        at = bisect_right(self._cosigned_sizes, index)
        if at < len(self._cosigned) and recorded_at > self._cosigned[at].cosigned_at + COSIGNED_WITHIN:
            return True
        return at > 0 and recorded_at < self._cosigned[at - 1].again_at - COSIGNED_WITHIN
