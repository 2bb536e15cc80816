"""
How a text stands against the approvals: whether it may air, and why not.

In: a text as it is now, the latest approval of its item, the station's rules. Out: its standing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from broadcaster.records.approvals import Approval, Text, Words
from broadcaster.records.rules import Rules


class State(Enum):
    """Whether an item may air."""

    APPROVED = "đã duyệt"
    EXEMPT = "không cần duyệt"
    CHANGED = "đã sửa sau khi duyệt"
    WITHDRAWN = "đã rút duyệt"
    REFUSED = "duyệt không hợp lệ"
    MISSING = "chưa duyệt"


@dataclass(frozen=True)
class Standing:
    """How a text stands against the approvals."""

    state: State
    approval: Approval | None
    """The latest approval of this item, whatever it says."""
    reason: str
    """Why it may not air on any day, in Vietnamese; empty where it may."""
    outdated: bool = False
    """A newer version of the program would read the same text in other words; it airs as approved."""
    last_day: date | None = None
    """Last day on which the approval holds; None: it has no end."""

    @property
    def is_good(self) -> bool:
        """Whether nothing but the day stands against it."""
        return self.state in (State.APPROVED, State.EXEMPT)

    def ended(self, day: date) -> str:
        """Return why the approval does not hold on *day*, in Vietnamese; empty where it does."""
        if self.last_day is None or day <= self.last_day:
            return ""
        return f"duyệt chỉ có hiệu lực đến hết ngày {self.last_day:%d/%m/%Y}; duyệt lại"


def standing(text: Text, approval: Approval | None, rules: Rules = Rules()) -> Standing:  # noqa: B008 - a frozen value
    """
    Compare *text* as it is now with the latest approval of its item.

    Other words in an unchanged text under an unchanged lexicon come from a newer version of the program: the
    approved words stand. Any other difference withholds the item, unless its kind needs no approval at all; what
    somebody took back is withheld whatever its kind.
    """
    found = _against(text, approval, rules)
    if found.state not in (State.APPROVED, State.WITHDRAWN) and text.kind in rules.exempt:
        return Standing(State.EXEMPT, approval, "")
    return found


def _against(text: Text, approval: Approval | None, rules: Rules) -> Standing:
    if approval is None:
        return Standing(State.MISSING, None, "chưa được duyệt")
    if (taken := approval.withdrawal) is not None:
        return Standing(State.WITHDRAWN, approval, f"{taken.by} đã rút duyệt: {taken.reason}")
    approved = approval.text
    if approved.written != text.written:
        return Standing(State.CHANGED, approval, "nội dung đã sửa sau khi duyệt")
    other_words = said(approved.words) != said(text.words)
    if other_words and approved.lexicon != text.lexicon:
        return Standing(State.CHANGED, approval, "cách đọc đã đổi theo từ điển của đài sau khi duyệt")
    if refusal := rules.refusal(text, approval.by, approved.author):
        return Standing(State.REFUSED, approval, refusal)
    last_day = rules.last_day(text, approval.at.date())
    return Standing(State.APPROVED, approval, "", outdated=other_words, last_day=last_day)


def said(words: Words) -> dict[str, Any]:
    """Return of *words* what is heard; how long the silences are is the station's to set, and is left out."""
    return {part: [[row.get("groups"), row.get("question")] for row in rows] for part, rows in words.items()}
