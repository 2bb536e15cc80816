"""What the tests of the programme are written with: schedules from text, items, lengths that stand still."""

from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from broadcaster.content.item import Item, Kind
from broadcaster.core import yamlfile
from broadcaster.core.priority import Priority
from broadcaster.core.section import Section
from broadcaster.programme.rundown import Part
from broadcaster.programme.settings import read_schedule

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
JINGLES = frozenset({"nhac-hieu", "nhac-cat", "nhac-nen", "nhac-chao-het"})

TEMPLATES = """
templates:
  ban-tin:
    - items: tin
  khac:
    - items: thông báo
"""

SLOTS = """
slots:
  - id: sang
    name: Buổi sáng
    at: 5:30
    longest: 15 phút
    template: ban-tin
  - id: chieu
    name: Buổi chiều
    at: 17:00
    longest: 15 phút
    template: ban-tin
"""


def read(text, *, zone=VIETNAM, jingles=JINGLES, items=None):
    """Return the schedule in *text* and its problems, as the settings reader finds them."""
    problems = []
    section = Section(yamlfile.parse(text, "schedule.yaml"), "schedule.yaml", problems)
    schedule = read_schedule(section, zone=zone, jingles=jingles, items=items)
    section.close()
    return schedule, problems


def good(text, **options):
    """Return the schedule in *text*, which has no problem."""
    schedule, problems = read(text, **options)
    assert [str(problem) for problem in problems] == []
    return schedule


def told(text, **options):
    """Return (line, what) of each problem of *text*."""
    return [(problem.line, problem.what) for problem in read(text, **options)[1]]


def line_of(text, needle):
    """Return the line of *text* on which *needle* first stands, from 1."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


def item(name, kind="tin", *, urgent=False, **options):
    """Return an item of that id."""
    priority = Priority.PRIORITY if urgent else Priority.NORMAL
    return Item(name, Kind(kind), f"Đầu đề {name}", f"Lời của {name}.", priority, **options)


def phrases(*names):
    """Return items that hold fixed phrases."""
    return [item(name, "lời dẫn") for name in names]


@dataclass(frozen=True)
class Lengths:
    """Durations that a test lays down."""

    body: float = 60.0
    title: float = 5.0
    jingles: float = 12.0
    of: dict = field(default_factory=dict)
    """Body length by item id, where it is not *body*."""

    def spoken(self, item, part):
        return self.of.get(item.id, self.body) if part is Part.BODY else self.title

    def jingle(self, name):
        return self.jingles


def october(day):
    return date(2025, 10, day)
