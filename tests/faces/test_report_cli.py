"""``report`` and ``coverage`` from the command line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from broadcaster.faces.cli.app import main
from broadcaster.records.asrun import AsRun

if TYPE_CHECKING:
    from tests.conftest import SmallStation

Capture = pytest.CaptureFixture[str]
CAMPAIGN = """
campaigns:
  - id: mua-vu
    name: Mùa vụ
    from: {first}
    to: {last}
    fill:
      sang: ngan
    targets:
      - name: Tin mùa vụ
        kinds: tin
        total: 2
      - name: Gương
        kinds: gương điển hình
        total: 1
"""
TWO_DAYS = ("--from", "1/10/2025", "--to", "2/10/2025")


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def kept(capsys: Capture, small: SmallStation) -> Path:
    """Return the ledgers of a dry run of two days."""
    here = ("--station", small.root)
    run(capsys, *here, "approve", "--all", "--by", "Người duyệt thử", "--rehearsal")
    folder = small.root / "chay-thu"
    code, _, err = run(capsys, *here, "dry-run", *TWO_DAYS, "--keep", folder)
    assert (code, "chỉ được duyệt để chạy thử" in err) == (0, True)
    code, _, err = run(capsys, *here, "dry-run", *TWO_DAYS, "--keep", folder)
    assert (code, "chọn một thư mục mới" in err) == (2, True)
    return folder / "records"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (TWO_DAYS, "thiếu -o"),
        (("--from", "2/10/2025", "--to", "1/10/2025", "-o", "a.docx"), "đứng trước"),
        ((*TWO_DAYS, "-o", "a.txt"), ".docx"),
        (("--from", "2/10/2025", "-o", "a.docx"), "--to"),
        ((*TWO_DAYS, "-o", "a.docx", "--records", "không-có"), "--records"),
    ],
)
def test_wrong_use_is_explained(capsys: Capture, small: SmallStation, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = run(capsys, "--station", small.root, "report", *arguments)
    assert (code, says in err) == (2, True)


def test_a_report_is_three_files_of_one_name(capsys: Capture, small: SmallStation, kept: Path) -> None:
    here, path = ("--station", small.root), small.root / "bao-cao" / "ky-1.xlsx"
    code, out, _ = run(capsys, *here, "report", *TWO_DAYS, "--records", kept, "-o", path)
    assert code == 0
    assert [Path(line.removeprefix("Đã ghi ")).name for line in out.splitlines()] == [
        "ky-1.docx",
        "ky-1.xlsx",
        "ky-1.csv",
    ]
    assert sorted(each.name for each in path.parent.iterdir()) == ["ky-1.csv", "ky-1.docx", "ky-1.xlsx"]


def test_figures_as_json_name_their_lines(capsys: Capture, small: SmallStation, kept: Path) -> None:
    code, out, _ = run(capsys, "--station", small.root, "report", *TWO_DAYS, "--records", kept, "--json")
    figures = {each["name"]: each for each in json.loads(out)["figures"]}
    assert code == 0
    assert figures["Buổi phát theo lịch"]["value"] == 4
    assert figures["Buổi phát theo lịch"]["lines"] == list(range(1, 17))
    assert figures["Thể loại tin: lượt phát"]["text"] == "8 lượt"


def test_a_station_that_never_aired_reports_nothing(capsys: Capture, small: SmallStation, kept: Path) -> None:
    path = small.root / "bao-cao.docx"
    code, _, err = run(capsys, "--station", small.root, "report", *TWO_DAYS, "-o", path)
    assert (code, "không có buổi phát nào" in err) == (1, True), "the dry run's ledger is not the station's"
    code, _, err = run(capsys, "--station", small.root, "report", *TWO_DAYS, "-o", path, "--records", small.root)
    assert (code, "không có nhật ký phát sóng" in err) == (1, True)


def test_a_ledger_changed_by_hand_gives_no_report(capsys: Capture, small: SmallStation, kept: Path) -> None:
    (ledger,) = (kept / "asrun").glob("*.jsonl")
    ledger.write_text(ledger.read_text("utf-8").replace('"kind":"tin"', '"kind":"luật"', 1), "utf-8")
    path = small.root / "bao-cao.docx"
    code, _, err = run(capsys, "--station", small.root, "report", *TWO_DAYS, "-o", path, "--records", kept)
    assert (code, "bị sửa" in err, path.exists()) == (1, True, False)


def add_campaign(small: SmallStation, first: str, last: str) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8") + CAMPAIGN.format(first=first, last=last), "utf-8")


def test_coverage_names_what_is_bare_and_what_is_still_possible(capsys: Capture, small: SmallStation) -> None:
    add_campaign(small, "1/1/2090", "2/1/2090")
    here = ("--station", small.root)
    run(capsys, *here, "approve", "--all", "--by", "Người duyệt thử")
    code, out, _ = run(capsys, *here, "coverage", "--json")
    (campaign,) = json.loads(out)["campaigns"]
    news, model = campaign["targets"]
    assert code == 1
    assert campaign["slots_left"] == 4
    assert (news["state"], news["aired"], news["wanted"], news["possible"]) == ("on_time", 0, 2, 2)
    assert (model["state"], model["candidates"], model["bare"]) == ("lost", 0, True)
    code, out, _ = run(capsys, *here, "coverage", "--campaign", "mua-vu")
    assert "Chưa phát lần nào: Tin mùa vụ; Gương." in out
    assert "viết hoặc duyệt thêm bài" in out


def test_coverage_of_no_campaign_says_how_to_have_one(capsys: Capture, small: SmallStation) -> None:
    code, out, _ = run(capsys, "--station", small.root, "coverage")
    assert (code, "schedule.yaml" in out) == (0, True)
    code, _, err = run(capsys, "--station", small.root, "coverage", "--campaign", "x")
    assert (code, "Không có đợt tuyên truyền nào tên “x”" in err) == (1, True)


def test_the_log_of_a_day_says_what_went_otherwise_than_planned(capsys: Capture, small: SmallStation) -> None:
    asrun = AsRun(small.root / "records" / "asrun")
    at = datetime(2025, 10, 1, 5, 40, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    slot = {"slot": "2025-10-01/0530-sang", "planned": "2025-10-01T05:30:00+07:00", "name": "Buổi sáng"}
    asrun.append("missed", at, **slot, reason="mất điện")
    asrun.append("test", at, slot="nhac.wav")
    _, out, _ = run(capsys, "--station", small.root, "log", "--date", "1/10/2025")
    told = [line.strip() for line in out.partition("Khác kế hoạch")[2].splitlines()]
    assert told[2:] == ["1     05:30  khung giờ không phát: Buổi sáng", "→ mất điện"]
