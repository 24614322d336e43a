"""A registry with its pages whose first enterprise moves units only with two signatures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.everybody import everybody
from tests.site import Site, need_two, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        need_two(made)
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site for tests that change nothing in it."""
    with open_site(tmp_path_factory.mktemp("shared")) as made:
        need_two(made)
        yield made


@pytest.fixture(scope="session")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with everybody in it, whom no limit on requests stops."""
    with everybody(tmp_path_factory.mktemp("everybody")) as made:
        made.app.config["RATELIMIT_ENABLED"] = False
        yield made
