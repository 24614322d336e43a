"""A registry with pages, opened once for the tests of a module that only read or add."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site, need_two, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


@pytest.fixture
def two(site: Site) -> Site:
    """Return the site where enterprise 11 needs two signatures."""
    need_two(site)
    return site
