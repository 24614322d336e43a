"""A browser for each module, and the demonstration: told once for all tests, copied and served for each of them."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from registry.app import create_app
from registry.demo.running import Demonstration, open_demo
from tests.tools import CHROMIUM_FLAGS, chromium


class Quiet(WSGIRequestHandler):
    """Answers without a word."""

    def log(self, *_words: object) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Served:
    """A demonstration that answers at an address, and the folder that it lives in."""

    demo: Demonstration
    address: str
    directory: Path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        yield made
        made.close()


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration that nobody has visited."""
    folder = tmp_path_factory.mktemp("told") / "demo"
    demo = open_demo(folder, reset=False, say=lambda _: None)
    demo.close()
    demo.registry.engine.dispose()
    return folder


@pytest.fixture
def served(told: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(told, tmp_path / "demo") as served:
        yield served


@contextmanager
def serving(told: Path, folder: Path) -> Iterator[Served]:
    """Serve a copy of a demonstration."""
    shutil.copytree(told, folder)
    demo = open_demo(folder, reset=False, say=lambda _: None)
    demo.worker.run_once()
    app = create_app(demo.config, demo.registry, demo_offer=demo)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(demo, f"http://127.0.0.1:{server.server_port}", folder)
    server.shutdown()
    thread.join()
    server.server_close()
    demo.close()
    demo.registry.engine.dispose()
