"""Mail leaves as plain text in its reader's language, into a folder or to a server, and waits when that is away."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry import mail
from registry.config import Config, WeakConfig
from registry.store import outbox
from registry.store.notices import Recipient, tell

NOW = 1_700_000_000_000_000


def config(folder: Path, **changes: str) -> Config:
    made = Config(
        database="sqlite://", secret="s" * 40, directory=folder, origin="log.example", demo=True, debug=False,
        requests_per_minute=1, proxies=0, url="https://registry.example",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def post(engine: sa.Engine, address: str = "a@example.com", *, language: str = "zh", comment: str = "请核对") -> None:
    to = [Recipient(address=address, language=language)]
    facts = {"by": "R-00000012", "comment": comment}
    tell(engine, event="task_commented", to=to, facts=facts, now=NOW, link="/tasks/1")


def read(path: Path) -> EmailMessage:
    made = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(made, EmailMessage)
    return made


def send(engine: sa.Engine, settings: Config, *, at: int = NOW) -> int:
    return mail.send_due(engine, settings, mail.sender(settings), clock=lambda: at)


@pytest.mark.parametrize(("language", "word"), [("zh", "留言"), ("en", "wrote")])
def test_a_mail_is_a_file_in_its_readers_language(
    prepared_engine: sa.Engine, tmp_path: Path, language: str, word: str
) -> None:
    post(prepared_engine, language=language)

    assert send(prepared_engine, config(tmp_path)) == 1
    (path,) = (tmp_path / "outbox").iterdir()
    message = read(path)
    assert message["To"] == "a@example.com"
    assert "log.example" in message["Message-ID"]
    assert word in message.get_content()
    assert "https://registry.example/tasks/1" in message.get_content()


def test_what_people_wrote_makes_no_header_and_no_markup(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    post(prepared_engine, comment="x\nBcc: all@example.com\n<b>")
    send(prepared_engine, config(tmp_path))

    message = read(next((tmp_path / "outbox").iterdir()))
    assert message["Bcc"] is None
    assert message.get_content_type() == "text/plain"


def test_a_mail_whose_sending_was_not_noted_is_written_as_the_same_file(
    prepared_engine: sa.Engine, tmp_path: Path
) -> None:
    post(prepared_engine)
    settings = config(tmp_path)
    for claimed in outbox.claim(prepared_engine, NOW):  # and here the worker dies
        mail.sender(settings)(mail.message_of(claimed, settings), claimed.id)

    assert send(prepared_engine, settings, at=NOW + outbox.CLAIM) == 1
    assert len(list((tmp_path / "outbox").iterdir())) == 1


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 ready\r\n")
        server = self.server
        assert isinstance(server, _Server)
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                server.taken.append(b"".join(lines))
            if word == b"RCPT" and b"unknown" in line:
                self.wfile.write(b"550 unknown\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[bytes] = []


@contextmanager
def smtp_server() -> Iterator[_Server]:
    with _Server() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def test_a_server_gets_each_mail_once_and_one_bad_address_holds_up_no_other(
    prepared_engine: sa.Engine, tmp_path: Path
) -> None:
    for address in ("a@example.com", "unknown@example.com", "b@example.com"):
        post(prepared_engine, address)
    with smtp_server() as server:
        settings = config(tmp_path, mail=f"smtp+plain://127.0.0.1:{server.server_address[1]}")
        assert send(prepared_engine, settings) == 2
        assert send(prepared_engine, settings) == 0

    assert len(server.taken) == 2
    assert outbox.backlog(prepared_engine).waiting == 1


def test_while_the_server_is_away_everything_waits(prepared_engine: sa.Engine, tmp_path: Path) -> None:
    post(prepared_engine)
    post(prepared_engine, "b@example.com")
    with smtp_server() as server:
        port = server.server_address[1]
    settings = config(tmp_path, mail=f"smtp+plain://127.0.0.1:{port}")

    assert send(prepared_engine, settings) == 0
    assert outbox.backlog(prepared_engine).waiting == 2
    assert send(prepared_engine, config(tmp_path), at=NOW + outbox.BACKOFF_FIRST) == 2


def test_a_setting_that_is_no_mail_server_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(WeakConfig):
        config(tmp_path, mail="http://mail.example")
