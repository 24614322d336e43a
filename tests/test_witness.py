"""The witness: the protocol's answers in its order, one state for many processes, and the log's side of it."""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest

from registry.ledger import merkle
from registry.ledger.checkpoint import Checkpoint, attach, cosigned_at, sign_checkpoint
from registry.ledger.errors import Malformed, Refusal, Tampering
from registry.ledger.keys import ED25519, Ed25519Signer
from registry.ledger.note import Note, VerifierKey, key_of, parse, parse_signatures, sign_text
from registry.witness import (
    SIZE_TYPE,
    Answer,
    Head,
    Request,
    Witness,
    cosign,
    make_server,
    parse_request,
    render_request,
)
from tests.ledger.logs import COSIGNED_AT, LOG, ORIGIN, STRANGER, WITNESS, WITNESS_LONG_LIVED, log_of

KEYS = [key_of(WITNESS), key_of(WITNESS_LONG_LIVED)]
LATER = 40


def witness_at(path: Path) -> Witness:
    return Witness(path / "witness.db", {ORIGIN: [key_of(LOG)]}, signers=[WITNESS, WITNESS_LONG_LIVED])


def ask(witness: Witness, old: int, size: int, checkpoint: bytes | None = None) -> Answer:
    log = log_of(size)
    proof = tuple(log.prove(old)) if 0 < old <= size else ()
    return witness.add_checkpoint(render_request(Request(old, proof, checkpoint or log.checkpoint())), COSIGNED_AT)


def signed(size: int, root: bytes) -> bytes:
    return sign_checkpoint(Checkpoint(ORIGIN, size, root), LOG)


@contextmanager
def serving(witness: Witness, prefix: str = "") -> Iterator[str]:
    server = make_server(witness, ("127.0.0.1", 0), clock=lambda: COSIGNED_AT, prefix=prefix)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_cosigns_the_first_checkpoint_with_every_key(tmp_path: Path) -> None:
    answer = ask(witness_at(tmp_path), 0, 5)
    assert answer.status == 200
    cosigned = attach(log_of(5).checkpoint(), parse_signatures(answer.body))
    assert [cosigned_at(parse(cosigned), key) for key in KEYS] == [COSIGNED_AT, COSIGNED_AT]


def test_cosigns_a_log_that_only_grew_and_remembers_it(tmp_path: Path) -> None:
    assert ask(witness_at(tmp_path), 0, 5).status == 200
    assert ask(witness_at(tmp_path), 5, 13).status == 200
    assert ask(witness_at(tmp_path), 13, LATER).status == 200
    assert witness_at(tmp_path).head(ORIGIN) == Head(LATER, log_of(LATER).root, log_of(LATER).checkpoint())


def test_cosigns_the_same_head_again(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    assert [ask(witness, old, 5).status for old in (0, 5, 5)] == [200, 200, 200]


def test_answers_another_old_size_with_its_own(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    ask(witness, 0, 5)
    for old, size in ((0, 13), (4, 13), (6, 13), (0, 5)):
        assert ask(witness, old, size) == Answer(409, b"5\n", SIZE_TYPE)
    assert ask(witness, 5, 13).status == 200


def test_answers_zero_where_it_has_cosigned_nothing(tmp_path: Path) -> None:
    assert ask(witness_at(tmp_path), 5, 13) == Answer(409, b"0\n", SIZE_TYPE)


def test_refuses_an_old_size_beyond_the_checkpoint(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    ask(witness, 0, 5)
    assert ask(witness, 6, 5).status == 400
    assert ask(witness, 5, 5).status == 200


def test_knows_only_its_logs(tmp_path: Path) -> None:
    other = Ed25519Signer("other.test/log", b"o" * 32)
    data = sign_checkpoint(Checkpoint(other.name, 5, log_of(5).root), other)
    assert ask(witness_at(tmp_path), 0, 5, data).status == 404


def test_refuses_what_the_log_has_not_signed(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    impostor = Ed25519Signer(ORIGIN, b"i" * 32)
    data = sign_checkpoint(Checkpoint(ORIGIN, 5, log_of(5).root), impostor)
    assert ask(witness, 0, 5, data).status == 403
    assert ask(witness, 0, 5, log_of(5).checkpoint().replace(b"\n5\n", b"\n6\n")).status == 403
    assert witness.head(ORIGIN) == Head()


def test_ignores_signatures_of_others(tmp_path: Path) -> None:
    stranger = Ed25519Signer("stranger.test", b"s" * 32)
    text = parse(log_of(5).checkpoint()).text
    both = attach(log_of(5).checkpoint(), [sign_text(text, stranger)])
    assert ask(witness_at(tmp_path), 0, 5, both).status == 200


def test_refuses_a_proof_that_does_not_hold(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    ask(witness, 0, 5)
    good = tuple(log_of(13).prove(5))
    for proof in ((), good[:-1], good[::-1], (*good, bytes(32))):
        request = render_request(Request(5, proof, log_of(13).checkpoint()))
        assert witness.add_checkpoint(request, COSIGNED_AT).status == 422
    assert witness.head(ORIGIN).size == 5


def test_from_nothing_no_proof_is_needed_and_none_accepted(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    request = render_request(Request(0, (bytes(32),), log_of(5).checkpoint()))
    assert witness.add_checkpoint(request, COSIGNED_AT).status == 422
    assert ask(witness, 0, 5).status == 200


def test_keeps_both_notes_of_a_log_that_shows_two_roots(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    ask(witness, 0, 5)
    forged = signed(5, bytes(32))
    for _ in range(2):
        answer = witness.add_checkpoint(render_request(Request(5, (), forged)), COSIGNED_AT)
        assert (answer.status, answer.media_type == SIZE_TYPE) == (409, False)
    assert witness.splits(ORIGIN) == [(forged, log_of(5).checkpoint())]
    assert witness.head(ORIGIN).root == log_of(5).root


def test_cosigns_an_empty_log_with_the_empty_root_only(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    assert witness.add_checkpoint(render_request(Request(0, (), signed(0, bytes(32)))), COSIGNED_AT).status == 409
    assert witness.add_checkpoint(render_request(Request(0, (), signed(0, merkle.EMPTY_ROOT))), 7).status == 200
    assert ask(witness, 0, 5).status == 200


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"old\n",
        b"old 05\n",
        b"old -1\n",
        b"old 5 \n",
        b"new 5\n",
        b"old 5\nAAAA\n",
        b"old 5\r\n",
        b"\nold 5\n",
        b"old 0\n" + (b"A" * 43 + b"=\n") * 64,
        "old ٥\n".encode(),
    ],
)
def test_refuses_a_request_that_it_would_not_write(tmp_path: Path, head: bytes) -> None:
    body = head + b"\n" + log_of(5).checkpoint()
    assert witness_at(tmp_path).add_checkpoint(body, COSIGNED_AT).status == 400
    with pytest.raises(Malformed):
        parse_request(body)


@pytest.mark.parametrize("checkpoint", [b"", b"x\n", b"x\n\n\xe2\x80\x94 n AAAAAAA=\n"])
def test_refuses_what_is_no_checkpoint(tmp_path: Path, checkpoint: bytes) -> None:
    assert witness_at(tmp_path).add_checkpoint(b"old 0\n\n" + checkpoint, COSIGNED_AT).status == 400


def test_reads_back_the_request_that_it_writes() -> None:
    for proof in ((), (bytes(32),) * 63):
        request = Request(5, proof, log_of(5).checkpoint())
        assert parse_request(render_request(request)) == request


def test_cosigns_nothing_that_it_could_not_store(tmp_path: Path) -> None:
    witness = witness_at(tmp_path)
    (tmp_path / "witness.db").write_bytes(b"no database" * 100)
    answer = ask(witness, 0, 5)
    assert (answer.status, b"\xe2\x80\x94" in answer.body) == (503, False)


def _race(path: Path, size: int) -> tuple[int, int]:
    return size, ask(witness_at(path), 5, size).status


def test_of_many_processes_one_advances_the_head(tmp_path: Path) -> None:
    ask(witness_at(tmp_path), 0, 5)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        answers = dict(pool.starmap(_race, [(tmp_path, size) for size in (6, 7, 8, 9)], chunksize=1))
    assert sorted(answers.values()) == [200, 409, 409, 409]
    assert answers[witness_at(tmp_path).head(ORIGIN).size] == 200


def test_the_log_collects_cosignatures_over_http(tmp_path: Path) -> None:
    with serving(witness_at(tmp_path), "/w") as url:
        for size in (5, 13, LATER):  # from the second on the witness first says how far it is
            found = cosign(log_of(size).checkpoint(), url, prove=log_of(size).prove, keys=KEYS)
            data = attach(log_of(size).checkpoint(), found)
            assert [cosigned_at(parse(data), key) for key in KEYS] == [COSIGNED_AT, COSIGNED_AT]
        known = cosign(log_of(LATER).checkpoint(), url, prove=log_of(LATER).prove, keys=KEYS[:1], old=LATER)
        assert [one.name for one in known] == [WITNESS.name]


def test_a_log_that_was_set_back_hears_so(tmp_path: Path) -> None:
    with serving(witness_at(tmp_path)) as url:
        cosign(log_of(13).checkpoint(), url, prove=log_of(13).prove, keys=KEYS)
        with pytest.raises(Refusal) as refused:
            cosign(log_of(5).checkpoint(), url, prove=log_of(5).prove, keys=KEYS)
        assert (refused.value.code, refused.value.facts["witness_size"]) == ("witness_ahead", 13)
        assert cosign(log_of(13).checkpoint(), url, prove=log_of(13).prove, keys=KEYS)


def test_a_log_with_another_history_hears_no(tmp_path: Path) -> None:
    with serving(witness_at(tmp_path)) as url:
        cosign(log_of(5).checkpoint(), url, prove=log_of(5).prove, keys=KEYS)
        for forged, status in ((signed(5, bytes(32)), 409), (signed(13, bytes(32)), 422)):
            with pytest.raises(Refusal) as refused:
                cosign(forged, url, prove=log_of(13).prove if status == 422 else lambda _: (), keys=KEYS)
            assert (refused.value.code, refused.value.facts["status"]) == ("witness_refused", status)


def test_cosignatures_of_other_keys_do_not_count(tmp_path: Path) -> None:
    with serving(witness_at(tmp_path)) as url, pytest.raises(Refusal) as refused:
        cosign(log_of(5).checkpoint(), url, prove=log_of(5).prove, keys=[key_of(STRANGER)])
    assert refused.value.code == "witness_refused"


class Liar(Witness):
    """Answers with a cosignature of another checkpoint."""

    def add_checkpoint(self, body: bytes, timestamp: int) -> Answer:
        other = render_request(Request(0, (), log_of(6).checkpoint()))
        return super().add_checkpoint(other, timestamp)


def test_a_cosignature_of_something_else_is_noticed(tmp_path: Path) -> None:
    liar = Liar(tmp_path / "liar.db", {ORIGIN: [key_of(LOG)]}, signers=[WITNESS])
    with serving(liar) as url, pytest.raises(Tampering) as refused:
        cosign(log_of(5).checkpoint(), url, prove=log_of(5).prove, keys=KEYS)
    assert refused.value.code == "cosignature"


def test_a_witness_that_is_away_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        cosign(log_of(5).checkpoint(), "http://127.0.0.1:9", prove=log_of(5).prove, keys=KEYS)
    assert refused.value.code == "witness_unreachable"


def test_http_serves_one_path_and_bounded_bodies(tmp_path: Path) -> None:
    with serving(witness_at(tmp_path)) as url:
        connection = HTTPConnection(url.removeprefix("http://"), timeout=10)
        for method, path, body, headers, status in (
            ("POST", "/other", b"x", {}, 404),
            ("POST", "/add-checkpoint", b"x", {}, 400),
            ("GET", "/add-checkpoint", None, {}, 404),
            ("POST", "/add-checkpoint", None, {"Content-Length": "9999999"}, 413),
            ("POST", "/add-checkpoint", None, {"Content-Length": "-1"}, 413),
            ("POST", "/add-checkpoint", None, {"Content-Length": "٥".encode()}, 413),
        ):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            response.read()
            assert (path, response.status) == (path, status)
        connection.close()


def test_loads_neither_web_nor_database_toolkit() -> None:
    script = "import registry.witness, sys; print(sorted({'flask', 'sqlalchemy', 'marshmallow'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_a_log_may_rotate_its_key(tmp_path: Path) -> None:
    new = Ed25519Signer(ORIGIN, b"n" * 32)
    keys = [key_of(LOG), VerifierKey(ORIGIN, ED25519, new.public_key)]
    witness = Witness(tmp_path / "witness.db", {ORIGIN: keys}, signers=[WITNESS])
    ask(witness, 0, 5)
    assert ask(witness, 5, 13, sign_checkpoint(Checkpoint(ORIGIN, 13, log_of(13).root), new)).status == 200
    lines = parse_signatures(ask(witness, 13, 13).body)
    assert cosigned_at(Note(parse(log_of(13).checkpoint()).text, lines), key_of(WITNESS)) == COSIGNED_AT
