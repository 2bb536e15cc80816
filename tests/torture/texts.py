"""
The editor of the campaign: changes texts, approves them or not, and remembers what may be heard when.

In: instants of a world. Out: files in the station's folder; and afterwards, of each item, whether it was held back.
"""

from __future__ import annotations

import os
from pathlib import Path

from torture.machine import Machine
from torture.stage import SCRIPTS, approve_all, write_script

from broadcaster.production.wording import approved, words_hash
from broadcaster.programme.rundown import Part
from broadcaster.reading.options import PauseOptions
from broadcaster.records.ledger import Ledger


class Editor:
    """Whoever writes the texts."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._held: list[tuple[str, float, float]] = []
        self._since: dict[str, float] = {}
        self._edits = 0

    @property
    def ledger(self) -> Ledger:
        """The approvals as they are now."""
        return Ledger(self._machine.root / "records" / "approvals", "approvals")

    def hold(self, item: str) -> None:
        """From now on *item* must not pass the gate."""
        self._since.setdefault(item, self._machine.world.monotonic)

    def free(self, item: str) -> None:
        """From now on it may."""
        if item in self._since:
            self._held.append((item, self._since.pop(item), self._machine.world.monotonic))

    def held(self, item: str, at: float) -> bool:
        """Return whether *item* was held back at that monotonic instant."""
        spans = [*self._held, *((name, since, float("inf")) for name, since in self._since.items())]
        return any(name == item and since <= at < until for name, since, until in spans)

    def edit(self, item: str, *, approve: bool) -> None:
        """Change a text; unless *approve*, nobody approves it for now."""
        self._edits += 1
        self.changed(write_script(self._machine.root, item, f"Bản sửa. {'Một hai ba. ' * (self._edits % 7 + 1)}"))
        if approve:
            self.approve()
        else:
            self.hold(item)

    def spoil(self, item: str) -> None:
        """Break the text's file."""
        path = self._machine.root / "scripts_content" / f"{item}.md"
        path.write_text("---\ntitle: [không đóng\n", "utf-8")
        self.changed(path)
        self.hold(item)

    def restore(self) -> None:
        """Write all texts as they were at first, and have them approved."""
        for name, (_, _, body) in SCRIPTS.items():
            self.changed(write_script(self._machine.root, name, body))
        self.approve()

    def approve(self) -> None:
        """Have approved whatever is not."""
        approve_all(self._machine, at=self._machine.world.now())
        for item in list(self._since):
            self.free(item)

    def changed(self, path: Path) -> None:
        """Let the file's date follow the world's clock, and take it for safely stored."""
        date = self._machine.world.now().timestamp()
        os.utime(path, (date, date))
        self._machine.disk.store(path)

    def approved_words(self) -> set[tuple[str, str]]:
        """Return (item, hash of words) of all that was ever approved."""
        found = set()
        for line in self.ledger.lines():
            if line.event == "approved":
                words = approved(line.facts["words"], PauseOptions())
                found |= {(str(line.facts["item"]), words_hash(words.part(part))) for part in Part}
        return found
