"""Bulk uploads: templates, a dry run by slices, errors back as a file, and nothing done before every row is right."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from registry.ledger import note
from registry.store import outbox, uploads
from registry.web import upload_files
from registry.web.seam import now
from tests.site import FIRST, Site, account, open_site
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, signer_of

TEXTS = re.compile(r"aria-hidden=\"true\">\n(.*?)</textarea>", re.DOTALL)
HEADS = "login,name,representative,address,language"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with open_site(tmp_path) as made:
        yield made


def send(client: FlaskClient, name: str, text: str | bytes, *, file: str = "a.csv") -> str:
    data = text.encode() if isinstance(text, str) else text
    answer = client.post(f"/uploads/new/{name}", data={"file": (io.BytesIO(data), file)})
    assert answer.status_code == 302, answer.text
    return answer.location


def invited(*rows: str) -> str:
    return "\n".join((HEADS, *rows)) + "\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_is_taken_back_as_it_was_given(site: Site, kind: str) -> None:
    operator = site.client("operator")
    template = operator.get(f"/uploads/template/allocations.{kind}?lang=en")

    shown = operator.get(send(operator, "allocations", template.data, file=f"x.{kind}"))
    assert shown.status_code == 200
    assert "31-HO-00000011" in template.text if kind == "csv" else template.data.startswith(b"PK")


def test_rows_that_are_wrong_come_back_with_the_reason_and_nothing_is_done(site: Site) -> None:
    operator = site.client("operator")
    place = send(operator, "representatives", invited(
        "new-one,张三,R-00000011,a@example.com,zh", "x,,R-99999999,nowhere,fr",
        "new-two,李四,R-00000211,b@example.com,en",
    ))  # fmt: skip

    assert operator.get(place).status_code == 200
    errors = operator.get(f"{place}/errors.csv").data.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(errors)))
    assert (len(head), len(rows)) == (6, 1)
    assert rows[0][:5] == ["x", "", "R-99999999", "nowhere", "fr"]
    assert rows[0][5].count(";") == 4
    assert operator.post(f"{place}/carry-out").status_code == 409
    assert outbox.claim(site.registry.engine, now()) == ()


def test_invitations_are_sent_once_each_however_often_the_button_is_pressed(site: Site) -> None:
    _without_people(site, "R-00000011", "R-00000211")
    operator = site.client("operator")
    place = send(operator, "representatives", invited(
        "new-one,张三,R-00000011,a@example.com,zh", "new-two,李四,R-00000211,b@example.com,en",
    ))  # fmt: skip
    operator.get(place)
    for _ in range(3):
        assert operator.post(f"{place}/carry-out").status_code == 302

    mails = outbox.claim(site.registry.engine, now())
    assert [(mail.address, mail.language, mail.event) for mail in mails] == [
        ("a@example.com", "zh", "invited"), ("b@example.com", "en", "invited"),
    ]  # fmt: skip
    assert site.client().get(mails[0].link).status_code == 200


def _without_people(site: Site, *representatives: str) -> None:
    with site.registry.engine.begin() as connection:
        for one in representatives:
            connection.execute(sa.text("DELETE FROM signin_person WHERE representative = :one"), {"one": one})


def test_each_row_of_an_allocation_table_becomes_an_entry_that_is_the_same_however_often_it_is_shown(
    site: Site,
) -> None:
    operator = site.client("operator")
    columns = "text,asset,zone,issuer,target,first,last,document"
    rows = [
        f"CEA-31-NAT-2025-{batch},CEA-2025,31,{account(1, 'IS')},{account(11)},{first},{first + 99},{DOCUMENT}"
        for batch, first in ((71, 900_001), (72, 900_101))
    ]
    place = send(operator, "allocations", "\n".join((columns, *rows)))
    assert "sign" in operator.get(place).text

    page = operator.get(f"{place}/sign").text
    texts = TEXTS.findall(page)
    assert len(texts) == 2
    assert texts == TEXTS.findall(operator.get(f"{place}/sign").text)
    import html

    text = html.unescape(texts[0]).encode()
    envelope = note.sign(text, [signer_of(OPERATORS[0])])
    kept = operator.post("/tasks/sign", data=envelope)
    assert kept.status_code == 202, kept.text
    assert "data-done" in operator.get(f"{place}/sign").text
    whole = note.sign(text, [signer_of(OPERATORS[0]), signer_of(AUTHORITY)])
    site.client("authority").post("/tasks/sign", data=whole)
    assert site.client("authority").post("/tasks/sign", data=whole).status_code in (201, 409)


def test_a_large_file_is_checked_in_slices_with_progress(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_files, "SLICE_ROWS", 40)
    operator = site.client("operator")
    rows = [f"new-{number},张三,R-00000011,a@example.com,{'zh' if number % 10 else 'xx'}" for number in range(100)]
    place = send(operator, "representatives", invited(*rows))

    looks = [operator.get(place) for _ in range(3)]
    assert ["Refresh" in look.headers for look in looks] == [True, True, False]
    errors = operator.get(f"{place}/errors.csv").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(errors)))) == 11


def test_only_whoever_may_uploads_and_only_the_owner_sees_it(site: Site) -> None:
    place = send(site.client("operator"), "representatives", invited("new-one,张三,R-00000011,a@example.com,zh"))

    first = site.client("first")
    assert first.get("/uploads/new/representatives").status_code == 403
    assert first.get("/uploads/new/no-such").status_code == 404
    assert site.client("operator2").get(place).status_code == 404
    assert first.get(place).status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 x", b"a,b\n1,2\n"])
def test_a_file_that_will_not_do_is_answered_at_its_field(site: Site, data: bytes) -> None:
    answer = site.client("operator").post("/uploads/new/representatives", data={"file": (io.BytesIO(data), "a.csv")})

    assert answer.status_code in (400, 422)
    assert "field-file-error" in answer.text


def test_a_gigabyte_is_refused_before_a_byte_of_it_is_read(site: Site) -> None:
    class Never(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise AssertionError("read")

    given = {"wsgi.input": io.BufferedReader(Never()), "CONTENT_LENGTH": str(1 << 30)}
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = site.client("operator").post("/uploads/new/representatives", headers=headers, environ_overrides=given)

    assert answer.status_code == 413


def test_uploads_go_after_a_month_with_their_files(site: Site) -> None:
    from registry.jobs import forget_uploads

    send(site.client("operator"), "representatives", invited("new-one,张三,R-00000011,a@example.com,zh"))
    folder = site.app.extensions["config"].directory / "uploads"
    assert list(folder.glob("*.csv"))

    assert forget_uploads(site.registry, site.app.extensions["config"], lambda: now() + uploads.KEPT + 10**9) == 1
    assert not list(folder.glob("*.csv"))
    assert FIRST
