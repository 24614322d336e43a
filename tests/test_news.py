"""News: whoever is concerned hears what became of transfers, recoveries and keys, once, and each side its own part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry import news, notice_wording
from registry.areas.participants.rules.calendars import DAY
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.powers import GrantPower
from registry.areas.participants.rules.recovery import DELAY
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.ledger import keys, note
from registry.ledger.parties import Role
from registry.store.notices import Told, listed
from registry.web.seam import now
from tests.site import FIRST, OTHER, SECOND, Site, account, envelope_on, open_site, signed_by, text_on
from tests.test_alerting import number_of
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, public_key_of, seed_of

TRANSFER = {"source": account(11), "target": account(12), "asset": "CEA-2025", "units": "100", "ranges": ""}
NEW = "R-00009999"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("news"), controls=True) as made:
        author, law = made.world.author, (AUTHORITY, OPERATORS[0])
        definition = DefineParameter(DELAY, Nature.HOUSE, Stricter.HIGHER, False, 1, 60, "working-days")
        value = SetParameter(DELAY, "", None, 3, None, "test", Evidence.FICTITIOUS)
        made.submit(
            author.envelope("participants.define_parameter", definition, *law),
            author.envelope("participants.set_parameter", value, *OPERATORS),
        )
        told(made, "first")
        news.tell_recovered(made.registry.engine, now())
        yield made


def told(site: Site, login: str) -> list[Told]:
    """Return what is new to somebody, the oldest first, in both languages without a dash for a fact."""
    news.tell_news(site.registry.engine, now())
    found = list(listed(site.registry.engine, number_of(site, login)))[::-1]
    for one in found:
        for language in ("zh", "en"):
            assert "—" not in notice_wording.text(one.event, one.facts, language), one
    seen = _seen.setdefault((id(site), login), set())
    fresh = [one for one in found if one.id not in seen]
    seen |= {one.id for one in fresh}
    return fresh


_seen: dict[tuple[int, str], set[int]] = {}


def send(site: Site, login: str, path: str, form: dict[str, str], signer: str) -> None:
    page = site.client(login).post(path, data=form)
    assert page.status_code == 200, page.text
    assert site.client(login).post("/tasks/sign", data=signed_by(page.text, signer)).status_code == 201


def number(one: Told, name: str) -> int:
    found = one.facts[name]
    assert isinstance(found, int)
    return found


def waiting(site: Site) -> str:
    rows = site.client("first").get("/api/v1/delayed").get_json()["rows"]
    return str(rows[0]["id"])


def test_a_transfer_that_waits_is_told_when_it_ends_and_to_whom_it_matters(site: Site) -> None:
    send(site, "first", "/allowances/transfer", TRANSFER, FIRST)
    assert (told(site, "first"), told(site, "other")) == ([], [])

    send(site, "other", "/delayed/refuse", {"transfer": waiting(site)}, OTHER)

    for login in ("first", "second"):
        (found,) = told(site, login)
        assert (found.event, found.facts["units"], found.facts["target"]) == ("transfer_refused", 100, account(12))
    assert told(site, "other") == []

    send(site, "first", "/allowances/transfer", TRANSFER, FIRST)
    send(site, "second", "/delayed/withdraw", {"transfer": waiting(site)}, SECOND)
    (found,) = told(site, "first")
    assert (found.event, found.facts["by"]) == ("transfer_withdrawn", SECOND)


def test_what_arrives_at_once_is_told_to_its_receiver_alone(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        told(site, "first")
        site.submit(site.world.transfer(11, 12, units=7))

        (found,) = told(site, "other")
        assert (found.event, found.facts["units"], found.facts["source"]) == ("transfer_received", 7, account(11))
        assert told(site, "first") == told(site, "operator") == []
        assert told(site, "other") == []


def test_a_representative_who_is_suspended_is_told_to_all_of_its_house(site: Site) -> None:
    told(site, "second")
    body = ChangeRepresentative(FIRST, "left-office", Mandate.OPERATORS)
    for kind in ("suspend", "reinstate"):
        site.submit(site.world.author.envelope(f"participants.{kind}_representative", body, *OPERATORS))
        (found,) = told(site, "second")
        assert (found.event, found.facts["kind"]) == (
            "representative_changed", f"participants.{kind}_representative",
        )  # fmt: skip


def with_new_key(page: str) -> bytes:
    """Return what the recovered representative's new key signs on a page, beside those who have signed."""
    signed = note.parse(envelope_on(page)).signatures
    own = note.sign_text(text_on(page), keys.Ed25519Signer(FIRST, seed_of(NEW)))
    return note.render(note.Note(text_on(page), (*signed, own)))


def recover(site: Site) -> dict[str, str]:
    """Recover the first representative's key by the form, with its house's second administrator."""
    form = {
        "representative": FIRST, "roles": "initiator,administrator", "public_key": public_key_of(NEW),
        "custody": "browser", "document": DOCUMENT,
    }  # fmt: skip
    page = site.client("second").post("/participant/recover-key", data=form)
    assert page.status_code == 200, page.text
    sent = site.client("second").post("/tasks/sign", data=signed_by(page.text, SECOND))
    assert sent.status_code == 202, sent.text
    task = site.client("first").get(sent.json["next"])  # type: ignore[index]
    assert site.client("first").post("/tasks/sign", data=with_new_key(task.text)).status_code == 201
    return form


def test_a_recovery_goes_through_its_form_is_announced_and_stopped(site: Site) -> None:
    form = recover(site)
    for login in ("first", "second"):
        told_ = {one.event: one for one in told(site, login)}
        found = told_["recovery_begun"]
        assert number(found, "effective_at") > now()
    again = site.client("second").post("/participant/recover-key", data=form)
    assert again.status_code == 409
    in_force_from = number(found, "effective_at")
    for instant, count in ((in_force_from - 1, 0), (in_force_from, 1), (in_force_from + 1, 0)):
        news.tell_recovered(site.registry.engine, instant)
        assert [one.event for one in told(site, "second")] == ["recovery_done"] * count

    stop = {"representative": FIRST, "public_key": form["public_key"]}
    send(site, "first", "/participant/stop-recovery", stop, FIRST)

    told_ = {one.event: one for one in told(site, "second")}
    assert told_["recovery_stopped"].facts["stopped_by"] == FIRST
    late = site.client("first").post("/participant/stop-recovery", data=stop)
    assert late.status_code == 409


def test_a_power_of_attorney_that_ends_in_a_fortnight_is_told_to_both_sides_once(site: Site) -> None:
    ends_at = (now() // DAY + 30) * DAY
    body = GrantPower("P-00000011", OTHER, Role.INITIATOR, ("allowances.transfer",), (), ends_at, DOCUMENT)
    site.submit(site.world.author.envelope("participants.grant_power", body, FIRST))
    for login in ("first", "other"):
        told(site, login)
    news.tell_ending(site.registry.engine, ends_at - news.AHEAD - 2)  # a job that is new only takes its place
    news.tell_ending(site.registry.engine, ends_at - news.AHEAD - 1)
    assert (told(site, "first"), told(site, "other")) == ([], [])

    for _ in range(2):
        news.tell_ending(site.registry.engine, ends_at - news.AHEAD)

    for login in ("first", "second", "other"):
        (found,) = told(site, login)
        assert (found.event, found.facts["representative"], found.facts["ends_at"]) == (
            "mandate_ending",
            OTHER,
            ends_at,
        )
