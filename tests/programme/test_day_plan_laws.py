"""What holds for every schedule, every set of items and every day."""

from dataclasses import replace
from datetime import UTC, date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programme_samples import VIETNAM, Lengths, item

from broadcaster.content.item import Kind
from broadcaster.core.hours import QuietHours
from broadcaster.programme.calendar import EVERY_DAY, Days
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.lineup import CONTENT
from broadcaster.programme.override import Override
from broadcaster.programme.plan import plan
from broadcaster.programme.rotation import Airing
from broadcaster.programme.rundown import Part, SpokenEntry
from broadcaster.programme.schedule import Schedule
from broadcaster.programme.slot import Slot
from broadcaster.programme.template import HeadlinesStep, ItemsStep, JingleStep, SayStep, Template

# Around both changes of the clock in Berlin and Lord Howe (half an hour), and the end of a year.
DAYS = [date(2025, 10, 1) + timedelta(days=offset) for offset in (*range(6), 25, 91, 92, 179, 185)]
ZONES = [ZoneInfo(name) for name in ("Asia/Ho_Chi_Minh", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns")]
NAMES = [f"b{number}" for number in range(8)]
PHRASES = ["loi-chao", "dan-nhac-lai"]

days = st.sampled_from(DAYS)
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 50]))
lengths = st.sampled_from([60.0, 600.0, 900.0, 2700.0])
some_kinds = st.frozensets(st.sampled_from([Kind.NEWS, Kind.NOTICE, Kind.LAW, Kind.SLOGAN]), min_size=1)
phrase = st.sampled_from([None, *PHRASES])

steps = st.one_of(
    st.just(JingleStep("nhac-hieu")),
    st.builds(SayStep, st.sampled_from(PHRASES)),
    st.builds(HeadlinesStep, st.integers(1, 5), phrase),
    st.builds(
        ItemsStep,
        some_kinds,
        st.integers(1, 4),
        st.frozensets(st.sampled_from("xy"), max_size=1),
        phrase,
        st.sampled_from([None, "nhac-cat"]),
        phrase,
    ),
)
templates = st.builds(Template, st.just("t"), st.lists(steps, min_size=1, max_size=6).map(tuple))
stretches = st.builds(lambda first, count: Days(first, first + timedelta(days=count)), days, st.integers(0, 9))


@st.composite
def slots(draw, prefix):
    number = draw(st.integers(0, 4))
    return tuple(
        Slot(f"{prefix}{n}", f"{prefix}{n}", draw(hours), EVERY_DAY, draw(lengths), "t") for n in range(number)
    )


@st.composite
def schedules(draw):
    standing, added = draw(slots("s")), draw(slots("a"))
    campaign = Campaign("dot", "Đợt", draw(stretches), fill={"s0": "t"}, add=added)
    override = Override((draw(stretches),), "Nghỉ", frozenset({"s1"}), off=draw(st.booleans()), at=draw(hours))
    return Schedule(
        zone=draw(st.sampled_from(ZONES)),
        slots=standing,
        templates={"t": draw(templates)},
        campaigns=(campaign,),
        overrides=(override,),
        quiet_hours=draw(
            st.none() | st.just(QuietHours(time(21), time(5))) | st.just(QuietHours(time(2), time(2, 45)))
        ),
    )


@st.composite
def libraries(draw):
    written = [
        item(
            name,
            draw(st.sampled_from(["tin", "thông báo", "nghị quyết–luật", "khẩu hiệu"])),
            urgent=draw(st.booleans()),
            repeat=draw(st.integers(0, 3)),
            tags=draw(st.sampled_from([(), ("x",), ("y", "dot"), ("dot",)])),
            valid_from=draw(st.none() | days),
            valid_until=draw(st.none() | days),
        )
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    ]
    return written + [item(name, "lời dẫn") for name in draw(st.sets(st.sampled_from(PHRASES)))]


histories = st.dictionaries(st.sampled_from(NAMES), st.builds(Airing, st.integers(1, 9), st.just(date(2025, 9, 30))))
durations = st.builds(
    Lengths,
    body=st.sampled_from([20.0, 75.0]),
    title=st.sampled_from([0.0, 4.7]),
    of=st.dictionaries(st.sampled_from(NAMES + PHRASES), st.sampled_from([0.1, 59.9, 300.0, 890.0, 5000.0])),
)
law = settings(max_examples=40, deadline=None)
worlds = st.tuples(schedules(), libraries(), histories, days, durations)


@law
@given(worlds, st.randoms(use_true_random=False))
def test_same_inputs_same_plan_in_whatever_order_they_come(world, random):
    schedule, items, history, day, lengths = world
    shuffled = random.sample(items, len(items))
    backwards = replace(schedule, slots=schedule.slots[::-1])
    first = plan(schedule, items, history, day, lengths)
    assert first == plan(schedule, items, history, day, lengths)
    assert first.slots == plan(backwards, shuffled, dict(reversed(history.items())), day, lengths).slots


@law
@given(worlds)
def test_no_two_slots_overlap_and_none_is_quiet_time(world):
    schedule, items, history, day, lengths = world
    planned = plan(schedule, items, history, day, lengths)
    for first, second in pairwise(planned.slots):
        assert first.end.astimezone(UTC) <= second.start.astimezone(UTC)
    for slot in planned.slots:
        assert slot.start.tzinfo is schedule.zone
        assert slot.start.date() == day
        minutes = [slot.start.astimezone(UTC) + timedelta(minutes=n) for n in range(int(slot.longest // 60))]
        quiet = schedule.quiet_hours
        assert quiet is None or not any(quiet.covers(minute.astimezone(schedule.zone)) for minute in minutes)


@law
@given(worlds)
def test_every_slot_of_the_day_is_planned_or_spoken_of(world):
    schedule, items, history, day, lengths = world
    planned = plan(schedule, items, history, day, lengths)
    for each in (*schedule.on(day), *schedule.off(day)):
        told = any(f"“{each.slot.name}”" in note for note in planned.notes)
        assert told or each.slot.id in [slot.id for slot in planned.slots if not slot.rundown.empty]


def programmes(world):
    schedule, items, history, day, lengths = world
    planned = plan(schedule, items, history, day, lengths)
    return [(slot, slot.rundown, {each.id: each for each in items}) for slot in planned.slots]


@law
@given(worlds)
def test_no_programme_is_longer_than_its_slot(world):
    for slot, rundown, _ in programmes(world):
        assert rundown.seconds <= slot.longest + 1e-6


@law
@given(worlds)
def test_an_item_is_said_once_but_for_a_repeat(world):
    for _, rundown, items in programmes(world):
        bodies = [entry for entry in rundown.entries if isinstance(entry, SpokenEntry) and entry.part is Part.BODY]
        named = [entry.item_id for entry in bodies if entry.item_id not in PHRASES]
        once = [entry.item_id for entry in bodies if entry.item_id not in PHRASES and not entry.repeat]
        assert len(once) == len(set(once)) == len(set(named))
        assert list(rundown.items) == [name for name in once if items[name].kind in CONTENT]
        assert not set(rundown.items) & {each.item_id for each in rundown.left_out}


@law
@given(worlds)
def test_only_approved_and_valid_items_are_heard_and_those_of_a_campaign_on_its_days(world):
    schedule, _, _, day, _ = world
    for _, rundown, items in programmes(world):
        spoken = [items[entry.item_id] for entry in rundown.entries if isinstance(entry, SpokenEntry)]
        assert all(each.valid_on(day) for each in spoken)
        assert all("dot" not in each.tags for each in spoken) or day in schedule.campaigns[0].days


@law
@given(worlds)
def test_headlines_are_titles_of_what_follows_in_its_order(world):
    for _, rundown, _ in programmes(world):
        entries = [entry for entry in rundown.entries if isinstance(entry, SpokenEntry)]
        for number, entry in enumerate(entries):
            if entry.part is Part.TITLE:
                later = [each.item_id for each in entries[number:] if each.part is Part.BODY]
                assert entry.item_id in later
        assert {entry.item_id for entry in entries if entry.part is Part.TITLE} <= set(rundown.items)


@law
@given(worlds)
def test_a_programme_has_content_or_is_empty(world):
    for _, rundown, _ in programmes(world):
        assert rundown.empty == (not rundown.items)


@law
@given(
    pool=st.integers(1, 14),
    count=st.integers(1, 6),
    hours=st.integers(1, 3),
    start=days,
    lengths=st.builds(Lengths, of=st.dictionaries(st.sampled_from([f"t{n:02}" for n in range(14)]), st.just(400.0))),
)
def test_over_twelve_days_the_airings_of_equal_items_differ_by_one(pool, count, hours, start, lengths):
    items = [item(f"t{number:02}") for number in range(pool)]
    counts = airings(items, count, hours, start, replace(lengths, of={}))
    assert sum(counts.values()) == 12 * hours * min(count, pool)
    assert max(counts.values()) - min(counts.values()) <= 1


@law
@given(pool=st.integers(2, 14), count=st.integers(1, 6), hours=st.integers(1, 3), long=st.sets(st.integers(0, 13)))
def test_items_that_back_timing_leaves_out_get_their_turn(pool, count, hours, long):
    items = [item(f"t{number:02}") for number in range(pool)]
    lengths = Lengths(of={f"t{number:02}": 500.0 for number in long})
    counts = airings(items, count, hours, date(2025, 9, 24), lengths)
    assert max(counts.values()) - min(counts.values()) <= 1 + count
    assert min(counts.values()) >= 12 * hours // (pool + 1)


def airings(items, count, hours, start, lengths):
    """Return how often each item is aired in twelve days, as the as-run log would tell the next day's plan."""
    schedule = Schedule(
        zone=VIETNAM,
        slots=tuple(Slot(f"s{n}", f"s{n}", time(6 + n), EVERY_DAY, 900.0, "t") for n in range(hours)),
        templates={"t": Template("t", (ItemsStep(frozenset({Kind.NEWS}), count),))},
    )
    history = {}
    for offset in range(12):
        day = start + timedelta(days=offset)
        for slot in plan(schedule, items, history, day, lengths).slots:
            for name in slot.rundown.spoken:
                history[name] = history.get(name, Airing()).then(day)
    return {each.id: history.get(each.id, Airing()).count for each in items}


@pytest.mark.parametrize("target", [3, 8])
def test_targets_are_met_before_others_get_more(target):
    items = [item("a", repeat=target), item("b", repeat=target), *(item(f"c{n}", repeat=1) for n in range(4))]
    counts = airings(items, 1, 3, date(2025, 9, 24), Lengths())
    assert counts["a"] >= target
    assert counts["b"] >= target
    assert min(counts.values()) >= 1
