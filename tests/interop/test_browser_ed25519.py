"""The browser gives the verdict that we give, on every known answer and on odd signatures under registrable keys."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright

from registry.ledger import keys
from tests.ledger import edwards
from tests.ledger.test_keys import known_answers
from tests.tools import CHROMIUM_FLAGS, chromium

pytestmark = [pytest.mark.interop, pytest.mark.browser]

SCRIPT = """
async (cases) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const verdicts = [];
  for (const [key, message, signature] of cases) {
    try {
      const imported = await crypto.subtle.importKey('raw', bytes(key), 'Ed25519', false, ['verify']);
      verdicts.push(await crypto.subtle.verify('Ed25519', imported, bytes(signature), bytes(message)));
    } catch {
      verdicts.push(false);
    }
  }
  return verdicts;
}
"""


class EmptyPage(BaseHTTPRequestHandler):
    """A page of a secure context, where the browser offers its cryptography."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def browser_verdicts(cases: list[tuple[bytes, bytes, bytes]]) -> list[bool]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
            found: list[bool] = page.evaluate(SCRIPT, [[part.hex() for part in case] for case in cases])
            browser.close()
            return found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def odd_cases() -> list[tuple[bytes, bytes, bytes]]:
    """Return signatures whose key or commitment carries a point of small order, and scalars beyond the order."""
    torsion = edwards.torsion()
    cases = []
    for key in torsion:
        for commitment in torsion:
            for message in (b"a", b"b", b"c"):
                public_key, signature = edwards.sign_with_torsion(4711, message, key=key, commitment=commitment)
                cases.append((public_key, message, signature))
    public_key, signature = edwards.sign_with_torsion(4711, b"a", key=edwards.NEUTRAL, commitment=edwards.NEUTRAL)
    scalar = int.from_bytes(signature[32:], "little") + edwards.L
    return [*cases, (public_key, b"a", signature[:32] + scalar.to_bytes(32, "little"))]


def test_the_browser_gives_our_verdicts() -> None:
    known = [(key, message, signature) for _, key, message, signature, _ in known_answers()]
    cases = known + odd_cases()
    ours = [keys.verify(*case) for case in cases]
    theirs = browser_verdicts(cases)
    assert json.dumps(theirs) == json.dumps(ours)
    assert 0 < sum(ours[len(known) :]) < len(ours) - len(known)
