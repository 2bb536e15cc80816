"""The gate: what was changed since it was rendered does not air, and the rest does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.errors import NotApprovedError
from broadcaster.production.cart import Cart, Role
from broadcaster.station.desk import gate
from broadcaster.station.wiring import Station, open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2025, 10, 1)


def made(small: SmallStation) -> tuple[Station, Cart]:
    """Return an approved station and the cart of its first slot."""
    station = open_station(small.root)
    news = station.newsroom.news()
    for script in news.scripts:
        station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 30, 8, tzinfo=HANOI))
    news = station.newsroom.news()
    slot = station.plan(DAY, news).slots[0]
    return station, station.studio.render(station.studio.order(slot, news))


def campaign(small: SmallStation, first: str, last: str) -> None:
    """Add a campaign to the schedule of *small*."""
    path = small.root / "schedule.yaml"
    days = f"from: {first}\n    to: {last}\n"
    path.write_text(path.read_text("utf-8") + f"campaigns:\n  - id: ngay-hoi\n    name: Ngày hội\n    {days}", "utf-8")


def test_an_unchanged_cart_airs_whole(small: SmallStation) -> None:
    station, cart = made(small)
    passed = gate.ask(cart, station.newsroom.news(fresh=True), DAY)
    assert passed.keep == ((0, cart.frames),)
    assert passed.withheld == ()
    assert set(passed.items) == {"loi-xuong", "tin-a", "tin-b", "bao-nuoc", "nhac-lai"}
    assert len(passed.approvals) == 5


def test_an_item_edited_after_rendering_is_cut_out_with_its_headline(small: SmallStation) -> None:
    station, cart = made(small)
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời mưa. Lúa chín vàng.")
    passed = gate.ask(cart, station.newsroom.news(fresh=True), DAY)
    assert [name for name, _ in passed.withheld] == ["tin-a"]
    assert "tin-a" not in passed.items
    for part in cart.parts:
        heard = any(start < part.stop and part.start < stop for start, stop in passed.keep)
        assert heard == (part.name != "tin-a" and part.leads_to != ("tin-a",)), part
    stings = [part for part in cart.parts if part.leads_to == ("tin-a",)]
    assert [part.role for part in stings] == [Role.JINGLE]


def test_a_bed_goes_with_the_last_headline_over_it_and_with_the_words_that_lead_to_them(small: SmallStation) -> None:
    small.write("diem-tin", "lời dẫn", "Điểm tin", "Sau đây là điểm tin.")
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace("headlines: 2\n", "headlines: 2\n      intro: diem-tin\n"), "utf-8")
    station, cart = made(small)
    assert [part.name for part in cart.parts if part.role is Role.JINGLE].count("nen") == 2
    for name in ("tin-a", "tin-b"):
        (small.root / "scripts_content" / f"{name}.md").unlink()
        keep = gate.ask(cart, station.newsroom.news(fresh=True), DAY).keep
        heard = {
            part.name for part in cart.parts if any(start < part.stop and part.start < stop for start, stop in keep)
        }
        assert ({"nen", "diem-tin"} <= heard) == (name == "tin-a")
        assert ({"nen", "diem-tin"} & heard == set()) == (name == "tin-b")


def test_a_withheld_notice_takes_its_repetition_with_it(small: SmallStation) -> None:
    station, cart = made(small)
    small.write("bao-nuoc", "thông báo", "Thông báo cắt nước", "Ngày kia cắt nước.")
    passed = gate.ask(cart, station.newsroom.news(fresh=True), DAY)
    silent = [part for part in cart.parts if not any(a < part.stop and part.start < b for a, b in passed.keep)]
    assert {part.role for part in silent} <= {Role.ITEM, Role.REPEAT, Role.HEADLINE, Role.PHRASE}
    assert {part.name for part in silent} == {"bao-nuoc", "nhac-lai"}


@pytest.mark.parametrize(
    "change",
    [
        ("tin-a", "tin", "Tin đầu tiên", "Trời nắng. Lúa chín vàng.", ""),
        ("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vang.", ""),
        ("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "until: 30/9/2025\n"),
        ("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "reading: {Lúa: ngô}\n"),
        ("tin-a", "tin", "Tin thứ nhất", "Trời nắng [ở đâu]. Lúa chín vàng.", ""),
        ("tin-a", "tin", "Tin thứ nhất", "", ""),
    ],
)
def test_every_change_that_matters_withholds(small: SmallStation, change: tuple[str, str, str, str, str]) -> None:
    station, cart = made(small)
    small.write(*change)
    assert "tin-a" not in gate.ask(cart, station.newsroom.news(fresh=True), DAY).items


def test_an_approved_text_airs_on_its_last_day_and_not_on_the_next(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "until: 1/10/2025\n")
    station, cart = made(small)
    news = station.newsroom.news(fresh=True)
    assert gate.ask(cart, news, DAY).withheld == ()
    assert gate.ask(cart, news, DAY + timedelta(days=1)).withheld == (("tin-a", "đã hết hạn sau ngày 01/10/2025"),)


@pytest.mark.parametrize(
    ("title", "body"), [("Tin thứ nhất", "Trời mưa. Lúa chín vàng."), ("Tin đầu tiên", "Trời nắng. Lúa chín vàng.")]
)
def test_words_approved_after_the_cart_was_made_do_not_cover_those_in_it(
    small: SmallStation, title: str, body: str
) -> None:
    station, cart = made(small)
    small.write("tin-a", "tin", title, body)
    script = station.newsroom.news(fresh=True).find("tin-a")
    station.newsroom.approve(script, by="Người duyệt thử", at=datetime(2025, 9, 30, 9, tzinfo=HANOI))
    passed = gate.ask(cart, station.newsroom.news(fresh=True), DAY)
    assert passed.withheld == (("tin-a", "lời đã duyệt khác với lời trong chương trình đã dựng"),)
    assert "tin-a" not in passed.items


def test_what_belongs_to_a_campaign_airs_on_its_days_only(small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "tags: [ngay-hoi]\n")
    campaign(small, "24/9/2025", "1/10/2025")
    station, cart = made(small)
    news = station.newsroom.news(fresh=True)
    assert gate.ask(cart, news, DAY).withheld == ()
    reason = "bài của đợt “Ngày hội”, chỉ phát 24/09/2025–01/10/2025"
    assert gate.ask(cart, news, DAY + timedelta(days=1)).withheld == (("tin-a", reason),)


def test_tags_and_notes_do_not_matter(small: SmallStation) -> None:
    station, cart = made(small)
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng.", "tags: [mua-vu]\nnotes: đã gọi hỏi\n")
    assert gate.ask(cart, station.newsroom.news(fresh=True), DAY).withheld == ()


def test_a_lexicon_that_changes_the_words_withholds(small: SmallStation) -> None:
    station, cart = made(small)
    (small.root / "scripts_content" / "lexicon.yaml").write_text("Lúa: lúa nếp\n", "utf-8")
    assert [name for name, _ in gate.ask(cart, station.newsroom.news(fresh=True), DAY).withheld] == ["tin-a"]


def test_with_every_item_gone_nothing_airs(small: SmallStation) -> None:
    station, cart = made(small)
    for name in ("tin-a", "tin-b", "bao-nuoc"):
        (small.root / "scripts_content" / f"{name}.md").unlink()
    with pytest.raises(NotApprovedError, match="tin-b"):
        gate.ask(cart, station.newsroom.news(fresh=True), DAY)


def break_lexicon(small: SmallStation) -> None:
    (small.root / "scripts_content" / "lexicon.yaml").write_text("Lúa: 3\n", "utf-8")


@pytest.mark.parametrize("restarted", [False, True])
def test_with_a_broken_lexicon_what_was_approved_airs_as_approved(small: SmallStation, restarted: bool) -> None:
    station, cart = made(small)
    break_lexicon(small)
    news = (open_station(small.root) if restarted else station).newsroom.news(fresh=True)
    passed = gate.ask(cart, news, DAY)
    assert passed.withheld == ()
    assert passed.keep == ((0, cart.frames),)
    assert [problem.line for problem in news.lexicon] == [1]


@pytest.mark.parametrize("restarted", [False, True])
def test_with_a_broken_lexicon_an_edited_text_is_withheld_and_nothing_can_be_approved(
    small: SmallStation, restarted: bool
) -> None:
    station, cart = made(small)
    break_lexicon(small)
    small.write("tin-a", "tin", "Tin thứ nhất", "Trời mưa. Lúa chín vàng.")
    news = (open_station(small.root) if restarted else station).newsroom.news(fresh=True)
    assert [name for name, _ in gate.ask(cart, news, DAY).withheld] == ["tin-a"]
    assert all("từ điển" in script.not_ready for script in news.scripts)


def test_what_a_good_lexicon_withheld_a_broken_one_does_not_let_through(small: SmallStation) -> None:
    station, cart = made(small)
    (small.root / "scripts_content" / "lexicon.yaml").write_text("Lúa: lúa nếp\n", "utf-8")
    station.newsroom.news(fresh=True)
    break_lexicon(small)
    assert [name for name, _ in gate.ask(cart, station.newsroom.news(fresh=True), DAY).withheld] == ["tin-a"]


def test_stretches_are_in_order_and_apart(small: SmallStation) -> None:
    station, cart = made(small)
    (small.root / "scripts_content" / "tin-b.md").unlink()
    keep = gate.ask(cart, station.newsroom.news(fresh=True), DAY).keep
    assert all(start < stop for start, stop in keep)
    assert all(before[1] < after[0] for before, after in pairwise(keep))
    assert timedelta(seconds=keep[-1][1] / cart.rate) <= timedelta(seconds=cart.seconds)
