"""How urgent something is. The three words of Circular 39/2020/TT-BTTTT."""

from __future__ import annotations

from enum import Enum


class Priority(Enum):
    """Compares by urgency: what is greater takes the air from what is less."""

    NORMAL = "thông thường"
    """Waits for its turn."""
    PRIORITY = "ưu tiên"
    """Goes before what is normal."""
    EMERGENCY = "khẩn cấp"
    """Airs at once, in quiet hours too; somebody answers for it by name."""

    @property
    def rank(self) -> int:
        """0 for the least urgent."""
        return list(Priority).index(self)

    def __lt__(self, other: Priority) -> bool:
        return self.rank < other.rank
