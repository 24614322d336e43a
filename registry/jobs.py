"""What the worker does at each interval beside asking witnesses: every job by name, nothing discovered.

A job is a function of the open registry, the settings and the time; it may be run again at any moment, by two workers
at once too, and does nothing twice. One that fails is logged, and the others go on.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from registry import alerting, mail, news, reminding
from registry.areas.auditing import opendata
from registry.areas.auditing.queries.conservation import read_open_data
from registry.config import Config
from registry.ledger.keys import Signer
from registry.settler import settle_due
from registry.store import document_names, saved_forms, snapshots, uploads
from registry.store.drafts import forget_expired
from registry.store.hashes import index_hashes as index_new_hashes
from registry.store.opening import OpenRegistry, log_signer

# The time in microseconds UTC.
Clock = Callable[[], int]
Job = Callable[[OpenRegistry, Config, Clock], object]


def forget_drafts(registry: OpenRegistry, _config: Config, clock: Clock) -> int:
    """Forget drafts that expired long ago, and forms that nobody came back to."""
    return forget_expired(registry.engine, clock()) + saved_forms.forget_old(registry.engine, clock())


def index_hashes(registry: OpenRegistry, _config: Config, _clock: Clock) -> object:
    """Index the hashes of new entries, by which they are searched."""
    return index_new_hashes(registry.engine)


def forget_uploads(registry: OpenRegistry, config: Config, clock: Clock) -> int:
    """Forget uploads with their files after a month."""
    gone = uploads.forget_old(registry.engine, clock())
    for path in (path for key in gone for path in (config.directory / "uploads").glob(f"{key}.*")):
        path.unlink()
    return len(gone)


def forget_documents(registry: OpenRegistry, _config: Config, clock: Clock) -> int:
    """Forget documents that were brought long ago for entries that never came."""
    return document_names.forget_unnamed(registry.engine, clock())


def send_mail(registry: OpenRegistry, config: Config, clock: Clock) -> int:
    """Send what waits in the outbox."""
    return mail.send_due(registry.engine, config, mail.sender(config), clock=clock)


def sign_open_data(registry: OpenRegistry, config: Config, clock: Clock) -> object:
    """Make the day's signed snapshot of the open data, if there is none yet."""
    with registry.engine.connect() as connection:
        if not snapshots.is_due(connection, clock()):
            return None
        data = read_open_data(connection, registry.origin)
    if data is None or data.size == 0:
        return None
    signed = opendata.sign(data, log_signer(config.directory, registry.origin))
    return snapshots.keep(registry.engine, data.size, data=data.to_bytes(), signed=signed, now=clock())


def tell_alerts(registry: OpenRegistry, _config: Config, clock: Clock) -> int:
    """Tell people of what a thief would have to do."""
    return alerting.tell_alerts(registry.engine, clock())


def tell_news(registry: OpenRegistry, _config: Config, clock: Clock) -> int:
    """Tell people of what became of their affairs, of powers of attorney that end, and of reports that are due."""
    news.tell_recovered(registry.engine, clock())
    news.tell_ending(registry.engine, clock())
    reminding.remind_of_reports(registry.engine, clock())
    return news.tell_news(registry.engine, clock())


JOBS: Final[Mapping[str, Job]] = {
    "forget documents": forget_documents,
    "forget drafts": forget_drafts,
    "forget uploads": forget_uploads,
    "index hashes": index_hashes,
    "tell alerts": tell_alerts,
    "tell news": tell_news,
    "send mail": send_mail,
    "sign open data": sign_open_data,
}


def jobs_of(
    registry: OpenRegistry, config: Config, clock: Clock, *, system: Signer | None
) -> Mapping[str, Callable[[], object]]:
    """Return the jobs of one registry, ready to be called.

    Without a ``system`` key what is due waits until somebody concerned records it.
    """
    jobs: dict[str, Callable[[], object]] = {name: partial(job, registry, config, clock) for name, job in JOBS.items()}
    if system is not None:
        jobs["settle due"] = lambda: settle_due(registry, system, clock())
    return jobs
