"""What must be heard at once does not wait for what it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

NEEDLESS = {
    "stop": ("numpy", "rich", "broadcaster.mixing", "broadcaster.programme", "broadcaster.voice"),
    "release": ("numpy", "rich", "broadcaster.mixing", "broadcaster.programme", "broadcaster.voice"),
    "takeover": (
        "scipy",
        "docx",
        "xlsxwriter",
        "requests",
        "gtts",
        "broadcaster.station.air.keeper",
        "broadcaster.station.care",
    ),
    "app": ("numpy", "rich", "broadcaster.station", "broadcaster.mixing"),
}


@pytest.mark.parametrize("name", NEEDLESS)
def test_a_command_imports_only_what_it_needs(name: str) -> None:
    code = (
        f"import sys, broadcaster.faces.cli.{name}; print(*(each for each in {NEEDLESS[name]} if each in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
