"""Alerts: whoever is concerned hears at once of what a thief would have to send, and hears it once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry import notice_wording
from registry.alerting import tell_alerts
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.keys import AddKey
from registry.areas.participants.rules.mandates import Mandate
from registry.ledger import keys, note
from registry.ledger.parties import Custody
from registry.signin.accounts import Origin
from registry.signin.tables import people
from registry.store.notices import Told, listed
from tests.site import FIRST, OTHER, PASSWORD, Site, account, open_site
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, public_key_of, seed_of

NOW = 1_900_000_000_000_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        tell_alerts(made.registry.engine, NOW)
        yield made


def told(site: Site, login: str) -> list[Told]:
    return list(listed(site.registry.engine, number_of(site, login)))


def number_of(site: Site, login: str) -> int:
    with site.registry.engine.connect() as connection:
        return int(connection.scalars(sa.select(people.c.id).where(people.c.login == login)).one())


def test_a_refused_transfer_is_told_to_all_of_the_participants_people_once(site: Site) -> None:
    envelope = site.world.transfer(11, 12, units=900_000)
    assert site.registry.submit(envelope).result == "units_not_held"

    for _ in range(2):
        tell_alerts(site.registry.engine, NOW)

    for login in ("first", "second"):
        (found,) = told(site, login)
        assert (found.event, found.facts["kind"], found.facts["result"]) == (
            "theft_suspected", "allowances.transfer", "units_not_held",
        )  # fmt: skip
        assert found.facts["result.wanted"] == 900_000
    assert told(site, "other") == []


def test_a_refusal_is_told_with_the_facts_that_its_sentence_needs(site: Site) -> None:
    author = site.world.author
    order = PlaceFreeze(None, account(11), None, 0, 0, "ORDER-7", "court-order", 1, None, DOCUMENT)
    site.submit(author.envelope("participants.place_freeze", order, AUTHORITY, OPERATORS[0]))
    assert site.registry.submit(site.world.transfer(11, 12, units=1)).result == "account_frozen"

    tell_alerts(site.registry.engine, NOW)

    (found,) = [one for one in told(site, "second") if one.event == "theft_suspected"]
    for language in ("zh", "en"):
        said = notice_wording.text(found.event, found.facts, language)
        assert (account(11) in said, "ORDER-7" in said, "—" in said) == (True, True, False)


def test_a_reason_whose_facts_nobody_can_say_any_more_is_told_by_its_code() -> None:
    facts = {"participant": "P-00000011", "kind": "allowances.transfer", "result": "account_frozen"}
    for language in ("zh", "en"):
        said = notice_wording.text("theft_suspected", facts, language)
        assert "account_frozen" in said
        assert "—" not in said


def test_a_new_key_is_told_and_daily_transfers_are_not(site: Site) -> None:
    body = AddKey(OTHER, public_key_of("R-00009999"), Custody.OFFLINE, Mandate.SELF)
    author = site.world.author
    signed = _with_new_key(author.envelope("participants.add_key", body, OTHER))
    site.submit(site.world.transfer(12, 11, units=1), signed)

    tell_alerts(site.registry.engine, NOW)

    assert [one.event for one in told(site, "other")] == ["key_registered"]
    assert told(site, "first") == []


def _with_new_key(envelope: bytes) -> bytes:
    """Return the envelope with the new key's own signature, under its owner's number."""
    parsed = note.parse(envelope)
    signer = keys.Ed25519Signer(OTHER, seed_of("R-00009999"))
    return note.render(note.Note(parsed.text, (*parsed.signatures, note.sign_text(parsed.text, signer))))


def test_a_sign_in_from_a_new_device_is_told(site: Site) -> None:
    accounts = site.app.extensions["people"]
    person = number_of(site, "first")
    with site.registry.engine.begin() as connection:
        accounts._shared.note(connection, person, "new_device", now=NOW, origin=Origin("203.0.113.9"))
    (found,) = told(site, "first")
    assert (found.event, found.facts["source"]) == ("signed_in", "203.0.113.9")
    assert PASSWORD not in str(found.facts)
    assert FIRST not in str(found.facts)
