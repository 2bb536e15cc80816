"""
Make ``day-table.svg`` anew: the true output of ``broadcaster plan`` for the sample day, as a picture.

    .venv/bin/python docs/images/day_table.py

Works on a copy of the sample station, which it approves for rehearsal and renders first. The copy asks no voice over
the network, so that the picture does not depend on it.
"""

from __future__ import annotations

import io
import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

DAY = "2025-10-01"
COLUMNS = 110
ROOT = Path(__file__).resolve().parents[2]
PICTURE = Path(__file__).with_name("day-table.svg")

SVG = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
{styles}
.{unique_id}-matrix {{ font-family: "Noto Sans Mono", Menlo, Consolas, monospace;
  font-size: 20.27px; }}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""
Rich's picture of a terminal, without its window frame and without the font it would fetch from the network.

A letter of that size is as wide as the 12.2 units that Rich reckons with. DejaVu Sans Mono is not asked for: it has no
Vietnamese letters with two marks, and sets the second one beside its letter.
"""


def main() -> None:
    """Write the picture."""
    with TemporaryDirectory() as folder:
        station = Path(folder)
        settings = (ROOT / "schedule.yaml").read_text("utf-8")
        (station / "schedule.yaml").write_text(settings.replace("voices:\n", "voices:\n  online: no\n", 1), "utf-8")
        shutil.copytree(ROOT / "scripts_content", station / "scripts_content")
        shutil.copytree(ROOT / "audio" / "jingles", station / "audio" / "jingles")
        shown(station, "approve", "--all", "--by", "Người duyệt thử", "--rehearsal")
        shown(station, "render", "--date", DAY, "--rehearsal")
        text = shown(station, "plan", "--date", DAY, "--rehearsal")
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi(text), soft_wrap=True)
    picture = console.export_svg(theme=DEFAULT_TERMINAL_THEME, code_format=SVG, unique_id="day")
    PICTURE.write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n", "utf-8")


def shown(station: Path, *arguments: str) -> str:
    """Return what the command prints on a terminal of that many columns."""
    command = [sys.executable, "-m", "broadcaster", "--station", str(station), *arguments]
    master, slave = pty.openpty()
    settings = os.environ | {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=settings, cwd=ROOT)
    os.close(slave)
    found = bytearray()
    with suppress(OSError):  # how Linux says that nobody writes to this terminal any more
        while block := os.read(master, 4096):
            found += block
    os.close(master)
    if process.wait() != 0:
        raise SystemExit(found.decode())
    return found.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
