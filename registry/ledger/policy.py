"""C2SP tlog-policy: which logs and witnesses somebody trusts, and how many witnesses must have cosigned a checkpoint.

    log <vkey> [<url>]
    witness <name> <vkey> [<url>]
    group <name> all|any|<k> <name>...
    quorum <name>|none

Names are octets without meaning outside the file; those that are no UTF-8 are kept by surrogate escapes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from registry.ledger.checkpoint import Checkpoint, cosigned_at, is_signed_by_log, parse_checkpoint
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519, ED25519_COSIGNATURE, ML_DSA_44
from registry.ledger.note import VerifierKey, parse_vkey

NONE: Final = "none"
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_THRESHOLD: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_LOG_TYPES: Final = frozenset({ED25519, ML_DSA_44})
_WITNESS_TYPES: Final = frozenset({ED25519_COSIGNATURE, ML_DSA_44})


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and where to reach it if the policy says so."""

    key: VerifierKey
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Witnesses as soon as `threshold` of its members have."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy finds in a checkpoint: which keys of its log have signed, and each witness's time (s) by name."""

    checkpoint: Checkpoint
    signed_by: tuple[VerifierKey, ...]
    cosigned_by: Mapping[str, int]
    quorum_met: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """Trusted logs, known witnesses and groups by name, and the name whose witnessing is enough."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    groups: Mapping[str, Group]
    quorum: str

    def check(self, data: bytes) -> Verdict:
        """Return which witnesses have cosigned a checkpoint of one of the logs, and whether they are enough.

        Raises:
            Malformed: the codes of `parse_checkpoint`.
            Tampering: ``checkpoint_unsigned`` if no listed log has signed it; ``note_signature`` or ``cosignature`` if
                a line claims to be of a listed key and does not verify.
        """
        checkpoint, note = parse_checkpoint(data)
        logs = [log.key for log in self.logs if log.key.name == checkpoint.origin]
        signed_by = tuple([key for key in logs if is_signed_by_log(note, key)])
        if not signed_by:
            raise Tampering("checkpoint_unsigned", origin=checkpoint.origin)
        times = {name: cosigned_at(note, witness.key) for name, witness in self.witnesses.items()}
        cosigned_by = {name: time for name, time in times.items() if time is not None}
        return Verdict(checkpoint, signed_by, cosigned_by, self.is_met(frozenset(cosigned_by)))

    def is_met(self, witnesses: frozenset[str]) -> bool:
        """Return whether cosignatures of these witnesses satisfy the quorum."""
        return self.quorum == NONE or self._has_witnessed(self.quorum, witnesses)

    def _has_witnessed(self, name: str, witnesses: frozenset[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in witnesses
        return sum(self._has_witnessed(member, witnesses) for member in group.members) >= group.threshold


def parse_policy(data: bytes) -> Policy:
    """Return the policy of a file.

    Raises:
        Malformed: ``policy_encoding`` for a control character other than tab and newline, or a last line without
            newline; ``policy_line`` for a line of no known form; ``policy_key`` for a key of a wrong type or one that
            is listed twice; ``policy_name`` for a name defined twice, not yet defined, or a member twice;
            ``policy_threshold``; ``policy_quorum`` if there is not exactly one; and the codes of `parse_vkey`. Facts
            name the line, beginning with 1.
    """
    if _CONTROL.search(data) or data[-1:] != b"\n":
        raise Malformed("policy_encoding")
    draft = _Draft()
    for number, words in _lines(data):
        draft.add(number, words)
    if draft.quorum is None:
        raise Malformed("policy_quorum")
    return Policy(tuple(draft.logs), draft.witnesses, draft.groups, draft.quorum)


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), start=1):
        words = [word for word in re.split(r"[ \t]+", line) if word]
        if words and not words[0].startswith("#"):
            yield number, words


@dataclass(slots=True)
class _Draft:
    """A policy while its lines are read in order."""

    logs: list[Party] = field(default_factory=list)
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None
    members: set[str] = field(default_factory=set)

    def add(self, line: int, words: list[str]) -> None:
        """Take one line that is neither empty nor a comment."""
        match words:
            case ["log", vkey, *url] if len(url) <= 1:
                self.logs.append(_party(vkey, url, types=_LOG_TYPES, known=self.logs, line=line))
            case ["witness", name, vkey, *url] if len(url) <= 1:
                self._define(line, name)
                known = list(self.witnesses.values())
                self.witnesses[name] = _party(vkey, url, types=_WITNESS_TYPES, known=known, line=line)
            case ["group", name, threshold, *members] if members:
                self._define(line, name)
                for member in members:
                    self._join(line, member)
                self.groups[name] = Group(_threshold(line, threshold, count=len(members)), tuple(members))
            case ["quorum", name]:
                if self.quorum is not None:
                    raise Malformed("policy_quorum", line=line)
                if name != NONE and not self._is_defined(name):
                    raise Malformed("policy_name", line=line, name=name)
                self.quorum = name
            case _:
                raise Malformed("policy_line", line=line)

    def _is_defined(self, name: str) -> bool:
        return name in self.witnesses or name in self.groups

    def _define(self, line: int, name: str) -> None:
        if name == NONE or self._is_defined(name):
            raise Malformed("policy_name", line=line, name=name)

    def _join(self, line: int, member: str) -> None:
        if member in self.members or not self._is_defined(member):
            raise Malformed("policy_name", line=line, name=member)
        self.members.add(member)


def _party(vkey: str, url: list[str], *, types: frozenset[int], known: list[Party], line: int) -> Party:
    key = parse_vkey(vkey)
    if key.algorithm not in types or any(one.key.public_key == key.public_key for one in known):
        raise Malformed("policy_key", line=line)
    return Party(key, url[0] if url else None)


def _threshold(line: int, text: str, *, count: int) -> int:
    words = {"all": count, "any": 1}
    threshold = words.get(text) or (int(text) if _THRESHOLD.fullmatch(text) else 0)
    if not 1 <= threshold <= count:
        raise Malformed("policy_threshold", line=line)
    return threshold
