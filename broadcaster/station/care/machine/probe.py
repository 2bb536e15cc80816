"""
Asking the system: programs run, files read, never anything changed.

In: a command or a path. Out: what it says, or None where there is no answer.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

_PATIENCE = 5.0  # seconds; a program that asks a service which hangs must not hang the check-up


class Probe(Protocol):
    """Whoever can be asked about the system."""

    @property
    def platform(self) -> str:
        """As ``sys.platform`` has it."""
        ...

    def run(self, *command: str) -> str | None:
        """Return what *command* prints, None where it is not there or fails."""
        ...

    def read(self, path: str) -> str | None:
        """Return the text of a file, None where it cannot be read."""
        ...


class SystemProbe:
    """The computer that this runs on."""

    platform = sys.platform

    def run(self, *command: str) -> str | None:
        if shutil.which(command[0]) is None:
            return None
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return None
        return done.stdout if done.returncode == 0 else None

    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_text("utf-8", "replace")
        except OSError:
            return None


@dataclass(frozen=True)
class ToldProbe:
    """A computer of which everything is told beforehand."""

    platform: str = "linux"
    answers: Mapping[str, str] = field(default_factory=dict)
    """Command, its words joined by spaces → what it prints."""
    files: Mapping[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> str | None:
        return self.answers.get(" ".join(command))

    def read(self, path: str) -> str | None:
        return self.files.get(path)
