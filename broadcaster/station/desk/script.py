"""One item of the newsroom, with its words and its standing: whether it may air, and what will be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from broadcaster.content.item import Item
from broadcaster.production import wording
from broadcaster.production.changes import Change, changes
from broadcaster.production.wording import Wording
from broadcaster.reading.options import PauseOptions
from broadcaster.records.approvals import Approval, Text
from broadcaster.records.standing import Standing, State

_BROKEN = "từ điển scripts_content/lexicon.yaml đang có lỗi; sửa từ điển trước (xem “broadcaster check”)"


@dataclass(frozen=True)
class Script:
    """One item with its words and its standing."""

    item: Item
    """With the locked phrases that it names put in."""
    wording: Wording
    """The words as this version of the program reads them."""
    text: Text
    """What somebody is, or would be, asked to approve."""
    standing: Standing
    pauses: PauseOptions
    """The silences that the station wants between sentences."""
    doubtful: bool = False
    """Whether the lexicon is broken: the words are those of an earlier one, and nobody can approve them."""
    unread: bool = False
    """Whether no lexicon could be read at all: the words are right only where they are those of an approval."""

    @property
    def blocked(self) -> str:
        """Why it may not air, in Vietnamese; empty where it may."""
        if self.item.form or self.item.placeholders or self.standing.state is State.EXEMPT:
            return self._unsettled or (_BROKEN if self.unread else "")
        return self.standing.reason

    @property
    def not_ready(self) -> str:
        """Why nobody can approve it yet, in Vietnamese; empty where somebody can."""
        return self._unsettled or (_BROKEN if self.doubtful else "")

    @property
    def _unsettled(self) -> str:
        """What somebody has yet to fill in or to settle, in Vietnamese; empty where nothing."""
        if self.item.form:
            return "đây là mẫu; chép sang tên mới, điền hết rồi xóa dòng “form”"
        if blanks := self.item.placeholders:
            more = f" và {len(blanks) - 2} chỗ nữa" if len(blanks) > 2 else ""
            return f"còn chỗ chưa điền: {', '.join(blanks[:2])}{more}"
        if self.wording.guesses:
            words = ", ".join(f"“{span.written}”" for span in self.wording.guesses)
            return f"chưa chắc cách đọc {words}; thêm vào scripts_content/lexicon.yaml hoặc mục reading của bài"
        return ""

    def blocked_on(self, day: date) -> str:
        """Return why it may not air on *day* for want of an approval, in Vietnamese; empty where it may."""
        return self.blocked or self.standing.ended(day)

    def waits_on(self, day: date) -> bool:
        """Return whether it needs to be approved, or approved again, to air on *day*."""
        return not self.standing.is_good or bool(self.standing.ended(day))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from what was approved last; nothing where nothing was, or where no approval is needed."""
        approval = self.standing.approval
        if approval is None or self.standing.state is State.EXEMPT:
            return ()
        return changes(approval.text, self.text)

    @property
    def words(self) -> Wording:
        """The words to be said: those approved, where it is approved."""
        approval = self.approval
        return self.wording if approval is None else wording.approved(approval.text.words, self.pauses)

    @property
    def approval(self) -> Approval | None:
        """The approval by which it airs; None where it may not, or needs none."""
        return self.standing.approval if self.standing.state is State.APPROVED else None
