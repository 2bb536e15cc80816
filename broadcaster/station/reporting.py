"""
A station's report: its ledger, settings and zone put together for ``report``.

In: a station, days. Out: the paper's files, or its figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadcaster.core.errors import NotFoundError
from broadcaster.programme.calendar import Days
from broadcaster.records.asrun import AsRun
from broadcaster.report.compose import compose, royalty_annexes
from broadcaster.report.paper import Paper
from broadcaster.report.summary import Summary, summarise
from broadcaster.report.writers.airings import write_airings
from broadcaster.report.writers.pdf import write_pdf
from broadcaster.report.writers.sheets import write_sheets
from broadcaster.report.writers.word import write_word
from broadcaster.station.wiring import Station


@dataclass(frozen=True)
class Wishes:
    """What somebody wants in a report."""

    royalties: bool = False
    """Whether the list of royalties is an annex of the paper; the spreadsheet always has it."""
    dated: date | None = None
    """Day at the head of the paper; None: left open."""
    pdf: bool = False


def summary_of(station: Station, days: Days, records: Path | None = None) -> Summary:
    """
    Return *days* in figures.

    Args:
        station: Its campaigns say what was asked for.
        days: To tell of.
        records: Folder of other ledgers (a backup, rehearsals, a dry run); None: the station's own.

    Raises:
        NotFoundError: There is no ledger in *records*.
        RecordError: The ledger is damaged: no figure can be trusted.
    """
    if records is not None and not (records / "asrun").is_dir():
        inside = records / "records"
        hint = f"; có ở {inside}, hãy ghi --records {inside}" if (inside / "asrun").is_dir() else ""
        raise NotFoundError(f"Trong {records} không có nhật ký phát sóng (thư mục asrun){hint}.")
    folder = (records or station.folder.records(rehearsal=False)).resolve()
    trial = folder.name == station.folder.records(rehearsal=True).name
    return summarise(AsRun(folder / "asrun").lines(), days, station.settings.schedule.campaigns, trial=trial)


def paper_of(station: Station, summary: Summary, wishes: Wishes) -> Paper:
    """Return the paper that tells *summary*."""
    settings = station.settings
    rates = settings.royalties if wishes.royalties else None
    return compose(summary, settings.report, settings.name, rates=rates, day=wishes.dated)


def files_of(station: Station, summary: Summary, wishes: Wishes) -> Mapping[str, bytes]:
    """Return the files of a report by their endings: Word, spreadsheet, plain table, and PDF if wished."""
    paper = paper_of(station, summary, wishes)
    word = write_word(paper, station.settings.report.font_size)
    annexes = paper.annexes
    if not wishes.royalties:
        annexes += royalty_annexes(summary, station.settings.royalties)
    files = {".docx": word, ".xlsx": write_sheets(paper, annexes), ".csv": write_airings(summary.period)}
    return files | ({".pdf": write_pdf(word)} if wishes.pdf else {})
