"""Second factors beside the code: passkeys of a software authenticator, recovery codes, and never none."""

import base64
import hashlib
import json
import os
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

from registry.signin import People, Person, Session, SigninError
from registry.signin.accounts import step_up_purpose
from registry.signin.passkeys import LIFETIME, PASSKEYS_MAX, Site
from registry.signin.second import SIGN_IN, Proof
from registry.signin.tables import challenges
from tests.signin.conftest import HOME, LOGIN, PASSWORD, SECOND, Clock, code_of

SITE = Site("registry.example", "https://registry.example")
SignIn = Callable[..., str]


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Device:
    """An authenticator in software, which answers for the site that it is told."""

    def __init__(self, *, verifies: bool = True, site: Site = SITE) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.site = os.urandom(32), 0, site
        self.flags = 0x05 if verifies else 0x01

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.site.origin}).encode()

    def _head(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(self.site.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def made(self, options: str) -> str:
        """Return what a browser sends when a passkey was made."""
        client = self._client("webauthn.create", json.loads(options)["challenge"])
        numbers = self.key.public_key().public_numbers()
        public = encode_cbor({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        data = self._head(self.flags | 0x40) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attested = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._sent({"attestationObject": text_of(attested), "clientDataJSON": text_of(client)})

    def answered(self, options: str) -> str:
        """Return what a browser sends when a passkey answered."""
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._head(self.flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        parts = {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        return self._sent({name: text_of(value) for name, value in parts.items()})

    def _sent(self, response: dict[str, str]) -> str:
        return json.dumps(
            {"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key", "response": response}
        )


@pytest.fixture
def here(people: People, sign_in: SignIn, clock: Clock) -> tuple[Person, Session]:
    return people.present(sign_in(), clock.now) or pytest.fail("not signed in")


@pytest.fixture
def enrol(people: People, here: tuple[Person, Session], clock: Clock) -> Callable[..., Device]:
    def enrolled(name: str = "blue key", device: Device | None = None) -> Device:
        made, (who, session) = device or Device(), here
        options = people.second.ask_to_enrol(who, SITE, session_id=session.id, now=clock.now)
        people.second.enrol_passkey(
            who, answer=made.made(options), name=name, site=SITE, session_id=session.id, origin=HOME, now=clock.now
        )
        return made

    return enrolled


def come_in(people: People, answer: str, now: int, site: Site = SITE) -> str:
    return people.sign_in(LOGIN, PASSWORD, proof=Proof(answer=answer, site=site), origin=HOME, now=now)


def test_a_passkey_signs_in_beside_the_password(people: People, enrol: Callable[..., Device], clock: Clock) -> None:
    device = enrol()
    answer = device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))

    assert people.present(come_in(people, answer, clock.now), clock.now)


def test_a_passkeys_answer_is_accepted_once(people: People, enrol: Callable[..., Device], clock: Clock) -> None:
    answer = enrol().answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))
    come_in(people, answer, clock.now)

    assert code_of(lambda: come_in(people, answer, clock.now)) == "wrong_credentials"


def test_a_challenge_does_not_wait_for_ever(people: People, enrol: Callable[..., Device], clock: Clock) -> None:
    device = enrol()
    early, late = (device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now)) for _ in range(2))

    assert come_in(people, early, clock.now + LIFETIME - 1)
    assert code_of(lambda: come_in(people, late, clock.now + LIFETIME)) == "wrong_credentials"


def test_a_passkey_of_somebody_else_is_refused(people: People, enrol: Callable[..., Device], clock: Clock) -> None:
    enrol()
    stranger = Device()
    answer = stranger.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))

    assert code_of(lambda: come_in(people, answer, clock.now)) == "wrong_credentials"


def test_an_answer_given_to_another_site_is_refused(people: People, enrol: Callable[..., Device], clock: Clock) -> None:
    device = enrol()
    device.site = Site("registry.invalid", "https://registry.invalid")
    answer = device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))

    assert code_of(lambda: come_in(people, answer, clock.now)) == "wrong_credentials"


def test_a_copied_passkey_whose_count_does_not_grow_is_refused(
    people: People, enrol: Callable[..., Device], clock: Clock
) -> None:
    device = enrol()
    come_in(people, device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now)), clock.now)
    device.count -= 1
    answer = device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))

    assert code_of(lambda: come_in(people, answer, clock.now)) == "wrong_credentials"


def test_a_passkey_that_did_not_verify_its_owner_is_not_enrolled(enrol: Callable[..., Device]) -> None:
    assert code_of(lambda: enrol(device=Device(verifies=False))) == "wrong_passkey"


@pytest.mark.parametrize("answer", ["", "{}", "not json", '{"response": {"clientDataJSON": "e30"}}'])
def test_what_is_no_answer_is_refused(people: People, clock: Clock, answer: str) -> None:
    assert code_of(lambda: come_in(people, answer, clock.now)) == "wrong_credentials"


def test_an_answer_for_the_sign_in_does_not_show_presence_for_an_entry(
    people: People, here: tuple[Person, Session], enrol: Callable[..., Device], clock: Clock
) -> None:
    device, (who, session), digest = enrol(), here, "ab" * 32

    def show(purpose: str) -> None:
        answer = device.answered(people.second.ask(SITE, purpose=purpose, now=clock.now))
        people.step_up(who, session, digest=digest, proof=Proof(answer=answer, site=SITE), now=clock.now)

    assert code_of(lambda: show(SIGN_IN)) == "wrong_code"
    assert code_of(lambda: show(step_up_purpose(session, "cd" * 32))) == "wrong_code"
    show(step_up_purpose(session, digest))
    assert people.is_present(session, digest, clock.now)


def test_several_passkeys_are_kept_by_name_and_removed_one_by_one(
    people: People, here: tuple[Person, Session], enrol: Callable[..., Device], clock: Clock
) -> None:
    for name in ("blue key", "office"):
        enrol(name)
    who = here[0]
    held = people.second.held(who.id)
    assert [one.name for one in held.passkeys] == ["blue key", "office"]

    people.second.remove(who, held.passkeys[0].id, origin=HOME, now=clock.now)
    people.second.remove(who, None, origin=HOME, now=clock.now)

    assert code_of(lambda: people.second.remove(who, held.passkeys[1].id, origin=HOME, now=clock.now)) == "last_factor"
    assert people.second.held(who.id).count == 1
    kinds = [one.kind for one in people.list_events(who.id)]
    assert (kinds.count("factor_added"), kinds.count("factor_removed")) == (2, 2)


def test_the_last_authenticator_stays(people: People, here: tuple[Person, Session], clock: Clock) -> None:
    assert code_of(lambda: people.second.remove(here[0], None, origin=HOME, now=clock.now)) == "last_factor"


def test_removing_what_is_gone_changes_nothing(
    people: People, here: tuple[Person, Session], enrol: Callable[..., Device], clock: Clock
) -> None:
    enrol()
    people.second.remove(here[0], 999, origin=HOME, now=clock.now)

    assert people.second.held(here[0].id).count == 2


@pytest.mark.parametrize("name", [" ", "x" * 81])
def test_a_passkey_needs_a_name(enrol: Callable[..., Device], name: str) -> None:
    assert code_of(lambda: enrol(name)) == "passkey_name"


def test_nobody_keeps_more_than_a_few_passkeys(enrol: Callable[..., Device]) -> None:
    for number in range(PASSKEYS_MAX):
        enrol(f"number {number}")

    assert code_of(lambda: enrol("one more")) == "too_many_passkeys"


def test_one_passkey_is_not_enrolled_twice(enrol: Callable[..., Device]) -> None:
    device = enrol()

    assert code_of(lambda: enrol("again", device)) == "wrong_passkey"


def test_an_account_with_a_passkey_only_is_never_let_in_by_its_password(
    people: People, here: tuple[Person, Session], enrol: Callable[..., Device], clock: Clock
) -> None:
    device = enrol()
    people.second.remove(here[0], None, origin=HOME, now=clock.now)
    assert (
        code_of(lambda: people.sign_in(LOGIN, PASSWORD, proof=Proof(), origin=HOME, now=clock.now))
        == "wrong_credentials"
    )

    answer = device.answered(people.second.ask(SITE, purpose=SIGN_IN, now=clock.now))
    who, _ = people.present(come_in(people, answer, clock.now), clock.now) or pytest.fail("not signed in")
    assert who.enrolled


def test_a_passkey_may_be_the_first_factor_and_brings_recovery_codes(people: People, clock: Clock) -> None:
    people.create_person("new@example.com", name="新人", password=PASSWORD, now=clock.now)
    token = people.sign_in("new@example.com", PASSWORD, proof=Proof(), origin=HOME, now=clock.now)
    who, session = people.present(token, clock.now) or pytest.fail("not signed in")
    options = people.second.ask_to_enrol(who, SITE, session_id=session.id, now=clock.now)
    codes = people.second.enrol_passkey(
        who, answer=Device().made(options), name="first", site=SITE, session_id=session.id, origin=HOME, now=clock.now
    )

    assert len(codes) == 10
    assert people.sign_in("new@example.com", PASSWORD, proof=Proof(codes[0]), origin=HOME, now=clock.now)
    assert "recovery_code_used" in {one.kind for one in people.list_events(who.id)}


def test_renewed_recovery_codes_make_the_old_ones_void(
    people: People, here: tuple[Person, Session], clock: Clock
) -> None:
    old = people.second.renew_codes(here[0], origin=HOME, now=clock.now)
    new = people.second.renew_codes(here[0], origin=HOME, now=clock.now)

    def attempt(code: str) -> str:
        return people.sign_in(LOGIN, PASSWORD, proof=Proof(code), origin=HOME, now=clock.now)

    assert code_of(lambda: attempt(old[0])) == "wrong_credentials"
    assert attempt(new[0])


def test_unanswered_challenges_are_swept(people: People, clock: Clock) -> None:
    for _ in range(3):
        people.second.ask(SITE, purpose=SIGN_IN, now=clock.now)
    clock.now += LIFETIME + SECOND
    people.second.ask(SITE, purpose=SIGN_IN, now=clock.now)

    with people.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(challenges)) == 1
    with pytest.raises(SigninError):
        come_in(people, "{}", clock.now)
