"""The settings of one server, read from the environment once. Defaults are for the demo; a real registry names all."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DEMO_SECRET: Final = "demo-secret-known-to-everybody"  # noqa: S105  a secret that the check below refuses
SECRET_MIN: Final = 32
MAIL_SCHEMES: Final = ("smtp://", "smtps://", "smtp+plain://")


class WeakConfig(RuntimeError):  # noqa: N818  a state, not a mistake of the caller
    """Settings under which the server refuses to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a server needs to know before it can open its database."""

    database: str
    secret: str
    directory: Path
    origin: str
    demo: bool
    debug: bool
    # Requests a minute from one source to everything that is not a static file.
    requests_per_minute: int
    # How many proxies in front of us add to X-Forwarded-For; 0 trusts none.
    proxies: int
    # Where people reach these pages, without a slash at its end; mails name it.
    url: str = "http://127.0.0.1:8000"
    # Where mail goes: nothing for the folder `outbox`, else smtp://user@host:port (STARTTLS), smtps://…, or
    # smtp+plain://… for a relay on this machine.
    mail: str = ""
    mail_from: str = "registry@registry.invalid"
    mail_password: str = field(default="", repr=False)
    # Who may read /metrics: who brings this token, or, without one, who comes from these networks.
    metrics_token: str = field(default="", repr=False)
    metrics_from: tuple[str, ...] = ("127.0.0.0/8", "::1/128")

    def __post_init__(self) -> None:
        """Refuse settings that would undo what the registry promises.

        Raises:
            WeakConfig: naming the setting.
        """
        if self.mail and not self.mail.startswith(MAIL_SCHEMES):
            raise WeakConfig(f"REGISTRY_MAIL must begin with one of {' '.join(MAIL_SCHEMES)}")
        if self.demo:
            return
        if self.debug:
            raise WeakConfig("REGISTRY_DEBUG outside the demo")
        if self.secret == DEMO_SECRET or len(self.secret) < SECRET_MIN:
            raise WeakConfig(f"REGISTRY_SECRET must be your own and have at least {SECRET_MIN} characters")


def is_configured(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether this process was given the settings of a real registry."""
    found = os.environ if environ is None else environ
    return "REGISTRY_SECRET" in found and found.get("REGISTRY_DEMO", "") != "1"


def from_environment(environ: Mapping[str, str] | None = None) -> Config:
    """Return the settings of this process.

    Raises:
        WeakConfig: as `Config`.
    """
    found = os.environ if environ is None else environ
    directory = Path(found.get("REGISTRY_DIRECTORY", "instance")).absolute()
    return Config(
        database=found.get("REGISTRY_DATABASE", f"sqlite:///{directory / 'registry.sqlite'}"),
        secret=found.get("REGISTRY_SECRET", DEMO_SECRET),
        directory=directory,
        origin=found.get("REGISTRY_ORIGIN", "demo.registry.invalid"),
        demo=found.get("REGISTRY_DEMO", "") == "1",
        debug=found.get("REGISTRY_DEBUG", "") == "1",
        requests_per_minute=int(found.get("REGISTRY_REQUESTS_PER_MINUTE", "600")),
        proxies=int(found.get("REGISTRY_PROXIES", "0")),
        url=found.get("REGISTRY_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail=found.get("REGISTRY_MAIL", ""),
        mail_from=found.get("REGISTRY_MAIL_FROM", "registry@registry.invalid"),
        mail_password=found.get("REGISTRY_MAIL_PASSWORD", ""),
        metrics_token=found.get("REGISTRY_METRICS_TOKEN", ""),
        metrics_from=tuple(found.get("REGISTRY_METRICS_FROM", "127.0.0.0/8 ::1/128").split()),
    )
