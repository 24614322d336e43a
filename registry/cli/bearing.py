"""An API token from a file, for reading a log that is behind a sign-in: sent to that address and to nobody else.

A file that others could read is refused, and so is an address where the token would cross a network in the clear.
"""

import ipaddress
import re
import stat
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from registry.cli.saying import Stop

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{16,512}", re.ASCII)


def bearer_of(address: str, file: Path) -> dict[str, str]:
    """Return the header that presents the token of a file to an address.

    Raises:
        Stop: for a folder in place of an address, an address without TLS that is not this machine, a file that others
            than its owner may open, or one that holds no token.
    """
    place = urlsplit(address)
    if place.scheme not in {"http", "https"}:
        raise Stop("--token-file 只用于网址。", "--token-file is for an address; a folder needs none.", code=2)
    if place.scheme == "http" and not _is_this_machine(place.hostname or ""):
        raise Stop(
            "令牌不会以明文发送。请使用 https 地址。",
            "A token is not sent in the clear. Use an address with https.",
            code=2,
        )
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise Stop(
            f"{file} 可被他人读取，因此不使用其中的令牌。请运行 chmod 600，并在“安全”页更换令牌。",
            f"{file} can be read by others, so its token is not used. Run chmod 600, and replace the token.",
            code=2,
        )
    token = file.read_bytes()[:1024].decode("ascii", "replace").strip()
    if not _TOKEN.fullmatch(token):
        raise Stop(f"{file} 中没有令牌。", f"{file} holds no token.", code=2)
    return {"Authorization": f"Bearer {token}"}


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
