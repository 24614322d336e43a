"""Hostile places to read a log from: what they learn, and what they can keep an auditor busy with."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from registry.verify import source
from registry.verify.source import Folder, Unreachable, open_source

SECRET = {"Authorization": "Bearer auditor", "Cookie": "session=auditor"}


@contextmanager
def serving(send_to: str | None, heard: list[dict[str, str]]) -> Iterator[str]:
    """Yield the address of a server that notes what it is told, and answers or sends on."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append({name.title(): value for name, value in self.headers.items()})
            self.send_response(200 if send_to is None else 302)
            if send_to is not None:
                self.send_header("Location", send_to + self.path)
            self.end_headers()
            self.wfile.write(b"" if send_to else b"here")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_meant_for_one_log_is_not_told_to_whom_it_points_at() -> None:
    first: list[dict[str, str]] = []
    second: list[dict[str, str]] = []
    with serving(None, second) as elsewhere, serving(elsewhere, first) as mirror:
        assert open_source(mirror, SECRET).find("checkpoint") == b"here"
    assert SECRET.items() <= first[0].items()
    assert not SECRET.keys() & second[0].keys()


def test_a_log_cannot_point_at_a_file_of_the_auditor(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"secret")
    with serving(tmp_path.as_uri(), []) as mirror, pytest.raises(Unreachable):
        open_source(mirror).find("checkpoint")


def test_a_file_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FILE_BYTES_MAX", 100)
    (tmp_path / "checkpoint").write_bytes(bytes(101))
    (tmp_path / "policy").write_bytes(bytes(100))
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    folder = Folder(tmp_path)
    assert folder.find("policy") == bytes(100)
    for path in ("checkpoint", "pipe", "device"):
        with pytest.raises(Unreachable):
            folder.find(path)
