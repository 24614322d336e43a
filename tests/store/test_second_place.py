from pathlib import Path

import pytest

from registry.store.second_place import SecondPlace


def head(size: int, root: str = "root") -> bytes:
    return f"registry.test/log\n{size}\n{root}\n\n— registry.test/log c2ln\n".encode()


def reopened(path: Path) -> bytes | None:
    place = SecondPlace(path)
    try:
        return place.last()
    finally:
        place.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "heads"


def test_a_new_place_holds_nothing(path: Path) -> None:
    assert reopened(path) is None
    assert reopened(path) is None


def test_holds_the_last_head_across_a_restart(path: Path) -> None:
    place = SecondPlace(path)
    for size in range(5):
        place.write(head(size))
        assert place.last() == head(size)
        assert reopened(path) == head(size)
    place.close()


def test_its_room_is_taken_before_it_is_needed(path: Path) -> None:
    SecondPlace(path).close()
    assert path.stat().st_size == 8192
    assert path.stat().st_blocks * 512 >= 8192
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("torn", range(0, 4096, 389))
def test_a_torn_write_leaves_the_head_before(path: Path, torn: int) -> None:
    place = SecondPlace(path)
    for size in (7, 8):
        place.write(head(size))
    place.close()
    whole = path.read_bytes()
    slot = whole.index(b"\n8\n") // 4096 * 4096
    path.write_bytes(whole[: slot + torn] + b"\0" * (4096 - torn) + whole[slot + 4096 :])
    assert reopened(path) == (head(8) if torn > len(head(8)) + 70 else head(7))


def test_goes_on_in_the_older_slot_after_a_restart(path: Path) -> None:
    for size in range(1, 6):
        place = SecondPlace(path)
        place.write(head(size))
        place.close()
        assert b"\n%d\n" % (size - 1) in path.read_bytes() or size == 1
    assert reopened(path) == head(5)


def test_a_place_made_before_its_room_was_taken_is_read(path: Path) -> None:
    place = SecondPlace(path)
    place.write(head(3))
    place.close()
    path.write_bytes(path.read_bytes()[:4096])
    assert reopened(path) == head(3)


def test_a_head_beyond_a_slot_is_a_bug(path: Path) -> None:
    place = SecondPlace(path)
    with pytest.raises(ValueError, match=r"\d+"):
        place.write(head(1, "x" * 4096))
    place.close()


def test_a_place_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="heads"):
        SecondPlace(tmp_path / "missing" / "heads")
