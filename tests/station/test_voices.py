"""Who reads what: settings, casting, and what check says of voices."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.errors import InputError, Problem, Severity
from broadcaster.production.cart import Role
from broadcaster.production.order import Order
from broadcaster.station.desk.casting import improvable
from broadcaster.station.desk.inspection import inspect
from broadcaster.station.making.airtime import LONGEST, near, online_seconds
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CHAIN = 'chain: ["tone:beep"]'
SERVICE = """\
  services:
    - name: may-doc
      url: http://127.0.0.1:1/doc
      voices: [lan, ba]
      body: '{"text": "{text}", "key": "{khoa}"}'
"""


def with_voices(small: SmallStation, text: str) -> SmallStation:
    """Replace the voices of the small station."""
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace(f"  {CHAIN}\n", text), "utf-8")
    return small


def ordered(small: SmallStation) -> tuple[Station, Order]:
    station = open_station(small.root)
    for script in station.newsroom.news().scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 30, tzinfo=HANOI))
    news = station.newsroom.news()
    return station, station.studio.order(station.plan(date(2025, 10, 1), news).slots[0], news)


def voices(order: Order) -> dict[tuple[Role, str], str]:
    return {(part.role, part.name): part.voice for part in order.parts if part.sentences}


def about_voices(small: SmallStation) -> list[Problem]:
    return [problem for problem in inspect(open_station(small.root).folder) if "giọng" in problem.what]


def test_a_voice_that_may_not_be_public_is_pointed_out_once_on_loudspeakers(small: SmallStation) -> None:
    with_voices(small, '  chain: ["gtts:vi", "tone:beep"]\n  headlines: "gtts:vi"\n')
    assert about_voices(small) == []
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("loudspeakers: no", "loudspeakers: yes"), "utf-8")
    (note,) = about_voices(small)
    assert (note.severity, "gtts:vi" in note.what, note.line) == (Severity.WARNING, True, line_of(path, "chain"))
    path.write_text(path.read_text("utf-8").replace("  headlines", "  online: no\n  headlines"), "utf-8")
    assert about_voices(small) == [], "a voice that is never asked does not speak"


def line_of(path: Path, text: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def test_all_engines_are_there_and_services_too(small: SmallStation) -> None:
    station = open_station(with_voices(small, f"  {CHAIN}\n{SERVICE}").root)
    assert list(station.engines) == ["piper", "gtts", "espeak", "tone", "may-doc"]


def test_a_service_gets_its_key_from_the_secrets_and_says_so_without(small: SmallStation) -> None:
    with_voices(small, f"  {CHAIN}\n{SERVICE}")
    assert "khoa trong secrets.yaml" in (open_station(small.root).engines["may-doc"].available() or "")
    secrets = small.root / "secrets.yaml"
    secrets.write_text("khoa: abc\n", "utf-8")
    secrets.chmod(0o600)
    assert open_station(small.root).engines["may-doc"].available() is None
    secrets.chmod(0o644)
    assert open_station(small.root).engines["may-doc"].available() is not None
    assert any("chmod 600" in problem.hint for problem in inspect(open_station(small.root).folder))


def test_headlines_kinds_and_items_have_voices_of_their_own(small: SmallStation) -> None:
    small.write("tin-b", "tin", "Tin thứ hai", "Trường học khai giảng.", 'voice: "tone:own"\n')
    text = f"  {CHAIN}\n  headlines: tone:head\n  kinds:\n    thông báo: tone:notice\n"
    _, order = ordered(with_voices(small, text))
    assert voices(order) == {
        (Role.PHRASE, "loi-xuong"): "",
        (Role.HEADLINE, "tin-a"): "tone:head",
        (Role.HEADLINE, "tin-b"): "tone:head",
        (Role.ITEM, "tin-a"): "",
        (Role.ITEM, "tin-b"): "tone:own",
        (Role.ITEM, "bao-nuoc"): "tone:notice",
        (Role.PHRASE, "nhac-lai"): "",
        (Role.REPEAT, "bao-nuoc"): "tone:notice",
    }
    part = next(part for part in order.parts if part.name == "bao-nuoc")
    assert order.wanted(part) == (("tone", "notice"), ("tone", "beep"))


def test_without_the_network_no_online_voice_is_wanted(small: SmallStation) -> None:
    text = '  chain: ["gtts:vi", "tone:beep"]\n  headlines: gtts:vi\n  online: no\n'
    station, order = ordered(with_voices(small, text))
    assert order.chain == (("tone", "beep"),)
    assert set(voices(order).values()) == {""}
    assert not station.studio.casting.usable("gtts", "vi")


def test_profiles_set_the_silences_and_single_ones_can_be_set(small: SmallStation) -> None:
    assert open_station(small.root).settings.reading.pauses.sentence == 0.7
    with_voices(small, f"  {CHAIN}\n  profile: line\n  heading_pause: 3\n")
    pauses = open_station(small.root).settings.reading.pauses
    assert (pauses.sentence, pauses.paragraph, pauses.heading) == (0.4, 0.8, 3.0)


@pytest.mark.parametrize(
    ("text", "line", "what", "hint"),
    [
        ('  chain: ["tone:beep", "espaek:vi"]\n', 27, "không có bộ đọc “espaek”", "espeak"),
        ('  chain:\n    - "tone:beep"\n    - "nobody:x"\n', 29, "không có bộ đọc “nobody”", "piper"),
        ("  chain: [tone]\n", 27, "không đủ tên", "espeak:vi"),
        (f"  {CHAIN}\n  headlines: goggle:vi\n", 28, "không có bộ đọc “goggle”", "gtts"),
        (f"  {CHAIN}\n  kinds:\n    tin vắn: tone:beep\n", 29, "không có loại bài", "tin"),
        (f"  {CHAIN}\n  cache: 2\n", 28, "không phải là dung lượng", "2 GB"),
        (f"  {CHAIN}\n{SERVICE}{SERVICE.removeprefix('  services:')[1:]}", 33, "đã có bộ đọc", "tên khác"),
    ],
)
def test_a_wrong_setting_is_told_with_its_line(small: SmallStation, text: str, line: int, what: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        open_station(with_voices(small, text).root)
    (problem,) = caught.value.problems
    assert (problem.line, what in problem.what, hint in problem.hint) == (line, True, True), problem


@pytest.mark.parametrize(
    ("text", "severity", "what", "hint"),
    [
        (
            '  chain: ["espeak:vi-north", "tone:beep"]\n',
            Severity.ERROR,
            "không có giọng “espeak:vi-north”",
            "espeak:vi",
        ),
        ('  chain: ["piper:vi_VN-vais1000-medium", "tone:beep"]\n', Severity.WARNING, "chưa dùng được", "voices"),
        ('  chain: ["piper:vi_VN-vais1000-medium"]\n', Severity.ERROR, "không giọng nào của “chain”", "espeak:vi"),
    ],
)
def test_check_tells_what_does_not_exist_from_what_is_not_installed(
    small: SmallStation, text: str, severity: Severity, what: str, hint: str
) -> None:
    found = about_voices(with_voices(small, text))
    assert any(
        (problem.severity, problem.line) == (severity, 27) and what in problem.what and hint in problem.hint
        for problem in found
    ), found


def test_check_tells_of_an_items_own_voice(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin", "Trời nắng.", 'voice: "nobody:x"\n')
    (problem,) = [problem for problem in inspect(open_station(small.root).folder) if "bộ đọc" in problem.what]
    assert (problem.file, problem.line) == ("scripts_content/tin-a.md", 4)
    _, order = ordered(small)
    assert voices(order)[Role.ITEM, "tin-a"] == "", "the programme is made all the same, by the chain"


def test_no_online_voice_near_air_time() -> None:
    air = datetime(2025, 10, 1, 5, 30, tzinfo=HANOI)
    assert online_seconds(air, air.replace(hour=4)) == LONGEST
    assert online_seconds(air, air.replace(minute=19, second=59)) == 1
    assert online_seconds(air, air.replace(minute=20)) == 0
    assert online_seconds(air, air.replace(minute=40)) == 0
    assert online_seconds(air, air.replace(hour=7)) == LONGEST


def test_a_programme_is_near_from_ten_minutes_before_it_to_its_end() -> None:
    begins, ends = (datetime(2025, 10, 1, 5, minute, tzinfo=HANOI) for minute in (30, 45))
    hours = [begins.replace(minute=20), begins.replace(minute=20, second=1), begins, ends.replace(minute=44), ends]
    assert [near(begins, ends, now) for now in hours] == [False, True, True, True, False]


def test_a_cart_is_improvable_where_a_more_wanted_voice_can_speak_now(small: SmallStation) -> None:
    station, order = ordered(with_voices(small, '  chain: ["piper:vi_VN-x-low", "tone:beep"]\n'))
    cart = station.studio.render(order)
    assert cart.voices == ("tone:beep",)
    assert cart.substitutes == (), "a voice that is not installed is not replaced"
    assert improvable(cart, order, station.studio.casting) == ()
    assert station.studio.cart(order) == cart
