"""Green projects in the demonstration, under both catalogues; what they are stands in the area."""

from registry.areas.finance.catalogue_data import founding_bodies
from registry.areas.finance.demo import projects
from registry.demo.author import DAY, MINUTE, Author
from registry.demo.cast import AUTHORITY, ENTERPRISES, ORGANISATIONS, VERIFIER
from registry.demo.controls import hands
from registry.ledger.instants import format_instant


def register_projects(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Load both catalogues, then let owners register, a reviewer review and the authority flag."""
    for kind, catalogue in founding_bodies():
        author.write(kind, catalogue, *(office if kind == "finance.announce_catalogue" else operators[:1]))
        author.send()
    by_number = {organisation.participant: organisation for organisation in ORGANISATIONS}
    today = format_instant(author.clock.now, 6)[:10]
    owners = [organisation.participant for organisation in ENTERPRISES]
    steps = projects(owners, reviewer=VERIFIER.participant, authority=AUTHORITY.participant, today=today)
    for n, step in enumerate(steps):
        author.write(step.kind, step.body, *hands(by_number[step.participant]))
        author.send()
        author.clock.forward(DAY // 20 if n % 3 else 11 * MINUTE)
