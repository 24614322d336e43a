"""The demonstration: the same story from the same day, everybody in it, and everything that a visitor is told works."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from registry.app import create_app
from registry.areas.credits.rules.retirement import Retirement
from registry.areas.credits.tables import projects
from registry.areas.participants.rules.calendars import Calendar
from registry.areas.participants.rules.parameters import Parameter
from registry.areas.participants.rules.releases import Attestation
from registry.areas.participants.rules.standing import Suspension
from registry.areas.trading.queries import book
from registry.areas.trading.rules.records import Side
from registry.cli import main
from registry.demo import running as demonstration
from registry.demo import sinks, watched
from registry.demo.cast import ENTERPRISES, ORGANISATIONS, WITNESSES, signer_for
from registry.demo.maker import Maker
from registry.demo.market import PRODUCTS
from registry.demo.running import PASSWORD, Demonstration, open_demo, totp_code
from registry.ledger import note
from registry.ledger.book import Freeze
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.parties import Function
from registry.signin.duties import AUDIT, EXCLUSIVE, SECURITY, SYSTEM
from registry.store import drafts
from registry.store.database import connect
from registry.store.heads import policy_of, witnessed
from registry.store.log import read_head
from registry.store.projection import table_of
from registry.store.tables import leaf
from registry.store.tables_notices import notice
from registry.web.seam import now
from tests.imports.verra_files import write_samples

TODAY = 1_790_000_000_000_000
ENERGY = [person.representative for person in ENTERPRISES[0].people]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    made = open_demo(tmp_path_factory.mktemp("demo"), reset=False, say=lambda _: None)
    made.worker.run_once()
    yield made
    made.close()
    made.registry.engine.dispose()


def root_of(folder: Path, today: int) -> bytes:
    made = open_demo(folder, reset=False, say=lambda _: None, today=today)
    try:
        return parse_checkpoint(made.registry.signed())[0].root
    finally:
        made.close()
        made.registry.engine.dispose()


def count(demo: Demonstration, record: type) -> int:
    with demo.registry.engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(table_of(record))) or 0)


def head(folder: Path) -> tuple[int, bytes]:
    engine = connect(f"sqlite:///{folder / 'registry.sqlite'}")
    with engine.connect() as connection:
        found = read_head(connection)
    engine.dispose()
    assert found is not None
    return found.size, found.root


def test_a_sink_goes_from_design_to_a_retired_tonne(demo: Demonstration) -> None:
    with demo.registry.engine.connect() as connection:
        stages = {row.number: row.stage for row in connection.execute(sa.select(projects.c.number, projects.c.stage))}
        issued = connection.scalar(sa.select(projects.c.issued_units).where(projects.c.number == sinks.WHOLE.number))
        used = table_of(Retirement)
        retired = connection.scalar(sa.select(used.c.units).where(used.c.beneficiary.contains("马拉松")))

    assert (issued, retired) == (5_343, 300)
    assert {stages[one.number] for one in (sinks.WHOLE, sinks.MIRRORED)} == {"registered"}
    assert stages[sinks.WAITING.number] == "applied"
    assert stages[sinks.CANCELLED.number] == "cancelled"


def test_the_same_day_tells_the_same_story(tmp_path: Path) -> None:
    first = root_of(tmp_path / "one", TODAY)
    assert first == root_of(tmp_path / "two", TODAY)
    assert first != root_of(tmp_path / "three", TODAY + 86_400_000_000)


def test_every_kind_of_user_appears_and_can_be_chosen(demo: Demonstration) -> None:
    assert {one.function for one in ORGANISATIONS} == set(Function) - {Function.SYSTEM}
    logins = [person.login for person in demo.people()]
    assert len(logins) == len(set(logins))
    for organisation in ORGANISATIONS:
        for person in organisation.everybody:
            assert demo.seed(person.representative)
            assert person.login in logins
    assert demo.seed("R-99999999") is None


@pytest.mark.parametrize(("instant", "levels"), [("2026-11-26T10:00+08:00", 5), ("2026-11-28T10:00+08:00", 0)])
def test_on_trading_days_a_visitor_finds_somebody_to_deal_with(instant: str, levels: int, tmp_path: Path) -> None:
    with time_machine.travel(datetime.fromisoformat(instant), tick=True):
        demo = open_demo(tmp_path / "demo", reset=False, say=lambda _: None)
        make = Maker(demo.registry, now)
        for _ in range(2):  # the second time nothing is missing
            make()
            with demo.registry.engine.connect() as connection:
                books = [book(connection, one.code, side, now=now()) for one in PRODUCTS for side in Side]
                orders = {level.orders for one in books for level in one}
            assert [len(one) for one in books] == [levels] * 6
            assert orders <= {1}
        demo.close()
        demo.registry.engine.dispose()


def test_overseers_find_a_circle_and_a_pushed_close(demo: Demonstration) -> None:
    app = create_app(demo.config, demo.registry, demo_offer=demo)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/demo/switch", data={"login": "authority"}).status_code == 302
    circles, closes = (
        client.get(f"/api/v1/market/oversight/{one}").get_json()["rows"] for one in ("circles", "closes")
    )

    seen = " → ".join(one.participant for one in (*watched.CIRCLE, watched.CIRCLE[0]))
    assert seen in {one["path"] for one in circles}
    assert watched.CIRCLE[2].participant in {one["participant"] for one in closes}


def test_it_holds_what_a_registry_meets(demo: Demonstration) -> None:
    for record in (Freeze, Suspension, Attestation, Calendar, Parameter):
        assert count(demo, record) > 0, record
    with demo.registry.engine.connect() as connection:
        results = set(connection.scalars(sa.select(leaf.c.result).distinct()))
    assert {"accepted", "account_frozen", "units_not_held"} <= results


def test_both_witnesses_cosign_its_head(demo: Demonstration) -> None:
    with demo.registry.engine.connect() as connection:
        kept, policy = witnessed(connection), policy_of(connection, demo.registry.origin)
    assert kept is not None
    verdict = policy.check(kept)
    assert verdict.quorum_met
    assert {policy.witnesses[name].key.name for name in verdict.cosigned_by} == set(WITNESSES)


def test_a_draft_waits_for_the_second_signature_and_takes_it(demo: Demonstration) -> None:
    (waiting,) = drafts.waiting_for(demo.registry.engine, ENERGY[1], now())
    assert waiting.signers == (ENERGY[0],)
    begun = note.parse(waiting.envelope)
    signature = note.sign_text(begun.text, signer_for(ENERGY[1]))
    envelope = note.render(note.Note(begun.text, (*begun.signatures, signature)))
    assert demo.registry.submit(envelope).result == "accepted"


@pytest.mark.parametrize("login", ["energy", "auditor", "operator"])
def test_a_person_signs_in_with_password_and_second_factor(demo: Demonstration, login: str) -> None:
    app = create_app(demo.config, demo.registry, demo_offer=demo)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    code = totp_code(login)
    wrong = client.post("/sign-in", data={"login": login, "password": PASSWORD, "code": "1"})
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD, "code": code})
    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert client.get("/account").status_code == 200


def test_the_table_of_who_can_sign_in_is_aligned_and_whole(demo: Demonstration) -> None:
    _, *lines = demo.welcome().splitlines()
    rows = lines[: lines.index("")]
    assert len(rows) == len(demo.people())
    shown = [
        (line, line.index(demonstration.totp_secret(one.login))) for line, one in zip(rows, demo.people(), strict=True)
    ]
    assert len({demonstration.width_of(line[:at]) for line, at in shown}) == 1
    assert PASSWORD in demo.welcome()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "demo"
    assert main(["demo", "--once", "--directory", str(folder)]) == 0
    return folder


def test_once_again_changes_nothing_and_reset_tells_it_anew(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = head(told)
    assert main(["demo", "--once", "--directory", str(told)]) == 0
    assert head(told) == before
    assert "all" in capsys.readouterr().out
    assert main(["demo", "--once", "--reset", "--directory", str(told)]) == 0
    assert head(told)[0] == before[0]


def test_a_list_is_imported_into_it_once(told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(write_samples(tmp_path / "list.csv", 40))
    before, _ = head(told)
    assert main(["import", "verra", file, "--directory", str(told)]) == 0
    after = head(told)
    assert after[0] == before + 41
    assert main(["import", "verra", file, "--directory", str(told)]) == 0
    assert head(told) == after
    assert "again" in capsys.readouterr().out
    with closing(sqlite3.connect(told / "registry.sqlite")) as connection:
        (kept,) = connection.execute("SELECT count(*) FROM imported_row JOIN document ON digest = texts").fetchone()
    assert kept == 40
    assert main(["demo", "--once", "--directory", str(told)]) == 0


def test_nobody_unknown_has_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--code", "nobody"]) == 1
    assert main(["demo", "--code", "energy"]) == 0
    assert capsys.readouterr().out.strip().isdigit()


def test_the_three_duties_are_three_people_who_sign_for_nobody(demo: Demonstration) -> None:
    staff = [person for organisation in ORGANISATIONS for person in organisation.staff]
    roles = {person.login: demo.registry.roles(person.representative) for person in staff}

    assert {login: found & EXCLUSIVE for login, found in roles.items()} == {
        "system": {SYSTEM}, "security": {SECURITY}, "audit": {AUDIT},
    }  # fmt: skip
    assert not any(found & {"initiator", "approver", "administrator"} for found in roles.values())


def test_people_have_been_told_of_something_and_of_an_alert(demo: Demonstration) -> None:
    with demo.registry.engine.connect() as connection:
        told = set(connection.scalars(sa.select(notice.c.event)))
    assert told >= {"theft_suspected", "transfer_delayed", "task_commented", "task_waiting", "application_received"}
