"""``python -m broadcaster.playout JOB.json``: one cue on one output, in a small process of its own."""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from broadcaster.core.errors import InputError
from broadcaster.playout.events import Event, EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.process import SECRET, air, raise_priority

HEARD, NOT_HEARD, MISUSE = 0, 1, 2


def main(arguments: list[str]) -> int:
    """Play the job in the file named: 0 if it was heard to its end, 1 if not, 2 where there is no such job."""
    secret = os.environ.pop(SECRET, "")  # what this process starts has no business with it
    if len(arguments) != 1:
        sys.stderr.write("Cách dùng: python -m broadcaster.playout LỆNH.json\n")
        return MISUSE
    try:
        job = Job.read(Path(arguments[0]))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSE
    raise_priority()
    gc.freeze()
    try:
        return HEARD if air(job, _print, secret=secret).kind is EventKind.ENDED else NOT_HEARD
    except KeyboardInterrupt:  # while it waited for its turn
        return NOT_HEARD


def _print(event: Event) -> None:
    sys.stdout.write(json.dumps(event.to_json(), ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
