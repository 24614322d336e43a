"""Trust policies: what a file may say, and what it then finds in a checkpoint."""

from itertools import combinations

import pytest

from registry.ledger.checkpoint import attach, cosign
from registry.ledger.errors import Malformed, Tampering
from registry.ledger.keys import ED25519_COSIGNATURE, Ed25519Signer
from registry.ledger.note import Signature, VerifierKey, key_of, render_vkey, sign
from registry.ledger.policy import Policy, parse_policy
from tests.ledger.logs import (
    COSIGNED_AT,
    LOG,
    LOG_LONG_LIVED,
    STRANGER,
    WITNESS,
    WITNESS_LONG_LIVED,
    log_of,
    policy_text,
)

LOG_KEY = render_vkey(key_of(LOG))
WITNESS_KEY = render_vkey(key_of(WITNESS))
OTHER_KEY = render_vkey(key_of(STRANGER))


def policy_of(quorum: str = "both") -> Policy:
    return parse_policy(policy_text(quorum).encode())


def many(quorum: str) -> Policy:
    signers = [Ed25519Signer(name, name.encode().ljust(32), algorithm=ED25519_COSIGNATURE) for name in names()]
    witnesses = "".join(f"witness {signer.name} {render_vkey(key_of(signer))}\n" for signer in signers)
    groups = "group X 2 x1 x2 x3\ngroup Y any y1 y2 y3\ngroup X-and-Y all X Y\n"
    return parse_policy(f"{witnesses}{groups}quorum {quorum}\n".encode())


def names() -> list[str]:
    return ["x1", "x2", "x3", "y1", "y2", "y3"]


def test_reads_logs_witnesses_groups_and_quorum() -> None:
    policy = policy_of()
    assert [(log.key, log.url) for log in policy.logs] == [(key_of(LOG), "https://log.test/registry")]
    assert policy.witnesses["two"].url == "https://witness.test"
    assert policy.witnesses["one"].key == key_of(WITNESS)
    assert (policy.groups["both"].threshold, policy.quorum) == (2, "both")


@pytest.mark.parametrize(
    ("witnesses", "met"),
    [((), False), ((WITNESS,), False), ((WITNESS_LONG_LIVED,), False), ((WITNESS, WITNESS_LONG_LIVED, STRANGER), True)],
)
def test_counts_the_witnesses_it_knows(witnesses: tuple[Ed25519Signer, ...], met: bool) -> None:  # noqa: FBT001
    verdict = policy_of().check(log_of(5).witnessed(*witnesses))
    assert verdict.quorum_met == met
    assert verdict.checkpoint.size == 5
    assert set(verdict.cosigned_by.values()) <= {COSIGNED_AT}
    assert len(verdict.cosigned_by) == min(len(witnesses), 2)


def test_a_single_witness_can_be_the_quorum() -> None:
    assert policy_of("one").check(log_of(5).witnessed(WITNESS)).quorum_met
    assert not policy_of("two").check(log_of(5).witnessed(WITNESS)).quorum_met


def test_no_witness_need_be_asked() -> None:
    assert policy_of("none").check(log_of(5).checkpoint()).quorum_met


def test_groups_of_groups_count_as_the_specifications_example() -> None:
    policy = many("X-and-Y")
    for count in range(7):
        for chosen in combinations(names(), count):
            met = sum(name[0] == "x" for name in chosen) >= 2 and any(name[0] == "y" for name in chosen)
            assert policy.is_met(frozenset(chosen)) == met


def test_accepts_a_log_that_signs_for_decades() -> None:
    data = log_of(5).checkpoint()
    policy = parse_policy(f"log {render_vkey(key_of(LOG_LONG_LIVED))}\nquorum none\n".encode())
    assert policy.check(attach(data, [cosign(data, LOG_LONG_LIVED, COSIGNED_AT)])).quorum_met
    with pytest.raises(Tampering) as refused:
        policy.check(data)
    assert refused.value.code == "checkpoint_unsigned"


def test_refuses_a_checkpoint_that_no_listed_log_has_signed() -> None:
    text = log_of(5).checkpoint().partition(b"\n\n")[0] + b"\n"
    impostor = Ed25519Signer(LOG.name, b"x" * 32)
    for data in (sign(text, [impostor]), sign(text.replace(b"log.test", b"gol.test"), [LOG])):
        with pytest.raises(Tampering) as refused:
            policy_of().check(data)
        assert refused.value.code == "checkpoint_unsigned"


def test_refuses_a_checkpoint_in_which_a_known_key_fails() -> None:
    data = log_of(5).witnessed(WITNESS)
    with pytest.raises(Tampering) as refused:
        policy_of().check(data.replace(b"\n5\n", b"\n6\n"))
    assert refused.value.code == "note_signature"
    false = attach(data, [Signature(WITNESS_LONG_LIVED.name, key_of(WITNESS_LONG_LIVED).key_id, bytes(2428))])
    with pytest.raises(Tampering) as refused:
        policy_of().check(false)
    assert refused.value.code == "cosignature"


def test_takes_spaces_tabs_comments_empty_lines_and_any_octets() -> None:
    data = b" \t\n  # \xff\n\tquorum \t none \n#\n" + b"log " + LOG_KEY.encode() + b" u\xfe\n"
    assert parse_policy(data).logs[0].url == "u\udcfe"
    named = parse_policy(b"witness \xe2\x84\xaa " + WITNESS_KEY.encode() + b"\nquorum \xe2\x84\xaa\n")
    assert list(named.witnesses) == ["\u212a"]


W1, W2 = f"witness a {WITNESS_KEY}\n", f"witness b {OTHER_KEY}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "policy_encoding"),
        ("quorum none", "policy_encoding"),
        ("quorum none\r\n", "policy_encoding"),
        ("#\x7f\nquorum none\n", "policy_encoding"),
        ("\n", "policy_quorum"),
        ("quorum none\nquorum none\n", "policy_quorum"),
        ("quorum\n", "policy_line"),
        ("quorum none # none\n", "policy_line"),
        ("Quorum none\n", "policy_line"),
        ("log\nquorum none\n", "policy_line"),
        (f"log {LOG_KEY} u v\nquorum none\n", "policy_line"),
        (f"witness {WITNESS_KEY}\nquorum none\n", "policy_line"),
        (f"witness a {WITNESS_KEY} u v\nquorum none\n", "policy_line"),
        (f"{W1}group g any\nquorum none\n", "policy_line"),
        (f"log {LOG_KEY}x\nquorum none\n", "vkey"),
        (f"log {WITNESS_KEY}\nquorum none\n", "policy_key"),
        (f"witness a {LOG_KEY}\nquorum none\n", "policy_key"),
        (f"log {LOG_KEY}\nlog {LOG_KEY}\nquorum none\n", "policy_key"),
        (f"{W1}witness b {WITNESS_KEY}\nquorum none\n", "policy_key"),
        (f"witness none {WITNESS_KEY}\nquorum none\n", "policy_name"),
        (f"{W1}witness a {OTHER_KEY}\nquorum none\n", "policy_name"),
        (f"{W1}group a any a\nquorum none\n", "policy_name"),
        (f"{W1}group none any a\nquorum none\n", "policy_name"),
        (f"{W1}group g any none\nquorum none\n", "policy_name"),
        (f"{W1}group g any g\nquorum none\n", "policy_name"),
        (f"{W1}group g any b\n{W2}quorum none\n", "policy_name"),
        (f"{W1}group g any a a\nquorum none\n", "policy_name"),
        (f"{W1}group g any a\ngroup h any a\nquorum none\n", "policy_name"),
        (f"quorum a\n{W1}", "policy_name"),
        (f"{W1}group g 0 a\nquorum g\n", "policy_threshold"),
        (f"{W1}group g 2 a\nquorum g\n", "policy_threshold"),
        (f"{W1}group g 01 a\nquorum g\n", "policy_threshold"),
        (f"{W1}group g 1_ a\nquorum g\n", "policy_threshold"),
        (f"{W1}group g ١ a\nquorum g\n", "policy_threshold"),
        (f"{W1}group g most a\nquorum g\n", "policy_threshold"),
    ],
)
def test_refuses_a_policy_that_the_specification_does_not_know(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse_policy(text.encode())
    assert refused.value.code == code


@pytest.mark.parametrize("threshold", ["1", "2", "all", "any"])
def test_accepts_every_way_to_say_how_many(threshold: str) -> None:
    policy = parse_policy(f"{W1}{W2}group g {threshold} a b\nquorum g\n".encode())
    needed = 2 if threshold in {"2", "all"} else 1
    assert policy.groups["g"].threshold == needed
    assert policy.is_met(frozenset("a")) == (needed == 1)


def test_a_renamed_key_is_still_the_same_key() -> None:
    renamed = render_vkey(VerifierKey("other.test", 1, LOG.public_key))
    with pytest.raises(Malformed) as refused:
        parse_policy(f"log {LOG_KEY}\nlog {renamed}\nquorum none\n".encode())
    assert refused.value.code == "policy_key"
