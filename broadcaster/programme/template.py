"""
The pattern of a programme (format clock): ``templates`` of the schedule → :class:`Template`.

    - jingle: nhac-hieu
    - say: loi-xuong
    - headlines: 4
    - items: [tin, thông báo]
      count: 2
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from broadcaster.content.item import Item, Kind, slug
from broadcaster.core import values
from broadcaster.core.errors import Severity
from broadcaster.core.section import Section, nearest
from broadcaster.core.units import Seconds
from broadcaster.core.values import UnreadableError
from broadcaster.programme.values import length

DEFAULT_GAP: Final = Seconds(1.0)
"""Silence after speech unless a step says otherwise: about the echo between horns 300 m apart."""


@dataclass(frozen=True)
class JingleStep:
    """A jingle by itself."""

    name: str


@dataclass(frozen=True)
class SayStep:
    """A fixed phrase."""

    item: str
    """Id of the item that holds the words."""
    bed: str | None = None
    """Jingle that plays under the words."""
    gap: Seconds = DEFAULT_GAP
    """Silence after the words."""


@dataclass(frozen=True)
class HeadlinesStep:
    """The titles of content items that follow."""

    count: int
    """At most so many titles."""
    intro: str | None = None
    """Id of a phrase said before the first title."""
    bed: str | None = None
    gap: Seconds = DEFAULT_GAP


@dataclass(frozen=True)
class ItemsStep:
    """Items of certain kinds, whoever is next in rotation."""

    kinds: frozenset[Kind]
    count: int = 1
    """At most so many items."""
    tags: frozenset[str] = frozenset()
    """Where there are any, an item needs at least one of them."""
    intro: str | None = None
    """Id of a phrase said before the first item."""
    sting: str | None = None
    """Jingle before each item."""
    repeat: str | None = None
    """Id of a phrase after which each item is said a second time."""
    bed: str | None = None
    gap: Seconds = DEFAULT_GAP

    def takes(self, item: Item) -> bool:
        """Return whether *item* may stand here."""
        return item.kind in self.kinds and (not self.tags or not self.tags.isdisjoint(item.tags))


Step = JingleStep | SayStep | HeadlinesStep | ItemsStep


@dataclass(frozen=True)
class Template:
    """The steps of a programme, in order."""

    name: str
    steps: tuple[Step, ...]

    @property
    def phrases(self) -> frozenset[str]:
        """Ids of the fixed phrases it names."""
        found: set[str | None] = set()
        for step in self.steps:
            match step:
                case SayStep():
                    found.add(step.item)
                case HeadlinesStep():
                    found.add(step.intro)
                case ItemsStep():
                    found |= {step.intro, step.repeat}
        return frozenset(name for name in found if name is not None)

    @property
    def jingles(self) -> frozenset[str]:
        """Names of the music it plays, by itself or under words."""
        found: set[str | None] = set()
        for step in self.steps:
            match step:
                case JingleStep():
                    found.add(step.name)
                case SayStep() | HeadlinesStep():
                    found.add(step.bed)
                case ItemsStep():
                    found |= {step.sting, step.bed}
        return frozenset(name for name in found if name is not None)


@dataclass(frozen=True)
class Known:
    """What a template may name."""

    jingles: Collection[str]
    items: Collection[str] | None = None
    """Ids of the items there are; None: not asked."""


def read_templates(section: Section, known: Known) -> dict[str, Template]:
    """Return the templates under the person's own names; the problems are added to *section*."""
    found = {}
    for name, node in section.pairs():
        try:
            values.identifier(name.value)
        except UnreadableError as error:
            section.problem(name, error.what, error.hint)
        before = len(section.problems)
        steps = [_read_step(step, known) for step in section.sections(name.value)]
        template = Template(name.value, tuple(step for step in steps if step is not None))
        if len(section.problems) == before and not any(isinstance(step, ItemsStep) for step in template.steps):
            section.problem(
                node, f"đồng hồ chương trình “{name.value}” không lấy bài nào", "thêm một dòng “- items: tin”"
            )
        found[name.value] = template
    return found


def _read_step(section: Section, known: Known) -> Step | None:
    keys = section.table.keys()
    named = [key for key in _READERS if key in keys]
    if len(named) == 1:
        section.within = f"bước “{named[0]}”"
        before = len(section.problems)
        section.require(named[0])
        step = _READERS[named[0]](section, known) if len(section.problems) == before else None
        section.close()
        return step
    if named:
        section.problem(section, "một bước có " + " và ".join(named), "tách thành hai bước, mỗi bước một dấu gạch “- ”")
    else:
        hint = nearest(keys[0], list(_READERS)) if keys else ""
        section.problem(section, "không rõ bước này phát gì", hint or "dùng một trong: " + ", ".join(_READERS))
    return None


def _read_jingle(section: Section, known: Known) -> JingleStep:
    return JingleStep(_jingle(section, "jingle", known) or "")


def _read_say(section: Section, known: Known) -> SayStep:
    return SayStep(_phrase(section, "say", known) or "", _jingle(section, "bed", known), _gap(section))


def _read_headlines(section: Section, known: Known) -> HeadlinesStep:
    return HeadlinesStep(
        count=section.value("headlines", values.whole(1, 50), 1),
        intro=_phrase(section, "intro", known),
        bed=_jingle(section, "bed", known),
        gap=_gap(section),
    )


def _read_items(section: Section, known: Known) -> ItemsStep:
    return ItemsStep(
        kinds=frozenset(section.values("items", Kind.parse)),
        count=section.value("count", values.whole(1, 50), 1),
        tags=frozenset(section.values("tags", slug)),
        intro=_phrase(section, "intro", known),
        sting=_jingle(section, "sting", known),
        repeat=_phrase(section, "repeat", known),
        bed=_jingle(section, "bed", known),
        gap=_gap(section),
    )


_READERS: dict[str, Callable[[Section, Known], Step]] = {
    "jingle": _read_jingle,
    "say": _read_say,
    "headlines": _read_headlines,
    "items": _read_items,
}


def _jingle(section: Section, key: str, known: Known) -> str | None:
    """Return the music under *key*. What there is no file of is a warning: the programme can air without it."""
    name = section.value(key, values.text, None)
    node = section.node(key)
    if name is not None and node is not None and name not in known.jingles:
        hint = nearest(name, sorted(known.jingles)) or "chép tệp nhạc này vào audio/jingles"
        what = f"không có nhạc nào tên “{name}” trong audio/jingles, đoạn này sẽ bị bỏ qua"
        section.problem(node, what, hint, Severity.WARNING)
    return name


def _gap(section: Section) -> Seconds:
    return section.value("gap", length(0, 30), DEFAULT_GAP)


def _phrase(section: Section, key: str, known: Known) -> str | None:
    """Return the id under *key*. One that no item has is a warning: the programme can air without it."""
    name = section.value(key, values.identifier, None)
    node = section.node(key)
    if name is not None and node is not None and known.items is not None and name not in known.items:
        hint = nearest(name, sorted(known.items)) or "viết bài này"
        section.problem(node, f"chưa có bài nào tên “{name}”, lời này sẽ bị bỏ qua", hint, Severity.WARNING)
    return name
