"""The lead-in and the power switch: amplifiers are awake, and the programme begins where it would without them."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import psutil
import pytest
import soundfile
from filelock import FileLock
from patience import eventually
from playout.stand_ins import AT, RATE, Cart, Told
from playout.test_process import job_for

from broadcaster.core.clock import FakeClock
from broadcaster.core.hours import QuietHours
from broadcaster.core.units import Seconds
from broadcaster.playout.airing import AiringOptions
from broadcaster.playout.events import EventKind
from broadcaster.playout.outputs.memory import MemoryOutput
from broadcaster.playout.player import Player
from broadcaster.playout.power import Power
from broadcaster.playout.preroll import Preroll
from broadcaster.playout.process import SECRET, air
from broadcaster.records.asrun import AsRun

MakeCart = Callable[..., Cart]
TONE = Preroll(Seconds(3.0), tone=True)


def heard(clock: FakeClock, told: Told, cart: Cart, preroll: Preroll) -> tuple[np.ndarray, int]:
    """Return what was heard, and the frame at the programme's instant."""
    output = MemoryOutput(clock)
    Player(output, clock, told, options=AiringOptions(preroll=preroll)).play(cart.cue)
    assert output.begun is not None
    return output.heard().samples[:, 0], round((cart.cue.at - output.begun).total_seconds() * RATE)


def test_a_tone_is_heard_before_the_programme_and_moves_nothing(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    cart = make_cart(0.5)
    sound, at = heard(clock, told, cart, TONE)
    assert np.allclose(sound[at : at + len(cart.samples)], cart.samples[:, 0], atol=1e-4)
    before = np.flatnonzero(sound[:at])
    assert at - 3 * RATE <= before[0] < at - 2.9 * RATE
    assert at - 0.3 * RATE < before[-1] < at - 0.2 * RATE
    assert 0.01 < np.abs(sound[:at]).max() <= 0.02


def test_a_silent_lead_in_is_silence(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    sound, at = heard(clock, told, make_cart(0.5), Preroll(Seconds(3.0)))
    assert not sound[:at].any()


def test_quiet_hours_that_end_with_the_programmes_instant_hear_no_tone(
    clock: FakeClock, told: Told, make_cart: MakeCart
) -> None:
    cart = make_cart(0.5)
    cart.cue = replace(cart.cue, quiet=(QuietHours.parse("16h-17h"),))
    sound, at = heard(clock, told, cart, TONE)
    assert not sound[:at].any()
    assert sound[at:].any()


def test_a_late_start_gets_its_lead_in_where_there_is_time(clock: FakeClock, told: Told, make_cart: MakeCart) -> None:
    cart = make_cart(0.5)
    cart.cue = replace(cart.cue, grace=Seconds(60), late=type(cart.cue.late)("start"))
    clock.step(60 + 10)
    heard(clock, told, cart, Preroll(Seconds(5.0)))
    assert told.events[1].actual - AT == timedelta(seconds=15)


# ── power ──


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


def switch(diary: Path, word: str) -> tuple[str, ...]:
    return ("sh", "-c", f"echo {word} >> {diary}")


def job_with(cart: Cart, folder: Path, preroll: Preroll, ahead: float = 1.0):  # type: ignore[no-untyped-def]
    return replace(job_for(cart, folder / "heard.wav", ahead=ahead), preroll=preroll)


def words(diary: Path) -> list[str]:
    return diary.read_text().split() if diary.exists() else []


def test_it_is_switched_on_before_and_off_after(make_cart: MakeCart, tmp_path: Path, diary: Path) -> None:
    preroll = Preroll(power_on=switch(diary, "on"), power_off=switch(diary, "off"))
    seen: list[list[str]] = []

    def on_event(event: object) -> None:
        seen.append(words(diary))

    assert air(job_with(make_cart(0.3), tmp_path, preroll, ahead=2.0), on_event).kind is EventKind.ENDED
    assert not any("off" in each for each in seen)
    assert words(diary) == ["on", "off"]
    assert not list(tmp_path.glob("players/.power*"))


def test_a_programme_that_fails_is_switched_off_too(make_cart: MakeCart, tmp_path: Path, diary: Path) -> None:
    cart = make_cart(0.3)
    cart.path.write_bytes(b"")
    preroll = Preroll(power_on=switch(diary, "on"), power_off=switch(diary, "off"))
    assert air(job_with(cart, tmp_path, preroll)).kind is EventKind.MISSED
    assert words(diary) == ["on", "off"]


def test_commands_that_fail_are_told_and_keep_no_sound_away(make_cart: MakeCart, tmp_path: Path) -> None:
    cart = make_cart(0.3)
    preroll = Preroll(power_on=("/nirgends/tang-am",), power_off=("sh", "-c", "exit 3"))
    assert air(job_with(cart, tmp_path, preroll)).kind is EventKind.ENDED
    reasons = [line.facts["reason"] for line in AsRun(tmp_path / "asrun").lines() if line.event == "fault"]
    assert len(reasons) == 2
    assert "không chạy được" in reasons[0]
    assert "báo lỗi số 3" in reasons[1]
    sound, _ = soundfile.read(tmp_path / "heard.wav")
    assert np.count_nonzero(sound) == len(cart.samples)


def test_it_is_switched_off_only_after_what_switches_on_has_ended(tmp_path: Path, diary: Path) -> None:
    slow = ("sh", "-c", f"sleep 0.5; echo on >> {diary}")
    power = Power(Preroll(power_on=slow, power_off=switch(diary, "off")), "file:a", tmp_path)
    power.on()
    power.off()
    assert words(diary) == ["on", "off"]


def test_a_player_that_begins_waits_for_the_one_that_switches_off(tmp_path: Path, diary: Path) -> None:
    slow = ("sh", "-c", f"touch {tmp_path}/begun; sleep 0.5; echo off >> {diary}")
    last = Power(Preroll(power_on=switch(diary, "on"), power_off=slow), "file:a", tmp_path)
    last.on()
    switching = threading.Thread(target=last.off)
    switching.start()
    assert eventually(lambda: (tmp_path / "begun").exists())
    first = Power(Preroll(power_on=switch(diary, "on")), "file:a", tmp_path)
    first.on()
    assert eventually(lambda: words(diary) == ["on", "off", "on"])
    switching.join()
    first.off()


def test_where_no_mark_can_be_left_it_is_switched_off_all_the_same(tmp_path: Path, diary: Path) -> None:
    (tmp_path / "players").write_text("a file where the folder should be")
    power = Power(Preroll(power_off=switch(diary, "off")), "file:a", tmp_path / "players")
    power.on()
    power.off()
    assert words(diary) == ["off"]


def test_a_command_that_hangs_is_given_up_with_all_that_it_started(tmp_path: Path) -> None:
    tail = f"sleep 60 & echo $! > {tmp_path}/tail; wait"
    power = Power(Preroll(power_on=("sh", "-c", tail)), "file:a", tmp_path / "players", patience=3.0)
    power.on()
    assert eventually(lambda: bool(told := power.complaints()) and "quá" in told[0])
    number = int((tmp_path / "tail").read_text())
    assert eventually(lambda: not psutil.pid_exists(number) or psutil.Process(number).status() == "zombie")
    power.off()


def test_a_command_does_not_see_the_password_of_the_output(make_cart: MakeCart, tmp_path: Path, diary: Path) -> None:
    preroll = Preroll(power_on=("sh", "-c", f"env > {diary}"))
    job_with(make_cart(0.2), tmp_path, preroll).write(tmp_path / "job.json")
    command = [sys.executable, "-m", "broadcaster.playout", str(tmp_path / "job.json")]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {SECRET: "mat-khau"})
    assert "PATH=" in diary.read_text()
    assert "mat-khau" not in diary.read_text()


def test_the_last_player_of_an_output_switches_off(tmp_path: Path, diary: Path) -> None:
    preroll = Preroll(power_off=switch(diary, "off"))
    first = Power(preroll, "file:a", tmp_path)
    first.on()
    mark = next(tmp_path.glob(".power-*"))
    other = FileLock(mark.with_name(f"{mark.name.rpartition('-')[0]}-0.lock"))
    dead = mark.with_name(f"{mark.name.rpartition('-')[0]}-1.lock")
    dead.touch()
    with other:
        first.off()
        assert words(diary) == []
    first.on()
    first.off()
    assert words(diary) == ["off"]
    assert not dead.exists()
