"""Faults that a test sets where they would happen: in the driver's COMMIT, at the second place, in a rule."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from registry.catalog import CATALOGUE
from registry.ledger.book import Account
from registry.ledger.checkpoint import parse_checkpoint
from registry.ledger.rules import Catalogue, Context, Outcome, View
from registry.store import writer as writing
from registry.store.posting import Posting, commit
from registry.store.second_place import SecondPlace

STUMBLES, UNWRITABLE = 1313, 1414


def faulty_catalogue() -> Catalogue:
    """Return the catalogue with a transfer that stumbles over 1313 units, and makes a row for 1414 that none takes."""
    kind = CATALOGUE.kinds["allowances.transfer"][1]

    def rule(body: Any, context: Context, view: View) -> Outcome:
        if body.units == STUMBLES:
            raise ZeroDivisionError
        if body.units == UNWRITABLE:
            account = view.get(Account, body.source)
            assert account is not None
            return Outcome(records=(replace(account, label=None),))  # type: ignore[arg-type]
        outcome: Outcome = kind.rule(body, context, view)
        return outcome

    kinds = {**CATALOGUE.kinds, kind.name: {kind.revision: replace(kind, rule=rule)}}
    return Catalogue(kinds, CATALOGUE.record_types)


def lose(engine: sa.Engine) -> Exception:
    """Return the error that the driver raises when the database goes away."""
    driver: Any = engine.dialect.loaded_dbapi
    error: Exception = driver.OperationalError("the connection is lost")
    return error


class LostAnswers:
    """Commits whose answer is lost: `before` the COMMIT reached the database, or `after` it took effect."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real = commit
        self.plan: list[str] = []
        monkeypatch.setattr(writing, "commit", self)

    def __call__(self, connection: sa.Connection, posting: Posting) -> bytes:
        fault = self.plan.pop(0) if self.plan else ""
        if fault == "before":
            raise lose(connection.engine)
        found = self._real(connection, posting)
        if fault == "after":
            raise lose(connection.engine)
        return found


class Heads:
    """Every root that was ever written to the second place, by size."""

    def __init__(self, place: SecondPlace, monkeypatch: pytest.MonkeyPatch) -> None:
        self.roots: dict[int, set[bytes]] = {}
        self.plan: list[str] = []
        self._write = place.write
        monkeypatch.setattr(place, "write", self)

    def __call__(self, note: bytes) -> None:
        fault = self.plan.pop(0) if self.plan else ""
        if fault == "before":
            raise OSError(28, "no space left")
        head, _ = parse_checkpoint(note)
        self.roots.setdefault(head.size, set()).add(head.root)
        self._write(note)
        if fault == "after":
            raise OSError(5, "killed between signature and answer")

    def assert_one_root_a_size(self) -> None:
        assert self.roots
        assert all(len(roots) == 1 for roots in self.roots.values()), self.roots
