"""A player as a process of its own: the job file, the as-run log, the exit code, signals."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from playout.stand_ins import AT, RATE, ZONE, Cart, late_cue

from broadcaster.core.clock import SystemClock
from broadcaster.core.errors import InputError
from broadcaster.core.hours import LatePolicy, QuietHours
from broadcaster.core.units import Seconds
from broadcaster.playout.cue import Cue
from broadcaster.playout.events import EventKind
from broadcaster.playout.job import Job
from broadcaster.playout.process import air
from broadcaster.records.asrun import AsRun

MakeCart = Callable[..., Cart]


def shift_to(instant: object) -> Seconds:
    """Return the shift of a station's clock that stands at *instant* now."""
    return Seconds((instant - SystemClock(ZONE).now()).total_seconds())  # type: ignore[operator]


def job_for(cart: Cart, output: Path, *, ahead: float) -> Job:
    """Return a job in real time whose instant comes in *ahead* seconds; a slow machine may start it late."""
    cue = late_cue(cart, LatePolicy.START, 60)
    return Job(cue, f"file:{output}", output.parent / "asrun", ZONE, shift_to(AT - timedelta(seconds=ahead)))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    cue = Cue(
        "2025-10-01/1700-chieu",
        AT,
        tmp_path / "a.flac",
        tmp_path / "r.json",
        late=LatePolicy.JOIN,
        grace=Seconds(300),
        longest=Seconds(900.5),
        quiet=(QuietHours.parse("21:00-5:00"),),
    )
    return Job(cue, "file:a.wav", tmp_path / "asrun", ZONE, Seconds(-3.5), level=-2.0, delay=Seconds(0.02))


def test_a_job_comes_back_from_its_file_as_it_was(job: Job, tmp_path: Path) -> None:
    job.write(tmp_path / "job.json")
    assert Job.read(tmp_path / "job.json") == job
    sound = replace(job, cue=replace(job.cue, release=None, test=True))
    sound.write(tmp_path / "job.json")
    assert Job.read(tmp_path / "job.json") == sound


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(data=st.data())
def test_a_damaged_job_is_refused_or_still_a_job(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    path = folder / "job.json"
    cue = Cue("a", AT, folder / "a.flac", folder / "r.json", quiet=(QuietHours.parse("21:00-5:00"),))
    Job(cue, "memory:", Path("asrun"), ZONE).write(path)
    assert Job.read(path).cue == cue
    good = json.loads(path.read_text())
    place = data.draw(st.sampled_from([good, good["cue"], good["preroll"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(VALUES)
    text = json.dumps(good)
    path.write_text(data.draw(st.sampled_from([text, text[: len(text) // 2], text.replace(":", ""), "[" * 100_000])))
    try:
        job = Job.read(path)
    except InputError:
        return
    assert job.cue.at.tzinfo is not None
    assert job.cue.release is not None or job.cue.test


def test_no_job_no_player(tmp_path: Path) -> None:
    for arguments in ([], [str(tmp_path / "none.json")], ["a", "b"]):
        command = [sys.executable, "-m", "broadcaster.playout", *arguments]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"LANG": "C"})
        assert ended.returncode == 2
        assert ended.stderr
        assert "Traceback" not in ended.stderr
        assert not ended.stdout


def test_a_cue_in_real_time_is_heard_recorded_and_told(make_cart: MakeCart, tmp_path: Path) -> None:
    cart, heard = make_cart(0.5), tmp_path / "heard.wav"
    job_for(cart, heard, ahead=1.5).write(tmp_path / "job.json")
    command = [sys.executable, "-m", "broadcaster.playout", str(tmp_path / "job.json")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    lines = AsRun(tmp_path / "asrun").lines()
    assert [event["event"] for event in told] == [line.event for line in lines] == ["armed", "started", "ended"]
    assert lines[1].facts["planned"] == "2025-10-01T17:00:00.000+07:00"
    sound, _ = soundfile.read(heard, dtype="float32", always_2d=True)
    first = int(np.flatnonzero(sound)[0])
    assert np.allclose(sound[first : first + len(cart.samples)], cart.samples, atol=1e-4)
    assert np.count_nonzero(sound) == len(cart.samples)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_on_air_it_fades_keeps_what_was_heard_and_records_the_cut(
    make_cart: MakeCart, tmp_path: Path, sent: signal.Signals
) -> None:
    cart, heard = make_cart(60), tmp_path / "heard.flac"
    job_for(cart, heard, ahead=1.0).write(tmp_path / "job.json")
    command = [sys.executable, "-m", "broadcaster.playout", str(tmp_path / "job.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "started":
                process.send_signal(sent)
        assert process.wait(10) == 1
    lines = AsRun(tmp_path / "asrun").lines()
    assert [line.event for line in lines] == ["armed", "started", "cut"]
    by_hand = sent is signal.SIGINT
    assert ("người trực" in lines[-1].facts["reason"]) == by_hand
    assert lines[-1].facts.get("resumable", False) is not by_hand  # what the system ends may go on
    sound, _ = soundfile.read(heard, dtype="float32")
    assert 0 < np.count_nonzero(sound) < 5 * RATE
    assert not sound[-1]


def test_signals_are_heeded_only_while_it_plays(make_cart: MakeCart, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    job = replace(job_for(make_cart(), tmp_path / "a.wav", ahead=-500), output="memory:")
    assert air(job).kind is EventKind.MISSED
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_test_sound_is_recorded_as_a_test(make_cart: MakeCart, tmp_path: Path) -> None:
    cart = make_cart(0.2)
    job = replace(job_for(cart, tmp_path / "a.wav", ahead=0.5), cue=replace(cart.cue, release=None, test=True))
    assert air(job).kind is EventKind.ENDED
    lines = AsRun(tmp_path / "asrun").lines()
    assert {line.event for line in lines} == {"test"}
    assert [line.facts["what"] for line in lines] == ["armed", "started", "ended"]


def test_an_output_that_cannot_be_made_is_a_missed_cue(make_cart: MakeCart, tmp_path: Path) -> None:
    job = replace(job_for(make_cart(), tmp_path / "a.wav", ahead=5), output="horn:")
    assert air(job).kind is EventKind.MISSED
    assert AsRun(tmp_path / "asrun").lines()[0].facts["reason"]


def test_a_log_that_cannot_be_written_silences_nothing(make_cart: MakeCart, tmp_path: Path) -> None:
    (tmp_path / "asrun").write_text("a file where the folder should be")
    events = []

    def on_event(event: object) -> None:
        events.append(event)
        (tmp_path / "asrun").unlink(missing_ok=True) if len(events) == 2 else None

    assert air(job_for(make_cart(0.2), tmp_path / "a.wav", ahead=0.5), on_event).kind is EventKind.ENDED
    assert [line.event for line in AsRun(tmp_path / "asrun").lines()] == ["armed", "started", "ended"]
