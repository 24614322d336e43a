"""Random inspections in the demonstration: one drawn, reported and followed up, one committed and waiting."""

from base64 import b64encode
from dataclasses import replace
from typing import Final

from registry.areas.participants.rules.calendars import day_of
from registry.areas.supervision.queries.draws import draw_of, inspections
from registry.areas.supervision.rules.draw_bodies import CommitDraw, DrawLots, NameWitnesses
from registry.areas.supervision.rules.draw_records import Finding
from registry.areas.supervision.rules.inspections import FollowUp, ReportInspection
from registry.areas.supervision.rules.selection import commitment_of
from registry.demo import cast
from registry.demo.author import DOCUMENT, Author, StoryError
from registry.demo.cast import AUTHORITY, ENTERPRISES, ORIGIN
from registry.demo.supervision import ARTICLE
from registry.ledger.checkpoint import Checkpoint, attach, cosign, sign_checkpoint
from registry.ledger.keys import Signer
from registry.ledger.merkle import root_at
from registry.store.log import SqlHashes, consistency, read_head

NUMBER: Final = "CJ-2026-0001"
_SEED: Final = bytes.fromhex("5eed" * 16)
_SECOND = 1_000_000


def inspect(author: Author, log: Signer, *, policy: tuple[str, ...], office: tuple[str, ...]) -> None:
    """Commit, draw and report; then commit to another draw."""
    author.write("supervision.name_witnesses", NameWitnesses(1, policy, ARTICLE), *office)
    author.send()
    officer = AUTHORITY.people[0].representative
    objects = tuple(one.participant for one in ENTERPRISES[:5])
    inspectors = tuple(person.representative for person in AUTHORITY.people)
    first = CommitDraw(
        NUMBER, "示例第一次双随机抽查", "31", ARTICLE, 1, objects, inspectors, (), 2, 1, commitment_of(_SEED), DOCUMENT
    )
    author.write("supervision.commit_draw", first, officer)
    author.send()
    second = replace(first, number="CJ-2026-0002", name="示例第二次双随机抽查", commitment=commitment_of(_SEED[::-1]))
    author.write("supervision.commit_draw", second, officer)
    author.send()
    author.write("supervision.draw", _completed(author, log), officer)
    author.send()
    _report(author, officer)


def _completed(author: Author, log: Signer) -> DrawLots:
    """Return the draw, completed by a head that the demonstration's witnesses cosign."""
    with author.journal.engine.connect() as connection:
        head, found = read_head(connection), draw_of(connection, NUMBER)
        if head is None or found is None:
            raise StoryError(NUMBER)
        hashes = SqlHashes(connection, head.size)
        note = sign_checkpoint(Checkpoint(ORIGIN, head.size, root_at(hashes, head.size)), log)
        signers = [one for name in cast.WITNESSES for one in cast.witness_signers(name)]
        note = attach(note, [cosign(note, one, author.clock.now // _SECOND) for one in signers])
        proof = consistency(connection, found.target_size, head.size)
        root = root_at(hashes, found.target_size)
    encoded = tuple(b64encode(one).decode() for one in proof)
    return DrawLots(NUMBER, found.population, _SEED.hex(), root.hex(), b64encode(note).decode(), encoded)


def _report(author: Author, officer: str) -> None:
    with author.journal.engine.connect() as connection:
        drawn = [one.drawn.participant for one in inspections(connection, NUMBER)]
    today = day_of(author.clock.now).isoformat()
    good = ReportInspection(NUMBER, drawn[0], today, Finding.COMPLIANT, None, "演示：未发现问题", 0, DOCUMENT)
    minor = ReportInspection(NUMBER, drawn[1], today, Finding.MINOR, "ledger", "演示：台账不完整", 0, DOCUMENT)
    follow = FollowUp(NUMBER, drawn[1], today, "演示：已当场改正，免予处罚", True, DOCUMENT)
    for kind, body in (("report_inspection", good), ("report_inspection", minor), ("follow_up", follow)):
        author.write(f"supervision.{kind}", body, officer)
    author.send()
