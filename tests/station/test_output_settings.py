"""``outputs`` in schedule.yaml: what is written comes out, what cannot be is named."""

from __future__ import annotations

import pytest

from broadcaster.core import yamlfile
from broadcaster.core.errors import Problem
from broadcaster.core.section import Section
from broadcaster.playout.preroll import Preroll
from broadcaster.station.setup.sections.outputs import OutputOptions, read_outputs

PLAIN = 'name: loa\n  url: "soundcard:"\n  loudspeakers: yes\n'


def read(*entries: str) -> tuple[tuple[OutputOptions, ...], list[Problem]]:
    text = "outputs:\n" + "".join("- " + entry for entry in entries)
    problems: list[Problem] = []
    top = Section(yamlfile.parse(text, "schedule.yaml"), "schedule.yaml", problems)
    return read_outputs(top.sections("outputs")), problems


def test_an_output_needs_no_more_than_a_name_and_a_place() -> None:
    found, problems = read(PLAIN)
    assert not problems
    assert found == (OutputOptions("loa", "soundcard:", loudspeakers=True),)


def test_everything_that_is_written_comes_out() -> None:
    more = "  level: -3\n  delay: 120 ms\n".replace("120 ms", "0,12 giây")
    more += "  lead_in: 8 giây\n  lead_in_sound: âm nhẹ\n"
    more += "  power_on: \"/opt/nguon bat 'cụm 1'\"\n  power_off: /opt/nguon tat\n"
    found, problems = read(PLAIN + more)
    assert not problems
    assert (found[0].level, found[0].delay) == (-3, 0.12)
    assert found[0].preroll == Preroll(8.0, True, ("/opt/nguon", "bat", "cụm 1"), ("/opt/nguon", "tat"))  # type: ignore[arg-type]


def test_a_delay_may_be_negative() -> None:
    found, problems = read(PLAIN + "  delay: -0.25 giây\n")
    assert not problems
    assert found[0].delay == -0.25


def test_icecast_takes_its_password_from_another_file() -> None:
    place = "name: mang\n  url: icecast://loa@dai.example:8000/xa.mp3\n  loudspeakers: no\n"
    found, problems = read(place + "  password: icecast\n")
    assert not problems
    assert found[0].password == "icecast"  # noqa: S105 - the name of one
    _, problems = read(place)
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("snapcast://127.0.0.1:1704", "chưa có"),
        ("rtp://239.0.0.1:5004", "chưa có"),
        ("icecast://loa:mat-khau@dai.example/xa", "mật khẩu"),
        ("icecast://dai.example", "Icecast"),
        ("https://dai.example", "kiểu ngõ ra"),
        ("file:", "kiểu ngõ ra"),
    ],
)
def test_a_place_that_cannot_be_is_refused(url: str, said: str) -> None:
    _, problems = read(PLAIN.replace("soundcard:", url))
    assert said in problems[0].what
    assert "mat-khau" not in str(problems)


@pytest.mark.parametrize("wrong", ["lead_in: 2 phút", "delay: 11", "lead_in_sound: to", 'power_on: "a \'b"'])
def test_a_setting_that_cannot_be_is_refused(wrong: str) -> None:
    found, problems = read(PLAIN + f"  {wrong}\n")
    assert len(problems) == 1
    assert found[0].preroll == Preroll()
    assert found[0].delay == 0


@pytest.mark.parametrize(
    ("url", "device"),
    [
        ("soundcard:", ""),
        ("soundcard:USB Audio", "USB Audio"),
        ("miniaudio:USB Audio", "USB Audio"),
        ("file:soundcard:.flac", None),
        ("icecast://source@may:8000/dai.mp3", None),
    ],
)
def test_a_sound_card_is_one_whichever_library_drives_it(url: str, device: str | None) -> None:
    assert OutputOptions("loa", url, loudspeakers=True).card == device
