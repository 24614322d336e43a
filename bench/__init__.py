"""Benchmarks: `python -m bench` prints ratios of medians over interleaved rounds of one run, each beside a peer."""
