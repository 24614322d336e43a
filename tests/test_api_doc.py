"""The examples of docs/api.md run as they stand, in their order, against a live server."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import waitress

from registry.signin.shared import Origin
from tests.site import open_site

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "api.md"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)
PROGRAMS = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@pytest.mark.needs("curl")
def test_the_examples_run_as_they_stand(tmp_path: Path) -> None:
    blocks = BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert len(blocks) >= 7
    (tmp_path / "site").mkdir()
    with open_site(tmp_path / "site") as site:
        for name in ("transfer", "second"):
            (tmp_path / f"{name}.note").write_bytes(site.world.transfer(11, 12, units=1))
        cookie = site.client("operator").get_cookie("registry_session")
        assert cookie is not None
        people, now = site.app.extensions["people"], time.time_ns() // 1000
        person, _ = people.present(cookie.value, now)
        token = people.tokens.make(
            person, name="documents", scopes=("read", "submit"), days=1, origin=Origin("192.0.2.1"), now=now
        )
        server = waitress.create_server(site.app, host="127.0.0.1", port=0)
        threading.Thread(target=server.run, daemon=True).start()
        settings = os.environ | {"REGISTRY": f"http://127.0.0.1:{server.effective_port}", "TOKEN": token}
        try:
            for language, text in blocks:
                done = subprocess.run(
                    [*PROGRAMS[language], text], cwd=tmp_path, env=settings, capture_output=True, text=True,
                    check=False, timeout=120,
                )  # fmt: skip
                assert done.returncode == 0, (text, done.stdout, done.stderr)
        finally:
            server.close()
