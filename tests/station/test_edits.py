"""
Five hundred single letters changed, one at a time, anywhere in approved texts, their front matter and the lexicon.

What is heard, or decides whether and when something is heard, withholds the item; what is for colleagues does not;
and whatever was changed, only words that somebody approved go out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.core.errors import InputError, NotApprovedError
from broadcaster.production.cart import Cart
from broadcaster.production.silent import render_silent
from broadcaster.production.wording import words_hash
from broadcaster.programme.rundown import Part
from broadcaster.reading import lexicon_file
from broadcaster.station.air.onair import dry_run
from broadcaster.station.desk import gate
from broadcaster.station.wiring import open_station

if TYPE_CHECKING:
    from tests.conftest import SmallStation

AT = datetime(2025, 9, 30, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAY = date(2025, 10, 1)
DIGITS = "0123456789"
"""What it puts beside or in place of a digit as a rule: another day, another number of times."""
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằềịớửABĐ0123456789.,?!;:%/-"
"""What a slip of the finger puts in; no white space, for a text is the same with more of it at its ends."""

HEARD = {
    "title": "Tin thứ nhất về lúa",
    "kind": "tin",
    "priority": "ưu tiên",
    "from": "2025-09-24",
    "until": "2025-10-05",
    "repeat": "9",
    "voice": "tone:beep",
    "reading": "{HTX: hợp tác xã, KH: kế hoạch}",
}
"""The keys of one text that are heard, or decide whether and when it is."""
UNHEARD = {
    "author": "Người viết thử",
    "source": "Kế hoạch của xã",
    "tags": "[mua-vu, lua]",
    "notes": "Đã gọi hỏi trưởng thôn",
}
"""Those that are for colleagues."""
BODY = "Ngày 01/10, HTX gặt lúa theo KH.\n\nBà con xã Ngọc Thiện mang liềm, 6h30 có mặt."
LEXICON = {"Ngọc Thiện": "ngọc thiện ta", "TTCƯ": "trung tâm cung ứng", "lúa": "lúa nếp"}


@dataclass(frozen=True)
class Edit:
    """One letter changed."""

    file: str
    text: str
    """The whole file after it."""
    withholds: frozenset[str]
    """Ids of the items that must not air any more."""
    spares: frozenset[str]
    """Ids of those that must still air."""


class Desk:
    """A station whose texts hold every key there is, all approved, with a programme made of them."""

    def __init__(self, small: SmallStation) -> None:
        self.root = small.root
        self.scripts = small.root / "scripts_content"
        matter = "".join(f"{key}: {value}\n" for key, value in (HEARD | UNHEARD).items())
        (self.scripts / "tin-a.md").write_text(f"---\n{matter}---\n\n{BODY}\n", "utf-8")
        small.write("tin-b", "tin", "Tin thứ hai", "TTCƯ khai giảng.", "notes: xong\ntags: [truong]\n")
        lexicon = "".join(f"{written}: {spoken}\n" for written, spoken in LEXICON.items())
        (self.scripts / "lexicon.yaml").write_text(lexicon, "utf-8")
        self.files = {path.name: path.read_text("utf-8") for path in self.scripts.iterdir()}
        self.station = open_station(self.root)
        for script in self.station.newsroom.news().scripts:
            self.station.newsroom.approve(script, by="Người duyệt thử", at=AT)
        news = self.station.newsroom.news(fresh=True)
        self.all = frozenset(news.by_id)
        self.approved = {
            (name, words_hash(script.wording.part(part))) for name, script in news.by_id.items() for part in Part
        }
        self.cart = self.make()
        assert {name for name, _ in self.aired(self.cart)} == self.all

    def make(self) -> Cart | None:
        """Return the cart that the texts of this moment make."""
        news = self.station.newsroom.news(fresh=True)
        slot = self.station.plan(DAY, news).slots[0]
        if slot.rundown.empty:
            return None
        order = self.station.studio.order(slot, news)
        return render_silent(order, self.station.studio.jingle_length, self.station.programmes)

    def aired(self, cart: Cart | None) -> set[tuple[str, str]]:
        """Return what of *cart* the gate lets through at this moment: ids with the hash of the words."""
        if cart is None:
            return set()
        try:
            keep = gate.ask(cart, self.station.newsroom.news(fresh=True), DAY).keep
        except NotApprovedError:
            return set()
        parts = (part for part in cart.parts if part.words_hash)
        heard = (part for part in parts if any(start < part.stop and part.start < stop for start, stop in keep))
        return {(part.name, part.words_hash) for part in heard}

    def edited(self, edit: Edit) -> None:
        (self.scripts / edit.file).write_text(edit.text, "utf-8")

    def mended(self, edit: Edit) -> None:
        (self.scripts / edit.file).write_text(self.files[edit.file], "utf-8")


def slip(chance: random.Random, text: str, start: int, stop: int) -> str:
    """Return *text* with one letter between *start* and *stop* replaced, added or taken away."""
    place = chance.choice([place for place in range(start, stop) if not text[place].isspace()])
    letters = DIGITS if text[place].isdecimal() and chance.random() < 0.8 else LETTERS
    letter = chance.choice([letter for letter in letters if letter != text[place]])
    how = chance.randrange(3)
    return text[:place] + ("" if how == 2 else letter) + text[place + (how != 1) :]


def letter_for_letter(chance: random.Random, text: str, start: int, stop: int) -> str:
    """Return *text* with one small letter for another, which leaves every file readable."""
    places = [place for place in range(start, stop) if text[place].isascii() and text[place].islower()]
    place = chance.choice(places)
    letter = chance.choice([each for each in "abcdeghiklmnopqrstuvxy" if each != text[place]])
    return text[:place] + letter + text[place + 1 :]


def meaning(key: str, value: str) -> object:
    """Return what a value says: 5 October is the same day as 05 October, nine is nine with a nought before it."""
    if key in ("from", "until") and (match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", value)):
        return tuple(int(number) for number in match.groups())
    if key == "repeat" and value.isdecimal():
        return int(value)
    return value.replace(",}", "}") if key == "reading" else value


def is_readable(lexicon: str) -> bool:
    """Return whether a lexicon can be used; while it cannot, the one before counts, and nobody is withheld."""
    try:
        lexicon_file.parse(lexicon)
    except InputError:
        return False
    return True


def edits(desk: Desk, chance: random.Random) -> Iterator[Edit]:
    """Yield slips without end, of every sort in turn."""
    one, rest = frozenset({"tin-a"}), desk.all - {"tin-a"}
    text, lexicon = desk.files["tin-a.md"], desk.files["lexicon.yaml"]

    def place(key: str, value: str) -> tuple[int, int]:
        start = text.index(f"\n{key}: {value}") + len(key) + 3
        return start, start + len(value)

    while True:
        start = text.index(BODY)
        yield Edit("tin-a.md", slip(chance, text, start, start + len(BODY)), one, rest)
        key = chance.choice(list(HEARD))
        start, stop = place(key, HEARD[key])
        changed = slip(chance, text, start, stop)
        value = changed[start : changed.index("\n", start)]
        touched = frozenset() if meaning(key, value) == meaning(key, HEARD[key]) else one
        yield Edit("tin-a.md", changed, touched, desk.all - touched)
        key = chance.choice(list(UNHEARD))
        yield Edit("tin-a.md", letter_for_letter(chance, text, *place(key, UNHEARD[key])), frozenset(), desk.all)
        written = chance.choice(list(LEXICON))
        start = lexicon.index(f"{written}: ") + len(written) + 2
        users = frozenset({"tin-b"} if written == "TTCƯ" else {"tin-a"})
        changed = letter_for_letter(chance, lexicon, start, start + len(LEXICON[written]))
        yield Edit("lexicon.yaml", changed, users, desk.all - users)
        start = lexicon.index(f"{written}: ")
        changed = slip(chance, lexicon, start, start + len(written))
        touched = users if is_readable(changed) else frozenset()
        yield Edit("lexicon.yaml", changed, touched, desk.all - users)


@pytest.mark.parametrize("seed", range(10))
def test_fifty_slips_withhold_what_they_touch_and_nothing_unapproved_airs(small: SmallStation, seed: int) -> None:
    desk = Desk(small)
    source = edits(desk, random.Random(seed))
    for number in range(50):
        edit = next(source)
        desk.edited(edit)
        before, after = desk.aired(desk.cart), desk.aired(desk.make())
        for heard in (before, after):
            names = {name for name, _ in heard}
            assert heard <= desk.approved, edit
            assert not names & edit.withholds, edit
            assert names >= edit.spares, edit
        if number % 25 == seed % 25:
            assert whole_day(desk) == {name for name, _ in after}, edit
        desk.mended(edit)
    assert {name for name, _ in desk.aired(desk.cart)} == desk.all


def whole_day(desk: Desk) -> set[str]:
    """Return every item that a dry run of the day releases, by the station's own code from texts to ledger."""
    said: Callable[[str], None] = lambda _: None  # noqa: E731 - the shape of a listener
    lines = [line for _, day in dry_run(desk.root, DAY, DAY, said) for line in day]
    return {name for line in lines if line.event == "released" for name in line.facts["items"]}
