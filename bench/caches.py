"""A writer that has read nothing yet, and clients that know no key, against the same ones going on.

Every client moves units once between pairs of accounts that nobody else touches, so each transfer of the cold round
asks for two holdings, two accounts and a key that nobody has read.
"""

from collections.abc import Iterator

from bench.harness import Call, Figure, Make, Scale, crowd
from bench.registries import Bench, databases, founded, sequencer

CLIENTS = 8


def run(scale: Scale) -> Iterator[Figure]:
    """Yield one figure for each database."""
    with databases(("postgresql", "sqlite")) as found:
        for kind, place in found.items():
            name = f"{kind}, {CLIENTS} clients: cold, {scale.cold_accounts} accounts once each"
            figure = Figure(name, aim="≥ 0.5", against="the same transfers once more")
            with founded(place.url, enterprises=scale.cold_accounts) as bench:
                for _ in range(scale.rounds):
                    # A new writer each time; the database's own cache stays.
                    with sequencer(bench):
                        cold = crowd(CLIENTS, 300, once(bench, is_warm=False)).rate
                    with sequencer(bench):
                        figure.add(cold, crowd(CLIENTS, 300, once(bench, is_warm=True)).rate)
            yield figure


def once(bench: Bench, *, is_warm: bool) -> Make:
    """Return what makes a client that goes through its pairs once; a warm one has done so before."""

    def make(n: int) -> Call:
        journal = bench.journal()
        pairs = [(at, at + 1) for at in range(2 * n, bench.enterprises - 1, 2 * CLIENTS)]

        def transfer(source: int, target: int) -> int:
            answer = journal.submit(bench.transfer(source, target))
            if not answer.is_accepted:
                raise RuntimeError(answer.result)
            return 1

        if is_warm:
            for pair in pairs:
                transfer(*pair)
        waiting = iter(pairs)

        def call() -> int:
            pair = next(waiting, None)
            return transfer(*pair) if pair else 0

        return call

    return make
