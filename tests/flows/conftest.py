"""A registry with its pages whose first enterprise moves units only with two signatures."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
