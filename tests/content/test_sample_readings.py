"""The sample texts as they are said: nothing left to a guess, and as long as a radio item is."""

from pathlib import Path

import pytest

from broadcaster.content import library
from broadcaster.content.item import Item, Kind
from broadcaster.reading import lexicon_file
from broadcaster.reading.normalise import Reading, read
from broadcaster.station.setup import settings
from broadcaster.station.setup.folder import Folder

STATION = Path(__file__).parents[2]
SCRIPTS = STATION / "scripts_content"
BOOK = settings.load(Folder(STATION)).phrases
ITEMS = [item for item in map(BOOK.fill, library.load(SCRIPTS).items) if not item.placeholders]
LEXICON = lexicon_file.load(SCRIPTS / "lexicon.yaml")
LONG_KINDS = {Kind.NEWS, Kind.ROLE_MODEL, Kind.EXPLAINER, Kind.LAW, Kind.NOTICE}


def readings(item: Item) -> tuple[Reading, Reading]:
    lexicon = LEXICON.with_readings(dict(item.readings))
    return read(item.title, lexicon), read(item.body, lexicon)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_no_word_is_left_to_a_guess(item: Item) -> None:
    for reading in readings(item):
        assert reading.guesses == ()
        assert reading.spoken
        assert not any(letter.isdigit() for letter in reading.spoken)


@pytest.mark.parametrize("item", [item for item in ITEMS if item.kind in LONG_KINDS], ids=lambda item: item.id)
def test_an_item_lasts_from_three_quarters_of_a_minute_to_a_minute_and_three_quarters(item: Item) -> None:
    syllables = len(readings(item)[1].spoken.split())
    assert 90 <= syllables <= 220


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("khau-hieu-ngay-hoi", "quốc gia ngày một tháng mười"),
        ("tin-ngay-hoi", "ngày một tháng mười năm hai nghìn không trăm hai mươi lăm"),
        ("nghi-quyet-57", "nghị quyết số năm mươi bảy nghị quyết trung ương của bộ chính trị"),
        ("nghi-quyet-57", "ngày hai mươi hai tháng mười hai năm hai nghìn không trăm hai mươi tư"),
        ("tin-khoi-nghiep", "kế hoạch số hai trăm hai mươi bảy ngày mười lăm tháng tư năm"),
        ("tb-khen-thuong", "kế hoạch số sáu mươi lăm"),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_said_as_an_announcer_does(name: str, words: str) -> None:
    item = next(item for item in ITEMS if item.id == name)
    assert words.replace("mươi tư", "mươi bốn") in readings(item)[1].spoken.replace("mươi tư", "mươi bốn")
