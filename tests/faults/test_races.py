"""Many clients want the same units at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.service import service

CLIENTS = 32

pytestmark = pytest.mark.faults


def test_of_many_clients_racing_for_the_same_units_exactly_one_wins(prepared_url: str) -> None:
    with service(prepared_url, units=15) as running:
        won = []
        for source, target in ((11, 12), (12, 11), (11, 12)):
            envelopes = [running.world.transfer(source, target, units=15) for _ in range(CLIENTS)]
            with ThreadPoolExecutor(CLIENTS) as pool:
                answers = list(pool.map(running.send, envelopes))
            won += [(str(value["id"]), int(str(value["index"]))) for status, value in answers if status == 201]
            lost = [value["code"] for status, value in answers if status == 409]
            assert lost == ["units_not_held"] * (CLIENTS - 1)
        assert len(won) == 3
        running.kill()
        running.audit(won)
