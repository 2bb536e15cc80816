"""What all tests share: a small station, patience with slow machines, and in CI a skipped test is a failed one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import settings
from loopback import bring_up

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SCHEDULE = """\
station:
  name: Đài thử
slots:
  - id: sang
    at: 5:30
    longest: 5 phút
    template: ngan
    late: {late}
    grace: 60 giây
  - id: chieu
    at: 17:00
    longest: 5 phút
    template: ngan
templates:
  ngan:
    - jingle: nhac
    - say: loi-xuong
    - headlines: 2
      bed: nen
    - items: tin
      count: 2
      sting: nhac
    - items: thông báo
      repeat: nhac-lai
    - jingle: nhac
voices:
  chain: ["tone:beep"]
outputs:
  - name: thu
    url: "file:{heard}"
    loudspeakers: {loudspeakers}
"""

SCRIPTS = {
    "loi-xuong": ("lời xướng", "Lời xướng", "Đây là đài thử."),
    "nhac-lai": ("lời dẫn", "Nhắc lại", "Xin nhắc lại."),
    "tin-a": ("tin", "Tin thứ nhất", "Trời nắng. Lúa chín vàng."),
    "tin-b": ("tin", "Tin thứ hai", "Trường học khai giảng."),
    "bao-nuoc": ("thông báo", "Thông báo cắt nước", "Ngày mai cắt nước."),
}


class SmallStation:
    """A station with two slots, five scripts, two jingles and the tone voice."""

    def __init__(self, root: Path, *, late: str = "start", loudspeakers: str = "no") -> None:
        self.root = root
        self.heard = root / "heard.flac"
        for name, (kind, title, body) in SCRIPTS.items():
            self.write(name, kind, title, body)
        jingles = root / "audio" / "jingles"
        jingles.mkdir(parents=True)
        for name, seconds, pitch in (("nhac", 0.7, 440), ("nen", 2.0, 220)):
            time = np.arange(round(seconds * 48_000)) / 48_000
            soundfile.write(jingles / f"{name}.flac", 0.25 * np.sin(2 * np.pi * pitch * time), 48_000)
        text = SCHEDULE.format(late=late, heard=self.heard, loudspeakers=loudspeakers)
        (root / "schedule.yaml").write_text(text, "utf-8")

    def write(self, name: str, kind: str, title: str, body: str, more: str = "") -> Path:
        """Write one script."""
        path = self.root / "scripts_content" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title}\nkind: {kind}\n{more}---\n\n{body}\n", "utf-8")
        return path


@pytest.fixture
def small(tmp_path: Path) -> SmallStation:
    """Return a small station in a folder of its own."""
    return SmallStation(tmp_path / "dai")


def pytest_configure(config: pytest.Config) -> None:
    """Let the stand-in servers be reached on a machine cut off from every network."""
    config.addinivalue_line("markers", "alone: listens to a sound card, so nothing may run beside it")
    bring_up()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Set apart what listens to a sound card: a busy machine makes it stutter."""
    for item in items:
        if "card" in getattr(item, "fixturenames", ()):
            item.add_marker("alone")


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> object:
    result = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        for report in skipped:
            reporter.write_line(f"skipped, which fails in CI: {report.nodeid}", red=True)
    return result
