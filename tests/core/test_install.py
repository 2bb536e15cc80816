"""The line that installs a package, pasted into any window."""

from __future__ import annotations

import shlex
import sys

import pytest

from broadcaster.core.install import pip_line


def test_the_line_names_this_very_python_and_survives_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/home/xã/Đài của xã/.venv/bin/python")
    line = pip_line("piper-tts")
    assert shlex.split(line) == [sys.executable, "-m", "pip", "install", "piper-tts"]
    monkeypatch.setattr(sys, "executable", "/opt/python")
    assert pip_line("gTTS") == "/opt/python -m pip install gTTS"
