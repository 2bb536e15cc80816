"""
A check-up of the machine: what works, what does not, and what to do about it.

In: the station's folder. Out: findings, the worst first thing to mend plain to see. Nothing is played.
"""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from broadcaster.core.clock import Clock, SystemClock
from broadcaster.core.errors import BroadcasterError, InputError, OutputError
from broadcaster.playout.outputs.choice import playback_devices, portaudio_missing
from broadcaster.records.asrun import AsRun
from broadcaster.station.care import nightly
from broadcaster.station.care.machine.finding import Finding, Health
from broadcaster.station.care.machine.mixer import mixer
from broadcaster.station.care.machine.power import power
from broadcaster.station.care.machine.probe import Probe, SystemProbe
from broadcaster.station.care.machine.timekeeping import timekeeping
from broadcaster.station.care.strays import strays
from broadcaster.station.setup import emergency
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.engines import engines
from broadcaster.station.setup.folder import Folder
from broadcaster.station.setup.settings import Settings, jingle_names
from broadcaster.voice.chain import Speaker

ROOM = 2_000_000_000
"""Bytes of free disk under which somebody should make room: a month of programmes is about as much."""


OLD = timedelta(days=3)
"""How old the newest backup may be before somebody should look."""


def examine(folder: Folder, probe: Probe | None = None) -> tuple[Finding, ...]:
    """Return what was found about the program, clock, sound, disk, power and voices; *probe* answers for the system."""
    probe = probe or SystemProbe()
    try:
        settings: Settings | None = settings_file.load(folder)
        first = Finding("Cài đặt", Health.GOOD, folder.shown(folder.schedule))
    except InputError as error:
        settings = None
        found = f"{len(error.problems)} lỗi trong {folder.shown(folder.schedule)}"
        first = Finding("Cài đặt", Health.BAD, found, "chạy “broadcaster check” để xem từng lỗi")
        if not folder.schedule.exists():
            first = Finding("Cài đặt", Health.BAD, folder.absence.what, folder.absence.hint)
    findings = [
        first,
        _python(),
        _disk(folder.root),
        *_sound(needed=settings is None or any(output.card is not None for output in settings.outputs)),
        *mixer(probe),
        *power(probe),
        _formats(),
        _jingles(folder),
        *_orders(folder),
    ]
    if settings is not None:
        clock = SystemClock(settings.zone)
        voices = _voices(folder, settings, clock)
        findings += [*timekeeping(probe, clock), _ledger(folder, clock), _backup(folder, settings, clock)]
        findings += [*_outputs(settings), *voices]
    return tuple(findings)


def _python() -> Finding:
    version = platform.python_version()
    fine = (3, 11) <= sys.version_info[:2] <= (3, 13)
    advice = "" if fine else "dùng Python 3.11, 3.12 hoặc 3.13"
    return Finding("Python", Health.GOOD if fine else Health.NOTE, version, advice)


def _disk(root: Path) -> Finding:
    free = shutil.disk_usage(root).free
    shown = f"còn trống {free / 1e9:.1f} GB".replace(".", ",")
    if free < ROOM:
        return Finding("Ổ đĩa", Health.BAD, shown, "xóa bớt tệp cũ, như các ngày cũ trong audio/programmes")
    return Finding("Ổ đĩa", Health.GOOD, shown)


def _sound(*, needed: bool) -> Iterator[Finding]:
    """Yield what is known of sound devices; *needed*: some output plays to one, as far as the settings tell."""
    try:
        names = [device.name for device in playback_devices()]
    except OutputError as error:
        names = []
        yield Finding("Thư viện âm thanh", Health.NOTE, str(error))
    if names:
        yield Finding("Thiết bị âm thanh", Health.GOOD, ", ".join(names))
    elif not needed:
        yield Finding("Thiết bị âm thanh", Health.NOTE, "không có thiết bị nào; không ngõ ra nào cần đến")
    else:
        advice = "cắm card âm thanh, hoặc chỉ chạy thử (ghi ra tệp trong audio/heard)"
        yield Finding("Thiết bị âm thanh", Health.BAD, "không có thiết bị nào", advice)
    if missing := portaudio_missing():
        yield Finding("PortAudio", Health.NOTE, missing, "Debian/Ubuntu: sudo apt install libportaudio2")


def _voices(folder: Folder, settings: Settings, clock: Clock) -> Iterator[Finding]:
    """Yield one finding for each voice that the settings name, the wanted one first."""
    speakers = engines(folder, settings.voices, clock)
    named = [*settings.voices.chain, *((wish.engine, wish.voice) for wish in settings.voices.wishes)]
    for engine, name in dict.fromkeys(named):
        reason = Speaker(speakers[engine], name).problem()
        found, _, advice = (reason or "").rstrip(".").partition("; ")
        if reason is None:
            how = "đọc qua mạng, khi có mạng" if speakers[engine].online else "đọc ngay trên máy"
            yield Finding(f"Giọng {engine}:{name}", Health.GOOD, how)
        else:
            yield Finding(f"Giọng {engine}:{name}", Health.NOTE, found, advice)


def _formats() -> Finding:
    if shutil.which("ffmpeg"):
        return Finding("Tệp nhạc", Health.GOOD, "mở được mọi định dạng (có ffmpeg)")
    return Finding("Tệp nhạc", Health.GOOD, "mở được WAV, FLAC, OGG, MP3; định dạng khác cần cài ffmpeg")


def _jingles(folder: Folder) -> Finding:
    names = ", ".join(sorted(jingle_names(folder)))
    if names:
        return Finding("Nhạc của đài", Health.GOOD, names)
    return Finding("Nhạc của đài", Health.NOTE, "chưa có tệp nào", "chép tệp nhạc vào audio/jingles")


def _orders(folder: Folder) -> Iterator[Finding]:
    """Yield what becomes of a stop in need: the scripts that give it, and orders that nobody obeys."""
    if not folder.schedule.exists() and not folder.records(rehearsal=False).exists():
        return
    if unfit := emergency.unfit(folder.root):
        found = f"thiếu hoặc trỏ tới chương trình khác: {', '.join(unfit)}"
        yield Finding("Dừng khẩn cấp", Health.BAD, found, "chạy “broadcaster run” một lần: đài tự ghi lại")
    else:
        yield Finding("Dừng khẩn cấp", Health.GOOD, f"{emergency.SHELL}, {emergency.BATCH}")
    for stray in strays(folder):
        yield Finding("Lệnh bằng tay", Health.BAD if stray.stop else Health.NOTE, stray.found, stray.advice)


def _ledger(folder: Folder, clock: Clock) -> Finding:
    try:
        lines = AsRun(folder.records(rehearsal=False) / "asrun").lines()
    except BroadcasterError as error:
        return Finding("Nhật ký", Health.BAD, str(error), "chạy “broadcaster log verify”")
    if lines and lines[-1].at > clock.now():
        found = f"dòng cuối ghi lúc {lines[-1].at:%H:%M %d/%m/%Y}, muộn hơn đồng hồ máy"
        return Finding("Nhật ký", Health.BAD, found, "chỉnh lại đồng hồ máy; trước đó đài không phát gì")
    return Finding("Nhật ký", Health.GOOD, f"{len(lines)} dòng")


def _backup(folder: Folder, settings: Settings, clock: Clock) -> Finding:
    path, target = nightly.latest(folder, settings.backup), nightly.place(folder, settings.backup)
    if settings.backup.keep == 0:
        return Finding("Sao lưu", Health.NOTE, "không tự sao lưu", "đặt mục backup trong schedule.yaml")
    if path is None:
        return Finding("Sao lưu", Health.NOTE, f"chưa có bản nào trong {target}", "đài đang chạy tự làm mỗi đêm")
    age = clock.now().timestamp() - path.stat().st_mtime
    if age > OLD.total_seconds():
        days = round(age / 86400)
        return Finding(
            "Sao lưu", Health.NOTE, f"bản mới nhất đã {days} ngày: {path.name}", "xem lời báo của đài lúc tối"
        )
    if path.stat().st_dev == folder.root.stat().st_dev:
        advice = "đặt backup: folder ở ổ đĩa khác; ổ này hỏng thì mất cả đài lẫn bản sao"
        return Finding("Sao lưu", Health.NOTE, f"{path.name}, cùng ổ đĩa với đài", advice)
    return Finding("Sao lưu", Health.GOOD, path.name)


def _outputs(settings: Settings) -> Iterator[Finding]:
    for output in settings.outputs:
        horns = "nối loa ngoài đường" if output.loudspeakers else "trong phòng máy"
        subject, found = f"Ngõ ra {output.name}", f"{output.url} ({horns})"
        if output.loudspeakers and output.card == "":
            advice = "chọn card theo tên (soundcard:TÊN), kẻo tiếng của hệ điều hành cũng ra loa"
            yield Finding(subject, Health.NOTE, found, advice)
        else:
            yield Finding(subject, Health.GOOD, found)
