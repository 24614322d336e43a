"""How new histories are made. Needed to write one; a kept history needs none of this."""

from collections.abc import Callable
from pathlib import Path

from tests.areas.allowances.factories import ALICE
from tests.areas.compliance.years import lived_year
from tests.areas.credits.factories import RETIRE, RETIRE_MIRRORED, TRANSFER, credit_registry
from tests.histories.trading import dealt_in_every_mode
from tests.logfiles import traded, write_log
from tests.world import START_MS

START_S = START_MS // 1000


def transfers(folder: Path) -> None:
    """Write founding, two enterprises and transfers, some refused, with two cosigned heads."""
    journal = traded(30)
    size = len(journal.leaves)
    write_log(folder, journal.leaves, cosigned={size - 20: START_S + 12, size: START_S + 31})


def retirements(folder: Path) -> None:
    """Write an own and a mirrored class of credits, transferred and retired."""
    registry = credit_registry()
    for kind, body in (("credits.transfer", TRANSFER), ("credits.retire", RETIRE), ("credits.retire", RETIRE_MIRRORED)):
        registry.world.author.now_ms += 1000
        registry.send(kind, body, f"R-{ALICE:08}")
    write_log(folder, registry.journal.leaves)


def market(folder: Path) -> None:
    """Write a day on which a product is dealt in listed, by auction, open and sealed, and as a block."""
    write_log(folder, dealt_in_every_mode().journal.leaves)


def compliance(folder: Path) -> None:
    """Write a year that is corrected, allocated, met in part in time and in full too late, with what was refused."""
    write_log(folder, lived_year().journal.leaves)


MAKERS: dict[str, Callable[[Path], None]] = {
    "compliance": compliance,
    "market": market,
    "retirements": retirements,
    "transfers": transfers,
}
