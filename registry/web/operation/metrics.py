"""`/metrics` for Prometheus, and the log line of every request: what, how long, which answer; never who or what for.

Neither carries a path, a query, an address, a login or a number of the registry: endpoints and figures alone. With
several processes `PROMETHEUS_MULTIPROC_DIR` makes each count into one folder, from which any of them answers for all.
"""

import hmac
import ipaddress
import os
import time
from collections.abc import Iterator
from typing import Final

import structlog
from flask import Blueprint, Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from registry.store.condition import DatabaseAway
from registry.web.operation.alarms import alarms
from registry.web.operation.state import not_ready, read_state
from registry.web.permissions import PUBLIC, Access
from registry.web.seam import config, now

blueprint = Blueprint("metrics", __name__)
# Who may read is asked by the page: a token or an address, for Prometheus has no session.
PERMISSIONS: Final[dict[str, Access]] = {"metrics.read": PUBLIC}
_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_UNROUTED: Final = "none"

log = structlog.get_logger("request")


def install(app: Flask) -> None:
    """Count and log every request but those for static files."""
    found = CollectorRegistry()
    app.extensions["metrics"] = found
    labels = ("endpoint", "method", "status")
    requests = Counter("registry_requests", "Requests by endpoint, method and status.", labels, registry=found)
    seconds = Histogram(
        "registry_request_seconds", "Seconds a request took.", ("endpoint",), buckets=_SECONDS, registry=found
    )

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        endpoint = request.endpoint or _UNROUTED
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if endpoint in ("assets", "healthz", "metrics.read"):
            return response
        took = time.perf_counter() - g.get("began", time.perf_counter())
        requests.labels(endpoint, request.method, response.status_code).inc()
        seconds.labels(endpoint).observe(took)
        log.info(
            "request",
            id=g.get("request_id", ""),
            method=request.method,
            endpoint=endpoint,
            status=response.status_code,
            ms=round(took * 1000),
            bytes=response.content_length,
            signed_in=g.get("person") is not None,
        )
        return response


@blueprint.get("/metrics")
def read() -> Response:
    """Return the metrics, to who brings the token or comes from a permitted address."""
    if not _is_permitted():
        abort(404)
    text = generate_latest(_counted()) + generate_latest(_gauges())
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _is_permitted() -> bool:
    wanted = config().metrics_token
    if wanted:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), wanted.encode())
    try:
        source = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(source in ipaddress.ip_network(network) for network in config().metrics_from)


def _counted() -> CollectorRegistry:
    from flask import current_app

    found: CollectorRegistry = current_app.extensions["metrics"]
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        found = CollectorRegistry()
        MultiProcessCollector(found)  # type: ignore[no-untyped-call]
    return found


class _Now:
    """The gauges, read when they are asked for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield each gauge; without a database only that entries are not taken."""
        yield _gauge("ready", "1 while entries are taken.", int(not not_ready()))
        try:
            state = read_state()
        except DatabaseAway:
            return
        instant = now()
        yield _gauge("log_entries", "Entries in the log.", state.size)
        yield _gauge("log_signed_entries", "Entries under the newest signed head.", state.signed_size)
        yield _gauge("log_witnessed_entries", "Entries under the newest witnessed head.", state.witnessed_size)
        yield _gauge(
            "witness_lag_seconds", "Age of the oldest unwitnessed entry.", _age(state.unwitnessed_since, instant)
        )
        yield _gauge("worker_age_seconds", "Seconds since the worker's last interval.", _age(state.worker_at, instant))
        yield _gauge("drafts_open", "Drafts that wait for signatures.", state.drafts_open)
        yield _gauge("mails_waiting", "Mails that wait to be sent.", state.mails_waiting)
        yield _gauge("other_views", "Envelopes whose author was shown another log.", state.other_views)
        yield _gauge("disk_free_bytes", "Free bytes where the registry's directory lies.", state.disk_free)
        raised = {one.code: one.grave for one in alarms(state, now=instant)}
        family = GaugeMetricFamily("registry_alarm", "1 for each alarm that stands.", labels=["code", "grave"])
        for code, grave in sorted(raised.items()):
            family.add_metric([code, grave], 1)
        yield family


def _gauges() -> CollectorRegistry:
    found = CollectorRegistry(auto_describe=False)
    found.register(_Now())
    return found


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"registry_{name}", said)
    family.add_metric([], value)
    return family


def _age(since: int | None, instant: int) -> float:
    return 0.0 if since is None else max(0, instant - since) / 1_000_000
