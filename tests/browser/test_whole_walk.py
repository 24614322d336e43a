"""The whole flow over the demonstration in a real browser, in both languages: who signs, who approves, who checks."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from registry.demo.cast import ENTERPRISES, seed_of
from registry.demo.controls import account
from tests.browser.conftest import Served
from tests.browser.walking import Visitor, visiting
from tests.cli.commands import registry

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ENERGY, CHEMICAL = ENTERPRISES[:2]
FIRST, SECOND = (person.representative for person in ENERGY.people)
UNITS = 1_000


def make_key(visitor: Visitor) -> str:
    """Make a key, register it under the one before, and return its public half."""
    page = visitor.page
    visitor.open("/keys/this-browser")
    page.wait_for_selector("[data-make]:enabled")
    before = page.inner_text("[data-public]")
    page.click("[data-make]")
    page.wait_for_selector("a[data-register]", state="visible")
    made = page.inner_text("[data-public]")
    assert made != before
    visitor.look()
    page.click("a[data-register]")
    visitor.look()
    visitor.go_on()
    assert " + " in page.inner_text("[data-key]")
    visitor.sign("receipts")
    visitor.open("/keys/this-browser")
    page.wait_for_selector("[data-make]:enabled")
    assert page.inner_text("[data-public]") == made
    return made


def revoke_other_key(visitor: Visitor, *, kept: str) -> None:
    """Revoke the key of the story, signing with the new one."""
    page = visitor.page
    visitor.open("/participant")
    links = page.locator("a[href^='/keys/revoke']")
    assert links.count() == 2
    links.first.click()
    visitor.look()
    assert page.input_value("[name=public_key]") != kept
    page.select_option("[name=ground]", "replaced")
    visitor.go_on()
    visitor.sign("receipts")
    visitor.open("/participant")
    assert links.count() == 1


def begin_transfer(visitor: Visitor) -> str:
    """Fill in a transfer, check the answers, sign, and return the number of the task that waits for the second."""
    page = visitor.page
    visitor.open("/allowances/transfer")
    page.fill("[name=target]", account(CHEMICAL))
    page.select_option("[name=asset]", "CEA-2025")
    page.fill("[name=units]", f"{UNITS}")
    visitor.go_on()
    assert page.locator(".sentence .fact", has_text="1,000").count() == 1
    task = visitor.sign("tasks")
    assert SECOND in page.inner_text("main")
    return task


def approve(visitor: Visitor, served: Served, task: str) -> int:
    """Approve and sign as the second, see the seal, witnessed too, and return the entry's place in the log."""
    page = visitor.page
    visitor.open("/tasks")
    page.click(f".tasks a[href$='/tasks/{task}']")
    page.wait_for_selector("[data-sign]:enabled")
    visitor.look()
    assert visitor.sign("receipts") == task
    index = int(page.locator("#receipt").get_attribute("data-index") or -1)
    served.demo.worker.run_once()
    page.reload()
    page.wait_for_selector("[data-outcome=witnessed]", state="visible")
    assert page.is_visible("[data-seal]")
    visitor.look()
    return index


def moved(visitor: Visitor, index: int) -> int:
    """Return the sum of an entry's rows on the statement that is open: one row a serial range."""
    rows = visitor.page.locator("tbody tr", has_text=f"{index:,}")
    rows.first.wait_for()
    return sum(int(row.locator("td").nth(5).inner_text().replace(",", "")) for row in rows.all())


def trace_from_journal(visitor: Visitor, index: int) -> None:
    """Open the entry from the journal and follow what it moved: each hop's proof is checked in the browser."""
    page = visitor.page
    visitor.open("/journal")
    visitor.open(f"/journal/{index}")
    page.wait_for_selector("[data-seal]", state="visible")
    page.locator("a[href^='/trace?serial=']").first.click()
    page.wait_for_selector("[data-verify]", state="visible")
    hops = page.locator("[data-receipt]").count()
    assert hops >= 2
    assert page.locator("[data-verdict].good").count() == hops
    assert page.locator(f"[data-receipt][data-index='{index}']").count() == 1
    visitor.look()


def export_and_verify(served: Served, folder: Path, index: int) -> None:
    """Take the log away with one command and verify it with another."""
    exported = registry("export", folder, "--directory", served.directory)
    assert exported.returncode == 0, exported.stderr
    size = int(exported.stdout.partition(": ")[2].split()[0])
    assert size > index
    verified = registry("verify", folder, "--json", "--jobs", 1)
    assert verified.returncode == 0, verified.stdout
    assert f'"size": {size}' in verified.stdout


def find_projects(visitor: Visitor) -> None:
    """Filter and sort the list of projects; what is downloaded is what is shown."""
    page = visitor.page
    visitor.open("/finance/projects")
    everything = page.locator("tbody tr").count()
    page.select_option("[name=eligibility]", "eligible")
    page.click(".filters button")
    page.wait_for_url("**eligibility=eligible**")
    page.click("th a[href*='total_investment_fen']")
    page.wait_for_url("**sort=-total_investment_fen**")
    visitor.look()
    shown = [row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()]
    assert 1 < len(shown) < everything
    rows = list(csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8-sig"))))
    assert [plain(row) for row in rows[1:]] == [plain(row) for row in shown]
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(page, "XLSX"))).worksheets[0]
    cells = [[as_shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [plain(row) for row in cells] == [plain(row) for row in shown]


def downloaded(page: Page, label: str) -> bytes:
    """Return what a link above the table downloads."""
    with page.expect_download() as download:
        page.get_by_role("link", name=label, exact=True).click()
    return Path(download.value.path()).read_bytes()


def as_shown(value: object, number_format: str) -> str:
    """Return a cell as a spreadsheet shows it."""
    if isinstance(value, str) or value is None:
        return value or ""
    return f"{value:.2f}" if number_format.endswith(".00") else f"{value}"


def plain(row: Sequence[str]) -> list[str]:
    """Return the texts of a row without what only helps the eye."""
    return ["".join(text.split()).replace(",", "").strip("—¥\u200b") for text in row]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_flow_from_a_new_key_to_the_auditor_and_the_bank(
    served: Served, browser: Browser, language: str, tmp_path: Path
) -> None:
    with visiting(browser, served.address, language) as first, visiting(browser, served.address, language) as second:
        first.sign_in(ENERGY.people[0].login)
        made = make_key(first)
        revoke_other_key(first, kept=made)
        task = begin_transfer(first)
        second.sign_in(ENERGY.people[1].login)
        index = approve(second, served, task)
        first.open(f"/accounts/{account(ENERGY)}")
        assert moved(first, index) == -UNITS
    with visiting(browser, served.address, language) as auditor:
        auditor.sign_in("auditor")
        trace_from_journal(auditor, index)
        export_and_verify(served, tmp_path / "log", index)
    with visiting(browser, served.address, language) as bank:
        bank.sign_in("bank")
        find_projects(bank)


def test_the_same_transfer_without_scripts_is_signed_on_the_command_line(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    task = ""
    for person in ENERGY.people:
        seed = tmp_path / f"{person.representative}.seed"
        seed.write_text(seed_of(person.representative).hex() + "\n", encoding="ascii")
        seed.chmod(0o600)
        with visiting(browser, served.address, "zh", scripts=False) as visitor:
            page = visitor.page
            sign_in_plainly(visitor, person.login)
            if task:
                page.goto(f"{served.address}/tasks/{task}")
            else:
                page.goto(f"{served.address}/allowances/transfer")
                page.fill("[name=target]", account(CHEMICAL))
                page.select_option("[name=asset]", "CEA-2025")
                page.fill("[name=units]", f"{UNITS}")
                page.click("main button.primary")
            sign_offline(page, seed, tmp_path, person.representative)
            task = page.url.rpartition("/")[2]
    with visiting(browser, served.address, "zh") as reader:
        reader.page.goto(f"{served.address}/receipts/{task}")
        reader.page.wait_for_selector("[data-seal]", state="visible")


def sign_in_plainly(visitor: Visitor, login: str) -> None:
    """Choose somebody in the menu; without scripts too it is a form."""
    visitor.page.goto(f"{visitor.address}/sign-in")
    visitor.page.click(f".choices button[value='{login}']")
    visitor.page.wait_for_url("**/overview")


def sign_offline(page: Page, seed: Path, folder: Path, representative: str) -> None:
    """Download what waits, sign it with the command that the page names, and upload it."""
    if page.locator(".offline[open]").count() == 0:
        page.click(".offline summary")
    with page.expect_download() as download:
        page.locator(".offline form button").first.click()
    unsigned, signed = folder / download.value.suggested_filename, folder / f"{representative}.txt"
    download.value.save_as(unsigned)
    done = registry("sign", unsigned, "--key", seed, "--name", representative, "--output", signed, "--yes")
    assert done.returncode == 0, done.stderr
    page.set_input_files("#envelope", signed)
    page.click(".offline form[enctype] button")
    page.wait_for_url(lambda url: "/tasks/" in url or "/receipts/" in url)
