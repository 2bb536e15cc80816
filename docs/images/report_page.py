"""
Make ``report-page.png`` anew: the first page of the report of a dry run of the sample campaign.

    .venv/bin/python docs/images/report_page.py

Needs LibreOffice and pdftoppm, and a font like Times New Roman (Debian: libreoffice-writer-nogui, poppler-utils,
fonts-croscore). Works on a copy of the sample station, which it approves for rehearsal first.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

FROM, TO = "2025-09-24", "2025-10-05"
RESOLUTION = 80  # dots an inch: 660 by 935, readable on a page of the guide
ROOT = Path(__file__).resolve().parents[2]
PICTURE = Path(__file__).with_name("report-page.png")


def main() -> None:
    """Write the picture."""
    with TemporaryDirectory() as folder:
        station = Path(folder)
        shutil.copy(ROOT / "schedule.yaml", station)
        shutil.copytree(ROOT / "scripts_content", station / "scripts_content")
        shutil.copytree(ROOT / "audio" / "jingles", station / "audio" / "jingles")
        days, report = ("--from", FROM, "--to", TO), station / "report.pdf"
        run(station, "approve", "--all", "--by", "Người duyệt thử", "--rehearsal")
        run(station, "dry-run", *days, "--keep", str(station / "kept"))
        run(station, "report", *days, "--records", str(station / "kept" / "records"), "-o", str(report))
        page = ["pdftoppm", "-r", str(RESOLUTION), "-f", "1", "-l", "1", "-gray", "-png", "-singlefile"]
        subprocess.run([*page, str(report), str(PICTURE.with_suffix(""))], check=True)


def run(station: Path, *arguments: str) -> None:
    """Run one command of the program on *station*."""
    command = [sys.executable, "-m", "broadcaster", "--station", str(station), *arguments]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
