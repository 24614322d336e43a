"""Documents from the form to the auditor: kept once, named by their hash, and read by those whom they concern."""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from registry.areas.participants.rules.powers import GrantPower
from registry.catalog import CATALOGUE
from registry.ledger.parties import Role
from registry.store import documents
from registry.store.audit_documents import ORPHANED, audit_documents
from registry.store.document_names import UNNAMED_KEPT, forget_unnamed
from registry.store.hashes import index_hashes
from registry.store.tables_documents import document
from registry.web.seam import now
from tests.site import FIRST, OTHER, Site, account, id_of, need_two, open_site, signed_by, text_on
from tests.world import AUTHORITY, OPERATORS

PDF = b"%PDF-1.7 court order"
FREEZE = {
    "participant": "", "account": account(12), "batch": "", "first": "0", "last": "0", "order": "C-2026-1",
    "purpose": "court-order", "priority": "1", "ends_at": "",
}  # fmt: skip
RETIRE = {
    "source": account(11), "asset": "FCS-2025", "units": "5", "ranges": "", "target": account(11, "RT"), "pending": "",
    "beneficiary.participant": "", "beneficiary.name": "", "purpose": "event", "note": "",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def chosen(name: str = "order.pdf", data: bytes = PDF, field: str = "document") -> dict[str, Any]:
    return {f"{field}.file": (io.BytesIO(data), name)}


def freeze(client: FlaskClient, **more: Any) -> Any:
    return client.post("/office/participants/place-freeze", data=FREEZE | more)


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


def digest_on(page: str, field: str = "document") -> str:
    found = re.search(rf'name="{field}" value="([0-9a-f]{{64}})"', page)
    assert found is not None, page
    return found[1]


def stored(site: Site) -> list[documents.Document]:
    with site.registry.engine.connect() as connection:
        digests = connection.scalars(sa.select(document.c.digest)).all()
        return list(documents.find_all(connection, digests).values())


def test_a_chosen_file_becomes_the_hash_that_the_entry_names(site: Site) -> None:
    page = freeze(site.client("operator"), **chosen("裁定书.pdf"))
    assert page.status_code == 200
    digest = digest_on(page.text)
    assert f'"document":"{digest}"' in text_on(page.text).decode()
    assert "裁定书.pdf" in page.text

    (kept,) = stored(site)
    assert (kept.digest, kept.name, kept.media_type) == (digest, "裁定书.pdf", "application/pdf")
    with site.registry.engine.connect() as connection:
        found = documents.read(connection, digest)
    assert found is not None
    assert hashlib.sha256(found[0] + PDF).hexdigest() == digest


def test_going_back_and_saving_for_later_keep_the_file_without_a_second_upload(site: Site) -> None:
    operator = site.client("operator")
    digest = digest_on(freeze(operator, **chosen()).text)

    back = freeze(operator, document=digest, _back="1").text
    assert (digest_on(back), "order.pdf" in back) == (digest, True)
    assert digest_on(freeze(operator, document=digest).text) == digest
    assert freeze(operator, document=digest, _save="1").status_code == 302
    saved = re.search(r'href="([^"]+\?saved=\w+)"', operator.get("/tasks").text)
    assert saved is not None
    assert digest_on(operator.get(saved[1]).text) == digest
    assert len(stored(site)) == 1


def test_an_error_elsewhere_in_the_form_keeps_the_file(site: Site) -> None:
    page = freeze(site.client("operator"), **chosen(), priority="first")
    assert page.status_code == 422
    assert (digest_on(page.text), len(stored(site))) == (stored(site)[0].digest, 1)


def test_a_typed_hash_still_does_for_who_signs_elsewhere(site: Site) -> None:
    page = freeze(site.client("operator"), document="AB" * 32)
    assert f'"document":"{"ab" * 32}"' in text_on(page.text).decode()
    assert stored(site) == []
    assert freeze(site.client("operator"), document="xyz").status_code == 422


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("order.pdf", b"MZ\x90\x00 program"),
        ("order.pdf", b"<html><script>alert(1)</script>"),
        ("order.pdf", b""),
        ("book.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin")),
        ("book.xlsx", packed("word/document.xml")),
        ("book.xlsx", b"PK\x03\x04 torn"),
    ],
)
def test_refuses_a_file_by_what_is_in_it_whatever_its_name_says(site: Site, name: str, data: bytes) -> None:
    page = freeze(site.client("operator"), **chosen(name, data))
    assert page.status_code == 422
    assert 'id="field-document-error">' in page.text
    assert stored(site) == []
    saved = freeze(site.client("operator"), **chosen(name, data), _save="1")
    assert (saved.status_code, stored(site)) == (422, [])


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("x.txt", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("x", b"\xff\xd8\xff...", "image/jpeg"),
        ("x.zip", packed("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        ("x.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), documents.XLSX),
    ],
)
def test_takes_what_papers_are_kept_in(site: Site, name: str, data: bytes, media_type: str) -> None:
    assert freeze(site.client("operator"), **chosen(name, data)).status_code == 200
    assert [one.media_type for one in stored(site)] == [media_type]


class Endless(io.RawIOBase):
    """A body of a gigabyte that counts how much of it was asked for."""

    def __init__(self) -> None:
        self.taken = self.at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = (1 << 30) if whence else offset
        return self.at

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        return len(buffer)


def test_a_gigabyte_is_refused_by_its_length_before_it_is_read(site: Site) -> None:
    body = Endless()
    answer = site.client("operator").post(
        "/office/participants/place-freeze", input_stream=body, content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert (answer.status_code, body.taken) == (413, 0)


def test_the_same_file_twice_gets_two_hashes_so_that_the_log_does_not_tell(site: Site) -> None:
    operator = site.client("operator")
    first, second = (digest_on(freeze(operator, **chosen()).text) for _ in range(2))
    assert first != second
    assert len(stored(site)) == 2


def test_a_name_is_shown_without_what_turns_it_round_and_saved_with_its_true_ending(site: Site) -> None:
    name = "\u202efdp.../../\x00order\u200f.exe"
    digest = digest_on(freeze(site.client("operator"), **chosen(name)).text)
    (kept,) = stored(site)
    assert kept.name == "fdp.....order.exe"

    answer = site.client("operator").get(f"/documents/{digest}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=fdp.....order.exe.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    salt = site.client("operator").get(f"/documents/{digest}/salt")
    assert hashlib.sha256(bytes.fromhex(salt.text.strip()) + answer.data).hexdigest() == digest


def test_no_more_than_a_days_files_of_one_representative_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "PER_DAY_MAX", 2)
    operator = site.client("operator")
    for _ in range(2):
        assert freeze(operator, **chosen()).status_code == 200
    assert freeze(operator, **chosen()).status_code == 422
    assert freeze(site.client("operator2"), **chosen()).status_code == 200


def test_somebody_who_signs_for_nobody_brings_no_file(site: Site) -> None:
    assert site.client("nobody").post("/credits/retire", data=chosen(field="x")).status_code == 403
    assert stored(site) == []


def retired(site: Site) -> str:
    """Retire for a person, whose paper goes with it; return the paper's digest."""
    first = site.client("first")
    page = first.post("/credits/retire", data=RETIRE | chosen("身份.pdf", field="beneficiary.commitment")).text
    assert first.post("/tasks/sign", data=signed_by(page, FIRST)).status_code in (201, 202)
    return digest_on(page, "beneficiary.commitment")


def read_by(site: Site, digest: str, *logins: str) -> list[int]:
    return [site.client(login).get(f"/documents/{digest}").status_code for login in logins]


def test_parties_and_overseers_read_a_document_and_nobody_else(site: Site) -> None:
    digest = retired(site)
    index_hashes(site.registry.engine)

    assert read_by(site, digest, "first", "second", "operator", "authority") == [200] * 4
    assert read_by(site, digest, "other", "registrar", "nobody", "") == [404] * 4
    assert read_by(site, "0" * 64, "operator", "first") == [404] * 2


def test_who_is_asked_to_sign_reads_the_document_first(site: Site) -> None:
    need_two(site)
    digest = retired(site)
    assert read_by(site, digest, "second", "other") == [200, 404]


def test_naming_somebody_elses_document_opens_it_to_nobody(site: Site) -> None:
    digest = retired(site)
    index_hashes(site.registry.engine)
    author, day = site.world.author, 86_400_000_000
    ends_at = (now() // 1_000_000) * 1_000_000 + day
    body = GrantPower("P-00000012", FIRST, Role.INITIATOR, ("credits.retire",), (), ends_at, digest)
    site.submit(author.envelope("participants.grant_power", body, OTHER))
    index_hashes(site.registry.engine)
    assert read_by(site, digest, "other") == [404]
    assert "身份.pdf" not in site.client("other").get(f"/journal/{site.head() - 1}").text


def test_the_pages_of_a_record_and_its_entry_lead_to_the_document(site: Site) -> None:
    operator, authority = site.client("operator"), site.client("authority")
    page = freeze(operator, **chosen("裁定书.pdf")).text
    digest = digest_on(page)
    assert operator.post("/tasks/sign", data=signed_by(page, OPERATORS[0])).status_code == 202
    task = authority.get(f"/tasks/{id_of(text_on(page))}").text
    assert f"/documents/{digest}" in task
    assert authority.post("/tasks/sign", data=signed_by(task, AUTHORITY)).status_code == 201

    entry = operator.get(f"/journal/{site.head() - 1}").text
    assert f'href="/documents/{digest}" download' in entry
    assert f'href="/documents/{digest}/salt" download' in entry
    assert documents.erase(site.registry.engine, digest, now=now())
    assert "文件已删除，哈希留存" in operator.get(f"/journal/{site.head() - 1}").text
    assert read_by(site, digest, "operator") == [404]


def test_what_was_brought_for_an_entry_that_never_came_is_forgotten_and_nothing_else(site: Site) -> None:
    engine = site.registry.engine
    named, waiting = retired(site), digest_on(freeze(site.client("operator"), **chosen()).text)
    freeze(site.client("operator"), document=waiting, _save="1")
    unnamed = digest_on(freeze(site.client("operator"), **chosen()).text)
    later = now() + UNNAMED_KEPT + 1_000_000

    assert forget_unnamed(engine, later) == 0  # the hashes of the log are not indexed yet
    index_hashes(engine)
    assert forget_unnamed(engine, now()) == 0
    findings = audit_documents(engine, CATALOGUE, now=later).findings
    assert [one.reason for one in findings if dict(one.pk)["digest"] == unnamed] == [ORPHANED]
    assert forget_unnamed(engine, later) == 1
    assert {one.digest for one in stored(site)} == {named, waiting}
