"""What the demonstration's first entry founds: the policy of its witnesses, and the kinds that are in force."""

from registry.catalog import CATALOGUE
from registry.demo import cast
from registry.ledger.keys import ML_DSA_44, Signer, signer_of
from registry.ledger.note import key_of, render_vkey


def witness_policy(log: Signer) -> tuple[str, ...]:
    """Return the founded policy: both witnesses must cosign."""
    keys = [render_vkey(key_of(signer)) for name in cast.WITNESSES for signer in cast.witness_signers(name)]
    names = ("zhejiang", "fujian")
    lasting = signer_of(cast.ORIGIN, ML_DSA_44, seed=cast.log_seeds()[1])
    lines = [f"log {render_vkey(key_of(one))}" for one in (log, lasting)]
    lines += [f"witness {name} {key}" for name, key in zip(names, keys, strict=True)]
    return (*lines, "group zones all zhejiang fujian", "quorum zones")


def kinds_now() -> tuple[str, ...]:
    """Return every kind of this release in its newest revision, as genesis activates them."""
    return tuple(f"{name}@{max(revisions)}" for name, revisions in sorted(CATALOGUE.kinds.items()))
