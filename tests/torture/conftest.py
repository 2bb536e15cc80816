"""A machine before a short night."""

from __future__ import annotations

from pathlib import Path

import pytest
from torture.machine import Machine
from torture.short_night import START, ZONE, Prepare
from torture.stage import set_up


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Return what makes a new machine, whose programme is short."""

    def make(name: str) -> Machine:
        machine = set_up(tmp_path / name, START, ZONE, {"sang": ("5:30", "start")}, monkeypatch)
        machine.press.spoken = 2.0
        return machine

    return make
