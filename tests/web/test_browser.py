"""The modules in a real Chromium: the server's verdicts, a signature that the server accepts, axe silent."""

import base64
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from registry.ledger import checkpoint, note
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer, public_key_of
from registry.ledger.merkle import inclusion_proof, leaf_hash, root_at
from registry.ledger.proof import LogProof, render_proof
from registry.web.assets import FOLDER, folder_hash
from tests.browser.walking import found_by_axe
from tests.hashes import MemoryHashes
from tests.tools import CHROMIUM_FLAGS, chromium
from tests.web.conftest import LOGIN, make_app

pytestmark = pytest.mark.browser
ORIGIN, SEED = "demo.registry.invalid", bytes(32)
VECTORS = Path(__file__).parents[1] / "vectors" / "wycheproof-ed25519.txt"


class _Silent(WSGIRequestHandler):
    def log(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    app = make_app(tmp_path_factory.mktemp("served"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["registry"].engine.dispose()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, served: tuple[Flask, str]) -> Page:
    made = context.new_page()
    made.goto(f"{served[1]}/sign-in")
    return made


def _enter(page: Page) -> None:
    page.click(f".choices button[value='{LOGIN}']")
    page.wait_for_url("**/")
    page.wait_for_load_state("networkidle")


def _module(page: Page, name: str, body: str, argument: object) -> Any:
    """Return what a function body makes of a module `m` and an argument."""
    address = f"/assets/{folder_hash(FOLDER)}/{name}"
    return page.evaluate(f"async (given) => {{ const m = await import('{address}'); {body} }}", argument)


def _wycheproof() -> list[dict[str, str]]:
    tests, key = [], ""
    for line in VECTORS.read_text().splitlines():
        words = line.split()
        if words[0] == "key":
            key = words[1]
        else:
            tests.append(
                {"pk": key, "id": words[0], "result": words[1], "msg": words[2].strip("-"), "sig": words[3].strip("-")}
            )
    return tests


VERIFY = """
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (one) => parseInt(one, 16));
    const answers = [];
    for (const one of given) answers.push(await m.verifyEd25519(bytes(one.pk), bytes(one.msg), bytes(one.sig)));
    return answers;
"""


def test_the_browser_passes_wycheproof(page: Page) -> None:
    tests = _wycheproof()

    answers = _module(page, "verify.js", VERIFY, tests)

    wrong = [one["id"] for one, answer in zip(tests, answers, strict=True) if answer != (one["result"] == "valid")]
    assert len(tests) > 100
    assert not wrong


# Points of small order, with both signs, and the encodings beyond the field's prime.
WEAK = [
    "00" * 32, "00" * 31 + "80", "01" + "00" * 31, "01" + "00" * 30 + "80", "ec" + "ff" * 30 + "7f", "ec" + "ff" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f", "ff" * 32,
]  # fmt: skip


def test_the_browser_refuses_weak_and_non_canonical_points(page: Page) -> None:
    body = "return given.map((hex) => m.isStrictPoint(Uint8Array.from(hex.match(/../g), (one) => parseInt(one, 16))))"

    assert _module(page, "verify.js", body, [*WEAK, public_key_of(SEED).hex()]) == [False] * len(WEAK) + [True]


def _receipt(*, size: int = 11, index: int = 6, cosigned: bool = True) -> tuple[str, str]:
    """Return a receipt and the policy against which it holds."""
    log = Ed25519Signer(ORIGIN, b"\1" * 32)
    witness = Ed25519Signer("witness.invalid", b"\2" * 32, algorithm=ED25519_COSIGNATURE)
    leaves = [f"leaf {number}\n".encode() for number in range(size)]
    tree = MemoryHashes(map(leaf_hash, leaves))
    head = checkpoint.Checkpoint(ORIGIN, size, root_at(tree, size))
    signed = note.sign(checkpoint.render_text(head), [log])
    if cosigned:
        message = b"cosignature/v1\ntime 1764748800\n" + checkpoint.render_text(head)
        stamped = (1_764_748_800).to_bytes(8, "big") + witness.sign(message)
        line = note.render_signature(note.Signature(witness.name, note.key_of(witness).key_id, stamped))
        signed += line
    proof = LogProof(index, inclusion_proof(tree, index, size), signed, leaves[index])
    vkeys = [note.render_vkey(note.key_of(one)) for one in (log, witness)]
    policy = f"log {vkeys[0]}\nwitness w1 {vkeys[1]}\ngroup g 1 w1\nquorum g\n"
    return render_proof(proof).decode(), policy


CHECK = """
    try { const v = await m.verifyReceipt(given[0], given[1]); return [v.index, v.size, v.witnessed, v.leaf]; }
    catch (error) { return error.code ?? String(error); }
"""


@pytest.mark.parametrize(("size", "index"), [(1, 0), (2, 1), (7, 6), (8, 3), (11, 6), (11, 10), (64, 63), (65, 64)])
def test_the_browser_verifies_receipts(page: Page, size: int, index: int) -> None:
    found = _module(page, "verify.js", CHECK, _receipt(size=size, index=index))

    assert found == [index, size, True, f"leaf {index}\n"]


def test_a_receipt_without_the_quorum_is_confirmed_but_not_witnessed(page: Page) -> None:
    assert _module(page, "verify.js", CHECK, _receipt(cosigned=False))[2] is False


def test_any_changed_character_of_a_receipt_is_seen(page: Page) -> None:
    receipt, policy = _receipt()
    each = "return Promise.all(given[0].map((text) => one([text, given[1]])));"
    body = f"const one = async (given) => {{ {CHECK} }}; {each}"
    changed = [
        receipt[:place] + ("A" if receipt[place] != "A" else "B") + receipt[place + 1 :]
        for place in range(len(receipt))
    ]

    answers = _module(page, "verify.js", body, [changed, policy])

    # A changed name or key id of a cosignature makes it somebody else's: then it is not there, and never counts.
    held = [answer for answer in answers if isinstance(answer, list) and answer[2]]
    assert not held


@pytest.mark.parametrize(
    ("cosigned", "forged", "outcome"),
    [(True, False, "witnessed"), (False, False, "confirmed"), (True, True, "failed")],
)
def test_the_receipts_page_seals_what_holds(
    page: Page, served: tuple[Flask, str], *, cosigned: bool, forged: bool, outcome: str
) -> None:
    receipt, policy = _receipt(cosigned=cosigned)
    body = receipt.replace("extra bG", "extra bH") if forged else receipt
    page.route("**/the/receipt", lambda route: route.fulfill(body=body))
    page.route("**/the/policy", lambda route: route.fulfill(body=policy))

    page.goto(f"{served[1]}/sample/receipt")
    page.wait_for_selector(f"[data-outcome={outcome}]", state="visible")

    assert page.is_visible("[data-seal]") == (outcome != "failed")
    assert not page.is_visible("[data-outcome=waiting]")


def test_a_demo_key_signs_what_the_ledger_accepts(page: Page, served: tuple[Flask, str]) -> None:
    app, address = served
    _enter(page)
    page.goto(f"{address}/sample/transfer")
    page.fill("#field-target", "33-HO-00000871-20")
    page.fill("#field-units", "20000")
    page.click("main .primary")
    page.wait_for_selector("[data-sign]:not([disabled])")
    assert page.is_visible("[data-digest-same]")

    page.click("[data-sign]")
    page.wait_for_url("**/receipts/0193-id")

    envelope = app.extensions["registry"].envelopes[-1]
    signed = note.parse(envelope)
    assert signed.text == b"demo.registry.invalid/entry/v1\n{}\n"
    assert note.is_signed(signed, note.VerifierKey("R-00000318", 1, public_key_of(SEED)))
    assert note.render(signed) == envelope


def test_a_key_made_here_stays_here_and_cannot_be_exported(page: Page) -> None:
    body = """
        const made = await m.makeKey("a.log", "R-1");
        const kept = await m.findKey("a.log", "R-1");
        const line = await m.signNote("text\\n", "R-1", kept);
        const again = await m.signNote("text\\n", "R-1", await m.findKey("a.log", "R-1"));
        const refused = await crypto.subtle.exportKey("pkcs8", kept.privateKey).then(() => false, () => true);
        return [m.toBase64(made), line, line === again, kept.privateKey.extractable, refused,
                (await m.findKey("b.log", "R-1")) === undefined, await m.fingerprint(made)];
    """
    public, line, same, extractable, refused, elsewhere, printed = _module(page, "sign.js", body, None)

    key = note.VerifierKey("R-1", 1, base64.b64decode(public))
    assert note.is_signed(note.parse(b"text\n\n" + line.encode()), key)
    assert (same, extractable, refused, elsewhere) == (True, False, True, True)
    assert printed == sha256(key.public_key).hexdigest()


def test_a_second_signature_joins_the_first(page: Page) -> None:
    body = """
        await m.makeKey("a.log", "R-1"); await m.makeKey("a.log", "R-2");
        const first = await m.envelopeOf("text\\n", "R-1", await m.findKey("a.log", "R-1"));
        const both = await m.envelopeOf("text\\n", "R-2", await m.findKey("a.log", "R-2"), first);
        const second = await m.findKey("a.log", "R-2");
        const other = await m.envelopeOf("other\\n", "R-2", second, first).then(() => 1, () => 0);
        return [both, other];
    """
    both, other = _module(page, "sign.js", body, None)

    assert [one.name for one in note.parse(both.encode()).signatures] == ["R-1", "R-2"]
    assert other == 0


def test_a_changed_text_cannot_be_signed(page: Page, served: tuple[Flask, str]) -> None:
    _enter(page)
    page.route("**/sample/transfer", _tamper)
    page.goto(f"{served[1]}/sample/transfer")
    page.fill("#field-target", "33-HO-00000871-20")
    page.fill("#field-units", "20000")
    page.click("main .primary")

    page.wait_for_selector("[data-status].bad")

    assert page.is_disabled("[data-sign]")


def _tamper(route: Route) -> None:
    response = route.fetch()
    # The digest names another text than the one that is shown.
    route.fulfill(response=response, body=response.text().replace("entry/v1\n{}", 'entry/v1\n{"x":1}'))


ADDRESSES = ["/", "/sign-in", "/sample/holdings", "/sample/transfer", "/account", "/keys/this-browser", "/nope"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390])
def test_axe_finds_nothing(browser: Browser, served: tuple[Flask, str], scheme: Any, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{served[1]}/sign-in")
    found = _axe(page, "/sign-in")
    _enter(page)
    for address in ADDRESSES:
        page.goto(served[1] + address)
        found += _axe(page, address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{served[1]}/sample/transfer")
    page.click("main .primary")
    found += _axe(page, "errors")
    page.fill("#field-target", "33-HO-00000871-20")
    page.fill("#field-units", "20000")
    page.click("main .primary")
    found += _axe(page, "sign")
    context.close()
    assert not found


def _axe(page: Page, address: str) -> list[str]:
    return [f"{address}: {one}" for one in found_by_axe(page)]
