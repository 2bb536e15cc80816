import pytest
from programme_samples import SLOTS, TEMPLATES, good, line_of, read, told

HEAD = TEMPLATES + "slots:\n"


def slot(name, at, longest="15 phút", **more):
    keys = {"id": name, "at": at, "longest": longest, "template": "ban-tin"} | more
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


def lines(*entries):
    return "".join(f"  - {entry}\n" for entry in entries)


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (slot("a", "5:30"), slot("b", "5:45"), False),
        (slot("a", "5:30"), slot("b", "5:44"), True),
        (slot("a", "5:30"), slot("b", "5:30"), True),
        (slot("a", "5:30", "2 giờ"), slot("b", "6:00", "5 phút"), True),
        (slot("a", "5:30", days="T2-T6"), slot("b", "5:40", days="cuối tuần"), False),
        (slot("a", "5:30", days="T2-T6"), slot("b", "5:40", days="T6-T7"), True),
    ],
)
def test_slots_overlap_only_on_a_common_day_and_not_at_their_edges(first, second, clash):
    text = HEAD + lines(first, second) + "limits: {longest: 2 giờ, per_day: 3 giờ}\n"
    found = told(text)
    assert [("chồng lên nhau" in what, line) for line, what in found] == [(True, line_of(text, second))] * clash


def test_the_order_in_the_file_does_not_matter():
    text = HEAD + lines(slot("b", "5:40"), slot("a", "5:30"))
    ((line, what),) = told(text)
    assert "“a” (05:30–05:45) và “b” (05:40–05:55) chồng lên nhau" in what
    assert line == line_of(text, "id: b")


def test_a_slot_over_midnight_overlaps_one_of_the_next_day():
    text = "quiet_hours: không\n" + HEAD + lines(slot("dem", "23:50", days="T7"), slot("som", "0:00", days="CN"))
    assert ["chồng lên nhau" in what for _, what in told(text)] == [True]
    assert good(text.replace("days: CN", "days: T7"))


def test_three_overlapping_slots_are_three_problems():
    text = HEAD + lines(slot("a", "5:30"), slot("b", "5:35"), slot("c", "5:40"))
    assert len(told(text)) == 3


@pytest.mark.parametrize(
    ("at", "longest", "fault"),
    [
        ("20:45", "15 phút", False),
        ("20:45", "16 phút", True),
        ("21:00", "15 phút", True),
        ("3:15", "15 phút", True),
        ("4:50", "15 phút", True),
        ("5:00", "15 phút", False),
    ],
)
def test_a_slot_may_touch_quiet_hours_but_not_reach_into_them(at, longest, fault):
    found = told(HEAD + lines(slot("a", at, longest)))
    assert ["phạm vào giờ yên tĩnh 21:00–05:00" in what for _, what in found] == [True] * fault


def test_quiet_hours_can_be_changed_and_switched_off():
    noon = HEAD + lines(slot("a", "11:45"))
    assert len(told("quiet_hours: 11h30-13h\n" + noon)) == 1
    night = HEAD + lines(slot("a", "3:15"))
    assert good("quiet_hours: không\n" + night).quiet_hours is None
    assert len(told("quiet_hours:\n" + night)) == 1


@pytest.mark.parametrize("written", ["21:00", "1260–300", "21:00–21:00"])
def test_quiet_hours_that_cannot_be_read_are_told_and_the_default_holds(written):
    schedule, problems = read(f"quiet_hours: {written}\n" + TEMPLATES + SLOTS)
    assert [problem.line for problem in problems] == [1]
    assert str(schedule.quiet_hours) == "21:00–05:00"


def test_two_slots_with_one_id():
    text = HEAD + lines(slot("a", "5:30"), slot("a", "17:00"))
    ((line, what),) = told(text)
    assert what == f"hai khung giờ cùng tên “a” (lần đầu ở dòng {line_of(text, 'at: 5:30')})"
    assert line == line_of(text, "at: 17:00")


def test_a_campaign_slot_with_the_id_of_a_standing_one():
    add = f"{{id: x, name: X, from: 1/10/2025, to: 1/10/2025, add: [{slot('sang', '8:00')}]}}"
    text = TEMPLATES + SLOTS + "campaigns:\n" + lines(add)
    assert told(text)[0] == (
        line_of(text, "id: x"),
        f"hai khung giờ cùng tên “sang” (lần đầu ở dòng {line_of(text, 'id: sang')})",
    )


def test_two_campaigns_with_one_id():
    text = "campaigns:\n" + lines(
        "{id: x, name: X, from: 1/10/2025, to: 1/10/2025}", "{id: x, name: Y, from: 1/11/2025, to: 1/11/2025}"
    )
    assert told(text) == [(3, "hai đợt tuyên truyền cùng tên “x” (lần đầu ở dòng 2)")]


def test_a_campaign_slot_that_overlaps_a_standing_one_is_told_at_the_campaign():
    add = f"{{id: x, name: X, from: 1/10/2025, to: 5/10/2025, add: [{slot('them', '5:25')}]}}"
    text = TEMPLATES + SLOTS + "campaigns:\n" + lines(add)
    ((line, what),) = told(text)
    assert line == line_of(text, "id: x")
    assert "“them” (05:25–05:40) và “sang” (05:30–05:45) chồng lên nhau, như ngày 01/10/2025" in what


@pytest.mark.parametrize(("day", "faults"), [("T7", 1), ("CN", 1), ("T2", 0)])
def test_a_short_campaign_is_looked_at_on_its_own_days_only(day, faults):
    add = f"{{id: x, name: X, from: 4/10/2025, to: 5/10/2025, add: [{slot('them', '5:25', days=day)}]}}"
    assert len(told(TEMPLATES + SLOTS + "campaigns:\n" + lines(add))) == faults


def test_a_long_campaign_is_looked_at_on_every_weekday():
    for day in ("T2", "T3", "T4", "T5", "T6", "T7", "CN"):
        add = f"{{id: x, name: X, from: 1/1/2025, to: 31/12/2027, add: [{slot('them', '5:25', days=day)}]}}"
        assert len(told(TEMPLATES + SLOTS + "campaigns:\n" + lines(add))) == 1


def test_an_exception_that_moves_a_slot_onto_another_is_told_at_the_exception():
    text = TEMPLATES + SLOTS + "exceptions:\n" + lines("{dates: 2/10/2025, slots: [sang], reason: x, at: 16:50}")
    ((line, what),) = told(text)
    assert line == line_of(text, "dates: 2/10")
    assert "như ngày 02/10/2025" in what


def test_an_exception_that_moves_a_slot_into_quiet_hours():
    text = TEMPLATES + SLOTS + "exceptions:\n" + lines("{dates: 2/10/2025, slots: [chieu], reason: x, at: 20:50}")
    assert [line for line, _ in told(text)] == [line_of(text, "dates: 2/10")]


def test_a_slot_is_clear_of_another_that_is_off_that_day():
    text = (
        TEMPLATES
        + SLOTS
        + "exceptions:\n"
        + lines(
            "{dates: 2/10/2025, slots: [sang], reason: x, at: 16:50}",
            "{dates: 2/10/2025, slots: [chieu], reason: x, off: yes}",
        )
    )
    assert good(text)


def test_two_campaigns_may_not_fill_one_slot_on_a_common_day():
    first = "{id: x, name: X, from: 1/10/2025, to: 5/10/2025, fill: {sang: khac}}"
    second = "{id: y, name: Y, from: 5/10/2025, to: 9/10/2025, fill: {sang: khac}}"
    text = TEMPLATES + SLOTS + "campaigns:\n" + lines(first, second)
    ((line, what),) = told(text)
    assert line == line_of(text, "id: y")
    assert "cùng lấy khung giờ sang" in what
    assert good(text.replace("from: 5/10/2025", "from: 6/10/2025"))
    assert good(
        text.replace(
            "Y, from: 5/10/2025, to: 9/10/2025, fill: {sang", "Y, from: 5/10/2025, to: 9/10/2025, fill: {chieu"
        )
    )


def test_limits():
    three = HEAD + lines(slot("a", "5:30"), slot("b", "10:00"), slot("c", "17:00"))
    assert good(three + "limits: {longest: 15 phút, sessions: 3, per_day: 45 phút}\n")
    ((line, what),) = told(three + "limits: {sessions: 2}\n")
    assert what == "chủ nhật có 3 khung giờ (a, b, c), nhiều hơn mức 2", "a date would be one of no meaning"
    assert line in range(line_of(three, "id: a"), line_of(three, "id: c") + 1)
    assert [
        "dài tới 45 phút, nhiều hơn mức 40 phút" in what for _, what in told(three + "limits: {per_day: 40 phút}\n")
    ] == [True]
    assert [line for line, _ in told(three + "limits: {longest: 10 phút}\n")] == [
        line_of(three, f"id: {name}") for name in "abc"
    ]


def test_limits_without_a_word():
    limits = good(TEMPLATES + SLOTS).limits
    assert (limits.longest, limits.sessions, limits.per_day) == (2700.0, 3, 5400.0)


@pytest.mark.parametrize(("key", "value"), [("longest", "0"), ("sessions", "0"), ("per_day", "x"), ("perday", "1 giờ")])
def test_faulty_limits_are_told(key, value):
    text = f"limits:\n  {key}: {value}\n"
    assert [line for line, _ in told(text)] == [2]


def test_an_exception_counts_towards_the_limits():
    text = (
        TEMPLATES
        + SLOTS
        + "limits: {longest: 15 phút}\nexceptions:\n"
        + lines("{dates: 2/10/2025, slots: [sang], reason: x, longest: 16 phút}")
    )
    assert [line for line, _ in told(text)] == [line_of(text, "dates: 2/10")]
