"""Other ways of starting a sound at an instant, as people use them; each only where its programs are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_NAIVE = """
import schedule, sys, time
from pydub import AudioSegment
from pydub.playback import play
sound = AudioSegment.from_wav(sys.argv[2])
schedule.every().day.at(sys.argv[1]).do(lambda: play(sound) and sys.exit())
while True:
    schedule.run_pending()
    time.sleep(1)
"""
_LIQUIDSOAP = """
settings.init.allow_root.set(true)
settings.log.stdout.set(false)
s = switch(track_sensitive=false, [({{ time() >= {at} }}, once(single("{sound}")))])
output.pulseaudio(fallible=true, s)
"""
_MPD = """
music_directory "{folder}"
db_file "{state}/db"
pid_file "{state}/pid"
state_file "{state}/state"
log_file "{state}/log"
bind_to_address "{state}/socket"
audio_output {{
  type "pulse"
  name "card"
  sink "{card}"
}}
"""
_CRON = """
import subprocess, sys, time
time.sleep(float(sys.argv[1]) - time.time())
subprocess.run(["mpc", "--host", sys.argv[2], "play"], stdout=subprocess.DEVNULL)
time.sleep(3)
"""


@dataclass(frozen=True)
class Peer:
    """A way of starting a sound."""

    name: str
    start: Callable[[float, str], subprocess.Popen[bytes]]
    """Given the instant and the card, starts what will play there."""
    starts: int = 5
    """How many starts are enough to know it."""
    ahead: int = 14
    """Seconds that it gets from being started to the instant."""


def peers(sound: Path, folder: Path) -> Iterator[Peer]:
    """Yield those that can be had here."""
    if shutil.which("ffplay"):
        yield Peer("schedule + pydub", lambda at, card: naive(at, card, sound))
    if shutil.which("liquidsoap"):
        yield Peer("Liquidsoap", lambda at, card: liquidsoap(at, card, sound, folder))
    if shutil.which("mpd") and shutil.which("mpc"):
        yield Peer("mpd, mpc play", lambda at, card: mpd(at, card, sound, folder))


def naive(at: float, card: str, sound: Path) -> subprocess.Popen[bytes]:
    hour = datetime.fromtimestamp(at).strftime("%H:%M:%S")
    environment = os.environ | {"PULSE_SINK": card, "SDL_AUDIODRIVER": "pulse"}
    return _quiet([sys.executable, "-c", _NAIVE, hour, str(sound)], environment)


def liquidsoap(at: float, card: str, sound: Path, folder: Path) -> subprocess.Popen[bytes]:
    script = folder / f"{card}.liq"
    script.write_text(_LIQUIDSOAP.format(at=at, sound=sound))
    return _quiet(["liquidsoap", str(script)], os.environ | {"PULSE_SINK": card})


def mpd(at: float, card: str, sound: Path, folder: Path) -> subprocess.Popen[bytes]:
    state = folder / f"mpd-{card}-{at:.0f}"
    state.mkdir()
    config, host = state / "mpd.conf", str(state / "socket")
    config.write_text(_MPD.format(folder=sound.parent, state=state, card=card))
    daemon = _quiet(["mpd", "--no-daemon", str(config)], dict(os.environ))
    for _ in range(40):
        asked = subprocess.run(["mpc", "--host", host, "add", sound.name], capture_output=True, check=False)  # noqa: S607 - the one on PATH
        if asked.returncode == 0:
            break
        subprocess.run(["mpc", "--host", host, "--wait", "update"], capture_output=True, check=False)  # noqa: S607 - the one on PATH
    _quiet([sys.executable, "-c", _CRON, str(at), host], dict(os.environ))
    return daemon


def _quiet(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
