"""
Accuracy and speed of the reading on the golden set, beside public normalisers of Vietnamese.

    python benchmarks/reading.py [--peers PYTHON]

The peers are installed on the spot into an environment of their own, kept in ``.venv/peers``; ``--peers`` names the
Python of another one. A peer that is missing or fails is left out, with the reason. Times are processor time of one
process. Both sets were written before the rules that read them were tuned; docs/reading.md has the first scores.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

from reading_comparison import is_right, rows  # noqa: E402  # found by the path above

GOLDEN = (ROOT / "tests" / "golden" / "reading.tsv", ROOT / "tests" / "golden" / "reading-2.tsv")
PLAN = ROOT / "tests" / "golden" / "ke-hoach-65.txt"
PEER_PACKAGES = ("sea-g2p", "vietnormalizer", "g2p-hamster")

WORKER = """
import json, sys, time
job = json.load(sys.stdin)
began = time.process_time()
{setup}
loaded = time.process_time() - began
readings = [read(text) for text in job["rows"]]
began = time.process_time()
for text in job["plan"]:
    read(text)
spent = time.process_time() - began
json.dump({{"readings": readings, "loaded": loaded, "spent": spent}}, sys.stdout)
"""
PEERS = {
    "sea-g2p": "from sea_g2p import Normalizer; peer = Normalizer(lang='vi'); read = peer.normalize",
    "vietnormalizer": "from vietnormalizer import VietnameseNormalizer as N; peer = N(); read = peer.normalize",
    "g2p-hamster": (
        "from g2p_hamster import text_to_profile_v2_full as full\n"
        "def read(text): return ' '.join(unit['word'] for unit in full(text)['units'])"
    ),
}
OURS = f"""import sys; sys.path.insert(0, {str(ROOT)!r})
from broadcaster.reading.normalise import read as full
def read(text): return full(text).spoken"""


def run(python: str, setup: str, texts: list[str], plan: list[str]) -> dict[str, object]:
    """Return what a reader in a process of its own says for *texts*, and its processor time on *plan*, seconds."""
    job = json.dumps({"rows": texts, "plan": plan})
    done = subprocess.run(
        [python, "-c", WORKER.format(setup=setup)], input=job, capture_output=True, text=True, timeout=900, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "failed")
    result: dict[str, object] = json.loads(done.stdout)
    return result


def installed_peers() -> str:
    """Return the Python of an environment that has the peers, as far as they can be installed here."""
    folder = ROOT / ".venv" / "peers"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        for package in PEER_PACKAGES:
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", package], check=False)
    return str(python)


def import_seconds() -> float:
    """Return the wall time that importing the reading takes in a fresh process: the median of five."""
    script = (
        "import time; t = time.perf_counter(); import broadcaster.reading.normalise; print(time.perf_counter() - t)"
    )
    times = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        times.append(float(done.stdout))
    return sorted(times)[2]


def longest_text() -> float:
    """Return characters a second on one text of a million characters."""
    from broadcaster.reading.normalise import read

    text = (PLAN.read_text(encoding="utf-8") * 200)[:1_000_000]
    began = time.process_time()
    read(text)
    return len(text) / (time.process_time() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", help="Python of the environment that has the peers; else they are installed")
    python = parser.parse_args().peers or installed_peers()
    golden = [row for path in GOLDEN for row in rows(path)]
    plan = [line for line in PLAN.read_text(encoding="utf-8").splitlines() if line.strip()] * 5
    characters = sum(map(len, plan))
    categories = list(dict.fromkeys(category for category, _, _ in golden))
    totals = Counter(category for category, _, _ in golden)
    print(f"{'':16}" + "".join(f"{category[:11]:>12}" for category in categories) + f"{'all':>9}{'chars/s':>12}")
    for name, (interpreter, setup) in {
        "ours": (sys.executable, OURS),
        **{n: (python, s) for n, s in PEERS.items()},
    }.items():
        try:
            result = run(interpreter, setup, [written for _, written, _ in golden], plan)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
            print(f"{name:16}left out: {error}")
            continue
        rights: Counter[str] = Counter()
        for (category, _, accepted), spoken in zip(golden, result["readings"], strict=True):
            rights[category] += is_right(category, spoken, accepted)
        shares = "".join(f"{100 * rights[category] / totals[category]:>11.1f}%" for category in categories)
        speed = characters / float(result["spent"])
        print(f"{name:16}{shares}{100 * rights.total() / len(golden):>8.1f}%{speed:>12,.0f}")
    print(f"\nours, one text of a million characters: {longest_text():,.0f} characters a second")
    print(f"ours, import in a fresh process: {import_seconds():.3f} s")


if __name__ == "__main__":
    main()
