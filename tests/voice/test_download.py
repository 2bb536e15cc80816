import json
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import filelock
import pytest
from hub import Hub
from hub import running as hub_running

from broadcaster.core import storage
from broadcaster.core.clock import FakeClock
from broadcaster.core.disk import Disk
from broadcaster.core.errors import BusyError, NotFoundError, VoiceError
from broadcaster.voice.catalogue import RELEASES, VAIS1000, RemoteFile, release
from broadcaster.voice.download import Installer
from broadcaster.voice.piper import PiperEngine

pytest.importorskip("requests")

FILES = {
    "vi_VN-thu-low.onnx": bytes(range(256)) * 400,
    "vi_VN-thu-low.onnx.json": json.dumps({"language": {"code": "vi_VN"}}).encode(),
}
MODEL, CONFIG = FILES
WHOLE = len(FILES[MODEL])


@contextmanager
def running(*plan: str, ranges: bool = True, files: dict[str, bytes] | None = None) -> Iterator[Hub]:
    with hub_running(*plan, files=FILES | (files or {}), ranges=ranges) as hub:
        yield hub


@pytest.fixture
def installer(tmp_path) -> Installer:
    return Installer(tmp_path / "giọng", FakeClock(datetime(2025, 10, 1, tzinfo=UTC)))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".install.lock"}


def ranges(hub: Hub) -> list[str]:
    return [wanted for name, wanted in hub.asked if name == MODEL]


def test_a_voice_comes_whole_and_is_found_by_the_engine(installer):
    told: list[tuple[str, int, int]] = []
    with running() as hub:
        installer.install(hub.release(FILES), lambda name, have, total: told.append((name, have, total)))
    assert contents(installer.folder) == FILES
    assert "vi_VN-thu-low" in [voice.name for voice in PiperEngine(installer.folder).voices()]
    model = [have for name, have, total in told if name == MODEL]
    assert model == sorted(model)
    assert told[-1] == (CONFIG, len(FILES[CONFIG]), len(FILES[CONFIG]))


def test_what_is_there_is_verified_and_not_fetched_again(installer):
    with running() as hub:
        installer.install(hub.release(FILES))
        hub.asked.clear()
        installer.install(hub.release(FILES))
        assert hub.asked == []
        (installer.folder / MODEL).write_bytes(b"x" * WHOLE)
        installer.install(hub.release(FILES))
    assert hub.asked == [(MODEL, "")]
    assert contents(installer.folder) == FILES


def test_a_broken_line_is_taken_up_where_it_broke(installer):
    with running("1000", "2000", "503", "ok") as hub:
        installer.install(hub.release(FILES))
    assert ranges(hub) == ["", "bytes=1000-", "bytes=3000-", "bytes=3000-"]
    assert contents(installer.folder) == FILES


def test_the_next_run_goes_on_where_the_last_one_gave_up(installer):
    with running("70000", *["503"] * 5) as hub:
        with pytest.raises(VoiceError, match="503") as caught:
            installer.install(hub.release(FILES))
        assert not caught.value.permanent
        assert MODEL not in contents(installer.folder)
        installer.install(hub.release(FILES))
    assert ranges(hub)[-1] == "bytes=70000-"
    assert contents(installer.folder) == FILES


def test_a_page_of_a_filter_is_told_and_costs_nothing_of_what_has_come(installer):
    with running("70000", *["page"] * 5) as hub:
        with pytest.raises(VoiceError, match="thiết bị lọc mạng") as caught:
            installer.install(hub.release(FILES))
        assert not caught.value.permanent
        installer.install(hub.release(FILES))
    assert ranges(hub)[-1] == "bytes=70000-"
    assert contents(installer.folder) == FILES


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("HTTPS_PROXY", "http://127.0.0.1:1", "proxy"), ("REQUESTS_CA_BUNDLE", "/khong-co.pem", "chứng thực")],
)
def test_a_machine_set_up_wrongly_is_told_what_to_look_at(installer, monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)
    with pytest.raises(VoiceError, match=told) as caught:
        installer.install(VAIS1000)
    assert VAIS1000.files[0].url in str(caught.value)


class LastStep(Disk):
    """A disk whose power fails before a file gets its name."""

    def rename(self, old: Path, new: Path) -> None:
        raise KeyboardInterrupt


def test_a_power_cut_at_the_last_step_costs_no_byte(installer, monkeypatch):
    with running() as hub:
        release = hub.release(FILES)
        with monkeypatch.context() as patch:
            patch.setattr(storage, "disk", LastStep())
            with pytest.raises(KeyboardInterrupt):
                installer.install(release)
        assert list(contents(installer.folder)) == [f".{MODEL}.part"]
        hub.asked.clear()
        installer.install(hub.release(FILES))
    assert ranges(hub) == []
    assert contents(installer.folder) == FILES


def test_a_full_disk_is_told_and_what_fits_is_kept(installer):
    with running() as hub, ProcessPoolExecutor(1, get_context("spawn")) as pool:
        limit = (resource.RLIMIT_FSIZE, (60_000, 60_000))
        pool.submit(resource.setrlimit, *limit).result()
        installing = pool.submit(installer.install, hub.release(FILES))
        with pytest.raises(VoiceError, match="không ghi được"):
            installing.result()
        assert (installer.folder / f".{MODEL}.part").stat().st_size <= 60_000
        hub.asked.clear()
        installer.install(hub.release(FILES))
    assert ranges(hub)[0].startswith("bytes=")
    assert contents(installer.folder) == FILES


def test_a_server_that_cannot_go_on_starts_again(installer):
    with running("1000", "ok", ranges=False) as hub:
        installer.install(hub.release(FILES))
    assert ranges(hub) == ["", "bytes=1000-"]
    assert contents(installer.folder) == FILES


@pytest.mark.parametrize("wrong", [b"y" * WHOLE, b"y" * (WHOLE + 1)])
def test_another_file_than_published_is_thrown_away(installer, wrong):
    with running(files={MODEL: wrong}) as hub, pytest.raises(VoiceError, match=r"khác|không đúng bản gốc"):
        installer.install(hub.release(FILES))
    assert sum(len(data) for data in contents(installer.folder).values()) == 0


def test_where_the_hub_is_out_of_reach_it_says_how_to_bring_the_files(installer):
    with running() as hub:
        release = hub.release(FILES)
    with pytest.raises(VoiceError) as caught:
        installer.install(release)
    message = str(caught.value)
    assert release.files[0].url in message
    assert str(installer.folder) in message
    assert MODEL in message
    for name, data in FILES.items():
        (installer.folder / name).write_bytes(data)
    installer.install(release)


def test_an_open_address_is_not_used(installer):
    outside = RemoteFile(MODEL, "http://example.org/a.onnx", 10, "0" * 64)
    with pytest.raises(VoiceError, match="không an toàn"):
        installer.install(replace(VAIS1000, files=(outside,)))


def test_two_installations_at_once_do_not_meet(installer):
    installer.folder.mkdir()
    with filelock.FileLock(installer.folder / ".install.lock"), pytest.raises(BusyError):
        installer.install(VAIS1000)


def test_a_folder_that_takes_nothing_is_named(tmp_path, installer):
    (tmp_path / "giọng").write_text("a file", encoding="utf-8")
    with pytest.raises(VoiceError, match="giọng") as caught:
        installer.install(VAIS1000)
    assert caught.value.permanent


def test_the_catalogue_is_complete():
    for known in RELEASES:
        assert {file.name for file in known.files} == {f"{known.name}.onnx", f"{known.name}.onnx.json"}
        assert all(file.url.startswith("https://") and file.url.endswith(file.name) for file in known.files)
        assert all(len(file.sha256) == 64 for file in known.files)


@pytest.mark.parametrize("name", ["vais1000", "VAIS1000", "vi_VN-vais1000-medium"])
def test_a_voice_is_found_by_its_short_and_its_full_name(name):
    assert release(name) is VAIS1000


def test_an_unknown_voice_is_answered_with_those_there_are():
    with pytest.raises(NotFoundError, match=r"“vais”.*vais1000"):
        release("vais")
