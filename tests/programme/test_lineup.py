import pytest
from programme_samples import Lengths, good, item, october, phrases

from broadcaster.programme.lineup import Writer, choose
from broadcaster.programme.pool import Pool
from broadcaster.programme.rotation import Rotation
from broadcaster.programme.rundown import JingleEntry, LeftOut, Part, SpokenEntry, total

DAY = october(1)


def template(steps):
    return good("templates:\n  t:\n" + "".join(f"    - {step}\n" for step in steps)).templates["t"]


def chosen(steps, items, today=()):
    lineup = choose(template(steps), Pool.on(DAY, items, []), Rotation(DAY, {}, today))
    return [[each.id for each in step] for step in lineup.chosen]


def written(steps, items, lengths=None):
    """Return the programme as short words: jingle names, item ids, “?” before a missing phrase."""
    pool = Pool.on(DAY, items, [])
    lineup = choose(template(steps), pool, Rotation(DAY))
    return [short(entry) for entry in Writer(pool, lengths or Lengths()).write(lineup)]


def short(entry):
    if isinstance(entry, LeftOut):
        return f"?{entry.item_id}"
    if isinstance(entry, JingleEntry):
        return entry.name
    return {Part.TITLE: "'", Part.BODY: ""}[entry.part] + entry.item_id + "²" * entry.repeat


def test_items_are_taken_by_kind_up_to_the_count():
    items = [item("a"), item("b"), item("c"), item("d", "thông báo")]
    assert chosen(["{items: tin, count: 2}", "{items: thông báo, count: 2}"], items) == [["a", "b"], ["d"]]


def test_items_are_taken_by_any_of_the_tags():
    items = [item("a", tags=("x",)), item("b"), item("c", tags=("y", "z")), item("d", tags=("w",))]
    assert chosen(["{items: tin, count: 9, tags: [X, Y]}"], items) == [["a", "c"]]


def test_no_item_is_taken_twice():
    items = [item("a"), item("b"), item("c")]
    assert chosen(["{items: tin, count: 2}", "{items: [tin, thông báo], count: 2}"], items) == [["a", "b"], ["c"]]


@pytest.mark.parametrize("step", ["say: a", "{headlines: 3, intro: a}", "{items: thông báo, repeat: a}"])
def test_an_item_that_the_template_names_is_not_taken_by_kind(step):
    assert chosen([step, "{items: tin, count: 2}"], [item("a"), item("b")])[1] == ["b"]


def test_a_priority_item_goes_first_among_those_chosen_but_does_not_jump_the_queue():
    items = [item("a"), item("b"), item("c", urgent=True)]
    assert chosen(["{items: tin, count: 2}"], items, today=("a", "c")) == [["b", "a"]]
    assert chosen(["{items: tin, count: 3}"], items, today=("a", "c")) == [["c", "b", "a"]]


FULL = [
    "jingle: nhac-hieu",
    "say: loi-chao",
    "{headlines: 2, intro: dan-diem-tin}",
    "{items: tin, count: 2, intro: dan-noi-dung, sting: nhac-cat}",
    "{items: thông báo, count: 2, repeat: dan-nhac-lai}",
    "items: khẩu hiệu",
    "jingle: nhac-chao-het",
]
PHRASES = phrases("loi-chao", "dan-diem-tin", "dan-noi-dung", "dan-nhac-lai")


def test_a_whole_programme_in_order():
    items = [item("a"), item("b"), item("n", "thông báo"), item("k", "khẩu hiệu"), *PHRASES]
    assert written(FULL, items) == [
        "nhac-hieu",
        "loi-chao",
        "dan-diem-tin",
        "'a",
        "'b",
        "dan-noi-dung",
        "nhac-cat",
        "a",
        "nhac-cat",
        "b",
        "n",
        "dan-nhac-lai",
        "n²",
        "k",
        "nhac-chao-het",
    ]


def test_headlines_are_of_content_that_follows():
    steps = ["items: tin", "headlines: 9", "items: khẩu hiệu", "items: thông báo", "items: chủ đề"]
    items = [item("a"), item("k", "khẩu hiệu"), item("n", "thông báo"), item("c", "chủ đề")]
    assert written(steps, items) == ["a", "'n", "k", "n", "c"]


def test_a_step_without_items_says_and_plays_nothing():
    assert written(FULL, PHRASES) == ["nhac-hieu", "loi-chao", "nhac-chao-het"]


def test_a_missing_phrase_leaves_its_place_and_the_rest_stays():
    items = [item("n", "thông báo"), item("loi-chao", "lời chào", valid_until=october(1).replace(day=1, month=9))]
    assert written(FULL, items) == [
        "nhac-hieu",
        "?loi-chao",
        "?dan-diem-tin",
        "'n",
        "n",
        "?dan-nhac-lai",
        "n²",
        "nhac-chao-het",
    ]


def test_each_entry_has_its_length_gap_and_bed():
    pool = Pool.on(DAY, [item("a"), *phrases("loi-chao")], [])
    steps = ["jingle: nhac-hieu", "{say: loi-chao, bed: nhac-nen}", "{headlines: 1, gap: 0}", "{items: tin, gap: 2}"]
    entries = Writer(pool, Lengths(of={"loi-chao": 3.0})).write(choose(template(steps), pool, Rotation(DAY)))
    assert entries == (
        JingleEntry("nhac-hieu", 12.0),
        SpokenEntry("loi-chao", Part.BODY, 3.0, 1.0, "nhac-nen"),
        SpokenEntry("a", Part.TITLE, 5.0, 0.0),
        SpokenEntry("a", Part.BODY, 60.0, 2.0),
    )
    assert total(entries) == 12 + (3 + 1) + 5 + (60 + 2)


def test_only_and_without_keep_the_steps():
    items = [item("a"), item("b"), item("n", "thông báo")]
    lineup = choose(template(["{items: tin, count: 2}", "items: thông báo"]), Pool.on(DAY, items, []), Rotation(DAY))
    assert [[each.id for each in step] for step in lineup.only(items[1]).chosen] == [["b"], []]
    assert [[each.id for each in step] for step in lineup.without(items[1]).chosen] == [["a"], ["n"]]
