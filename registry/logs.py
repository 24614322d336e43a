"""Logs as JSON lines on standard error, one event a line, for whatever collects them; secrets never, people never.

Values of fields that are named like a secret are masked, exceptions carry no local variables, and the database engine
hides the parameters of its statements (`store.database`). Nothing is configured for the demonstration and tests.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

_SECRET: Final = re.compile(r"passw|secret|token|cookie|authori[sz]ation|seed|session|^code$|^key$", re.IGNORECASE)
MASK: Final = "***"


def configure(level: int = logging.INFO) -> None:
    """Write everything that this process logs, by structlog and by the standard library, as JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False, use_rich=False)
        ),
        mask,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def mask(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put a mask in the place of what a field named like a secret holds."""
    for name in event:
        if _SECRET.search(name):
            event[name] = MASK
    return event
