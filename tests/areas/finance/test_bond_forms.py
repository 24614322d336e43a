"""An issuer's walk through the forms, each signed as the browser signs: from the terms of a bond to its report."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.areas.finance.catalogue_data import founding_bodies
from registry.areas.finance.founding import FOUNDING
from registry.areas.finance.rules.choices import Instrument
from registry.areas.participants.rules.calendars import day_of
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.parties import Custody, Function, Role
from registry.web.seam import now
from tests.areas.finance.bond_factories import BOND, ISIN
from tests.areas.finance.factories import PROJECT, registration, review
from tests.site import OTHER, Site, open_site, signed_by
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, public_key_of

REVIEWER, BY_REVIEWER = "P-00000102", "R-00000102"
TOTAL_YUAN = 500_000_000
PLANNED, ALLOCATED, PLACED = 1_000_000, 600_000, 50_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("bonds"), controls=True) as made:
        write, office = made.world.author.envelope, (AUTHORITY, OPERATORS[0])
        for one in FOUNDING:
            made.submit(write("participants.define_parameter", one.definition, *office))
            made.submit(write("participants.set_parameter", one.value, *office))
        for kind, body in founding_bodies():
            made.submit(write(kind, body, *(office if kind == "finance.announce_catalogue" else OPERATORS[:1])))
        made.submit(*_reviewer(made))
        facts = registration(owner="P-00000012", catalogue="2021", instrument=Instrument.BOND)
        made.submit(write("finance.register_project", facts, OTHER))
        made.submit(write("finance.review_project", replace(review(), reviewer=REVIEWER), BY_REVIEWER))
        yield made


def _reviewer(made: Site) -> list[bytes]:
    register = RegisterParticipant(
        REVIEWER, Function.VERIFIER, "foreign", "SG-TEST102", "Reviewer", "31", 1, False, DOCUMENT
    )
    roles = (Role.INITIATOR, Role.ADMINISTRATOR)
    key = RegisterFirstKey(REVIEWER, BY_REVIEWER, roles, public_key_of(BY_REVIEWER), Custody.BROWSER, DOCUMENT)
    write = made.world.author.envelope
    return [
        write("participants.register", register, *OPERATORS),
        write("participants.register_first_key", key, BY_REVIEWER, *OPERATORS, REGISTRAR),
    ]


def signed(site: Site, path: str, **form: str) -> None:
    """Fill in a form as the issuer, and sign what it leads to."""
    client = site.client("other")
    page = client.post(path, data={"bond": BOND, "document": DOCUMENT} | form)
    assert page.status_code == 200, page.text
    assert client.post("/tasks/sign", data=signed_by(page.text, OTHER)).status_code == 201


def refused(site: Site, path: str, **form: str) -> str:
    """Return the page that a form comes back as."""
    page = site.client("other").post(path, data={"bond": BOND, "document": DOCUMENT} | form)
    assert page.status_code in {409, 422}
    return page.text


def bond(site: Site) -> dict[str, object]:
    """Return the bond as the API tells it."""
    found: dict[str, object] = site.client().get(f"/api/v1/finance/bonds/{BOND}").get_json()["whole"]["bond"]
    return found


def test_the_issuer_goes_from_the_terms_to_the_report(site: Site) -> None:
    today = day_of(now())
    issued = f"{today.year - 2}-06-18"
    terms = {
        "zone": "31", "name_zh": "示例债券", "name_en": "Example bond", "bond_kind": "green", "isin": ISIN,
        "approval": "示例注〔2025〕1号", "planned_fen": f"{PLANNED}.00", "issued_on": issued,
        "matures_on": f"{today.year + 5}-06-18", "lookback_months": "36", "use_of_proceeds": "用途",
        "selection": "遴选", "management": "管理", "reporting": "披露", "framework": DOCUMENT,
    }  # fmt: skip
    assert "isin" in refused(site, "/finance/bonds/new", **terms | {"isin": "US0378331006"})
    signed(site, "/finance/bonds/new", **terms)
    signed(site, "/finance/bonds/receive", fen=f"{PLANNED}.00", happened_on=issued)
    allocation = {"project": PROJECT, "happened_on": today.isoformat()}
    refused(site, "/finance/bonds/allocate", **allocation, fen=f"{PLANNED}.01")
    refused(site, "/finance/bonds/allocate", fen="1.00", project=PROJECT, happened_on=f"{today + timedelta(1)}")
    signed(site, "/finance/bonds/allocate", **allocation, fen=f"{ALLOCATED}.00")
    signed(site, "/finance/bonds/place", placement="treasury", fen=f"{PLACED}.00", happened_on=today.isoformat())
    signed(site, "/finance/bonds/recall", fen="20000.00", happened_on=today.isoformat())
    signed(site, "/finance/bonds/reallocate", project=PROJECT, target="", fen="100000.00", happened_on=f"{today}")
    signed(site, "/finance/bonds/return", fen="10000.00", happened_on=today.isoformat())
    period = f"{today.year - 1}"
    signed(site, "/finance/bonds/report", period=period, lines=f"{PROJECT}; ghg_avoided; 118000")

    found = bond(site)
    sums = [found[name] for name in ("received_fen", "allocated_fen", "placed_fen", "returned_fen")]
    assert sums == [yuan * 100 for yuan in (PLANNED, ALLOCATED - 100_000, PLACED - 20_000, 10_000)]
    (report,) = site.client().get(f"/api/v1/finance/bonds/{BOND}").get_json()["whole"]["reports"]
    assert [line["attributed"] for line in report["lines"]] == [118_000 * (ALLOCATED - 100_000) // TOTAL_YUAN]
    page = site.client("other").get(f"/finance/bonds/{BOND}").text
    assert page.count("/journal/") >= 8
