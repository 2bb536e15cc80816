"""From the start of a command to the order it gives: how long somebody waits who has words and no sound yet."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = "Mưa rất to, nước sông lên nhanh, bà con các thôn ven sông hãy rời ngay lên nhà văn hóa. Lần thứ {}."
"""Numbered, so that no voice has spoken it before."""
OVER = 30.0  # seconds after which an order is given up


def station(root: Path) -> Path:
    """Make at *root* a copy of the sample station that plays into a file; return it."""
    shutil.copytree(ROOT / "scripts_content", root / "scripts_content")
    shutil.copytree(ROOT / "audio" / "jingles", root / "audio" / "jingles")
    settings = (ROOT / "schedule.yaml").read_text("utf-8")
    (root / "schedule.yaml").write_text(
        settings.replace('url: "soundcard:"', f'url: "file:{root}/heard.flac"'), "utf-8"
    )
    return root


def takeover(root: Path, number: int) -> float | None:
    """Return the milliseconds until the order to speak a new text is renamed into its place."""
    words = ["--priority", "khan-cap", "--by", "benchmark", "--reason", "benchmark"]
    return _until_ordered(root, ["takeover", TEXT.format(number), *words], "*-takeover-*.json")


def stop(root: Path) -> float | None:
    """Return the milliseconds until the order to stop is renamed into its place, and lift it again."""
    took = _until_ordered(root, ["stop", "--reason", "benchmark"], "*-stop-*.json")
    subprocess.run([*_command(root), "release", "--by", "benchmark"], check=True, stdout=subprocess.DEVNULL)
    return took


def _until_ordered(root: Path, arguments: list[str], name: str) -> float | None:
    folder = root / "records" / "orders"
    before = set(folder.glob(name))
    began = time.time()
    with subprocess.Popen([*_command(root), *arguments], stdout=subprocess.DEVNULL) as process:
        try:
            while time.time() < began + OVER:
                if given := set(folder.glob(name)) - before:
                    return (given.pop().stat().st_ctime - began) * 1000  # a rename is the last change of a file
                time.sleep(0.02)
            return None
        finally:
            process.kill()


def _command(root: Path) -> list[str]:
    return [sys.executable, "-m", "broadcaster", "--station", str(root)]
