"""What a verification found, for people and for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from registry.ledger.checkpoint import encode_hash
from registry.ledger.decide import ACCEPTED
from registry.ledger.instants import format_instant
from registry.ledger.parties import KeyStatus, Representative, SigningKey
from registry.ledger.replay import Replay
from registry.ledger.state import State, conservation
from registry.verify.signed import Judged, Trust


class Counted(Protocol):
    """What was counted on the way."""

    first_recorded_at: int
    results: Counter[str]
    outside: list[int]
    outside_count: int
    other_views: list[int]


@dataclass(frozen=True, slots=True)
class LoneKey:
    """A key that came without an older one of its participant, and whose word it rests on."""

    participant: str
    representative: str
    public_key: str
    registered_index: int
    vouched_by: str
    status: str


@dataclass(frozen=True, slots=True)
class Conserved:
    """Units of one asset: issued, and held outside issuance accounts. Equal, or units were made or lost."""

    asset_class: str
    asset: str
    issued: int
    held: int


@dataclass(slots=True)
class Report:
    """A verified log. Times are RFC 3339 in UTC; ``verified_before`` leaves were taken over from a saved state."""

    origin: str
    size: int
    root: str
    first_recorded_at: str | None
    last_recorded_at: str | None
    accepted: int
    refused: Mapping[str, int]
    verified_before: int
    policy: str
    quorum_met: bool
    cosigned_by: Mapping[str, str]
    unknown_cosignatures: int
    keys: list[LoneKey]
    conservation: list[Conserved]
    outside_cosigned_times: int
    first_outside: list[int]
    witnessed_size: int = 0
    kept: int | None = None
    #: How many entries a witness had been handed, and which of them never appeared before they expired.
    relayed: int = 0
    silent: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, replay: Replay, tally: Counted, *, head: Judged, trust: Trust, since: int) -> "Report":
        """Return the report on a replay that has reached a checkpoint."""
        verdict = head.verdict
        conserved = [Conserved(*row) for row in conservation(replay.state)]
        report = cls(
            origin=replay.origin,
            size=replay.size,
            root=encode_hash(verdict.checkpoint.root),
            first_recorded_at=_time(tally.first_recorded_at),
            last_recorded_at=_time(replay.recorded_at),
            accepted=tally.results[ACCEPTED],
            refused={code: n for code, n in sorted(tally.results.items()) if code != ACCEPTED},
            verified_before=since,
            policy="given" if trust.is_own else "first entry",
            quorum_met=verdict.quorum_met,
            cosigned_by={name: format_instant(t * 1_000_000, 0) for name, t in sorted(verdict.cosigned_by.items())},
            unknown_cosignatures=head.unknown,
            keys=list(lone_keys(replay.state)),
            conservation=conserved,
            outside_cosigned_times=tally.outside_count,
            first_outside=list(tally.outside),
        )
        report.findings += [f"not conserved: {row.asset}" for row in conserved if row.issued != row.held]
        report.findings += [f"other_view: entry {index} was written before another log" for index in tally.other_views]
        if tally.outside_count:
            report.findings.append("recorded_at outside the cosigned times")
        return report

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON value."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """Yield the report as lines for people."""
        yield f"log          {self.origin}"
        yield f"size, root   {self.size}  {self.root}"
        yield f"recorded     {self.first_recorded_at} .. {self.last_recorded_at}"
        refused = ", ".join(f"{code} {n}" for code, n in self.refused.items())
        yield f"accepted     {self.accepted}"
        yield f"refused      {sum(self.refused.values())} {refused}".rstrip()
        if self.verified_before:
            yield f"went on from {self.verified_before} leaves that were verified before"
        yield from self._witness_lines()
        yield "keys that came without an older one, and who vouched:"
        for key in self.keys:
            word = "itself, as founder" if key.vouched_by == key.representative else key.vouched_by
            yield f"  {key.participant} {key.representative} {key.public_key} at {key.registered_index}: {word}"
        yield "conservation: class, asset, issued = held elsewhere"
        for row in self.conservation:
            sign = "=" if row.issued == row.held else "≠"
            yield f"  {row.asset_class:8} {row.asset:16} {row.issued:>18} {sign} {row.held:>18}"
        if self.relayed:
            yield f"relayed      {self.relayed} entries; never recorded before they expired: {len(self.silent)}"
            yield from (f"  NO ANSWER: {one}" for one in self.silent)
        for finding in self.findings:
            yield f"FOUND: {finding}"

    def _witness_lines(self) -> Iterator[str]:
        if self.policy == "given":
            yield "policy       the one that you gave"
        else:
            yield "policy       the log's own first entry: trust on first use; compare it or give --policy"
        names = ", ".join(f"{name} at {time}" for name, time in self.cosigned_by.items()) or "nobody"
        yield f"cosigned by  {names}; quorum {'met' if self.quorum_met else 'not met'}"
        if self.unknown_cosignatures:
            yield f"             {self.unknown_cosignatures} signatures by keys that the policy does not name"
        if self.kept is None:
            yield "             the log does not list its kept checkpoints: times were not held against them"
        else:
            yield f"             witnessed up to {self.witnessed_size}; {self.kept} kept checkpoints"
        if self.outside_cosigned_times:
            first = ", ".join(map(str, self.first_outside))
            yield f"             {self.outside_cosigned_times} entries outside the cosigned times: {first}"


def lone_keys(state: State) -> Iterator[LoneKey]:
    """Yield the keys that no older key of the same participant vouches for, in the order of registration."""
    keys = state.records.get(SigningKey)
    for key in sorted(keys.by_key.values() if keys else (), key=lambda one: (one.registered_index, one.representative)):
        voucher = state.get(Representative, key.vouched_by)
        is_own = voucher is not None and voucher.participant == key.participant
        if is_own and key.vouched_by != key.representative and key.status is not KeyStatus.RECOVERY:
            continue
        if is_own and key.registered_index and _has_older(keys, key):
            continue
        yield LoneKey(
            key.participant,
            key.representative,
            key.public_key,
            key.registered_index,
            key.vouched_by,
            key.status.value,
        )


def _has_older(keys: Any, key: SigningKey) -> bool:  # noqa: ANN401
    return any(
        one.representative == key.vouched_by and one.registered_index < key.registered_index
        for one in keys.by_key.values()
    )


def _time(instant: int) -> str | None:
    return format_instant(instant, 6) if instant else None
