"""
How much later than it says an output is heard, measured and kept.

In: an output of the settings, a microphone where its sound is heard. Out: its delay, and schedule.yaml with that
delay written into it, all else as it was.
"""

from __future__ import annotations

from broadcaster.core import yamlfile
from broadcaster.core.errors import InputError, NotFoundError, OutputError
from broadcaster.core.storage import write_text
from broadcaster.core.yamlfile import Listing, Table, Text
from broadcaster.playout import calibration
from broadcaster.playout.calibration import Calibration
from broadcaster.playout.microphone import Microphone
from broadcaster.playout.outputs import soundcard
from broadcaster.playout.outputs.choice import make_output
from broadcaster.records.orders import Orders
from broadcaster.station.air import outlets
from broadcaster.station.setup import secrets
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station


def measure(station: Station, output: OutputOptions, *, on_air: bool, chirps: int = calibration.CHIRPS) -> Calibration:
    """
    Play chirps on *output*, listen with the default microphone, and return what comes on top of its known delay.

    Raises:
        OutputError: The output must not be opened now, it or the microphone failed, or too little was heard.
    """
    clock = station.clock
    now, quiet = clock.now(), station.settings.schedule.quiet_hours
    reason = outlets.closed(output, rehearsal=True, on_air=on_air, now=now, quiet=quiet)
    stop = Orders(station.folder.orders).blocked(now)
    if stop is not None:
        reason = f"{stop.by} đã ra lệnh dừng lúc {stop.at:%H:%M} ({stop.reason})"
    if reason:
        raise OutputError(output.name, reason, permanent=True)
    secret = secrets.of_outputs(station.folder, (output,)).get(output.url, "")
    sounding = make_output(output.url, clock, delay=output.delay, secret=secret)
    return calibration.calibrate(sounding, clock, Microphone(clock, soundcard.library()), chirps=chirps)


def keep(folder: Folder, output: str, delay: float) -> None:
    """
    Write *delay* into the settings of *output*; the file is replaced only by one that can be read and says so.

    Raises:
        InputError: The file has problems, before or after.
        NotFoundError: It names no such output.
    """
    text = with_delay(folder.schedule.read_text("utf-8-sig"), folder.shown(folder.schedule), output, delay)
    before = folder.schedule.read_text("utf-8-sig")
    write_text(folder.schedule, text)
    try:
        options = {each.name: each for each in settings_file.load(folder).outputs}
        if abs(options[output].delay - delay) > 0.001:
            raise NotFoundError(f"Không ghi được độ trễ của ngõ ra {output}; hãy tự ghi vào schedule.yaml.")
    except (InputError, NotFoundError):
        write_text(folder.schedule, before)
        raise


def with_delay(text: str, file: str, output: str, delay: float) -> str:
    """
    Return the settings *text* with ``delay`` of *output*, every other line as it was.

    Raises:
        InputError: It cannot be read.
        NotFoundError: It names no such output, or writes it all on one line.
    """
    entry = _entry(yamlfile.parse(text, file), output)
    lines = text.splitlines(keepends=True)
    written = f"delay: {delay:.3f} giây"
    place = next((key for key, _ in entry.entries if key.value == "delay"), None)
    name = next(key for key, _ in entry.entries if key.value == "name")
    at = (place or name).line - 1
    head = lines[at][: (place or name).column - 1]
    if head.strip() not in ("", "-"):
        raise NotFoundError(f"Ngõ ra “{output}” viết gọn trên một dòng; hãy tự ghi “{written}” vào schedule.yaml.")
    if place is not None:
        comment = lines[at].find(" #")
        lines[at] = f"{head}{written}" + (lines[at][comment:] if comment >= 0 else "\n")
    else:
        lines.insert(at + 1, f"{head.replace('-', ' ')}{written}\n")
    return "".join(lines)


def _entry(table: Table, output: str) -> Table:
    """Return what the settings say of *output*."""
    listed = next((node for key, node in table.entries if key.value == "outputs"), None)
    for node in listed.entries if isinstance(listed, Listing) else ():
        if isinstance(node, Table):
            names = [value for key, value in node.entries if key.value == "name"]
            if any(isinstance(name, Text) and name.value.strip() == output for name in names):
                return node
    raise NotFoundError(f"Trong schedule.yaml không có ngõ ra “{output}”.")
