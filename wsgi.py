"""The application for a WSGI server: `gunicorn wsgi:app`. The writer is `registry sequencer`, a process of its own."""

from registry import logs
from registry.app import create_app
from registry.catalog import CATALOGUE
from registry.config import from_environment
from registry.memory import settle
from registry.store.database import connect
from registry.store.opening import OpenRegistry
from registry.store.sequencer import SequencerLine

logs.configure()
config = from_environment()
line = SequencerLine(config.directory / "sequencer.sock")
registry = OpenRegistry(
    connect(config.database),
    line,
    origin=config.origin,
    catalogue=CATALOGUE,
    per_minute=config.requests_per_minute,
)
app = create_app(config, registry)
settle()
