"""What an audit has seen so far, shared by its parts."""

from dataclasses import dataclass, field

from registry.ledger.replay import Replay
from registry.store.audit_rows import Finding
from registry.verify.signed import Trust
from registry.verify.walk import Tally


@dataclass
class Audit:
    """What an audit has seen: the findings, the replay as far as it came, and where a leaf stopped it."""

    replay: Replay
    tally: Tally
    findings: list[Finding] = field(default_factory=list)
    is_whole: bool = True
    trust: Trust | None = None
    #: Columns of leaves that differ from the leaf's own bytes: one of the two was changed, the hashes say which.
    suspects: list[tuple[int, str]] = field(default_factory=list)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    #: The root of every full tile so far, as the replay made it.
    roots: dict[tuple[int, int], bytes] = field(default_factory=dict)
