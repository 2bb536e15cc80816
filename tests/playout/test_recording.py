"""The file as an output: what was recorded is never lost to what is recorded later."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from playout.stand_ins import AT, RATE

from broadcaster.core.clock import FakeClock
from broadcaster.core.errors import OutputError
from broadcaster.playout.outputs.file import FileOutput


def record(path: Path, level: float) -> FileOutput:
    """Record a second of *level*; return the output, closed."""
    output, left = FileOutput(FakeClock(AT), f"file:{path}", path), 10

    def fill(frames: int, heard: datetime) -> np.ndarray | None:
        nonlocal left
        left -= 1
        return np.full((frames, 1), level, np.float32) if left >= 0 else None

    output.open(RATE, 1)
    output.run(fill, lambda: None)
    output.close()
    return output


def test_a_programme_that_goes_on_gets_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "1700.flac"
    written = [record(path, level).path for level in (0.25, 0.5, 0.125)]
    assert written == [path, tmp_path / "1700-2.flac", tmp_path / "1700-3.flac"]
    assert [soundfile.read(each)[0][0] for each in written] == [0.25, 0.5, 0.125]


def test_a_programme_that_is_armed_while_another_is_recorded_gets_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "[loa].flac"
    first, second = (FileOutput(FakeClock(AT), f"file:{path}", path) for _ in range(2))
    for output in (first, second):
        output.open(RATE, 1)
    for output in (first, second):
        output.close()
    assert [first.path, second.path] == [path, tmp_path / "[loa]-2.flac"]
    assert sorted(tmp_path.iterdir()) == sorted([first.path, second.path])


def test_a_name_that_tells_no_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\.flac"):
        record(tmp_path / "1700.mp3", 0.5)
