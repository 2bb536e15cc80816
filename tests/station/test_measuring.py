"""A measured delay in schedule.yaml: one line changes, and only into a file that can be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile

from broadcaster.core import storage
from broadcaster.core.audio import Audio
from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import InputError, NotFoundError, OutputError, RecordError
from broadcaster.core.units import HOUSE_RATE
from broadcaster.playout.calibration import CHIRPS, chirp
from broadcaster.playout.microphone import Recording
from broadcaster.records.asrun import TEST
from broadcaster.station.air import measuring, stopping
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.sections.outputs import OutputOptions
from broadcaster.station.setup.settings import load
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

NOON = datetime(2025, 10, 1, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

TEXT = """\
outputs:
  - name: loa # ngoài đường
    url: "soundcard:"
    delay: 0.2 giây   # đo năm ngoái
  - url: "file:a.flac"
    name: tep
    loudspeakers: no
"""


def test_a_delay_that_stands_there_is_replaced_and_its_comment_stays() -> None:
    changed = measuring.with_delay(TEXT, "schedule.yaml", "loa", 0.081).splitlines()
    assert changed[3] == "    delay: 0.081 giây # đo năm ngoái"
    assert changed[:3] + changed[4:] == TEXT.splitlines()[:3] + TEXT.splitlines()[4:]


def test_one_that_does_not_is_added_below_the_name() -> None:
    changed = measuring.with_delay(TEXT, "schedule.yaml", "tep", -0.05).splitlines()
    assert changed[6] == "    delay: -0.050 giây"
    assert changed[:6] + changed[7:] == TEXT.splitlines()


def test_what_cannot_be_changed_line_by_line_is_left_to_a_person() -> None:
    with pytest.raises(NotFoundError, match="tự ghi"):
        measuring.with_delay("outputs: [{name: loa, url: 'soundcard:'}]\n", "schedule.yaml", "loa", 0.1)
    with pytest.raises(NotFoundError, match="không có ngõ ra"):
        measuring.with_delay(TEXT, "schedule.yaml", "khac", 0.1)


@pytest.mark.parametrize("delays", [(0.123,), (0.123, 0.2)])
def test_every_other_byte_stays_in_a_file_from_windows(small: SmallStation, delays: tuple[float, ...]) -> None:
    path = small.root / "schedule.yaml"
    before = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    for delay in delays:
        measuring.keep(Folder(small.root), "thu", delay)
    written = f"delay: {delays[-1]:.3f} giây\r\n".encode()
    (line,) = [line for line in path.read_bytes().splitlines(keepends=True) if line.strip() == written.strip()]
    assert line.endswith(b"\r\n")
    assert path.read_bytes().replace(line, b"") == before


def test_the_station_reads_what_was_kept(small: SmallStation, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(small.root)
    measuring.keep(folder, "thu", 0.123)
    assert load(folder).outputs[0].delay == 0.123
    before = folder.schedule.read_bytes()
    monkeypatch.setattr(measuring, "write_text", lambda path, text: pytest.fail(f"written before it was read: {path}"))
    with pytest.raises(InputError):
        measuring.keep(folder, "thu", 99.0)
    assert folder.schedule.read_bytes() == before


def test_while_stopped_nothing_is_measured(small: SmallStation) -> None:
    station = open_station(small.root)
    stopping.stop(station.folder, station.clock, by="Trực đài", reason="thử")
    with pytest.raises(OutputError, match="lệnh dừng của Trực đài"):
        measuring.measure(station, station.settings.outputs[0], on_air=True)


class Ear:
    """A microphone that hears every chirp on time; something happens at one of its looks."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.at: datetime | None = None
        self.happens: Callable[[], object] = lambda: None
        self.begun = clock.now()

    def __enter__(self) -> Ear:
        self.begun = self.clock.now()
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def look(self) -> None:
        if self.at is not None and self.clock.now() >= self.at:
            self.at = None
            self.happens()

    def recording(self) -> Recording:
        heard = np.zeros((22 * HOUSE_RATE, 1), dtype=np.float32)
        for first in range(6 * HOUSE_RATE, 20 * HOUSE_RATE, 2 * HOUSE_RATE):
            heard[first : first + len(chirp(HOUSE_RATE))] = chirp(HOUSE_RATE)
        return Recording(Audio(heard, HOUSE_RATE), self.begun)


class Street:
    """A station at noon whose loudspeakers are a file."""

    def __init__(self, small: SmallStation) -> None:
        self.clock = FakeClock(NOON)
        self.station = open_station(small.root, clock=self.clock)
        self.sound = small.root / "pho.flac"
        self.output = OutputOptions("loa", f"file:{self.sound}", loudspeakers=True)
        self.ear = Ear(self.clock)

    def measure(self) -> float:
        return measuring.measure(self.station, self.output, on_air=True, microphone=self.ear).delay

    def chirps(self) -> int:
        """Return how many chirps went out."""
        sound, rate = soundfile.read(self.sound)
        return int(np.count_nonzero(np.diff(np.flatnonzero(sound)) > rate)) + bool(np.any(sound))

    def told(self) -> list[tuple[object, ...]]:
        names = ("what", "slot", "output")
        return [tuple(line.facts[name] for name in names) for line in self.station.asrun.lines() if line.event == TEST]


def test_what_the_loudspeakers_chirp_stands_in_the_log_of_the_air(small: SmallStation) -> None:
    street = Street(small)
    assert abs(street.measure()) < 0.001
    assert street.chirps() == CHIRPS
    place = ("đo độ trễ loa", street.output.url)
    assert street.told() == [("started", *place), ("ended", *place)]


def test_what_nobody_hears_outside_stands_with_the_rehearsals(small: SmallStation) -> None:
    street = Street(small)
    street.output = OutputOptions("phong", street.output.url, loudspeakers=False)
    street.measure()
    assert street.told() == []
    rehearsals = open_station(small.root, rehearsal=True, clock=street.clock)
    assert rehearsals.asrun.length() == 2


def test_a_stop_ends_the_chirps(small: SmallStation) -> None:
    street = Street(small)
    street.ear.at = NOON + timedelta(seconds=9)  # two of seven are over
    street.ear.happens = lambda: stopping.stop(street.station.folder, street.clock, by="Trực đài", reason="ồn")
    with pytest.raises(OutputError, match="lệnh dừng của Trực đài"):
        street.measure()
    assert street.chirps() == 2
    assert street.told()[-1][0] == "cut"


def test_quiet_hours_that_begin_end_the_chirps(small: SmallStation) -> None:
    with (small.root / "schedule.yaml").open("a", encoding="utf-8") as stream:
        stream.write("quiet_hours: 21:00-5:00\n")
    street = Street(small)
    street.clock.step(9 * 3600 - 9)
    with pytest.raises(OutputError, match="giờ yên tĩnh"):
        street.measure()
    assert street.chirps() == 2
    assert street.told()[-1][0] == "cut"


def test_a_log_that_cannot_be_written_lets_nothing_sound(small: SmallStation) -> None:
    street = Street(small)
    ledger = street.station.records / "asrun"
    storage.write_text(ledger, "không phải thư mục")
    with pytest.raises(RecordError):
        street.measure()
    assert not street.sound.exists()
