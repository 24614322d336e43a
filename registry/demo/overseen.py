"""What authorities oversee in the demonstration: supervision with its inspections, and ecology."""

from registry.demo.author import Author
from registry.demo.ecology import keep_ecology
from registry.demo.inspections import inspect
from registry.demo.supervision import supervise
from registry.ledger.keys import Signer


def oversee(author: Author, log: Signer, *, policy: tuple[str, ...], office: tuple[str, ...]) -> None:
    """Let the authorities enter, inspect, publish and measure."""
    supervise(author, office=office)
    inspect(author, log, policy=policy, office=office)
    keep_ecology(author)
