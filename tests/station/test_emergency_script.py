"""The script in a new station folder that stops it, run from another folder without the program on the path."""

from __future__ import annotations

import subprocess
from datetime import time
from pathlib import Path

from broadcaster.station.setup.emergency import SHELL
from broadcaster.station.setup.founding import Founding, found


def test_the_script_stops_the_station_from_any_window(tmp_path: Path) -> None:
    root = tmp_path / "đài xã"
    found(root, Founding("Đài thử", (time(5, 30),), "null:", loudspeakers=False))
    done = subprocess.run(
        [root / SHELL], cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
