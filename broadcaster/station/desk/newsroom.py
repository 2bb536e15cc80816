"""
The newsroom: every text of the station, how it is read, and whether it may air.

In: the folder of scripts, the lexicon, the approvals. Out: News, made afresh each time it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from broadcaster.content import library
from broadcaster.content.item import Item
from broadcaster.content.phrasebook import Phrasebook
from broadcaster.core.errors import InputError, NotApprovedError, NotFoundError, Problem, Severity
from broadcaster.core.section import nearest
from broadcaster.production import wording
from broadcaster.production.wording import Wording
from broadcaster.programme.campaign import Campaign
from broadcaster.programme.pool import out_of_days
from broadcaster.reading import lexicon_file
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.options import ReadingOptions
from broadcaster.records.approvals import Approval, Approvals, Text
from broadcaster.records.rules import Rules
from broadcaster.records.standing import Standing, standing
from broadcaster.station.desk.script import Script
from broadcaster.station.setup.folder import Folder

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time and size of every file that news are made from."""


@dataclass(frozen=True)
class News:
    """All texts of the station at one moment."""

    scripts: tuple[Script, ...]
    """In order of id."""
    problems: tuple[Problem, ...]
    """What is wrong with the files."""
    lexicon: tuple[Problem, ...] = ()
    """Those of them that are the lexicon's."""
    campaigns: tuple[Campaign, ...] = ()
    """What is tagged with the id of one airs on its days only."""

    @cached_property
    def by_id(self) -> dict[str, Script]:
        """The scripts by the id of their item."""
        return {script.item.id: script for script in self.scripts}

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Those problems that keep a text from being used at all."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def keeping_silent(self) -> tuple[Problem, ...]:
        """Those problems for which a text does not air until somebody mends it."""
        blank = {script.item.file for script in self.scripts if script.item.placeholders and not script.item.form}
        return tuple(
            problem for problem in self.problems if problem.severity is Severity.ERROR or problem.file in blank
        )

    @property
    def airable(self) -> tuple[Item, ...]:
        """The items that may air, on one day or another."""
        return tuple(script.item for script in self.scripts if not script.blocked)

    def airable_on(self, day: date) -> tuple[Item, ...]:
        """Return the items whose approval holds on *day*."""
        return tuple(script.item for script in self.scripts if not script.blocked_on(day))

    def due_on(self, day: date) -> tuple[Script, ...]:
        """Return the scripts that may air on *day* once they are approved."""
        return tuple(script for script in self.scripts if not out_of_days(script.item, day, self.campaigns))

    def refusal(self, script: Script, day: date) -> str:
        """Return why *script* may not air on *day*, in Vietnamese; empty where it may."""
        return script.blocked_on(day) or out_of_days(script.item, day, self.campaigns)

    def find(self, name: str) -> Script:
        """
        Return the script whose item has this id.

        Raises:
            InputError: Its file has errors.
            NotFoundError: There is none.
        """
        faults = [problem for problem in self.faults if Path(problem.file).name == f"{name}.md"]
        if name not in self.by_id and faults:
            raise InputError(faults)
        if name not in self.by_id:
            raise NotFoundError(f"Không có bài nào tên “{name}”; {nearest(name, list(self.by_id))}.")
        return self.by_id[name]


class Newsroom:
    """Reads the station's texts."""

    def __init__(
        self,
        folder: Folder,
        options: ReadingOptions,
        approvals: Sequence[Approvals],
        rules: Rules = Rules(),  # noqa: B008 - a frozen value
        phrases: Phrasebook = Phrasebook(),  # noqa: B008 - the same
        campaigns: Sequence[Campaign] = (),
    ) -> None:
        """
        Open the newsroom.

        Args:
            folder: The station's.
            options: How texts are read.
            approvals: Ledgers to ask, in order; a rehearsal asks the real one and then its own. New approvals
                go to the last.
            rules: Which approvals of the real ledger count; in a rehearsal's own all do.
            phrases: What texts quote by name.
            campaigns: Those of the schedule.
        """
        self._folder = folder
        self._options = options
        self._approvals = tuple(approvals)
        self._rules = (rules, *(Rules() for _ in self._approvals[1:]))
        self._phrases = phrases
        self._campaigns = tuple(campaigns)
        self._last: tuple[Stamp, News] | None = None
        self._good: Lexicon | None = None
        self._wordings: dict[tuple[str, tuple[tuple[str, str], ...]], Wording] = {}

    def under(
        self, options: ReadingOptions, rules: Rules, phrases: Phrasebook, campaigns: Sequence[Campaign]
    ) -> Newsroom:
        """Return the same newsroom under other settings; the last good lexicon stays."""
        other = Newsroom(self._folder, options, self._approvals, rules, phrases, campaigns)
        other._good = self._good
        return other

    def lexicon(self) -> Lexicon:
        """
        Return the station's own readings; none where it has no lexicon file.

        Raises:
            InputError: The file has problems.
        """
        path = self._folder.lexicon
        return lexicon_file.load(path, self._folder.shown(path)) if path.exists() else Lexicon()

    def news(self, *, fresh: bool = False) -> News:
        """
        Read everything, unless no file has changed since it was last read.

        Problems of files are in the result. While the lexicon is broken, the last good one counts; where this run
        has seen none, what was approved airs in the words approved. Nothing new can be approved meanwhile.

        Args:
            fresh: Read even so; the gate trusts no date of a file.

        Raises:
            RecordError: A ledger of approvals is damaged.
        """
        stamp = self._stamp()
        if fresh or self._last is None or self._last[0] != stamp:
            self._last = (stamp, self._read())
        return self._last[1]

    def _read(self) -> News:
        texts = library.load(self._folder.scripts, base=self._folder.root)
        faults: tuple[Problem, ...] = ()
        try:
            self._good = self.lexicon()
        except InputError as error:
            faults = error.problems
        latest = [ledger.latest() for ledger in self._approvals]
        items = (self._phrases.fill(item) for item in texts.items)
        scripts = tuple(self._script(item, latest, doubtful=bool(faults)) for item in items)
        return News(scripts, (*texts.problems, *faults), lexicon=faults, campaigns=self._campaigns)

    def approve(self, script: Script, *, by: str, at: datetime) -> Approval:
        """
        Record that *by* approved exactly this script.

        Raises:
            NotApprovedError: Nobody can approve it yet, or this person may not.
        """
        refusal = script.not_ready or self._rules[-1].refusal(script.text, by)
        if refusal:
            raise NotApprovedError(script.item.id, refusal)
        return self._approvals[-1].approve(script.text, by=by, at=at)

    def withdraw(self, script: Script, *, by: str, reason: str, at: datetime) -> None:
        """
        Record that *by* took the approval of this script back; from then on it does not air.

        Raises:
            NotApprovedError: It has no approval.
        """
        approval = script.standing.approval
        if approval is None or approval.withdrawal is not None:
            raise NotApprovedError(script.item.id, "không có lần duyệt nào để rút")
        self._approvals[-1].withdraw(script.item.id, by=by, reason=reason, at=at)

    def _stamp(self) -> Stamp:
        folders = [self._folder.scripts, *(ledger.folder for ledger in self._approvals)]
        found = []
        for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())):
            with suppress(OSError):  # an editor may be replacing it at this moment
                status = path.stat()
                found.append((path.name, status.st_mtime_ns, status.st_size))
        return tuple(found)

    def _script(self, item: Item, latest: Sequence[dict[str, Approval]], *, doubtful: bool) -> Script:
        lexicon = self._good or Lexicon()
        words = self._word(item, lexicon)
        text = wording.to_approve(item, words, lexicon)
        standings = [
            self._standing(text, approvals.get(item.id), rules)
            for approvals, rules in zip(latest, self._rules, strict=True)
        ]
        best = next((found for found in standings if found.is_good), None)
        known = [found for found in standings if found.approval is not None]
        found = best or (known[0] if known else standings[-1])
        return Script(item, words, text, found, self._options.pauses, doubtful, unread=self._good is None)

    def _standing(self, text: Text, approval: Approval | None, rules: Rules) -> Standing:
        """Return how *text* stands; where no lexicon could ever be read, its words are taken to be those approved."""
        if self._good is None and approval is not None:
            text = replace(text, words=approval.text.words)
        return standing(text, approval, rules)

    def _word(self, item: Item, lexicon: Lexicon) -> Wording:
        """Return the words of *item*; the same text is not read twice."""
        key = (item.bound_text(), tuple(sorted(lexicon.readings.items())))
        if key not in self._wordings:
            self._wordings[key] = wording.word(item, lexicon, self._options)
        return self._wordings[key]
