"""Every kept history replays to the same bytes, whatever the machine's habits."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.histories import EXPECTED, FOLDER, digest_of, histories

ROOT = Path(__file__).resolve().parents[2]
HABITS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "20260101", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu", "PYTHONOPTIMIZE": "1"},
)
# Of one history; founding a market takes two thirds of it.
BYTES_MAX = 70_000


@pytest.mark.parametrize("name", histories())
def test_replays_to_what_was_written_down(name: str) -> None:
    assert digest_of(FOLDER / name) == (FOLDER / name / EXPECTED).read_text(encoding="ascii").strip()


def test_hash_seed_locale_and_time_zone_change_no_byte() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-m", "tests.histories"], cwd=ROOT, env=os.environ | habit, capture_output=True, check=True
        ).stdout
        for habit in HABITS
    ]
    assert printed[0] == printed[1]
    assert printed[0].count(b"\n") == len(histories()) >= 3


@pytest.mark.parametrize("name", histories())
def test_histories_stay_small(name: str) -> None:
    assert sum(path.stat().st_size for path in (FOLDER / name).glob("**/*") if path.is_file()) < BYTES_MAX
