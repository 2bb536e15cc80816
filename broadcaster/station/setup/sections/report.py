"""``report``: what a report is signed and headed with."""

from __future__ import annotations

from broadcaster.core import values
from broadcaster.core.section import Section
from broadcaster.report.options import ReportOptions


def read_report(section: Section | None) -> ReportOptions:
    """Return what the station says about its reports."""
    default = ReportOptions()
    if section is None:
        return default
    options = ReportOptions(
        superior=section.value("superior", values.text, default.superior),
        issuer=section.value("issuer", values.text, default.issuer),
        symbol=section.value("symbol", values.text, default.symbol),
        place=section.value("place", values.text, default.place),
        basis=section.value("basis", values.text, default.basis),
        subject=section.value("subject", values.text, default.subject),
        signature=section.values("signature", values.text),
        recipients=section.values("recipients", values.text) or default.recipients,
        restart=section.value("annex_pages", values.one_of({"riêng": True, "tiếp": False}), True),
        font_size=section.value("font_size", values.whole(13, 14), default.font_size),
    )
    section.close()
    return options
