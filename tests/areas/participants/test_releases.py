from dataclasses import replace

import pytest

from registry.areas.participants.rules.parties import DefineClass, OpenAccount, check_new_key
from registry.areas.participants.rules.releases import Activate, Attest, Module, RecordRelease, Verdict
from registry.ledger.book import Title
from registry.ledger.decide import ACCEPTED
from registry.ledger.errors import Refusal
from registry.ledger.parties import Function
from registry.ledger.revisions import Activation
from registry.ledger.serials import account_number
from tests.areas.participants.factories import OFFICIALS, Scene, first_key, registration
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, genesis_body

LAW = (AUTHORITY, OPERATORS[0])
AUDITOR = "R-00000070"
KIND = "allowances.transfer"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def activation(revision: int, kind: str = KIND) -> Activate:
    return Activate(kind, revision, "v2", DOCUMENT)


@pytest.mark.parametrize(("revision", "answer"), [(1, "revision_not_next"), (2, ACCEPTED), (3, "revision_not_next")])
def test_only_the_next_revision_comes_into_force(scene: Scene, revision: int, answer: str) -> None:
    assert scene.send("participants.activate", activation(revision), *LAW) == answer


def test_a_revision_is_in_force_from_the_next_position(scene: Scene) -> None:
    scene.must("participants.activate", activation(2), *LAW)
    size = scene.journal.replay.size
    scene.must("participants.activate", activation(3), *LAW)
    assert scene.state.get(Activation, KIND).from_index == size + 1
    assert scene.transfer() == "unknown_kind"


def test_a_new_kind_begins_with_its_first_revision(scene: Scene) -> None:
    assert scene.send("participants.activate", activation(2, "allowances.new"), *LAW) == "revision_not_next"
    assert scene.send("participants.activate", activation(1, "allowances.new"), *LAW) == ACCEPTED


def test_operators_alone_activate_nothing(scene: Scene) -> None:
    assert scene.send("participants.activate", activation(2), *OPERATORS) == "not_enough_signatures"


def test_a_release_is_recorded_once_with_each_file_once(scene: Scene) -> None:
    module = Module("sign.js", "a" * 64)
    for body, answer in (
        (RecordRelease("v1", (module, module)), "module_doubled"),
        (RecordRelease("v1", (module, replace(module, name="entry.js"))), ACCEPTED),
        (RecordRelease("v1", (module,)), "release_taken"),
    ):
        assert scene.send("participants.release", body, *LAW) == answer


def attested(scene: Scene) -> Attest:
    scene.must("participants.register", registration(70, function=Function.AUDITOR), *LAW)
    scene.must("participants.register_first_key", first_key(70, AUDITOR), AUDITOR, *OFFICIALS)
    size = scene.journal.replay.size
    return Attest(size, scene.journal.replay.frontier.root().hex(), Verdict.HOLDS, 0, "v1", DOCUMENT)


def test_an_auditor_attests_a_log_that_is_there(scene: Scene) -> None:
    body = attested(scene)
    assert scene.send("participants.attest", replace(body, size=body.size + 1), AUDITOR) == "size_ahead"
    assert scene.send("participants.attest", body, AUDITOR) == ACCEPTED


def test_verdict_and_findings_agree(scene: Scene) -> None:
    body = attested(scene)
    for changed, answer in (
        (replace(body, findings=1), "findings_differ"),
        (replace(body, verdict=Verdict.DIFFERS), "findings_differ"),
        (replace(body, verdict=Verdict.DIFFERS, findings=1), ACCEPTED),
    ):
        assert scene.send("participants.attest", changed, AUDITOR) == answer


def test_only_auditors_attest(scene: Scene) -> None:
    body = attested(scene)
    assert scene.send("participants.attest", body, OPERATORS[0]) == "not_enough_signatures"


def test_identities_are_checked_by_scheme(scene: Scene) -> None:
    uscc = replace(registration(15), scheme="uscc", identity="91350100M000100Y43")
    for body, answer in (
        (replace(uscc, identity="91350100M000100Y44"), "identity_check"),
        (replace(uscc, scheme="other"), "identity_check"),
        (uscc, ACCEPTED),
        (replace(uscc, participant="P-00000016"), "identity_taken"),
        (replace(registration(16), participant="P-00000015"), "number_taken"),
    ):
        assert scene.send("participants.register", body, *OPERATORS) == answer


def test_a_first_key_needs_a_participant_a_free_number_and_single_roles(scene: Scene) -> None:
    kind = "participants.register_first_key"
    assert scene.send(kind, first_key(15, AUDITOR), AUDITOR, *OFFICIALS) == "unknown_participant"
    scene.must("participants.register", registration(15), *OPERATORS)
    taken = replace(first_key(15, "R-00000011/2"), representative="R-00000011")
    assert scene.send(kind, taken, "R-00000011/2", *OFFICIALS) == "number_taken"
    doubled = replace(first_key(15, AUDITOR), roles=first_key(15, AUDITOR).roles[:1] * 2)
    assert scene.send(kind, doubled, AUDITOR, *OFFICIALS) == "roles_doubled"
    assert scene.send(kind, first_key(15, AUDITOR), AUDITOR, *OFFICIALS) == ACCEPTED


def test_refuses_a_weak_key(scene: Scene) -> None:
    for text, code in (("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "weak_key"), ("/" * 42 + "8=", "weak_key")):
        with pytest.raises(Refusal) as refused:
            check_new_key(scene.state, public_key=text)
        assert refused.value.code == code


def test_a_class_is_defined_once(scene: Scene) -> None:
    body = DefineClass("CNY", "人民币", "fen", Title.OWN, "Here", has_serials=False)
    assert scene.send("participants.define_class", body, *LAW) == ACCEPTED
    assert scene.send("participants.define_class", body, *LAW) == "class_taken"


def test_an_account_is_opened_for_whom_and_where_its_number_says(scene: Scene) -> None:
    number = account_number("31", "HO", 77)
    for body, answer in (
        (OpenAccount(number, "P-99999999", "x"), "unknown_participant"),
        (OpenAccount(number[:-1] + str((int(number[-1]) + 1) % 10), "P-00000011", "x"), "account_check"),
        (OpenAccount(account_number("44", "HO", 77), "P-00000011", "x"), "zone_differs"),
        (OpenAccount(number, "P-00000011", "x"), ACCEPTED),
        (OpenAccount(number, "P-00000011", "x"), "number_taken"),
    ):
        assert scene.send("participants.open_account", body, *OPERATORS) == answer


def test_a_registry_is_founded_once_and_at_index_0(scene: Scene) -> None:
    body = genesis_body()
    answer = scene.send("participants.genesis", body, *(founder.representative for founder in body.founders))
    assert answer == "already_founded"
