"""
The court over a campaign: what must hold whatever struck.

In: what was heard, what the ledgers say, what struck each slot. Out: every law that was broken, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from torture.faults import FOREIGN, Kind
from torture.machine import Machine
from torture.marked import RATE
from torture.texts import Editor
from torture.verdict import Outcome

from broadcaster.core.errors import Severity
from broadcaster.core.hours import QuietHours
from broadcaster.records.asrun import AsRun

QUIET = QuietHours(time(22), time(2))
LATEST = timedelta(seconds=60 + 240)
"""From a slot's instant to the last sound it may make: grace and longest length."""

_POWER = {"power cut", "power cut while writing"}
_STATION = {"station killed", "station frozen", "settings broken", *_POWER}
_TIME = {"clock ±30 s", "clock ±1 h", "suspend"}
_PLAYER = {"player killed", "player frozen", *_POWER}
_DISK = {"disk full", "disk read-only"}
_CART = {"cart truncated", "cart replaced", "cart removed", "cue sheet damaged", "worker killed"}
_TEXT = {"text edited", "text edited and approved", "text spoilt", "lexicon broken", "approvals ledger tampered"}
_OUTPUT = {"sound card lost", "stream server down"}
_ORDERS = {"stop, lifted later", "takeover"}
_LEDGER = {"as-run ledger tampered"}

TRUE = (
    ("đã quá giờ phát: đài không chạy", {"station killed", *_POWER}),
    ("đã quá giờ phát: máy ngủ", {"station frozen", *_TIME}),
    ("đã quá giờ phát; đến giờ đó đài chưa chạy", _STATION | _TIME),
    ("lệnh dừng của", {"stop, lifted later"}),
    ("nhường cho phát", {"takeover"}),
    ("không có bài nào được phát", _TEXT),
    ("không mở được trình phát|Không ghi được", _DISK),
    ("Sổ .* bị hỏng|Không đọc được tệp sổ", _LEDGER | {"approvals ledger tampered"}),
    ("chưa có tệp phát sẵn", _CART | _TEXT | _STATION | _DISK),
    ("dựng chương trình bị tắt đột ngột|tiến trình dựng", _CART | _STATION),
    ("không ghi được chương trình", _DISK),
    ("tệp đã khác với tệp|Không đọc tiếp được tệp|bị cụt|không phải tệp âm thanh", _CART),
    ("Không mở được tệp", {"cart removed", "worker killed"}),
    ("Không đọc được lệnh cho phát", {"release damaged"}),
    ("đã sửa sau khi duyệt|bài không còn|chưa được duyệt|lời đã duyệt khác", _TEXT),
    ("thiết bị không trả lời|ngõ ra hỏng", _OUTPUT),
    ("đã trễ", _STATION | _TIME | _PLAYER | _DISK | _CART | _TEXT | _LEDGER),
    ("trình phát không khởi động được", _PLAYER | _STATION | _DISK | _TIME),
    ("đồng hồ bị chỉnh lùi", {"clock ±30 s", "clock ±1 h"}),
    ("bị ngắt giữa chừng|bị ngắt đúng lúc bắt đầu", _PLAYER | _STATION | _TIME),
    ("lẽ ra đã phát xong", _PLAYER | _STATION | _TIME | _OUTPUT | _CART),
    ("máy ngủ hoặc đồng hồ nhảy|giờ yên tĩnh", _TIME | {"player frozen"}),
)
"""Reason, as the ledger words it → the kinds of fault of which one must have struck for it to be true."""

_SHORTENING = _ORDERS | _STATION | _TIME | _PLAYER | _CART | _TEXT | _OUTPUT | _DISK | _LEDGER


@dataclass
class Tried:
    """One slot of a campaign."""

    slot: str
    at: datetime
    due: float
    """The monotonic instant at which it was to begin, as nothing had struck yet; seconds."""
    over: float = 0.0
    """The monotonic instant at which all was set right again; seconds."""
    struck: list[tuple[Kind, float]] = field(default_factory=list)
    """What struck it, and how many seconds from its instant."""
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Names of what struck."""
        return {kind.name for kind, _ in self.struck}


def judge(machine: Machine, editor: Editor, tried: Sequence[Tried]) -> list[str]:
    """Return every law that was broken."""
    ledgers = (*AsRun(machine.root / "records" / "asrun").verify(), *editor.ledger.verify())
    problems = [str(problem) for problem in ledgers if problem.severity is Severity.ERROR]
    for each in tried:
        found = [*_alone(each), *_unapproved(each, machine, editor)]
        for outcome in each.outcomes:
            found += [*outcome.problems, *_untrue(each, outcome), *_out_of_hours(each, outcome)]
        problems += [f"{each.slot}: {problem} — struck by {_shown(each)}" for problem in dict.fromkeys(found)]
    spans = [(each.due - 2_700, each.over) for each in tried]
    own = [part for part in machine.street.heard if part.serial not in machine.takeovers]
    lost = [part for part in own if not any(start <= part.begun < stop for start, stop in spans)]
    problems += [f"heard at {part.clock}, far from any slot" for part in lost]
    serials = {made.serial for made in machine.press.made} | set(machine.takeovers)
    strange = {part.serial for part in machine.street.heard} - serials
    if strange:
        problems.append(f"sound that nobody released: {'foreign cart' if FOREIGN in strange else strange}")
    return problems


def _alone(tried: Tried) -> Iterator[str]:
    """A slot that nothing harmful struck is heard whole, on its instant, on every output."""
    if any(not kind.harmless for kind, _ in tried.struck):
        return
    for outcome in tried.outcomes:
        if outcome.kind != "aired" or len(outcome.heard) != 1:
            yield f"nothing harmful struck, and it was {outcome.kind} ({outcome.reason})"
        elif abs(outcome.heard[0].begun - tried.due) > 1.5 / RATE:
            yield f"nothing struck, and it began {outcome.heard[0].begun - tried.due:+.4f} s off"


def _untrue(tried: Tried, outcome: Outcome) -> Iterator[str]:
    """A reason must name what truly struck; and nothing is lost without one."""
    for reason in filter(None, outcome.reason.split("; ")):
        kinds = next((kinds for words, kinds in TRUE if re.search(words, outcome.reason)), None)
        if kinds is None:
            yield f"a reason nobody knows: {reason}"
        elif not kinds & tried.kinds:
            yield f"untrue reason: {reason}"
        break
    if outcome.kind == "untold":
        yield f"not told what became of it on {outcome.output}"
    if outcome.kind == "joined" and not outcome.reason and not _SHORTENING & tried.kinds:
        yield "shortened by nothing"


def _out_of_hours(tried: Tried, outcome: Outcome) -> Iterator[str]:
    """By the machine's clock nothing begins before its instant, after its time, or in quiet hours."""
    for part in outcome.heard:
        if not tried.at - timedelta(seconds=0.3) <= part.clock <= tried.at + LATEST and not _TIME & tried.kinds:
            yield f"heard at {part.clock:%H:%M:%S}, outside its time"
        begins = part is outcome.heard[0]  # a clock set back while it is on the air changes nothing
        if QUIET.covers(part.clock) and (begins or not _TIME & tried.kinds):
            yield f"heard at {part.clock:%H:%M:%S}, in quiet hours"


def _unapproved(tried: Tried, machine: Machine, editor: Editor) -> Iterator[str]:
    """All words heard were approved as these words, and not held back when the slot was released."""
    carts = {made.serial: made.cart for made in machine.press.made}
    words = editor.approved_words()
    for part in (part for outcome in tried.outcomes for part in outcome.heard):
        for cue in carts[part.serial].parts:
            if not cue.words_hash or not (part.start < cue.stop and cue.start < part.stop):
                continue
            if (cue.name, cue.words_hash) not in words:
                yield f"words of {cue.name} that nobody approved"
            released = machine.released.get(tried.slot, [])
            if not released or all(editor.held(cue.name, at) for at in released):
                yield f"{cue.name} was heard, and held back when the slot was released"


def _shown(tried: Tried) -> str:
    return ", ".join(f"{kind.name} {after:+.0f}" for kind, after in tried.struck) or "nothing"
