"""Where a log's files come from: a folder that an export wrote, or the log's address. Nothing is trusted here."""

import re
import stat
from collections.abc import Mapping
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from registry.ledger.errors import Tampering

CHECKPOINT = "checkpoint"
CHECKPOINTS = "checkpoints"
POLICY = "policy"
FILE_BYTES_MAX = 32 * 1024 * 1024
_SECONDS_MAX = 60
_NOT_FOUND = 404
_NOT_LET_IN = frozenset({401, 403})
_SIGN_IN = "需要范围为 log 的接口令牌 · an API token of scope `log` is needed: --token-file"
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class Unreachable(Exception):  # noqa: N818  a state of the world, not of the log
    """The log cannot be read at all: no such folder, no answer, no permission."""


class Source(Protocol):
    """The files of one log by their paths."""

    def find(self, path: str) -> bytes | None:
        """Return a file's bytes, or None if there is no such file.

        Raises:
            Unreachable: if that cannot be told.
        """

    def sizes(self) -> tuple[int, ...] | None:
        """Return the sizes of the kept checkpoints in order, or None if the source does not list them."""


def read(source: Source, path: str) -> bytes:
    """Return a file that the log must have.

    Raises:
        Tampering: ``file_missing``; Unreachable.
    """
    data = source.find(path)
    if data is None:
        raise Tampering("file_missing", path=path)
    return data


def open_source(place: str, headers: Mapping[str, str] | None = None) -> Source:
    """Return the source of a folder or an http(s) address.

    Raises:
        Unreachable: if there is no such folder.
    """
    if urlsplit(place).scheme in {"http", "https"}:
        return Address(place, headers or {})
    if not Path(place).is_dir():
        raise Unreachable(f"{place}: 不是文件夹 · no such folder")
    return Folder(Path(place))


class Folder:
    """The files of an export."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: str) -> bytes | None:
        """See `Source.find`."""
        place = self._folder / path
        try:
            mode = place.stat().st_mode
            if stat.S_ISDIR(mode):
                return None
            if not stat.S_ISREG(mode):  # a pipe or a device would never end
                raise Unreachable(f"{path}: no file")
            with place.open("rb") as file:
                data = file.read(FILE_BYTES_MAX + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Unreachable(f"{path}: {error.strerror}") from None
        if len(data) > FILE_BYTES_MAX:
            raise Unreachable(f"{path}: more than {FILE_BYTES_MAX} bytes")
        return data

    def sizes(self) -> tuple[int, ...] | None:
        """See `Source.sizes`."""
        folder = self._folder / CHECKPOINTS
        if not folder.is_dir():
            return ()
        return tuple(sorted(int(file.name) for file in folder.iterdir() if _SIZE.fullmatch(file.name)))


class _Redirects(HTTPRedirectHandler):
    """Follows a mirror to another host, but tells that host nothing that was meant for the first one."""

    def redirect_request(  # noqa: PLR0917  the library's signature
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the request to follow with; the caller's headers stay within scheme, host and port."""
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        if made is not None and urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            made.headers.clear()
            made.unredirected_hdrs.clear()
        return made


_open = build_opener(_Redirects).open


class Address:
    """The files of a log over HTTP; ``headers`` carry what the server wants to know, such as an auditor's token."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        self._base = address.rstrip("/") + "/"
        self._headers = dict(headers)

    def find(self, path: str) -> bytes | None:
        """See `Source.find`."""
        request = Request(self._base + path, headers=self._headers)  # noqa: S310  the scheme was looked at
        try:
            with _open(request, timeout=_SECONDS_MAX) as answer:
                data: bytes = answer.read(FILE_BYTES_MAX + 1)
                address = urlsplit(answer.geturl())
        except HTTPError as error:
            error.close()
            if error.code == _NOT_FOUND:
                return None
            hint = f"; {_SIGN_IN}" if error.code in _NOT_LET_IN else ""
            raise Unreachable(f"{path}: HTTP {error.code}{hint}") from None
        except (URLError, HTTPException, OSError) as error:
            raise Unreachable(f"{path}: {error}") from None
        # A mirror may live elsewhere, but a page to sign in on is no file of the log, and nobody has changed anything.
        if not address.path.endswith(f"/{path}"):
            raise Unreachable(f"{path}: sent on to {address.path}; {_SIGN_IN}")
        if len(data) > FILE_BYTES_MAX:
            raise Unreachable(f"{path}: more than {FILE_BYTES_MAX} bytes")
        return data

    def sizes(self) -> tuple[int, ...] | None:
        """See `Source.sizes`: a log that lists its kept heads answers `checkpoints/` with one size a line."""
        try:
            listed = self.find(f"{CHECKPOINTS}/")
        except Unreachable:
            return None
        if listed is None:
            return None
        lines = listed.decode("ascii", "replace").split()
        return tuple(sorted(int(line) for line in lines)) if all(map(_SIZE.fullmatch, lines)) else None
