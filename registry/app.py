"""`create_app`: the only place where everything meets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import argon2
from flask import Blueprint, Flask, Response
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.areas.allowances import views as allowances
from registry.areas.auditing import views as auditing
from registry.areas.compliance import views as compliance
from registry.areas.credits import views as credits_
from registry.areas.discharge import views as discharge
from registry.areas.ecology import views as ecology
from registry.areas.finance import views as finance
from registry.areas.forestry import views as forestry
from registry.areas.participants import views as participants
from registry.areas.pledges import views as pledges
from registry.areas.supervision import views as supervision
from registry.areas.trading import views as trading
from registry.config import Config
from registry.signin import Passwords, People
from registry.web import (
    account,
    accounts,
    api,
    assets,
    context,
    demo,
    document_pages,
    entries,
    errors,
    factors,
    formats,
    hooks,
    language,
    limits,
    links,
    navigation,
    notices,
    operation,
    pages,
    saved,
    search,
    tasks,
    telling,
    tokens,
    uploads,
)
from registry.web.documents import Reader
from registry.web.messages import OWN, Sentences
from registry.web.navigation import Item
from registry.web.operation import metrics
from registry.web.operation.state import not_ready
from registry.web.permissions import TABLE, Access, Permissions, Relation, one_table
from registry.web.seam import Registry
from registry.web.uploading import Adapter
from registry.web.views import posted_views
from registry.web.worklist import Source

CONTENT_MAX = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What an area hands to the pages: its blueprint, its rows of the permission table, its items in the navigation.

    `sentences` are for codes whose words do not stand in `registry.wording`.
    """

    blueprint: Blueprint
    permissions: Mapping[str, Access]
    sentences: Sentences = field(default_factory=dict)
    navigation: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    relations: Mapping[str, Relation] = field(default_factory=dict)
    # What of this area waits for people, for the inbox.
    work: tuple[Source, ...] = ()
    uploads: tuple[Adapter, ...] = ()
    # Whom a kind's documents concern besides its entry's parties.
    readers: Mapping[str, Reader] = field(default_factory=dict)


# Every area by name, in the order of the design; nothing is discovered.
AREAS: tuple[Area, ...] = (
    Area(blueprint=search.blueprint, permissions=search.PERMISSIONS),
    Area(
        blueprint=accounts.blueprint,
        permissions=accounts.PERMISSIONS,
        navigation=accounts.NAVIGATION,
        relations=accounts.RELATIONS,
    ),
    Area(
        blueprint=tasks.blueprint,
        permissions=tasks.PERMISSIONS,
        navigation=tasks.NAVIGATION,
        relations=tasks.RELATIONS,
        work=tasks.SOURCES,
    ),
    Area(blueprint=uploads.blueprint, permissions=uploads.PERMISSIONS, navigation=uploads.NAVIGATION),
    Area(
        blueprint=participants.blueprint,
        permissions=participants.PERMISSIONS,
        navigation=participants.NAVIGATION,
        relations=participants.RELATIONS,
        uploads=participants.UPLOADS,
    ),
    Area(
        blueprint=pledges.blueprint,
        permissions=pledges.PERMISSIONS,
        navigation=pledges.NAVIGATION,
        relations=pledges.RELATIONS,
        work=pledges.WORK,
        readers=pledges.READERS,
    ),
    Area(
        blueprint=allowances.blueprint,
        permissions=allowances.PERMISSIONS,
        navigation=allowances.NAVIGATION,
        uploads=allowances.UPLOADS,
    ),
    Area(
        blueprint=trading.blueprint,
        permissions=trading.PERMISSIONS,
        navigation=trading.NAVIGATION,
        relations=trading.RELATIONS,
        work=trading.WORK,
        uploads=trading.UPLOADS,
        readers=trading.READERS,
    ),
    Area(
        blueprint=credits_.blueprint,
        permissions=credits_.PERMISSIONS,
        navigation=credits_.NAVIGATION,
        uploads=credits_.UPLOADS,
    ),
    Area(
        blueprint=compliance.blueprint,
        permissions=compliance.PERMISSIONS,
        navigation=compliance.NAVIGATION,
        relations=compliance.RELATIONS,
        uploads=compliance.UPLOADS,
        readers=compliance.READERS,
    ),
    Area(blueprint=discharge.blueprint, permissions=discharge.PERMISSIONS, navigation=discharge.NAVIGATION),
    Area(blueprint=forestry.blueprint, permissions=forestry.PERMISSIONS, navigation=forestry.NAVIGATION),
    Area(blueprint=finance.blueprint, permissions=finance.PERMISSIONS, navigation=finance.NAVIGATION),
    Area(blueprint=ecology.blueprint, permissions=ecology.PERMISSIONS, navigation=ecology.NAVIGATION),
    Area(blueprint=supervision.blueprint, permissions=supervision.PERMISSIONS, navigation=supervision.NAVIGATION),
    Area(
        blueprint=auditing.blueprint,
        permissions=auditing.PERMISSIONS,
        navigation=auditing.NAVIGATION,
        sentences=auditing.SENTENCES,
    ),
    Area(blueprint=operation.blueprint, permissions=operation.PERMISSIONS, navigation=operation.NAVIGATION),
    Area(blueprint=metrics.blueprint, permissions=metrics.PERMISSIONS),
    Area(blueprint=api.blueprint, permissions=api.PERMISSIONS, navigation=api.NAVIGATION),
)


def create_app(
    config: Config,
    registry: Registry,
    *,
    areas: tuple[Area, ...] = AREAS,
    passwords: argon2.PasswordHasher | None = None,
    demo_offer: demo.Demo | None = None,
) -> Flask:
    """Return the web application over an open registry."""
    app = Flask(__name__, static_folder=None, template_folder="templates")
    _configure(app, config)
    people = People(registry.engine, secret=config.secret, passwords=Passwords(passwords), roles=registry.roles)
    people.listeners.append(telling.tell)
    table = one_table(TABLE, notices.PERMISSIONS, document_pages.PERMISSIONS, *(area.permissions for area in areas))
    permissions = Permissions(table, {name: one for area in areas for name, one in area.relations.items()})
    app.extensions |= {
        "config": config,
        "registry": registry,
        "people": people,
        "permissions": permissions,
        "work_sources": tuple(one for area in areas for one in area.work),
        "upload_adapters": tuple(one for area in areas for one in area.uploads),
        "document_readers": {kind: reader for area in areas for kind, reader in area.readers.items()},
        "navigation": navigation.collect(tuple(area.navigation for area in areas)),
        "sentences": dict(OWN) | {code: pair for area in areas for code, pair in area.sentences.items()},
    }
    language.install(app)
    formats.install(app)
    assets.install(app)
    context.install(app)
    errors.install(app)
    metrics.install(app)
    hooks.install(app, people, permissions, secure=not config.demo)
    _protect(app, config)
    _route(app, areas, demo_offer if config.demo else None)
    _health(app)
    return app


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret,
        SESSION_COOKIE_NAME="registry_state" if config.demo else "__Host-registry_state",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not config.demo,
        # Passkeys and links name the host of the request, so only known ones are answered.
        TRUSTED_HOSTS=None if config.demo else ["127.0.0.1", "localhost", urlsplit(config.url).hostname or "localhost"],
        MAX_CONTENT_LENGTH=CONTENT_MAX,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=True,
        DEBUG=config.debug,
    )


def _protect(app: Flask, config: Config) -> None:
    csrf = CSRFProtect(app)
    csrf.exempt(entries.submit)
    limits.install(app, per_minute=config.requests_per_minute)
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.proxies, config.proxies, config.proxies)  # type: ignore[method-assign]


def _route(app: Flask, areas: tuple[Area, ...], offer: demo.Demo | None) -> None:
    own = [
        pages.blueprint, pages.keys, account.blueprint, factors.blueprint, links.blueprint, tokens.blueprint,
        entries.blueprint, notices.blueprint, saved.blueprint, document_pages.blueprint,
    ]  # fmt: skip
    if offer is not None:
        app.extensions["demo"] = offer
        own.append(demo.blueprint)
    for blueprint in (*own, *(area.blueprint for area in areas)):
        app.register_blueprint(blueprint)
    for one in posted_views(app):
        app.extensions["csrf"].exempt(one.function)  # what is posted there is signed by itself


def _health(app: Flask) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok\n", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        reason = not_ready()
        return Response(f"{reason or 'ready'}\n", status=503 if reason else 200, mimetype="text/plain")
