"""A receipt checked from its file alone, with the network off: the seal appears for a true one and for no other."""

from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from registry.app import create_app
from registry.areas.credits.rules.retirement import Retirement
from registry.areas.participants.rules.holdings import Pending
from registry.store.projection import table_of
from tests.browser.conftest import Served
from tests.browser.walking import visiting

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
INDEX = 100


def test_a_true_receipt_shows_the_seal_offline_and_a_changed_one_does_not(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    with served.demo.registry.engine.connect() as connection:
        entry = UUID(bytes=connection.scalar(sa.text('SELECT id FROM leaf WHERE "index" = :at'), {"at": INDEX}))
    app = create_app(served.demo.config, served.demo.registry, demo_offer=served.demo)
    receipt = app.test_client().get(f"/receipts/{entry}.tlog-proof?state=witnessed").data
    files = {"true": receipt, "changed": receipt.replace(b"index 100\n", b"index 101\n"), "other": b"hello\n"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with visiting(browser, served.address, "en") as visitor:
        visitor.open("/check?lang=en")
        visitor.page.context.set_offline(True)
        for name, outcome in (("true", "witnessed"), ("changed", "failed"), ("other", "unread")):
            visitor.page.set_input_files("#receipt-file", tmp_path / name)
            visitor.page.wait_for_selector(f"[data-outcome={outcome}]", state="visible")
            assert visitor.page.is_visible("[data-seal]") == (name == "true")
        visitor.look()


def test_a_certificate_is_checked_from_its_file_alone(served: Served, browser: Browser, tmp_path: Path) -> None:
    client = create_app(served.demo.config, served.demo.registry, demo_offer=served.demo).test_client()
    own, mirrored = (certificate_of(served, is_mirrored=one) for one in (False, True))
    one, two = (client.get(f"/certificates/{number}.certificate").data for number in (own, mirrored))
    header = b"c2sp.org/tlog-proof@v1\n"
    asked, confirmed = (header + part for part in two.split(header)[1:])
    files = {
        "own": (one, "witnessed", "yes"), "mirrored": (two, "witnessed", "yes"),
        "asked": (asked, "witnessed", "no"),  # the second half is missing
        "borrowed": (one + confirmed, "failed", ""),  # a confirmation of something else
        "receipt": (confirmed, "witnessed", ""),  # true, and by itself no certificate
    }  # fmt: skip
    with visiting(browser, served.address, "en") as visitor:
        visitor.open(f"/certificates/{mirrored}?lang=en")
        visitor.open("/check?lang=en")
        visitor.page.context.set_offline(True)
        for name, (data, outcome, final) in files.items():
            path = tmp_path / f"{name}.certificate"
            path.write_bytes(data)
            visitor.page.set_input_files("#receipt-file", path)
            visitor.page.wait_for_selector(f"[data-outcome={outcome}]", state="visible")
            visitor.page.wait_for_timeout(200)
            for answer in ("yes", "no"):
                assert visitor.page.is_visible(f"[data-final={answer}]") == (answer == final), (name, answer)
        visitor.look()


def certificate_of(served: Served, *, is_mirrored: bool) -> str:
    """Return the number of something in the demonstration that was retired or cancelled for good."""
    with served.demo.registry.engine.connect() as connection:
        table, step = table_of(Retirement).c, table_of(Pending).c
        cancelled = sa.select(step.id).where(step.kind == "allowances.cancel", step.status == "confirmed")
        retired = sa.select(table.id).where(table.status == "final", table.retired_on.is_(None))
        return str(
            connection.scalars(
                cancelled if is_mirrored else retired.where(table.opened_index == table.closed_index)
            ).first()
        )
