"""Sending many envelopes in batches, with progress, and stopping where the first is refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from registry.imports.csvfile import Progress, silent

ACCEPTED = "accepted"
BATCH = 256

SubmitMany = Callable[[list[bytes]], Sequence[str]]
"""Takes envelopes and returns the result of each in order: `accepted`, or the code of its refusal or malformation."""


@dataclass(frozen=True, slots=True)
class Refused:
    """An envelope that was not accepted: its place from 0, and the code."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the envelopes; after a batch with refusals nothing more was sent."""

    sent: int
    accepted: int
    refused: tuple[Refused, ...]


def send(
    envelopes: Iterable[bytes], submit_many: SubmitMany, *, total: int, batch: int = BATCH, progress: Progress = silent
) -> Sent:
    """Submit envelopes in order and return what became of them. Sent again they get their first answers."""
    waiting = iter(envelopes)
    sent = accepted = 0
    while group := list(islice(waiting, batch)):
        results = submit_many(group)
        refused = tuple(Refused(sent + n, code) for n, code in enumerate(results) if code != ACCEPTED)
        sent += len(group)
        accepted += len(group) - len(refused)
        progress("send", sent, total)
        if refused:
            return Sent(sent, accepted, refused)
    return Sent(sent, accepted, ())
