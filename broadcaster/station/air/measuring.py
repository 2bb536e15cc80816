"""
How much later than it says an output is heard, measured and kept.

In: an output of the settings, a microphone where its sound is heard. Out: its delay, lines of the as-run log, and
schedule.yaml with that delay written into it, all else as it was.
"""

from __future__ import annotations

from functools import partial

from broadcaster.core import yamlfile
from broadcaster.core.errors import NotFoundError, OutputError
from broadcaster.core.storage import write_text
from broadcaster.core.yamlfile import Listing, Table, Text
from broadcaster.playout import calibration
from broadcaster.playout.calibration import Calibration
from broadcaster.playout.microphone import Listening, Microphone
from broadcaster.playout.outputs import soundcard
from broadcaster.playout.outputs.choice import make_output
from broadcaster.records.asrun import CUT, ENDED, NAME, STARTED, TEST, AsRun
from broadcaster.records.order import Takeover
from broadcaster.records.orders import Orders
from broadcaster.station.air import outlets
from broadcaster.station.setup import secrets
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.wiring import Station


def measure(
    station: Station,
    output: OutputOptions,
    *,
    on_air: bool,
    chirps: int = calibration.CHIRPS,
    microphone: Listening | None = None,
) -> Calibration:
    """
    Play chirps on *output*, listen, and return what comes on top of its known delay.

    The log tells of it, begun and ended: that of the air where loudspeakers sound, else that of rehearsals.

    Args:
        station: Whose output it is.
        output: Where to.
        on_air: Whether somebody asked for the loudspeakers, if these are what the output feeds.
        chirps: How many to play.
        microphone: Listens; the system's default one where none is given.

    Raises:
        OutputError: The output must not be opened now, or no longer; it or the microphone failed, or heard too little.
        RecordError: The log cannot be written: what nobody would know of does not sound.
    """
    orders = Orders(station.folder.orders)
    orders.new()  # what was ordered so far is over, or a stop
    forbidden = partial(_forbidden, station, output, orders, on_air=on_air)
    if reason := forbidden():
        raise OutputError(output.name, reason, permanent=True)
    secret = secrets.of_outputs(station.folder, (output,)).get(output.url, "")
    sounding = make_output(output.url, station.clock, delay=output.delay, secret=secret)
    listening = microphone or Microphone(station.clock, soundcard.library())
    asrun = AsRun(station.folder.records(rehearsal=not output.loudspeakers) / NAME)
    facts = {"slot": f"đo độ trễ {output.name}", "output": output.url}
    asrun.append(TEST, station.clock.now(), what=STARTED, **facts)
    end: dict[str, str] = {"what": CUT, "reason": "bị ngắt giữa chừng"}
    try:
        found = calibration.calibrate(sounding, station.clock, listening, chirps=chirps, forbidden=forbidden)
        end = {"what": ENDED}
    except OutputError as error:
        end = {"what": CUT, "reason": str(error)}
        raise
    finally:
        asrun.append(TEST, station.clock.now(), **end, **facts)
    return found


def _forbidden(station: Station, output: OutputOptions, orders: Orders, *, on_air: bool) -> str:
    """Return why no test may sound on *output* now, Vietnamese; empty where it may."""
    now, quiet = station.clock.now(), station.settings.schedule.quiet_hours
    if reason := outlets.closed(output, rehearsal=True, on_air=on_air, now=now, quiet=quiet):
        return reason
    given = orders.new()
    if (stop := orders.blocked(now)) is not None:
        return f"đài đang bị dừng ({stop.why})"
    urgent = next((order for order in given if isinstance(order, Takeover)), None)
    return "" if urgent is None else f"nhường cho phát {urgent.priority.value}: {urgent.title}"


def keep(folder: Folder, output: str, delay: float) -> None:
    """
    Write *delay* into the settings of *output*: the new text is read before it replaces the file.

    Raises:
        InputError: The file has problems, before or after.
        NotFoundError: It names no such output.
    """
    text = with_delay(folder.schedule.read_bytes().decode("utf-8-sig"), folder.shown(folder.schedule), output, delay)
    options = {each.name: each for each in settings_file.load(folder, text=text).outputs}
    if output not in options or abs(options[output].delay - delay) > 0.001:
        raise NotFoundError(f"Không ghi được độ trễ của ngõ ra {output}; hãy tự ghi vào schedule.yaml.")
    write_text(folder.schedule, text)


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
    head, end = lines[at][: (place or name).column - 1], "\r\n" if lines[at].endswith("\r\n") else "\n"
    if head.strip() not in ("", "-"):
        raise NotFoundError(f"Ngõ ra “{output}” viết gọn trên một dòng; hãy tự ghi “{written}” vào schedule.yaml.")
    if place is not None:
        comment = lines[at].find(" #")
        lines[at] = f"{head}{written}" + (lines[at][comment:] if comment >= 0 else end)
    else:
        lines.insert(at + 1, f"{head.replace('-', ' ')}{written}{end}")
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
