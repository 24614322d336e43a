"""From typed text to serials."""

import pytest

from registry.areas.auditing.places import Wanted, range_text, read_wanted
from registry.ledger.errors import Malformed
from registry.ledger.serials import Serial

BATCH = "CEA-31-NAT-2025-1"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (BATCH, 0, 0),
        (f"{BATCH}:7", 7, 7),
        (f"{BATCH}:7-19", 7, 19),
        (" cea-31-nat-2025-1 : 4,001 – 5,000 ", 4001, 5000),
        (f"{BATCH}：７—１９", 7, 19),
        (Serial("CEA", "31", "NAT", "2025", 1, 7, 19).render(), 7, 19),
    ],
)
def test_what_people_paste_is_understood(text: str, first: int, last: int) -> None:
    assert read_wanted(text) == Wanted(BATCH, first, last)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "serial_syntax"),
        ("CEA", "serial_syntax"),
        (f"{BATCH}:", "serial_syntax"),
        (f"{BATCH}:x", "serial_syntax"),
        (f"{BATCH}:9-7", "serial_range"),
        (f"{BATCH}:0-7", "serial_range"),
        (f"{BATCH}:1-{2**53}", "serial_range"),
        (f"{BATCH}:7-19-00", "serial_check"),
        ("A" * 200, "serial_syntax"),
    ],
)
def test_what_names_no_serials_is_refused(text: str, code: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_wanted(text)
    assert refused.value.code == code


def test_a_range_is_written_with_check_digits_where_its_batch_can_carry_them() -> None:
    assert range_text(BATCH, 7, 19) == Serial("CEA", "31", "NAT", "2025", 1, 7, 19).render()
    assert range_text("VCS-86-P10-2016-A7", 7, 19) == "VCS-86-P10-2016-A7:7-19"
