"""What to type so that a Python package comes to the Python that runs the program, from whatever folder."""

from __future__ import annotations

import os
import shlex
import sys


def pip_line(*arguments: str) -> str:
    """
    Return the whole line to paste that installs with the running Python's own pip.

    >>> pip_line("piper-tts").endswith(" -m pip install piper-tts")
    True
    """
    python = sys.executable
    if os.name != "nt":
        python = python if " " not in python else shlex.quote(python)
    elif " " in python:
        python = f'"{python}"'
    return " ".join((python, "-m pip install", *arguments))
