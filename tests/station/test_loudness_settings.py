"""``loudness`` in schedule.yaml: every stage can be changed or left out, and what cannot be is named."""

from __future__ import annotations

import pytest

from broadcaster.core import yamlfile
from broadcaster.core.errors import Problem
from broadcaster.core.section import Section
from broadcaster.mixing.dynamics import Compressor, Limiter
from broadcaster.mixing.filters import HighPass, Presence
from broadcaster.mixing.master import Chain, MasterOptions, Profile
from broadcaster.mixing.parts import Finish
from broadcaster.station.setup.sections.loudness import read_loudness


def read(text: str) -> tuple[Finish, list[Problem]]:
    problems: list[Problem] = []
    top = Section(yamlfile.parse("loudness:\n" + text, "schedule.yaml"), "schedule.yaml", problems)
    return read_loudness(top.section("loudness")), problems


def test_nothing_said_is_the_horn_profile() -> None:
    assert read_loudness(None) == read("  profile: horn\n")[0] == Finish(MasterOptions(chain=Profile.HORN.chain), 96)


def test_each_profile_is_its_own_chain() -> None:
    assert read("  profile: line\n")[0].mastering.chain == Chain((HighPass(20.0),))


@pytest.mark.parametrize(
    ("written", "chain"),
    [
        ("high_pass: không", Chain((), Compressor())),
        ("presence: off", Chain((HighPass(),), Compressor())),
        ("compressor: no", Chain((HighPass(),))),
        ("limiter: không", Chain((HighPass(),), Compressor(), None)),
        ("high_pass: 200", Chain((HighPass(200.0),), Compressor())),
        ("presence: -2,5", Chain((HighPass(), Presence(gain=-2.5)), Compressor())),
        ("compressor: 4", Chain((HighPass(),), Compressor(ratio=4.0))),
        ("profile: line\n  presence: 3", Chain((HighPass(20.0), Presence(gain=3.0)))),
        ("limiter: có", Chain((HighPass(),), Compressor(), Limiter())),
    ],
)
def test_one_stage_is_changed_and_the_others_stay(written: str, chain: Chain) -> None:
    finish, problems = read(f"  {written}\n")
    assert not problems
    assert finish.mastering.chain == chain


def test_level_and_bitrate_come_out() -> None:
    finish, problems = read("  target: -18\n  ceiling: -2\n  bitrate: 160\n")
    assert not problems
    assert (finish.mastering.target, finish.mastering.ceiling, finish.bitrate) == (-18, -2, 160)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("bitrate: 100", "64, 80, 96"),
        ("bitrate: 320", "192"),
        ("high_pass: 10", "từ 20 đến 300, hoặc “không” để tắt"),
        ("compressor: mạnh", "hoặc “không” để tắt"),
        ("limiter: 3", ""),
        ("equaliser: yes", ""),
    ],
)
def test_what_cannot_be_is_named_with_its_line(written: str, hint: str) -> None:
    _, problems = read(f"  {written}\n")
    assert len(problems) == 1
    assert problems[0].line == 2
    assert hint in problems[0].hint
