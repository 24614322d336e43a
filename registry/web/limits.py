"""How many requests one reader may send, said in the headers of every answer; beyond that 429 and how long to wait.

The allowance is a person's, or an address's as long as nobody has signed in. It is counted in each process by itself;
a proxy in front of several holds the whole (deploy/nginx.conf). What one representative may submit is counted by the
journal, beside this.
"""

import time
from typing import Final

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from registry.web import hooks
from registry.web.seam import person

_WINDOW_S: Final = 60


def install(app: Flask, *, per_minute: int) -> None:
    """Count requests, and say in each answer what is left: `RateLimit` and `RateLimit-Policy` of the IETF's draft."""
    limiter = Limiter(_reader, app=app, default_limits=[f"{per_minute} per minute"], storage_uri="memory://")
    limiter.request_filter(hooks.is_asset_request)

    @app.after_request
    def tell(response: Response) -> Response:
        current = limiter.current_limit
        if current is not None:
            seconds = max(0, int(current.reset_at - time.time()) + 1)
            response.headers["RateLimit-Policy"] = f'"minute";q={per_minute};w={_WINDOW_S}'
            response.headers["RateLimit"] = f'"minute";r={max(0, current.remaining)};t={seconds}'
            if current.breached:
                response.headers["Retry-After"] = str(seconds)
        return response


def _reader() -> str:
    who = person()
    return f"person {who.id}" if who is not None else get_remote_address()
