"""Documents in the store: kept, erased, and held against the log that names them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.catalog import CATALOGUE
from registry.ledger.errors import Malformed
from registry.store.audit_documents import audit_documents
from registry.store.document_names import UNNAMED_KEPT
from registry.store.documents import BYTES_MAX, Document, digest_of, erase, find, keep, read, read_upload
from registry.store.tables_documents import document
from tests.store.filled import Filled, filled
from tests.world import AUTHORITY, OPERATORS

SALT = bytes(range(16))


def store(engine: sa.Engine, data: bytes = b"statement") -> str:
    with engine.begin() as connection:
        return keep(connection, salt=SALT, data=data, media_type="application/pdf", now=1)


def test_gives_a_document_back_by_its_digest(prepared_engine: sa.Engine) -> None:
    digest = store(prepared_engine)
    with prepared_engine.connect() as connection:
        assert read(connection, digest) == (SALT, b"statement", "application/pdf")


def test_keeps_the_same_document_once(prepared_engine: sa.Engine) -> None:
    assert store(prepared_engine) == store(prepared_engine) == digest_of(SALT, b"statement")


def test_knows_nothing_of_an_erased_document(prepared_engine: sa.Engine) -> None:
    digest = store(prepared_engine)
    assert erase(prepared_engine, digest, now=2)
    assert not erase(prepared_engine, digest, now=3)
    with prepared_engine.connect() as connection:
        assert read(connection, digest) is None
        assert find(connection, digest) == Document(digest, "application/pdf", "", 0, "", 2)
    assert store(prepared_engine) == digest
    with prepared_engine.connect() as connection:
        assert read(connection, digest) is None  # what was erased stays so


def test_takes_a_file_up_to_its_size_and_none_above() -> None:
    largest = b"%PDF-".ljust(BYTES_MAX, b"0")
    assert read_upload("a.pdf", largest).kind == "application/pdf"
    with pytest.raises(Malformed) as refused:
        read_upload("a.pdf", largest + b"0", takes_more=True)
    assert refused.value.code == "document_size"


@pytest.fixture
def journal(prepared_engine: sa.Engine, tmp_path: Path) -> Iterator[Filled]:
    made = filled(prepared_engine, tmp_path, trades=2)
    yield made
    made.close()


def findings(engine: sa.Engine, now: int = 1) -> set[tuple[str, str | None, str]]:
    made = audit_documents(engine, CATALOGUE, now=now)
    return {(str(dict(one.pk)["digest"]), one.column, one.reason.partition(":")[0]) for one in made.findings}


def test_an_audit_names_what_is_missing_altered_and_orphaned(journal: Filled) -> None:
    engine = journal.engine
    (named,) = {digest for digest, _, _ in findings(engine)}  # the small world's entries all name one paper
    assert findings(engine) == {(named, None, "missing")}
    with engine.begin() as connection:
        row = {"digest": named, "salt": SALT, "media_type": "application/pdf", "data": b"other", "stored_at": 1}
        connection.execute(sa.insert(document).values(row | {"name": "", "brought_by": ""}))
    assert findings(engine) == {(named, "data", "altered")}

    unnamed = store(engine)
    assert findings(engine, now=UNNAMED_KEPT) == {(named, "data", "altered")}
    later = UNNAMED_KEPT + 2
    assert findings(engine, now=later) == {(named, "data", "altered"), (unnamed, None, "orphaned")}
    erase(engine, named, now=2)
    made = audit_documents(engine, CATALOGUE, now=1)
    assert (made.findings, made.named, made.erased) == ([], 1, 1)


def test_an_audit_finds_nothing_in_a_document_as_its_entry_names_it(journal: Filled) -> None:
    digest = store(journal.engine)
    order = PlaceFreeze("P-00000012", None, None, 0, 0, "C-1", "court-order", 1, None, digest)
    journal.submit([journal.world.author.envelope("participants.place_freeze", order, AUTHORITY, OPERATORS[0])])
    made = audit_documents(journal.engine, CATALOGUE, now=UNNAMED_KEPT + 2)
    assert made.named == 2
    assert digest not in {str(dict(one.pk)["digest"]) for one in made.findings}


def test_refuses_a_document_that_was_changed(prepared_engine: sa.Engine) -> None:
    digest = store(prepared_engine)
    with prepared_engine.begin() as connection:
        connection.execute(sa.update(document).values(data=b"another"))
        with pytest.raises(Malformed) as refused:
            read(connection, digest)
    assert refused.value.code == "document_changed"


@pytest.mark.parametrize("length", [0, 15, 17])
def test_refuses_a_salt_of_another_length(prepared_engine: sa.Engine, length: int) -> None:
    with prepared_engine.begin() as connection, pytest.raises(Malformed) as refused:
        keep(connection, salt=bytes(length), data=b"x", media_type="text/plain", now=1)
    assert refused.value.code == "salt_length"
