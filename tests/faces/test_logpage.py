"""The log of a day as people read it: at 80 columns, programme by programme, rehearsals one after another."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import docx
import pytest
from rich.cells import cell_len

from broadcaster.faces.cli import screen
from broadcaster.faces.cli.app import main
from broadcaster.faces.cli.journal import EVENTS
from broadcaster.records.asrun import AsRun

if TYPE_CHECKING:
    from tests.conftest import SmallStation

    Capture = pytest.CaptureFixture[str]

AT = datetime(2025, 10, 1, 5, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SLOT = "2025-10-01/0530-sang"
WHY = "mạng của nhà văn hóa thôn bị đứt vì cây đổ vào dây lúc trời mưa to"
ORDER = {"title": "Nhắc lịch", "by": "Người trực", "why": WHY}
URLS = {"loa": "soundcard:", "mang": "icecast://nguon@may-chu.rat-la-dai.example:8000/truyen-thanh.mp3"}


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_WIDE", 80)


class Day:
    """The ledger of a day at a station, or of its rehearsals."""

    def __init__(self, folder: Path) -> None:
        self.asrun = AsRun(folder / "asrun")

    def add(self, event: str, second: float, **facts: Any) -> None:
        usual = {"slot": SLOT, "planned": AT.isoformat()}
        self.asrun.append(event, AT + timedelta(seconds=second), **(usual | facts))

    def air(self, *, heard: float = 300.0, reason: str = "") -> None:
        """Add a programme on two outputs, of which the second one is heard so long."""
        self.add("released", -10, name="Buổi sáng", seconds=300.0, outputs=URLS, voices=["espeak:vi"], contents=[])
        for event, second in (("armed", -5.0), ("started", 0.0), ("ended", 300.0)):
            for number, url in enumerate(URLS.values()):
                own = {"late_ms": 0.1} if event == "started" else {"heard": 300.0} if event == "ended" else {}
                short = event == "ended" and number and heard < 300.0
                more = {"heard": heard, "reason": reason} if short else own
                end = AT + timedelta(seconds=heard if short else second)
                name = "cut" if short else event
                self.add(name, second + number * 0.2, output=url, actual=end.isoformat(), **more)


def shown(capsys: Capture, small: SmallStation, *options: str) -> str:
    assert main(["--station", str(small.root), "log", "--date", "1/10/2025", *options]) == 0
    return capsys.readouterr().out


def test_outputs_that_did_the_same_share_a_row_and_are_told_by_name(capsys: Capture, small: SmallStation) -> None:
    Day(small.root / "records").air()
    out = shown(capsys, small)
    assert [line.rstrip() for line in out.splitlines()] == [
        "Nhật ký phát sóng thứ 4, 01/10/2025",
        "Dòng  Lúc       Việc      Ngõ ra, ghi chú",
        "",
        "05:30 Buổi sáng (0530-sang)",
        "1     05:29:50  cho phát  dài 5:00, giọng espeak:vi",
        "2–3   05:29:55  sẵn sàng  loa, mang",
        "4–5   05:30:00  bắt đầu   loa +0,1 ms, mang +0,1 ms",
        "6–7   05:35:00  kết thúc  loa, mang",
        "",
        "Mọi buổi phát đều theo đúng kế hoạch.",
    ]


def test_no_row_is_wider_than_the_screen_and_columns_stand_below_one_another(
    capsys: Capture, small: SmallStation
) -> None:
    day = Day(small.root / "records")
    day.air(heard=120.0, reason=unicodedata.normalize("NFD", WHY))
    day.add(
        "takeover", 400, slot="2025-10-01/053640-chen-x", what="refused", title="Nhắc lịch", by="Người trực", why=WHY
    )
    day.add("stop", 500, slot="", by="Người trực", reason=WHY)
    out = shown(capsys, small)
    assert max(cell_len(line) for line in out.splitlines()) <= 80
    assert "icecast" not in out
    table = out.partition("Khác kế hoạch")[0]
    rows = [line for line in table.splitlines() if line[:1].isdigit() and line[6:14].count(":") == 2]
    assert [cell_len(line[: line.index(line.split(maxsplit=2)[2])]) for line in rows] == [16] * len(rows)
    assert len(rows) == 7
    assert "lệnh chen không được phát: Nhắc lịch" in out


def test_a_programme_that_goes_on_after_a_takeover_says_so(capsys: Capture, small: SmallStation) -> None:
    day = Day(small.root / "records")
    day.add("released", -10, name="Buổi sáng", seconds=300.0, outputs=URLS, contents=[])
    day.add("started", 0, output="soundcard:", late_ms=0.0, actual=AT.isoformat(), offset=0.0)
    taken = {"slot": "2025-10-01/053100-chen-x", "title": "Sơ tán", "by": "Chủ tịch xã", "why": "lũ", "then": "join"}
    taken |= {"priority": "khẩn cấp", "output": "soundcard:", "planned": (AT + timedelta(seconds=60)).isoformat()}
    day.add("takeover", 60, what="started", **taken)
    day.add("takeover", 100, what="ended", heard=40.0, **taken)
    end = (AT + timedelta(seconds=300)).isoformat()
    day.add("ended", 300, output="soundcard:", actual=end, heard=260.0, covered=40.0)
    out = shown(capsys, small)
    headings = ["05:30 Buổi sáng (0530-sang)", "05:31:00 Chen phát khẩn cấp: Sơ tán (Chủ tịch xã: lũ)"]
    assert [line.strip() for line in out.splitlines() if line.startswith("05:3")] == [
        *headings,
        f"{headings[0]}, tiếp",
    ]
    assert "nhường 40 giây cho chen phát; phát 4 phút 20 giây trong 5 phút" in out


def test_rehearsals_of_one_day_are_shown_one_by_one(capsys: Capture, small: SmallStation) -> None:
    day = Day(small.root / "records" / "rehearsal")
    day.air(heard=0.0, reason="chưa cắm dây")
    day.air()
    out = shown(capsys, small, "--rehearsal")
    first, second = out.partition("── Lần chạy thử 2 trong 2 ──")[::2]
    assert first.startswith("── Lần chạy thử 1 trong 2 ──")
    assert "ngõ ra mang: chưa cắm dây" in first
    assert "Mọi buổi phát đều theo đúng kế hoạch." in second


def test_a_report_of_rehearsals_says_that_it_is_one_and_tells_the_last(capsys: Capture, small: SmallStation) -> None:
    day = Day(small.root / "records" / "rehearsal")
    day.air(heard=0.0, reason="chưa cắm dây")
    day.air()
    path = small.root / "thu.docx"
    days = ("--from", "1/10/2025", "--to", "1/10/2025", "-o", str(path))
    records = ("--records", str(small.root / "records" / "rehearsal"))
    assert main(["--station", str(small.root), "report", *days, *records]) == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "SỐ LIỆU CHẠY THỬ, KHÔNG PHẢI PHÁT THẬT" in text
    assert "Nhật ký ghi 1 buổi phát theo lịch: phát đủ 1 buổi" in text
    assert "Mọi buổi phát đều theo đúng kế hoạch." in text


def test_the_guide_explains_every_event_that_the_log_shows() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text("utf-8")
    table = guide.partition("## 9. Xem nhật ký")[2].partition("## 10.")[0]
    assert [event for event in EVENTS.values() if event not in table] == []
