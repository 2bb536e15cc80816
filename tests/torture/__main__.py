"""
The long torture, ``make soak``: ``python -m torture [--seeds 0-19] [--files 10000]``, with ``tests`` on the path.

Prints for each seed what it found, and in the end one table over all; a seed that failed fails again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from torture import campaign
from torture.court import Tried
from torture.tally import reasons, table
from torture.yard import Yard


def main(arguments: list[str]) -> int:
    """Run it all; 0 if nothing was found, else 1."""
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--seeds", default="0-19", help="campaigns to live through, FIRST-LAST")
    parser.add_argument("--files", type=int, default=10_000, help="damaged files to read")
    wanted = parser.parse_args(arguments)
    first, last = (int(number) for number in wanted.seeds.split("-"))
    found = _files(wanted.files) + _campaigns(range(first, last + 1))
    _say(f"\n{found} found" if found else "\nnothing found")
    return 1 if found else 0


def _campaigns(seeds: range) -> int:
    tried: list[Tried] = []
    problems = 0
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
            lived = campaign.run(seed, Path(folder) / "dai", patch)
        tried += lived.tried
        problems += len(lived.problems)
        _say(f"seed {seed}: {len(lived.tried)} slots, {lived.faults} faults, {len(lived.problems)} found")
        for problem in lived.problems:
            _say(f"  {problem}")
    _say("\n" + table(tried))
    _say("\n" + reasons(tried))
    return problems


def _files(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        yard = Yard(Path(folder) / "yard")
        trials = [yard.try_one(seed) for seed in range(count)]
    wrong = [trial for trial in trials if trial.wrong]
    for trial in wrong:
        _say(f"file {trial.seed} ({trial.kind}): {trial.wrong}")
    results = Counter((trial.kind, trial.result) for trial in trials)
    _say(f"{count} damaged files: {len(wrong)} found")
    for (kind, result), number in sorted(results.items()):
        _say(f"  {kind}: {result} {number}")
    return len(wrong)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
