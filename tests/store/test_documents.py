import pytest
import sqlalchemy as sa

from registry.ledger.errors import Malformed
from registry.store.documents import digest_of, erase, keep, read
from registry.store.tables_documents import document

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
    with prepared_engine.begin() as connection:
        assert erase(connection, digest)
        assert not erase(connection, digest)
        assert read(connection, digest) is None


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
