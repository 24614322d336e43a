"""A receipt checked from its file alone, with the network off: the seal appears for a true one and for no other."""

from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from registry.app import create_app
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
