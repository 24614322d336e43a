import pytest

from registry.catalog import CATALOGUE
from registry.ledger.codec import DataClass
from tests.privacy import COMMAND, DOCUMENT, rows, written


def test_the_document_lists_every_field_of_every_body() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    if written(text) != text:
        pytest.fail(f"docs/privacy.md differs from the bodies; refresh it with: {COMMAND}")


def test_only_names_and_notes_are_public_text() -> None:
    """A field of free text must be declared as such; every other field is a number, code, time, key or commitment."""
    found = {data for kind in CATALOGUE.kinds.values() for made in kind.values() for _, data in rows(made.body)}
    assert found <= {data.value for data in DataClass}
