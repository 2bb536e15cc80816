"""The report of the twelve-day dry run: every figure in it counted again from the ledger's own JSON, by other code."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import defaultdict
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from broadcaster.station.air.onair import dry_run
from broadcaster.station.wiring import open_station

ROOT = Path(__file__).parents[2]
FIRST, LAST = date(2025, 9, 24), date(2025, 10, 5)
FIXED = {"lời chào", "lời xướng", "lời dẫn", "lời kết"}


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample station, approved for rehearsal, with the ledger of a dry run of the campaign in ``kept``."""
    root = tmp_path_factory.mktemp("dai")
    shutil.copy(ROOT / "schedule.yaml", root)
    shutil.copytree(ROOT / "scripts_content", root / "scripts_content")
    shutil.copytree(ROOT / "audio" / "jingles", root / "audio" / "jingles")
    trial = open_station(root, rehearsal=True)
    for script in trial.newsroom.news().scripts:
        if not script.not_ready:
            at = datetime(2025, 9, 20, tzinfo=trial.settings.zone)
            trial.newsroom.approve(script, by="Người duyệt thử", at=at)
    for _ in dry_run(root, FIRST, LAST, print, keep=root / "kept"):
        pass
    return root


@pytest.fixture(scope="module")
def ledger(station: Path) -> list[dict[str, Any]]:
    files = sorted((station / "kept" / "records" / "asrun").glob("*.jsonl"))
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]


def report(station: Path, name: str, **environment: str) -> Path:
    command = [sys.executable, "-m", "broadcaster", "--station", str(station), "report", "--royalties"]
    command += ["--from", "24/9/2025", "--to", "5/10/2025", "--records", str(station / "kept" / "records")]
    done = subprocess.run([*command, "-o", str(station / name)], cwd=ROOT, env=os.environ | environment, check=False)
    assert done.returncode == 0
    return station / name


@pytest.fixture(scope="module")
def word(station: Path) -> Path:
    return report(station, "bao-cao.docx", TZ="UTC", PYTHONHASHSEED="1")


@pytest.fixture(scope="module")
def paper(word: Path) -> Any:
    return docx.Document(str(word))


# ── counting again ──


def minutes(seconds: float) -> str:
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"


def spelt(seconds: float) -> str:
    whole, rest = divmod(round(seconds), 60)
    return " ".join([f"{whole} phút"] * (whole > 0) + [f"{rest} giây"] * (rest > 0))


def vietnamese(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}/{month if int(month) < 3 else int(month)}/{year}"


def expand(told: str) -> list[int]:
    """Return the numbers behind “1–4, 9”."""
    found: list[int] = []
    for part in filter(None, told.split(", ")):
        first, _, last = part.partition("–")
        found += range(int(first), int(last or first) + 1)
    return found


@pytest.fixture(scope="module")
def counted(ledger: list[dict[str, Any]]) -> dict[str, Any]:
    """What the ledger says, added up the plain way: in a dry run every programme is heard to its end."""
    slots: dict[str, dict[str, Any]] = {}
    for line in ledger:
        facts = line["facts"]
        slot = slots.setdefault(facts["slot"], {"lines": []})
        slot["lines"].append(line["seq"])
        slot["hash"] = line["hash"]
        slot[line["event"]] = line
    items: dict[str, dict[str, Any]] = {}
    for slot in slots.values():
        assert slot["ended"]["facts"]["heard"] == slot["released"]["facts"]["seconds"]
        for each in slot["released"]["facts"]["contents"]:
            if each["kind"] in FIXED:
                continue
            about = items.setdefault(each["item"], {**each, "airings": 0, "seconds": 0.0, "lines": []})
            about["airings"] += any(role != "điểm tin" for role, _, _ in each["parts"])
            about["seconds"] += sum(length for _, _, length in each["parts"])
            about["lines"] += slot["lines"]
    kinds: dict[str, dict[str, Any]] = defaultdict(lambda: {"items": 0, "airings": 0, "seconds": 0.0, "lines": set()})
    for about in items.values():
        kind = kinds[about["kind"]]
        kind["items"] += 1
        kind["airings"] += about["airings"]
        kind["seconds"] += about["seconds"]
        kind["lines"] |= set(about["lines"])
    total = sum(slot["released"]["facts"]["seconds"] for slot in slots.values())
    return {"slots": slots, "items": items, "kinds": kinds, "total": total}


# ── reading the paper ──


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def table(paper: Any, *heading: str) -> list[list[str]]:
    """Return the rows of the tables whose head begins so, without the column that counts them."""
    wanted = ["STT", *heading]
    found = [rows(each) for each in paper.tables if rows(each)[0][: len(wanted)] == wanted]
    assert found, heading
    for each in found:
        numbers = [row[0] for row in each[1:] if row[0]]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return [row[1:] for each in found for row in each[1:]]


def text(paper: Any) -> str:
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


# ── the body ──


def test_the_sentences_hold_the_counted_figures(paper: Any, counted: dict[str, Any]) -> None:
    count, heard = len(counted["slots"]), spelt(counted["total"])
    told = text(paper)
    assert count == 36
    assert f"Nhật ký ghi {count} buổi phát theo lịch: phát đủ {count} buổi," in told
    assert "phát không trọn 0 buổi, không phát 0 buổi." in told
    assert f"Tổng thời lượng đã phát là {heard}." in told
    assert f"tự sản xuất {count} chương trình, thời lượng {heard}; không có chương trình tiếp âm" in told
    assert f"Đã phát {counted['kinds']['gương điển hình']['items']} bài thuộc thể loại gương điển hình" in told
    assert "Trong kỳ không có lần chen phát nào." in told
    assert "SỐ LIỆU CHẠY THỬ" in told
    assert "./." in told


def test_no_other_figure_stands_in_the_sentences(paper: Any, counted: dict[str, Any], ledger: list[Any]) -> None:
    """Whatever number stands in the body outside dates, papers, headings and names is one that was counted."""
    body = text(paper).partition("I. KẾT QUẢ THỰC HIỆN")[2].partition("Phụ lục I\n")[0]
    body = re.sub(r"\d{2}/\d{1,2}/\d{4}|mã [0-9a-f]{12}|“[^”]*”|Phụ lục [IVX]+|^\d\. ", "", body, flags=re.MULTILINE)
    whole, rest = divmod(round(counted["total"]), 60)
    models = counted["kinds"]["gương điển hình"]["items"]
    assert {int(number) for number in re.findall(r"\d+", body)} == {36, 0, whole, rest, models, ledger[-1]["seq"]}
    assert ledger[-1]["hash"][:12] in text(paper)


def test_kinds(paper: Any, counted: dict[str, Any]) -> None:
    found = table(paper, "Thể loại", "Số bài")
    kinds = counted["kinds"]
    expected = {
        kind: [str(each["items"]), str(each["airings"]), minutes(each["seconds"])] for kind, each in kinds.items()
    }
    assert {row[0]: row[1:] for row in found[:-2]} == expected
    spoken = sum(each["seconds"] for each in kinds.values())
    assert found[-2] == ["nhạc và lời dẫn", "", "", minutes(counted["total"] - spoken)]
    sums = [str(sum(each[key] for each in kinds.values())) for key in ("items", "airings")]
    assert found[-1] == ["Cộng", *sums, minutes(counted["total"])]


def test_role_models_theme_and_slogan(paper: Any, counted: dict[str, Any]) -> None:
    named = {"gương điển hình", "khẩu hiệu", "chủ đề"}
    expected = [
        [each["title"], each["kind"], str(each["airings"]), minutes(each["seconds"])]
        for each in counted["items"].values()
        if each["kind"] in named
    ]
    assert sorted(table(paper, "Tên bài", "Thể loại", "Lượt phát")) == sorted(expected)


def test_the_targets_of_the_campaign(paper: Any, station: Path, counted: dict[str, Any]) -> None:
    (campaign,) = open_station(station).settings.schedule.campaigns
    found = {row[0]: row[1:] for row in table(paper, "Nội dung", "Theo")}
    assert list(found) == [target.name for target in campaign.targets]
    for target in campaign.targets:
        kinds = {kind.value for kind in target.kinds}
        airings = sum(
            each["airings"]
            for each in counted["items"].values()
            if (not kinds or each["kind"] in kinds) and (not target.tags or target.tags & set(each["tags"]))
        )
        demand, _, aired, verdict = found[target.name]
        assert (demand, aired, verdict) == (target.demand, str(airings), "đạt"), target.name


def test_the_chart_shows_the_seconds_of_each_kind(word: Path, counted: dict[str, Any]) -> None:
    chart = parse_xml(zipfile.ZipFile(word).read("word/charts/chart1.xml"))
    space = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    labels = [each.text for each in chart.findall(f".//{space}cat//{space}v")]
    values = [float(each.text or "") * 86_400 for each in chart.findall(f".//{space}val//{space}v")]
    assert dict(zip(labels, values, strict=True)) == pytest.approx(
        {kind: each["seconds"] for kind, each in counted["kinds"].items()}, abs=0.001
    )


# ── the annexes ──


def test_every_slot_with_its_lines_and_the_hash_of_the_last(paper: Any, counted: dict[str, Any]) -> None:
    found = table(paper, "Ngày", "Giờ", "Chương trình")
    assert found[-1] == ["Cộng", "", "36 buổi", "", "", minutes(counted["total"]), "", ""]
    expected = []
    for name, slot in counted["slots"].items():
        day, hour = name.split("/")
        began, released = slot["started"]["at"][11:19], slot["released"]["facts"]
        about = [vietnamese(day), f"{hour[:2]}:{hour[2:4]}", released["name"], "phát đủ", began]
        expected.append([*about, minutes(released["seconds"]), slot["lines"], slot["hash"][:8]])
    assert [[*row[:6], expand(row[6]), row[7]] for row in found[:-1]] == expected


def test_every_item_with_its_lines(paper: Any, counted: dict[str, Any]) -> None:
    found = {row[0]: [*row[1:5], expand(row[5])] for row in table(paper, "Tên bài", "Thể loại", "Tác giả")}
    assert found == {
        each["title"]: [each["kind"], each["author"], str(each["airings"]), minutes(each["seconds"]), each["lines"]]
        for each in counted["items"].values()
    }


def test_every_figure_refers_to_the_lines_that_give_it(paper: Any, counted: dict[str, Any]) -> None:
    found = {row[0]: (row[1], expand(row[2])) for row in table(paper, "Số liệu", "Giá trị")}
    everything = sorted(seq for slot in counted["slots"].values() for seq in slot["lines"])
    assert found["Buổi phát theo lịch"] == ("36 buổi", everything)
    assert found["Buổi phát đủ"] == ("36 buổi", everything)
    assert found["Buổi không phát"] == ("0 buổi", [])
    assert found["Tổng thời lượng đã phát"] == (spelt(counted["total"]), everything)
    for kind, each in counted["kinds"].items():
        lines = sorted(each["lines"])
        assert found[f"Thể loại {kind}: số bài"] == (f"{each['items']} bài", lines)
        assert found[f"Thể loại {kind}: lượt phát"] == (f"{each['airings']} lượt", lines)
        assert found[f"Thể loại {kind}: thời lượng"] == (spelt(each["seconds"]), lines)
    for each in counted["items"].values():
        if each["kind"] in ("gương điển hình", "khẩu hiệu", "chủ đề"):
            name = f"{each['kind'].capitalize()} “{each['title']}”"
            assert found[f"{name}: lượt phát"] == (f"{each['airings']} lượt", each["lines"])
            assert found[f"{name}: thời lượng"] == (spelt(each["seconds"]), each["lines"])
    targets = table(paper, "Nội dung", "Theo")
    for name, _, _, aired, _ in targets:
        assert found[f"Nội dung “{name}”: lượt phát"][0] == f"{aired} lượt"
    spoken = sum(each["seconds"] for each in counted["kinds"].values())
    assert found["Thời lượng nhạc và lời dẫn"] == (spelt(counted["total"] - spoken), everything)
    assert len(found) == 7 + 3 * len(counted["kinds"]) + 1 + 2 * 4 + len(targets) + 5 + 4 + 1


def test_royalties_are_the_rates_times_what_was_heard(paper: Any, counted: dict[str, Any]) -> None:
    found = table(paper, "Tác giả", "Tên bài")
    rates = {"tin": (30_000, 0), "thông báo": (30_000, 0)}
    rates |= dict.fromkeys(("gương điển hình", "nghị quyết–luật", "tuyên truyền"), (50_000, 10_000))
    total = 0
    for author, title, kind, length, airings, amount, note in found[:-1]:
        each = next(each for each in counted["items"].values() if each["title"] == title)
        body = next(seconds for role, _, seconds in each["parts"] if role != "điểm tin")
        once, per_minute = rates.get(kind, (0, 0))
        owed = once + round(body * per_minute / 60)
        total += owed
        assert (author, length, airings) == ("(chưa ghi tác giả)", minutes(body), str(each["airings"]))
        assert amount == f"{owed:,}".replace(",", ".")
        assert note == ("" if kind in rates else "chưa có đơn giá")
    assert len(found) == len(counted["items"]) + 1
    money = f"{total:,}".replace(",", ".")
    assert found[-1][5] == money
    airings = sum(each["airings"] for each in counted["items"].values())
    by_author = table(paper, "Tác giả", "Số bài")
    assert [(row[0], row[1], row[2], row[4]) for row in by_author] == [
        (name, str(len(counted["items"])), str(airings), money) for name in ("(chưa ghi tác giả)", "Cộng")
    ]


# ── the other files ──


def test_the_plain_table_has_every_item_of_every_slot(word: Path, counted: dict[str, Any]) -> None:
    told = list(csv.DictReader(word.with_suffix(".csv").read_text("utf-8-sig").splitlines()))
    expected = [
        (name, each["item"], f"{sum(length for _, _, length in each['parts']):.3f}", slot["hash"])
        for name, slot in counted["slots"].items()
        for each in slot["released"]["facts"]["contents"]
    ]
    assert [(row["slot"], row["item"], row["item_seconds"], row["last_hash"]) for row in told] == expected
    assert {row["outcome"] for row in told} == {"aired"}


def test_the_spreadsheet_holds_numbers_that_add_up(word: Path, counted: dict[str, Any]) -> None:
    cells = sheet(word.with_suffix(".xlsx"), 1)
    assert [cells[f"C{row}"] for row in (1, 2, 37)] == ["Chương trình", "Chương trình sáng", "Chương trình chiều"]
    lengths = [float(cells[f"F{row}"]) * 86_400 for row in range(2, 38)]
    expected = [slot["released"]["facts"]["seconds"] for slot in counted["slots"].values()]
    assert lengths == pytest.approx(expected, abs=0.001)
    assert float(cells["F38"]) * 86_400 == pytest.approx(counted["total"], abs=0.001)


def sheet(path: Path, number: int) -> dict[str, str]:
    """Return the cells of a sheet by their names, read with no library but XML's."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    package = zipfile.ZipFile(path)
    strings = [
        "".join(part.text or "" for part in entry.iter(f"{space}t"))
        for entry in parse_xml(package.read("xl/sharedStrings.xml"))
    ]
    cells = {}
    for cell in parse_xml(package.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{space}c"):
        value = cell.findtext(f"{space}v")
        if value is not None:
            cells[cell.attrib["r"]] = strings[int(value)] if cell.get("t") == "s" else value
    return cells


def test_the_same_ledger_gives_the_same_bytes(station: Path, word: Path) -> None:
    again = report(station, "lai.docx", TZ="America/Lima", PYTHONHASHSEED="2")
    for ending in (".docx", ".xlsx", ".csv"):
        assert again.with_suffix(ending).read_bytes() == word.with_suffix(ending).read_bytes()
    for ending in (".docx", ".xlsx"):
        entries = zipfile.ZipFile(BytesIO(word.with_suffix(ending).read_bytes())).infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
