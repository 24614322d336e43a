"""A registry with pages for the tests of this area's reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made
