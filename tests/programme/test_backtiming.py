from programme_samples import Lengths, good, item, october, phrases

from broadcaster.programme.backtiming import make_rundown
from broadcaster.programme.pool import Pool
from broadcaster.programme.rotation import Airing, Rotation
from broadcaster.programme.rundown import Part, SpokenEntry

DAY = october(1)
TEMPLATE = good(
    """
templates:
  t:
    - jingle: nhac-hieu
    - {headlines: 9, gap: 0}
    - {items: tin, count: 9, gap: 0}
    - {items: thông báo, count: 9, gap: 0, repeat: dan-nhac-lai}
    - {items: khẩu hiệu, gap: 0}
"""
).templates["t"]


def programme(items, longest, *, history=None, today=(), **lengths):
    return make_rundown(
        TEMPLATE, Pool.on(DAY, items, []), Rotation(DAY, history or {}, today), Lengths(**lengths), longest
    )


def test_what_fits_to_the_second_is_left_as_it_is():
    rundown = programme([item("a"), item("b")], 12 + 2 * 65)
    assert rundown.items == ("a", "b")
    assert rundown.seconds == 142
    assert rundown.left_out == ()


def test_one_second_less_and_the_last_in_rotation_goes_with_its_headline():
    rundown = programme([item("a"), item("b")], 12 + 2 * 65 - 1)
    assert rundown.items == ("a",)
    assert rundown.seconds == 77
    assert [entry.item_id for entry in rundown.entries if isinstance(entry, SpokenEntry)] == ["a", "a"]
    ((name, reason),) = ((each.item_id, each.reason) for each in rundown.left_out)
    assert name == "b"
    assert reason == (
        "kịch bản dài 2 phút 22 giây, khung giờ chỉ có 2 phút 21 giây; "
        "bài này ít gấp nhất (thông thường, chưa phát lần nào)"
    )


def test_a_normal_item_goes_before_a_priority_one_however_often_that_was_aired():
    history = {"b": Airing(9, october(1))}
    rundown = programme([item("a"), item("b", urgent=True)], 100, history=history)
    assert rundown.items == ("b",)
    assert [each.item_id for each in rundown.left_out] == ["a"]


def test_the_reason_tells_when_it_was_last_aired():
    old, new = Airing(1, october(1).replace(month=9)), Airing(4, october(1).replace(month=9, day=30))
    (left,) = programme([item("a"), item("b")], 100, history={"a": old, "b": new}).left_out
    assert (left.item_id, "thông thường, đã phát ngày 30/09/2025" in left.reason) == ("b", True)
    (left,) = programme([item("a"), item("b")], 100, today=("a",)).left_out
    assert (left.item_id, "hôm nay đã có trong chương trình khác" in left.reason) == ("a", True)


def test_one_after_another_goes_until_the_rest_fits():
    rundown = programme([item(name) for name in "abcde"], 12 + 2 * 65)
    assert rundown.items == ("a", "b")
    assert [each.item_id for each in rundown.left_out] == ["e", "d", "c"]


def test_an_item_too_long_by_itself_gives_its_place_to_the_next():
    items = [item(name) for name in "abcdefghijk"]
    rundown = programme(items, 900, of={"a": 900.0})
    assert rundown.items == tuple("bcdefghij")
    (left,) = rundown.left_out
    assert left.item_id == "a"
    assert left.reason == (
        "một mình bài này cùng phần mở đầu và kết thúc đã dài 15 phút 17 giây, khung giờ chỉ có 15 phút"
    )


def test_a_giant_that_just_fits_does_not_push_out_more_urgent_ones():
    rundown = programme([item("a"), item("b"), item("c", urgent=True)], 300, of={"b": 250.0})
    assert rundown.items == ("c", "a")


def test_a_notice_counts_twice():
    notice = [item("n", "thông báo"), *phrases("dan-nhac-lai")]
    assert programme(notice, 12 + 5 + 60 + 60 + 60).items == ("n",)
    assert programme(notice, 12 + 5 + 60 + 60 + 59).empty


def test_the_last_content_item_stays_and_a_slogan_goes():
    rundown = programme([item("a"), item("k", "khẩu hiệu")], 100)
    assert rundown.items == ("a",)
    assert [each.item_id for each in rundown.left_out] == ["k"]


def test_a_slogan_alone_is_no_programme():
    rundown = programme([item("k", "khẩu hiệu")], 900)
    assert (rundown.empty, rundown.entries, rundown.seconds, rundown.items) == (True, (), 0, ())


def test_without_any_item_there_is_nothing_to_air_and_nothing_left_out():
    rundown = programme(phrases("dan-nhac-lai"), 900)
    assert rundown.empty
    assert rundown.left_out == ()


def test_a_frame_longer_than_the_slot_leaves_it_empty_and_says_why():
    rundown = programme([item("a"), item("b")], 10)
    assert rundown.empty
    assert [each.item_id for each in rundown.left_out] == ["a", "b"]


def test_a_missing_phrase_is_told_once():
    rundown = programme([item("m", "thông báo"), item("n", "thông báo")], 900)
    assert [each.item_id for each in rundown.left_out] == ["dan-nhac-lai"]
    assert [entry.item_id for entry in rundown.entries[3:]] == ["m", "m", "n", "n"]


def test_the_items_of_a_rundown_are_content_and_the_spoken_ones_are_all():
    rundown = programme([item("a"), item("n", "thông báo"), item("k", "khẩu hiệu"), *phrases("dan-nhac-lai")], 900)
    assert rundown.items == ("a", "n")
    assert rundown.spoken == ("a", "n", "dan-nhac-lai", "k")
    titles = [entry.item_id for entry in rundown.entries[1:3] if entry.part is Part.TITLE]
    assert titles == ["a", "n"]
