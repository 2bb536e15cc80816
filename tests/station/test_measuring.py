"""A measured delay in schedule.yaml: one line changes, and only into a file that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadcaster.core.errors import InputError, NotFoundError, OutputError
from broadcaster.station.air import measuring, stopping
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import load
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

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


def test_the_station_reads_what_was_kept(small: SmallStation) -> None:
    folder = Folder(small.root)
    measuring.keep(folder, "thu", 0.123)
    assert load(folder).outputs[0].delay == 0.123
    before = folder.schedule.read_bytes()
    with pytest.raises(InputError):
        measuring.keep(folder, "thu", 99.0)
    assert folder.schedule.read_bytes() == before


def test_while_stopped_nothing_is_measured(small: SmallStation) -> None:
    station = open_station(small.root)
    stopping.stop(station.folder, station.clock, by="Trực đài", reason="thử")
    with pytest.raises(OutputError, match="Trực đài đã ra lệnh dừng"):
        measuring.measure(station, station.settings.outputs[0], on_air=True)
