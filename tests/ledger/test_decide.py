from dataclasses import dataclass, replace
from typing import Any

import pytest

from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.standing import ChangeAccount
from registry.ledger import keys, note
from registry.ledger.book import Account, AssetClass, Title
from registry.ledger.decide import ACCEPTED, AHEAD_MAX, Unrecorded, decide
from registry.ledger.entry import check, compose, write
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function, Role, SigningPolicy, Status, by_owner
from registry.ledger.rules import Catalogue, Context, Demand, Kind, Outcome, Possession, Requirement, Transfer, View
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OWNER, PARTICIPANT, Scene, key, key_named, signer
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, ORIGIN, REGISTRAR, seed_of

ONE, TWO = account_number("31", "HO", 11), account_number("31", "HO", 12)
SECOND_US = 1_000_000
RANDOM = bytes(10)


@dataclass(frozen=True, slots=True)
class Nothing:
    """A body without fields."""


@dataclass
class Probe:
    """One kind with these signers and this outcome, decided over a real state."""

    scene: Scene
    requirement: Requirement = ()
    transfers: tuple[Transfer, ...] = ()
    debits: frozenset[str] = frozenset({"HO"})
    reverses: bool = False
    enforces: bool = False
    lifetime_max: int = 100
    refusal: Refusal | None = None

    def rule(self, _body: Nothing, _context: Context, _view: View) -> Outcome:
        if self.refusal:
            raise self.refusal
        return Outcome(transfers=self.transfers)

    def ask(self, *signers: str, at: int = 0, seconds: int = 60, later: int = 0, known: bool = False) -> str:
        """Return the result, or the code of an answer that leaves no record, marked with a ``-``."""
        kind = Kind(
            "allowances.transfer",
            Nothing,
            lambda _body, _view: self.requirement,
            self.rule,
            debits=self.debits,
            reverses=self.reverses,
            enforces=self.enforces,
            lifetime_max=self.lifetime_max,
        )
        catalogue = Catalogue.of((kind,), ())
        at_ms = self.scene.world.author.now_ms + at
        entry = compose(kind.name, Nothing(), origin=ORIGIN, at_ms=at_ms, seconds=seconds, random=RANDOM)
        envelope = note.sign(write(entry), [signer(name) for name in signers])
        find = self.scene.journal.replay.keyring.find
        checked = check(envelope, origin=ORIGIN, catalogue=catalogue, find_key=find)
        now = self.scene.now + later
        state = self.scene.state
        try:
            decision = decide(checked, 99, now=now, state=state, catalogue=catalogue, is_known=lambda _entry: known)
        except Unrecorded as answer:
            return f"-{answer.reason.code}"
        return decision.result


@pytest.fixture
def probe() -> Probe:
    return Probe(Scene(), requirement=(Demand(participant=PARTICIPANT),))


def units(first: int = 1, last: int = 10, *, source: str = ONE, target: str = TWO, scene: Scene) -> Transfer:
    holding = scene.state.holding(ONE, "CEA-2025")
    return Transfer(source, target, "CEA-2025", last - first + 1, next(iter(holding.batches)), first)


@pytest.mark.parametrize(("at", "answer"), [(AHEAD_MAX // 1000, ACCEPTED), (AHEAD_MAX // 1000 + 1, "-not_yet_valid")])
def test_an_entry_may_be_five_minutes_ahead(probe: Probe, at: int, answer: str) -> None:
    assert probe.ask(OWNER, at=at) == answer


@pytest.mark.parametrize(("later", "answer"), [(60 * SECOND_US, ACCEPTED), (60 * SECOND_US + 1, "-expired")])
def test_an_entry_ends_when_it_expires(probe: Probe, later: int, answer: str) -> None:
    assert probe.ask(OWNER, later=later) == answer


@pytest.mark.parametrize(
    ("seconds", "answer"), [(100, ACCEPTED), (101, "-lifetime_too_long"), (1, ACCEPTED), (0, "-lifetime_too_long")]
)
def test_a_kind_bounds_how_long_its_entries_live(probe: Probe, seconds: int, answer: str) -> None:
    assert probe.ask(OWNER, seconds=seconds) == answer


def test_a_used_id_is_answered_and_not_recorded(probe: Probe) -> None:
    assert probe.ask(OWNER, known=True) == "-id_taken"
    assert probe.ask(OWNER) == ACCEPTED


def test_a_rules_refusal_is_recorded(probe: Probe) -> None:
    assert replace(probe, refusal=Refusal("too_late")).ask(OWNER) == "too_late"


def test_a_kind_that_is_not_in_force_is_unknown(probe: Probe) -> None:
    catalogue = Catalogue.of((Kind("allowances.dream", Nothing, lambda *_: (), probe.rule),), ())
    entry = compose(
        "allowances.dream", Nothing(), origin=ORIGIN, at_ms=probe.scene.now // 1000, seconds=9, random=RANDOM
    )
    envelope = note.sign(write(entry), [signer(OWNER)])
    find = probe.scene.journal.replay.keyring.find
    checked = check(envelope, origin=ORIGIN, catalogue=catalogue, find_key=find)
    with pytest.raises(Unrecorded) as answer:
        decide(
            checked,
            99,
            now=probe.scene.now,
            state=probe.scene.state,
            catalogue=catalogue,
            is_known=lambda _entry: False,
        )
    assert answer.value.reason.code == "unknown_kind"


OPERATOR, ANY_TWO = Demand(function=Function.OPERATOR), Demand(function=Function.OPERATOR, count=2)


@pytest.mark.parametrize(
    ("requirement", "signers", "answer"),
    [
        ((ANY_TWO,), OPERATORS, ACCEPTED),
        ((ANY_TWO,), OPERATORS[:1], "-not_enough_signatures"),
        ((OPERATOR,), OPERATORS, "-signer_not_concerned"),
        ((OPERATOR,), (OWNER,), "-not_enough_signatures"),
        ((OPERATOR, Demand(function=Function.AUTHORITY)), (AUTHORITY, OPERATORS[1]), ACCEPTED),
        ((OPERATOR, Demand(function=Function.AUTHORITY)), (REGISTRAR, OPERATORS[1]), "-not_enough_signatures"),
        ((Demand(representative=OPERATORS[0]),), OPERATORS[:1], ACCEPTED),
        ((Demand(representative=OPERATORS[0]),), OPERATORS[1:], "-not_enough_signatures"),
        ((Demand(function=Function.OPERATOR, offline=True),), OPERATORS[:1], ACCEPTED),
        ((Demand(participant=PARTICIPANT, offline=True),), (OWNER,), "-offline_key_required"),
        ((Demand(participant=PARTICIPANT, role=Role.APPROVER),), (OWNER,), "-not_enough_signatures"),
        ((Demand(participant=PARTICIPANT, role=Role.INITIATOR),), (OWNER,), ACCEPTED),
    ],
)
def test_who_has_to_sign(probe: Probe, requirement: Requirement, signers: tuple[str, ...], answer: str) -> None:
    assert replace(probe, requirement=requirement).ask(*signers) == answer


VIEWER, APPROVER = "R-00000090", "R-00000091"


def test_who_only_looks_on_signs_only_where_anybody_may(probe: Probe) -> None:
    probe.scene.add(VIEWER, Role.VIEWER)
    assert probe.ask(VIEWER) == "-not_enough_signatures"
    anybody = (Demand(participant=PARTICIPANT, role=Role.VIEWER),)
    assert replace(probe, requirement=anybody).ask(VIEWER) == ACCEPTED


def test_an_approver_may_stand_in_for_an_initiator_but_not_the_other_way_round(probe: Probe) -> None:
    probe.scene.add(APPROVER, Role.APPROVER)
    probe.scene.state.apply(0, Outcome(records=(SigningPolicy(PARTICIPANT, "x.y", 2, offline_required=False),)))
    demands = by_owner(probe.scene.state, participant=PARTICIPANT, kind="x.y")
    asked = replace(probe, requirement=demands)
    assert asked.ask(OWNER, APPROVER) == ACCEPTED
    assert asked.ask(APPROVER, OWNER) == ACCEPTED
    assert asked.ask(APPROVER) == "-not_enough_signatures"
    assert asked.ask(OWNER) == "-not_enough_signatures"


def test_one_representative_signs_once_whatever_keys_it_has(probe: Probe) -> None:
    scene, second = probe.scene, f"{OWNER}/2"
    scene.must("participants.add_key", key(second), second, OWNER)
    twice = (Demand(participant=PARTICIPANT, count=2),)
    assert replace(probe, requirement=twice).ask(OWNER, second) == "-duplicate_signature"
    assert probe.ask(second) == ACCEPTED


def test_a_new_key_shows_possession_once_and_for_itself(probe: Probe) -> None:
    new = Possession(VIEWER, key_named(VIEWER))
    asked = replace(probe, requirement=(new, *probe.requirement))
    probe.scene.journal.replay.keyring.add(VIEWER, keys.public_key_of(seed_of(VIEWER)))
    assert asked.ask(VIEWER, OWNER) == ACCEPTED
    assert asked.ask(OWNER) == "-possession_not_shown"
    assert probe.ask(VIEWER, OWNER) == "-unknown_signer"


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ("suspend_account", "account_suspended"),
        ("close", "account_closed"),
    ],
)
@pytest.mark.parametrize("account", [ONE, TWO])
def test_an_account_out_of_use_is_neither_debited_nor_credited(
    probe: Probe, change: str, answer: str, account: str
) -> None:
    scene = probe.scene
    moving = replace(probe, transfers=(units(scene=scene),))
    assert moving.ask(OWNER) == ACCEPTED
    if change == "close":
        found: Any = scene.state.get(Account, account)
        scene.state.apply(0, Outcome(records=(replace(found, status=Status.CLOSED),)))
    else:
        scene.must("participants.suspend_account", ChangeAccount(account, "X", Mandate.AUTHORITY), AUTHORITY)
    assert moving.ask(OWNER) == answer


def test_a_kind_debits_only_the_purposes_that_it_names(probe: Probe) -> None:
    moving = replace(probe, transfers=(units(scene=probe.scene),))
    assert replace(moving, debits=frozenset({"TR"})).ask(OWNER) == "purpose_not_debited"
    assert moving.ask(OWNER) == ACCEPTED


def test_source_and_target_differ_and_both_exist(probe: Probe) -> None:
    scene = probe.scene
    same = replace(probe, transfers=(units(scene=scene, target=ONE),))
    assert same.ask(OWNER) == "same_account"
    nowhere = replace(probe, transfers=(units(scene=scene, target=account_number("31", "HO", 99)),))
    assert nowhere.ask(OWNER) == "unknown_account"


def test_final_accounts_are_left_only_by_reversals(probe: Probe) -> None:
    scene = probe.scene
    scene.journal.submit_all([scene.world.open_account(11, "RT", 1)])
    final = account_number("31", "RT", 1)
    scene.state.apply(0, Outcome(transfers=(_held(scene, final),)))
    leaving = replace(probe, transfers=(units(scene=scene, source=final),), debits=frozenset({"RT"}))
    assert leaving.ask(OWNER) == "account_final"
    assert replace(leaving, reverses=True).ask(OWNER) == ACCEPTED


def _held(scene: Scene, final: str) -> Transfer:
    moved = units(scene=scene, target=final)
    scene.state.holding(final, "CEA-2025")
    return moved


def test_a_class_that_is_not_open_does_not_move(probe: Probe) -> None:
    scene = probe.scene
    moving = replace(probe, transfers=(units(scene=scene),))
    closed = AssetClass("CEA", "x", "tCO2e", Title.MIRROR, "x", has_serials=True, is_open=False)
    scene.state.apply(0, Outcome(records=(closed,)))
    assert moving.ask(OWNER) == "class_not_open"
    scene.state.apply(0, Outcome(records=(replace(closed, is_open=True),)))
    assert moving.ask(OWNER) == ACCEPTED


@pytest.mark.parametrize(("first", "answer"), [(10, "units_frozen"), (11, ACCEPTED)])
def test_a_frozen_range_stops_what_overlaps_it(probe: Probe, first: int, answer: str) -> None:
    scene = probe.scene
    number = units(scene=scene).batch
    body = PlaceFreeze(None, None, number, 1, 10, "O", "P", 0, None, DOCUMENT)
    scene.must("participants.place_freeze", body, AUTHORITY, OPERATORS[0])
    moving = replace(probe, transfers=(units(first, 20, scene=scene),))
    assert moving.ask(OWNER) == answer
    assert replace(moving, enforces=True).ask(OWNER) == ACCEPTED


def test_units_not_held_are_refused_after_everything_else(probe: Probe) -> None:
    scene = probe.scene
    assert replace(probe, transfers=(units(1, 1001, scene=scene),)).ask(OWNER) == "units_not_held"
    assert replace(probe, transfers=(units(1, 1000, scene=scene),)).ask(OWNER) == ACCEPTED


def test_deciding_changes_nothing(probe: Probe) -> None:
    before = probe.scene.state.balance(ONE, "CEA-2025")
    for _ in range(2):
        assert replace(probe, transfers=(units(scene=probe.scene),)).ask(OWNER) == ACCEPTED
    assert probe.scene.state.balance(ONE, "CEA-2025") == before
