"""Signed transfers against django-hordak, a ledger library for Django, on the same PostgreSQL server.

One transfer of hordak's is one Transaction with two Legs, in one database transaction; nothing is signed, hashed or
proved there. It needs the extra `bench`.
"""

from collections.abc import Iterator
from typing import Any

import psycopg
import sqlalchemy as sa

from bench.harness import Call, Figure, Make, Scale, crowd
from bench.registries import databases, founded, sequencer
from bench.submissions import transferring

ACCOUNTS = 20
APPS = ("django.contrib.contenttypes", "django.contrib.auth", "mptt", "djmoney", "hordak")


def run(scale: Scale) -> Iterator[Figure]:
    """Yield one figure for each number of clients."""
    with databases(("postgresql",)) as found:
        place = found["postgresql"]
        with founded(place.url, enterprises=ACCOUNTS) as bench:
            accounts = set_up(place.url)
            with sequencer(bench):
                for clients in scale.clients:
                    against = "django-hordak, one Transaction with two Legs"
                    figure = Figure(f"postgresql, {clients} clients: transfers", aim="≥ 10", against=against)
                    for _ in range(scale.rounds):
                        peer = crowd(clients, scale.seconds, hordak(accounts)).rate
                        figure.add(crowd(clients, scale.seconds, transferring(bench, "uniform")).rate, peer)
                    yield figure


def set_up(url: str) -> list[int]:
    """Make hordak's database beside ours, with accounts; return their keys."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    parsed = sa.make_url(url)
    host = str(parsed.query["host"])
    with psycopg.connect(host=host, user=parsed.username, dbname="postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE hordak")
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "USER": parsed.username, "NAME": "hordak"}
    settings.configure(
        DATABASES={"default": {**database, "CONN_MAX_AGE": None}},
        INSTALLED_APPS=APPS,
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from django.db import connections
    from hordak.models import Account, AccountType

    keys = [_account(Account, AccountType, n).pk for n in range(ACCOUNTS)]
    connections.close_all()
    return keys


def _account(accounts: Any, types: Any, n: int) -> Any:  # noqa: ANN401  Django's models carry no types
    return accounts.objects.create(name=f"Account {n}", type=types.asset, code=f"{n:02}", currencies=["EUR"])


def hordak(accounts: list[int]) -> Make:
    """Return what makes a client that commits one of hordak's transactions at a time."""

    def make(n: int) -> Call:
        import random

        from django.db import transaction
        from hordak.models import Account
        from moneyed import Money

        chance = random.Random(n)
        amount = Money("0.01", "EUR")
        known = {key: Account.objects.get(pk=key) for key in accounts}

        def call() -> int:
            source, target = chance.sample(accounts, 2)
            with transaction.atomic():
                known[source].transfer_to(known[target], amount)
            return 1

        return call

    return make
