from datetime import time

import pytest
from programme_samples import TEMPLATES, good, line_of, read, told

from broadcaster.core.errors import Severity
from broadcaster.core.hours import LatePolicy

HEAD = TEMPLATES + "slots:\n"


def one(*lines, **changes):
    """Return a schedule text with one slot; a change of None leaves the key out."""
    keys = {"id": "sang", "at": "5:30", "longest": "15 phút", "template": "ban-tin"} | changes
    written = [f"    {key}: {value}" for key, value in keys.items() if value is not None] + [f"    {x}" for x in lines]
    return HEAD + "  -" + "\n".join(written)[3:] + "\n"


def test_a_slot_with_every_default():
    (slot,) = good(one()).slots
    assert (slot.id, slot.name, slot.at, slot.template) == ("sang", "sang", time(5, 30), "ban-tin")
    assert slot.days == set(range(7))
    assert (slot.longest, slot.late, slot.grace) == (900.0, LatePolicy.START, 120.0)


def test_a_slot_with_everything_said():
    text = one(name="Buổi sáng", days="[thứ 7, chủ nhật]", late="vào giữa", grace="90 giây")
    (slot,) = good(text).slots
    assert (slot.name, slot.days, slot.late, slot.grace) == ("Buổi sáng", {5, 6}, LatePolicy.JOIN, 90.0)


def test_a_bare_number_that_was_meant_in_minutes_is_pointed_out():
    text = one(longest="15")
    (warning,) = [problem for problem in read(text)[1] if "longest" in problem.what]
    assert (warning.severity, warning.line) == (Severity.WARNING, line_of(text, "longest"))
    assert "15 giây" in warning.what
    assert "longest: 15 phút" in warning.hint
    for sure in ("15 phút", "15 giây", "900"):
        good(one(longest=sure))


@pytest.mark.parametrize("written", ["5:00", "05:00", '"05:00"', "'5:00'", "5h", "5h00", "5 giờ", "05:00:00"])
def test_five_in_the_morning(written):
    assert good(one(at=written)).slots[0].at == time(5)


@pytest.mark.parametrize("written", ["17:00", '"17:00"', "17h", "17h00", "17 giờ"])
def test_five_in_the_afternoon(written):
    assert good(one(at=written)).slots[0].at == time(17)


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("skip", LatePolicy.SKIP),
        ("start", LatePolicy.START),
        ("join", LatePolicy.JOIN),
        ("bỏ", LatePolicy.SKIP),
        ("Phát muộn", LatePolicy.START),
        ("vào giữa", LatePolicy.JOIN),
    ],
)
def test_late_in_either_language(written, policy):
    assert good(one(late=written)).slots[0].late is policy


@pytest.mark.parametrize(
    ("key", "written", "says"),
    [
        ("at", "1020", "“1020” không phải là giờ"),
        ("at", "25:00", "không có giờ “25:00”"),
        ("longest", "lâu", "không phải là khoảng thời gian"),
        ("longest", "3 giây", "3 giây nằm ngoài khoảng cho phép"),
        ("longest", "15000000 giờ", "nằm ngoài khoảng cho phép"),
        ("longest", "9" * 400, "nằm ngoài khoảng cho phép"),
        ("days", "[]", "“days” không có ngày nào"),
        ("days", "thứ 9", "không phải là thứ trong tuần"),
        ("template", "ban-tim", "không có đồng hồ chương trình nào tên “ban-tim”"),
        ("late", "maybe", "không có “maybe”"),
        ("grace", "-1", "không phải là khoảng thời gian"),
        ("id", "Sáng", "tên “Sáng” không dùng được"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_line(key, written, says):
    text = one(**{key: written})
    ((line, what),) = told(text)
    assert line == line_of(text, f"{key}: {written}")
    assert says in what


@pytest.mark.parametrize("key", ["id", "at", "longest", "template"])
def test_a_missing_key_is_told(key):
    ((line, what),) = told(one("name: Buổi sáng", **{key: None}))
    assert f"thiếu mục “{key}” của khung giờ" in what
    assert line == line_of(HEAD, "slots:") + 1


def test_empty_days_are_no_weekday():
    assert [what for _, what in told(one(days=""))] == ["“days” không có ngày nào"]


def test_an_unknown_key_names_the_nearest():
    (problem,) = read(one("gracce: 2 phút"))[1]
    assert "gracce" in problem.what
    assert "grace" in problem.hint


def test_an_unknown_template_names_the_nearest():
    (problem,) = read(one(template="ban-tim"))[1]
    assert "ban-tin" in problem.hint
    assert problem.column is not None


def test_all_faults_of_a_slot_are_told_at_once():
    text = one("nam: Sáng", at="1020", longest="lâu", template="x", days="[]", late="y")
    assert len(told(text)) == 6
