"""``python -m benchmarks [NAME …]``: run all benchmarks, or those named, one after another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the benchmarks; return how many failed."""
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    unknown = set(wanted) - set(names)
    if unknown:
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names)}")
        return 2
    failed = 0
    for name in wanted or names:
        print(f"── {name} ──", flush=True)
        failed += subprocess.call([sys.executable, "-m", f"benchmarks.{name}"]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
