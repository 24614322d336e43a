"""The registry about itself: revisions in force, the signing page of each release, and auditors' attestations."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from registry.ledger.codec import Code, Count, DataClass, Digest, EntryId, Items, Pattern, RepresentativeNo, Units
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, by_authority_and_operator
from registry.ledger.revisions import Activation
from registry.ledger.rules import Context, Demand, Index, Kind, Outcome, View, record

# Hashes of public files and of the log: nothing is hidden behind them, so they are no commitments.
Sha256 = Annotated[str, Pattern("[0-9a-f]{64}", DataClass.CODE)]
KindName = Annotated[str, Pattern("[a-z_]+[.][a-z_]+")]


@dataclass(frozen=True, slots=True)
class Activate:
    """The body of `participants.activate`. ``document`` is the salted hash of the release's approval."""

    kind: KindName
    revision: Units
    release: Code
    document: Digest


def activate(body: Activate, context: Context, view: View) -> Outcome:
    """Put the next revision of a kind in force from the next position on; a kind that is new begins with 1.

    No rule sees which revisions a release holds. One that names none of them stops the kind until a release brings it,
    so only the very next number is accepted: a slip of the pen is never far away, and never back.

    Raises:
        Refusal: ``revision_not_next`` with the revision ``expected``.
    """
    known = view.get(Activation, body.kind)
    expected = known.revision + 1 if known else 1
    if body.revision != expected:
        raise Refusal("revision_not_next", kind=body.kind, expected=expected)
    return Outcome(records=(Activation(body.kind, body.revision, body.release, context.index + 1),))


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the signing page and its SHA-256 in hexadecimal."""

    name: Code
    sha256: Sha256


Modules = Annotated[tuple[Module, ...], Items(1, 16)]


@record("release", key=("release",))
@dataclass(frozen=True, slots=True)
class Release:
    """What the signing page of a release consists of, so that anybody can compare what a browser was given."""

    release: Code
    modules: Modules
    recorded_index: Count


@dataclass(frozen=True, slots=True)
class RecordRelease:
    """The body of `participants.release`."""

    release: Code
    modules: Modules


def record_release(body: RecordRelease, context: Context, view: View) -> Outcome:
    """Record the signing page of a release, once.

    Raises:
        Refusal: ``release_taken``, ``module_doubled``.
    """
    if view.get(Release, body.release) is not None:
        raise Refusal("release_taken", release=body.release)
    if len({module.name for module in body.modules}) != len(body.modules):
        raise Refusal("module_doubled")
    return Outcome(records=(Release(body.release, body.modules, context.index),))


class Verdict(StrEnum):
    """What an auditor found."""

    HOLDS = "holds"
    DIFFERS = "differs"


@record("attestation", key=("id",), indexes=(Index("auditor", ("auditor",), ("recorded_index",)),))
@dataclass(frozen=True, slots=True)
class Attestation:
    """An auditor's word on the log up to a size; ``root`` is the tree's at that size, in hexadecimal."""

    id: EntryId
    auditor: RepresentativeNo
    size: Units
    root: Sha256
    verdict: Verdict
    findings: Count
    release: Code
    report: Digest
    recorded_index: Count


@dataclass(frozen=True, slots=True)
class Attest:
    """The body of `participants.attest`. ``report`` is the salted hash of the auditor's report."""

    size: Units
    root: Sha256
    verdict: Verdict
    findings: Count
    release: Code
    report: Digest


def attest(body: Attest, context: Context, _view: View) -> Outcome:
    """Record an auditor's attestation. The rule knows no roots; `verify` compares this one with the tree's.

    Raises:
        Refusal: ``size_ahead`` if the log is not that long, ``findings_differ`` if the verdict and the number of
            findings contradict each other.
    """
    if body.size > context.index:
        raise Refusal("size_ahead", size=context.index)
    if (body.verdict is Verdict.HOLDS) != (body.findings == 0):
        raise Refusal("findings_differ", findings=body.findings)
    new = Attestation(
        id=context.entry_id,
        auditor=context.signatories[0].representative,
        size=body.size,
        root=body.root,
        verdict=body.verdict,
        findings=body.findings,
        release=body.release,
        report=body.report,
        recorded_index=context.index,
    )
    return Outcome(records=(new,))


KINDS = (
    Kind("participants.activate", Activate, lambda _body, _view: by_authority_and_operator(), activate),
    Kind("participants.release", RecordRelease, lambda _body, _view: by_authority_and_operator(), record_release),
    Kind("participants.attest", Attest, lambda _body, _view: (Demand(function=Function.AUDITOR),), attest),
)
RECORDS = (Release, Attestation)
