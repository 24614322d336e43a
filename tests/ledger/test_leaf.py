import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.ledger import canonical, leaf
from registry.ledger.errors import Malformed
from registry.ledger.instants import format_instant
from registry.ledger.leaf import Leaf

ORIGIN = "registry.test/log"
FIRST, END = 946_684_800_000_000, 7_258_118_400_000_000


@given(
    st.integers(0, 2**53 - 1), st.integers(FIRST, END - 1), st.from_regex("[a-z_]{1,40}", fullmatch=True), st.binary()
)
def test_writes_canonical_json_and_reads_it_back(index: int, recorded_at: int, result: str, envelope: bytes) -> None:
    made = Leaf(index, recorded_at, result, envelope)
    data = leaf.write(made, ORIGIN)
    head, line, rest = data.split(b"\n", 2)
    assert (head, rest) == (b"registry.test/log/leaf/v1", envelope)
    value = {"index": index, "recorded_at": format_instant(recorded_at, 6), "result": result}
    assert line == canonical.dumps(value)
    assert leaf.parse(data, ORIGIN) == made


GOOD = leaf.write(Leaf(7, FIRST, "accepted", b"text\n"), ORIGIN)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"registry.test", b"registry.other", "leaf_text"),
        (b"leaf/v1", b"leaf/v2", "leaf_text"),
        (b'"index":7', b'"index":"7"', "leaf_text"),
        (b'"index":7', b'"index":true', "leaf_text"),
        (b'"index":7', b'"index":-7', "leaf_text"),
        (b'"index":7,', b"", "leaf_text"),
        (b'"result":"accepted"', b'"result":null', "leaf_text"),
        (b".000000Z", b"Z", "leaf_text"),
        (b"2000-01", b"2000-13", "instant_syntax"),
        (b"2000-01", b"1999-12", "instant_range"),
        (b".000000Z", b".000000+", "leaf_text"),
        (b'{"index"', b'{ "index"', "leaf_text"),
        (b'"accepted"', b'"accep\\u0074ed"', "leaf_text"),
    ],
)
def test_reads_only_what_it_writes(old: bytes, new: bytes, code: str) -> None:
    assert old in GOOD
    changed = GOOD.replace(old, new)
    with pytest.raises(Malformed) as raised:
        leaf.parse(changed, ORIGIN)
    assert raised.value.code == code


@pytest.mark.parametrize("data", [b"", b"\n", GOOD[:20], GOOD.partition(b"\n")[2]])
def test_refuses_what_is_no_leaf(data: bytes) -> None:
    with pytest.raises(Malformed):
        leaf.parse(data, ORIGIN)
