"""A virtual sound card: a PulseAudio null sink, whose monitor says what was heard and when."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Card:
    """A virtual sound card: a PulseAudio null sink whose monitor can be recorded."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Pull it out."""
        self.process.terminate()
        self.process.wait(10)


_ASOUND = """
pcm.pulse { type pulse
  hint { show on
         description "PulseAudio" } }
ctl.pulse { type pulse }
pcm.!default { type pulse
  hint { show on
         description "PulseAudio default" } }
ctl.!default { type pulse }
"""


def start_card(folder: Path, *, cards: int = 1) -> Card:
    """
    Start a virtual card that keeps all it needs in *folder*; its environment points audio libraries at it.

    More *cards* are called ``card1`` and so on; ``PULSE_SINK`` chooses among them.
    """
    more = "".join(
        f"load-module module-null-sink sink_name=card{number} rate=48000 channels=2 format=s16le\n"
        for number in range(1, cards)
    )
    folder.chmod(0o700)
    (folder / "asound.conf").write_text(_ASOUND)
    (folder / "pulse.pa").write_text(
        f"load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native\n"
        "load-module module-null-sink sink_name=card rate=48000 channels=2 format=s16le\n"
        f"{more}set-default-sink card\nset-default-source card.monitor\n"
    )
    environment = {
        "PULSE_SERVER": f"unix:{folder}/native",
        "PULSE_COOKIE": f"{folder}/cookie",
        "XDG_RUNTIME_DIR": str(folder),
        "ALSA_CONFIG_PATH": f"{folder}/asound.conf",
    }
    command = ["pulseaudio", "-n", "-F", f"{folder}/pulse.pa", "--daemonize=no", "--exit-idle-time=-1"]
    command += ["--use-pid-file=no", "--realtime=yes", "--high-priority=yes", f"--log-target=file:{folder}/log"]
    process = subprocess.Popen(command, env=os.environ | environment)
    for _ in range(100):
        asked = subprocess.run(["pactl", "info"], env=os.environ | environment, capture_output=True, check=False)  # noqa: S607 - the one on PATH
        if asked.returncode == 0:
            return Card(folder, environment, process)
        time.sleep(0.1)  # noqa: TID251 - the card is a real process
    process.kill()
    raise AssertionError((folder / "log").read_text())


def require_card() -> None:
    """Skip the test where no virtual card can be had; in CI that is a failure."""
    missing = [program for program in ("pulseaudio", "pactl", "parec") if shutil.which(program) is None]
    if missing:
        message = f"no virtual sound card: {', '.join(missing)} not installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)


@contextmanager
def virtual_card(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Card]:
    """Run a card, the default one of this process and its children."""
    require_card()
    card = start_card(folder)
    for name, value in card.environment.items():
        monkeypatch.setenv(name, value)
    try:
        yield card
    finally:
        card.stop()
