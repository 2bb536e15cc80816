"""The whole paper. In: a summary, what the station says of its reports, what is owed. Out: a Paper."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from broadcaster.report.annexes import annexes, pay
from broadcaster.report.body import body
from broadcaster.report.options import ReportOptions
from broadcaster.report.paper import Annex, Letter, Paper
from broadcaster.report.royalties import Rate, royalties
from broadcaster.report.summary import Summary
from broadcaster.report.wording import span

DRY = " (SỐ LIỆU CHẠY THỬ, KHÔNG PHẢI PHÁT THẬT)"
"""Stands in the summary of a report whose ledger is a dry run's."""


def compose(
    summary: Summary, options: ReportOptions, station: str, *, rates: tuple[Rate, ...] | None = None, day: date | None
) -> Paper:
    """
    Return the report.

    Args:
        summary: Of the period.
        options: The station's.
        station: Its name, for where no issuing body is named.
        rates: Of royalties; None: the report has no list of them.
        day: On which it is dated; None: left open.
    """
    issuer = options.issuer or station
    letter = Letter(
        superior=options.superior,
        issuer=issuer,
        symbol=options.symbol,
        place=options.place,
        title=f"{options.subject} {span(summary.period.days)}{DRY if summary.period.dry else ''}",
        signature=options.signature,
        recipients=options.recipients,
        day=written(day) if day else "",
    )
    more = () if rates is None else royalty_annexes(summary, rates)
    last = summary.period.last
    made = last.at.astimezone(UTC) if last else datetime.combine(summary.period.days.last, time(), UTC)
    return Paper(letter, body(summary, options, issuer), (*annexes(summary), *more), options.restart, made)


def royalty_annexes(summary: Summary, rates: tuple[Rate, ...]) -> tuple[Annex, ...]:
    """Return the lists of what authors are owed."""
    return pay(royalties(summary.period, summary.items, rates), complete=bool(rates))


def written(day: date) -> str:
    """
    Return a date as the head of a paper has it.

    >>> written(date(2025, 10, 8)), written(date(2026, 2, 11))
    ('ngày 08 tháng 10 năm 2025', 'ngày 11 tháng 02 năm 2026')
    """
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
