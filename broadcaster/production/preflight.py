"""
Preflight: is a programme fit for air? Reasons where it is not, and who can mend them.

In: what was found of the plan, of the finished cart and of its sound. Out: findings. Pure: nothing is opened here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from broadcaster.core.units import Seconds

SILENT = -50.0
"""dBFS: a programme whose highest sample lies under this has no sound that a village would hear."""
FULL_SCALE = 0.0
"""dBFS: a programme that reaches this is clipped; ours stay a decibel under it."""
PAUSE = Seconds(8.0)
"""Longest silence inside a programme; longer, listeners take the station for broken."""
SHORTEST = 0.5
"""Part of its estimated length under which a programme has lost something."""

TO_APPROVE = 'xem “broadcaster approvals”, rồi duyệt: broadcaster approve BÀI --by "HỌ TÊN"'
"""What an approver is advised to do."""


class Who(Enum):
    """Who can mend a finding."""

    EDITOR = "biên tập viên"
    APPROVER = "người duyệt"
    OPERATOR = "trực đài"


class Weight(Enum):
    """How much a finding matters."""

    BLOCKS = "phải sửa"
    """The programme does not air as planned unless somebody mends it."""
    NOTE = "lưu ý"
    """It airs; somebody should know."""


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    what: str
    """In Vietnamese."""
    advice: str
    """What to do, in Vietnamese."""
    who: Who
    weight: Weight = Weight.BLOCKS


@dataclass(frozen=True)
class Heard:
    """The sound of a cart, measured."""

    seconds: Seconds
    peak: float
    """Highest sample, dBFS; minus infinity for digital silence."""
    pause: Seconds
    """Longest stretch of silence inside."""


@dataclass(frozen=True)
class Programme:
    """What is known of one slot's programme."""

    empty: bool
    """Whether the plan has nothing to air."""
    unapproved: int
    """Texts due that day which wait for an approval only."""
    estimated: Seconds
    """Length that the plan counts with."""
    longest: Seconds
    heard: Heard | None
    """None: there is no whole cart."""
    current: bool
    """Whether the cart was made of what the texts and settings say now."""
    failure: str
    """Why it could not be made, in Vietnamese; empty where nothing failed."""
    withheld: tuple[tuple[str, str], ...]
    """(item, reason) of what the gate would cut out of it now."""
    refused: str
    """Why the gate would let nothing of it pass now, in Vietnamese; empty where it lets something."""
    substitutes: tuple[str, ...]
    """Voices that spoke in place of the one wanted."""
    stand_in: str
    """What would air instead if it were missing or refused, in Vietnamese; empty: nothing."""


def judge(programme: Programme) -> tuple[Finding, ...]:
    """Return what is not as it should be, the worst first."""
    if programme.empty:
        return (_silent(programme.unapproved),)
    found = [*_cart(programme), *(() if programme.heard is None else _sound(programme, programme.heard))]
    found += [
        Finding(f"“{name}” sẽ bị cắt khỏi chương trình: {reason}", "sửa hoặc duyệt lại bài", Who.APPROVER, Weight.NOTE)
        for name, reason in programme.withheld
    ]
    if programme.substitutes:
        what = f"giọng thay thế đã đọc: {', '.join(programme.substitutes)}"
        found.append(
            Finding(
                what,
                "xem “broadcaster voices”; thử lại giọng muốn dùng: broadcaster render --upgrade",
                Who.OPERATOR,
                Weight.NOTE,
            )
        )
    return tuple(sorted(found, key=lambda finding: finding.weight is Weight.NOTE))


def _silent(unapproved: int) -> Finding:
    what = "không có bài nào được phát: khung giờ này sẽ im lặng"
    if unapproved:
        return Finding(f"{what}; {unapproved} bài còn chưa duyệt", TO_APPROVE, Who.APPROVER)
    return Finding(what, "viết bài còn hạn, rồi trình duyệt; xem “broadcaster approvals”", Who.EDITOR)


def _cart(programme: Programme) -> Iterator[Finding]:
    why = f": {programme.failure}" if programme.failure else ""
    instead = f"; nếu không kịp: {programme.stand_in}" if programme.stand_in else "; không có gì phát thay"
    if programme.heard is None:
        advice = "để đài đang chạy tự dựng, hoặc gõ “broadcaster render”"
        yield Finding(f"chưa có tệp phát{why}{instead}", advice, Who.OPERATOR)
    elif not programme.current:
        advice, weight = "để đài dựng lại, hoặc gõ “broadcaster render”", Weight.NOTE
        yield Finding(f"tệp phát đã cũ so với bài và cài đặt bây giờ{why}", advice, Who.OPERATOR, weight)
    if programme.refused:
        what = f"không được phát đoạn nào của tệp phát này ({programme.refused}){instead}"
        yield Finding(what, "dựng lại: broadcaster render; còn thế thì duyệt lại các bài này", Who.APPROVER)


def _sound(programme: Programme, heard: Heard) -> Iterator[Finding]:
    again = "xóa tệp này rồi dựng lại; còn thế thì báo người hỗ trợ"
    if heard.peak < SILENT:
        yield Finding("tệp phát không có tiếng", again, Who.OPERATOR)
    elif heard.peak >= FULL_SCALE:
        yield Finding("tiếng bị vỡ: chạm mức cao nhất", again, Who.OPERATOR, Weight.NOTE)
    elif heard.pause > PAUSE:
        what = f"giữa chương trình có đoạn lặng {heard.pause:.0f} giây"
        yield Finding(what, "nghe lại; xem các khoảng lặng trong “reading” và “gap”", Who.OPERATOR, Weight.NOTE)
    if heard.seconds > programme.longest:
        what = f"dài {_clock(heard.seconds)}, khung giờ chỉ có {_clock(programme.longest)}: phần cuối sẽ bị cắt"
        yield Finding(what, "bớt bài, hoặc tăng “longest”", Who.EDITOR)
    elif heard.seconds < SHORTEST * programme.estimated:
        what = f"chỉ dài {_clock(heard.seconds)}, lẽ ra khoảng {_clock(programme.estimated)}"
        yield Finding(what, f"nghe lại; {again}", Who.OPERATOR)


def _clock(seconds: Seconds) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
