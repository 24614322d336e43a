"""The settings of a real registry as its commands need them: all named, and the database they name reachable."""

import os

import sqlalchemy as sa

from registry import config as configuration
from registry.cli.saying import Stop
from registry.config import Config
from registry.store.database import connect
from registry.store.log import Head, read_head

SOCKET = "sequencer.sock"
REQUIRED = ("REGISTRY_SECRET", "REGISTRY_ORIGIN", "REGISTRY_DIRECTORY", "REGISTRY_DATABASE")


def settings() -> tuple[Config, sa.Engine]:
    """Return the settings and the engine of the database.

    Raises:
        Stop: naming the settings that are missing. WeakConfig: naming the one that is too weak.
    """
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing:
        named = " ".join(missing)
        raise Stop(f"请先设置环境变量：{named}", f"Set these in the environment first: {named}", code=2)
    if os.environ.get("REGISTRY_DEMO") == "1":
        raise Stop("REGISTRY_DEMO=1 只用于 registry demo。", "REGISTRY_DEMO=1 is for `registry demo` only.", code=2)
    config = configuration.from_environment()
    return config, connect(config.database)


def founded(config: Config, engine: sa.Engine) -> Head:
    """Return the head of the registry that the settings name.

    Raises:
        Stop: if none was founded there, or if it is another one.
    """
    with engine.connect() as connection:
        head = read_head(connection) if sa.inspect(connection).has_table("head") else None
    if head is None or head.size == 0:
        raise Stop("此处尚未建立登记簿，请先运行 registry init。", "No registry here yet: registry init", code=2)
    if head.origin != config.origin:
        raise Stop(
            f"数据库属于登记簿 {head.origin}，而 REGISTRY_ORIGIN 是 {config.origin}。",
            f"The database is the registry {head.origin}, and REGISTRY_ORIGIN says {config.origin}.",
            code=2,
        )
    return head
