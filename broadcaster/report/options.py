"""What a station says about its reports: section ``report`` of the settings. A station has to confirm all of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportOptions:
    """The parts of an official paper that differ from station to station."""

    superior: str = ""
    """Body above the one that issues; empty: none is named."""
    issuer: str = ""
    """Body that issues; empty: the station's own name."""
    symbol: str = "BC"
    """What stands after the number: ``Số:      /BC-…``."""
    place: str = ""
    """Where it is issued; empty: left open."""
    basis: str = ""
    """The paper that is carried out: “Thực hiện Kế hoạch số …”; empty: none is named."""
    subject: str = "Kết quả tuyên truyền trên hệ thống truyền thanh"
    """Beginning of the summary; the days are added."""
    signature: tuple[str, ...] = ()
    """Lines above the signer's name: “KT. GIÁM ĐỐC”, “PHÓ GIÁM ĐỐC”."""
    recipients: tuple[str, ...] = ("Lưu: VT.",)
    """Lines under “Nơi nhận:”, without their dashes."""
    font_size: int = 14
    """Of the body, points: 13 or 14."""
    restart: bool = True
    """Whether each annex counts its own pages from 1."""
