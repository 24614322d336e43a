"""One verification in a process of its own, so that its time and its peak memory are nobody else's."""

import json
import sys
import time
from pathlib import Path

from registry.catalog import CATALOGUE
from registry.memory import settle
from registry.verify.saved import load, save
from registry.verify.source import open_source
from registry.verify.walk import Begin, verify


def main() -> None:
    """Verify a folder, from a state if there is one, and print the seconds and the peak memory."""
    folder, state, target, jobs = sys.argv[1:]
    began = time.perf_counter()
    begin = None if state == "-" else load(Path(state), CATALOGUE)
    settle()  # as `registry verify`
    report, end = verify(open_source(folder), CATALOGUE, begin=begin, jobs=int(jobs))
    seconds = time.perf_counter() - began
    if report.findings:
        raise SystemExit(str(report.findings))
    if target != "-":
        save(Begin(end.replay, end.tally), Path(target))
    # Not `ru_maxrss`, which remembers the process that started this one. Those that check signatures are not in it.
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    memory = int(lines["VmHWM"].split()[0]) / 1024
    print(json.dumps({"seconds": seconds, "memory_mib": memory}))


if __name__ == "__main__":
    main()
