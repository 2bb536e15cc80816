"""What the as-run log keeps of a programme: who, what, and where in the sound."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.production.cart import Cart, Role
from broadcaster.station.air.released import programme_facts
from broadcaster.station.desk import gate
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

DAY = date(2025, 10, 1)


@pytest.fixture
def made(small: SmallStation) -> tuple[Station, Cart]:
    more = "author: Tác giả thử\ntags: [mua-vu, lua]\n"
    small.write("tin-b", "tin", "Tin thứ hai", "Trường học khai giảng.", more)
    station = open_station(small.root)
    for script in station.newsroom.news().scripts:
        at = datetime(2025, 9, 30, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        station.newsroom.approve(script, by="Người duyệt thử", at=at)
    news = station.newsroom.news()
    return station, station.studio.render(station.studio.order(station.plan(DAY, news).slots[0], news))


def test_every_spoken_part_is_told_at_its_place(made: tuple[Station, Cart]) -> None:
    station, cart = made
    news = station.newsroom.news()
    contents = programme_facts(cart, gate.ask(cart, news, DAY), news)["contents"]
    told = sorted((at, role, each["item"], seconds) for each in contents for role, at, seconds in each["parts"])
    spoken = [part for part in cart.parts if part.role is not Role.JINGLE]
    assert told == [
        (round(part.start / cart.rate, 3), part.role.value, part.name, round(part.frames / cart.rate, 3))
        for part in spoken
    ]
    about = next(each for each in contents if each["item"] == "tin-b")
    del about["parts"]
    assert about == {
        "item": "tin-b",
        "kind": "tin",
        "title": "Tin thứ hai",
        "author": "Tác giả thử",
        "tags": ["mua-vu", "lua"],
    }


def test_places_are_those_of_what_is_left_when_an_item_is_cut_out(
    made: tuple[Station, Cart], small: SmallStation
) -> None:
    station, cart = made
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời mưa. Lúa chín vàng.")
    news = station.newsroom.news(fresh=True)
    passed = gate.ask(cart, news, DAY)
    facts = programme_facts(cart, passed, news)
    assert "tin-a" not in [each["item"] for each in facts["contents"]]
    removed = {"tin-a"}
    gone = 0
    for part, following in zip(cart.parts, [*cart.parts[1:], None], strict=True):
        stop = following.start if following else cart.frames
        if part.name in removed or set(part.leads_to) == removed:
            gone += stop - part.start
        elif part.role is not Role.JINGLE:
            each = next(each for each in facts["contents"] if each["item"] == part.name)
            place = [part.role.value, round((part.start - gone) / cart.rate, 3), round(part.frames / cart.rate, 3)]
            assert place in each["parts"]
    assert gone > 0
    assert facts["seconds"] == round((cart.frames - gone) / cart.rate, 3)
