"""The command line, as people and programs use it."""

from __future__ import annotations

import json
import re
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import soundfile
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcaster.faces.cli.app import _COMMANDS, cli, main

if TYPE_CHECKING:
    from tests.conftest import SmallStation

Capture = pytest.CaptureFixture[str]
VIETNAMESE = re.compile(r"[ạảãàáâậầấẩẫăắằặẳẵđọỏõòóôộổỗồốơợởỡờớụủũùúưựửữừứịỉĩìíẹẻẽèéêệểễềếỵỷỹỳý]", re.IGNORECASE)


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_a_vietnamese_help_page(capsys: Capture, name: str) -> None:
    code, out, _ = run(capsys, name, "--help")
    assert code == 0
    assert out.startswith("Cách dùng: broadcaster")
    assert VIETNAMESE.search(out)
    assert not re.search(r"\b(Usage|Options|Commands|Show this|ARGS|required)\b", out)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("pln",), "plan"),
        (("plan", "--dat", "x"), "--date"),
        (("plan", "--date", "31/2/2025"), "không có ngày"),
        (("plan", "thừa"), "thừa tham số"),
        (("approve", "--all"), "--by"),
        (("approve", "--by", "A"), "--all"),
        (("approve", "--by", " ", "--all"), "tên người duyệt"),
        (("play",), "--test"),
        (("play", "--test", "không-có.wav"), "không có tệp"),
        (("say", "xin chào"), "--output"),
        (("say", "xin chào", "-o", "a.txt"), ".wav"),
        (("dry-run", "--from", "2/10/2025", "--to", "1/10/2025"), "sau ngày đầu"),
        (("run", "--at", "5:30"), "--rehearse"),
        (("run", "--rehearse", "2025-10-01", "--at", "1020"), "không phải là giờ"),
    ],
)
def test_wrong_use_is_explained_in_vietnamese(
    capsys: Capture, small: SmallStation, arguments: tuple[str, ...], says: str
) -> None:
    code, _, err = run(capsys, "--station", small.root, *arguments)
    assert code == 2
    assert says in err
    assert VIETNAMESE.search(err)


def test_a_day_from_check_to_log(capsys: Capture, small: SmallStation) -> None:
    here = ("--station", small.root)
    assert run(capsys, *here, "check")[0] == 0
    code, out, _ = run(capsys, *here, "approve", "--all", "--by", "Người duyệt thử")
    assert (code, "duyệt 5 bài" in out) == (0, True)
    code, out, _ = run(capsys, *here, "approvals", "--json")
    assert code == 0
    assert {row["state"] for row in json.loads(out)["items"]} == {"approved"}
    code, out, _ = run(capsys, *here, "plan", "--date", "2025-10-01", "--json")
    slots = json.loads(out)["slots"]
    assert [slot["slot"] for slot in slots] == ["2025-10-01/0530-sang", "2025-10-01/1700-chieu"]
    assert slots[0]["seconds"] is None
    code, out, _ = run(capsys, *here, "render", "--date", "2025-10-01", "--slot", "sang")
    assert (code, "LUFS" in out) == (0, True)
    code, out, _ = run(capsys, *here, "render", "--date", "2025-10-01", "--slot", "sang")
    assert "đã có sẵn" in out
    code, out, _ = run(capsys, *here, "plan", "--date", "1/10/2025")
    assert "│ 05:30 " in out
    assert "tone:beep" in out
    assert run(capsys, *here, "approvals", "verify")[0] == 0
    assert run(capsys, *here, "log", "verify")[0] == 0
    assert "chưa có dòng nào" in run(capsys, *here, "log", "--date", "2025-10-01")[1]


def test_approvals_tell_what_changed(capsys: Capture, small: SmallStation) -> None:
    here = ("--station", small.root)
    run(capsys, *here, "approve", "tin-a", "--by", "Người duyệt thử")
    small.write("tin-a", "tin", "Tin thứ nhất", "Khác rồi.")
    code, out, _ = run(capsys, *here, "approvals", "--json")
    states = {row["item"]: row["state"] for row in json.loads(out)["items"]}
    assert code == 1
    assert (states["tin-a"], states["tin-b"]) == ("changed", "missing")


def test_a_guess_of_the_reading_blocks_approval(capsys: Capture, small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Ông XQZW phát biểu.")
    code, out, _ = run(capsys, "--station", small.root, "approve", "tin-a", "--by", "Người duyệt thử")
    assert code == 1
    assert "XQZW" in out
    small.write("tin-a", "tin", "Tin thứ nhất", "Ông XQZW phát biểu.", "reading: {XQZW: ích quy}\n")
    assert run(capsys, "--station", small.root, "approve", "tin-a", "--by", "Người duyệt thử")[0] == 0


def test_an_unknown_item_names_the_nearest(capsys: Capture, small: SmallStation) -> None:
    code, _, err = run(capsys, "--station", small.root, "approve", "tin-aa", "--by", "Người duyệt thử")
    assert code == 1
    assert "tin-a" in err


def test_read_shows_spans_and_one_line_a_line(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    page = tmp_path / "ke-hoach.txt"
    page.write_text("Họp ngày 24/9/2025.\nGọi 113.", "utf-8")
    code, out, _ = run(capsys, "--station", small.root, "read", "--lines", page)
    assert code == 0
    assert out.splitlines()[1] == "gọi một một ba"
    code, out, _ = run(capsys, "--station", small.root, "read", "--json", page)
    reading = json.loads(out)
    assert "".join(span["written"] for span in reading["spans"]) == reading["text"]
    assert not re.search(r"\d", reading["spoken"])


def test_read_shows_a_script_as_it_will_be_heard(capsys: Capture, small: SmallStation) -> None:
    path = small.write("tin-a", "tin", "Họp XQZW", "Họp lúc 7h30.", "reading: {XQZW: ích quy}\ntags: [hop]\n")
    code, out, err = run(capsys, "--station", small.root, "read", path)
    assert (code, err) == (0, "Dài khoảng 0:06 khi đọc.\n")
    assert out.splitlines() == ["họp ích quy.", "họp lúc bảy giờ ba mươi."]


def test_facts_are_flagged_in_scripts_and_in_any_document(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    path = small.root / "schedule.yaml"
    path.write_text(
        path.read_text("utf-8") + "facts:\n  names: [Ngọc Thiện]\n  terms: {băng rôn: [băng dôn]}\n", "utf-8"
    )
    small.write("tin-a", "tin", "Tin thứ nhất", "Xã Ngọc Thiên treo băng dôn.\n\nBăng dôn nói về ngày ngày hội.")
    code, out, _ = run(capsys, "--station", small.root, "check", "--facts", "--json")
    found = [(problem["line"], problem["what"]) for problem in json.loads(out)]
    assert code == 0
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    for line, word in ((6, "Ngọc Thiên"), (6, "băng dôn"), (8, "ngày ngày")):
        assert any(at == line and word in what for at, what in found), (line, word, found)
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text("Xã Ngọc Thiên.\n", "utf-8")
    code, out, _ = run(capsys, "--station", small.root, "check", "--facts", plan)
    assert (code, "Ngọc Thiên" in out) == (0, True)


def test_a_long_item_is_told_in_minutes(capsys: Capture, small: SmallStation) -> None:
    small.write("tin-a", "tin", "Tin thứ nhất", "Bà con đi họp đúng giờ. " * 80)
    _, out, _ = run(capsys, "--station", small.root, "check", "--facts")
    assert "phút khi đọc" in out


def test_say_writes_a_sound(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    path = tmp_path / "thu.wav"
    code, out, _ = run(capsys, "--station", small.root, "say", "Kính chào bà con", "-o", path)
    assert (code, "tone:beep" in out) == (0, True)
    assert soundfile.info(path).duration > 0.5


def test_voices_and_doctor(capsys: Capture, small: SmallStation) -> None:
    code, out, _ = run(capsys, "voices", "--json")
    assert code == 0
    assert {"espeak", "tone"} <= {voice["engine"] for voice in json.loads(out)}
    _, out, _ = run(capsys, "--station", small.root, "doctor", "--json")
    subjects = {finding["subject"] for finding in json.loads(out)}
    assert {"Cài đặt", "Ổ đĩa", "Đồng hồ", "Nhật ký", "Ngõ ra thu"} <= subjects


def test_init_makes_a_station_that_checks_clean(capsys: Capture, tmp_path: Path) -> None:
    folder = tmp_path / "moi"
    options = ("--name", 'Đài "Thử": xã', "--hours", "5:30, 17h30", "--output", "soundcard:", "--loudspeakers")
    assert run(capsys, "init", folder, *options)[0] == 0
    code, out, _ = run(capsys, "--station", folder, "plan", "--date", "2025-10-01", "--json")
    assert (code, len(json.loads(out)["slots"])) == (0, 2)
    assert run(capsys, "--station", folder, "check")[0] == 0
    code, _, err = run(capsys, "init", folder, *options)
    assert (code, "đã có một đài" in err) == (1, True)


def init(folder: Path, answers: str) -> Result:
    return CliRunner().invoke(cli, ["init", str(folder)], input=answers)


def test_init_asks_again_at_once_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "Đài mới"
    answers = "\n".join(
        (" ", "Đài Thử", "25:00", "5:30, 5:40", "23:00", "5:30, 5:30", "", "loa xã", "icecast://a@b/c", "", "ừ", "K")
    )
    result = init(folder, answers + "\n")
    assert result.exit_code == 0, result.output
    told = [line for line in result.output.splitlines() if "Chưa dùng được" in line]
    reasons = ("tên", "25:00", "chồng lên nhau", "giờ yên tĩnh", "hai lần", "loa xã", "mật khẩu", "ừ")
    assert len(told) == len(reasons)
    assert all(reason in line for reason, line in zip(reasons, told, strict=True)), told
    text = (folder / "schedule.yaml").read_text("utf-8")
    assert "at: 05:30" in text
    assert "at: 17:00" in text
    assert "loudspeakers: no" in text


def test_init_calls_slots_by_their_part_of_the_day(capsys: Capture, tmp_path: Path) -> None:
    options = ("--name", "Đài Thử", "--hours", "17:00, 5:30, 6:30", "--output", "file:a.flac")
    assert run(capsys, "init", tmp_path / "dai", *options)[0] == 0
    _, out, _ = run(capsys, "--station", tmp_path / "dai", "plan", "--date", "2025-10-01", "--json")
    slots = [(slot["slot"].partition("/")[2], slot["name"]) for slot in json.loads(out)["slots"]]
    assert slots == [
        ("0530-sang-0530", "Chương trình sáng 05:30"),
        ("0630-sang-0630", "Chương trình sáng 06:30"),
        ("1700-chieu", "Chương trình chiều"),
    ]


def test_init_takes_yes_as_people_type_it(tmp_path: Path) -> None:
    assert init(tmp_path / "dai", "Đài Thử\n5:30\nsoundcard:\nCó\n").exit_code == 0
    assert "loudspeakers: yes" in (tmp_path / "dai" / "schedule.yaml").read_text("utf-8")


def test_init_looks_at_the_folder_before_it_asks(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    code, out, err = run(capsys, "init", small.root)
    assert (code, out, "đã có một đài" in err) == (1, "", True)
    (tmp_path / "tep").write_text("x", "utf-8")
    code, out, err = run(capsys, "init", tmp_path / "tep" / "dai")
    assert (code, out, "đó là một tệp" in err) == (1, "", True)


def test_init_refuses_what_its_options_say_wrongly(capsys: Capture, tmp_path: Path) -> None:
    code, _, err = run(capsys, "init", tmp_path / "dai", "--name", "Đài Thử", "--hours", "4:55")
    assert (code, "--hours" in err, "giờ yên tĩnh" in err) == (2, True, True)
    assert not (tmp_path / "dai").exists()


def test_the_starter_explains_settings_in_the_words_of_the_sample() -> None:
    root = Path(__file__).parents[2]
    starter = (root / "broadcaster" / "station" / "setup" / "starter" / "schedule.yaml").read_text("utf-8")
    sample = (root / "schedule.yaml").read_text("utf-8")
    keys = {line.strip() for line in sample.splitlines() if re.match(r"#   [a-z_, ]+ {2,}\S", line)}
    assert len(keys) > 15
    assert {key.replace(" Giá trị mẫu", "") for key in keys} <= {line.strip() for line in starter.splitlines()}


@pytest.mark.parametrize(
    "call", ["check", "plan", "ready", "stop", "approvals", "approvals verify", "voices", "doctor --json"]
)
def test_outside_a_station_every_command_says_how_to_come_to_one(capsys: Capture, tmp_path: Path, call: str) -> None:
    code, out, err = run(capsys, "--station", tmp_path, *call.split())
    assert code == 1
    assert "broadcaster init" in out + err
    assert "--station" in out + err
    assert str(tmp_path) in out + err
    assert "dung-khan-cap" not in out, "nothing of a station is missed where there is none"
    assert list(tmp_path.iterdir()) == []


def test_a_lost_settings_file_is_told_apart_from_no_station(capsys: Capture, small: SmallStation) -> None:
    (small.root / "schedule.yaml").unlink()
    _, _, err = run(capsys, "--station", small.root, "plan")
    assert "sao lưu" in err
    assert "init" not in err


FAULTS = {
    "yaml-hong": "---\ntitle: a: b\nkind: tin\n---\n\nChữ.\n",
    "khoa-la": "---\ntitle: Một\nkind: tin\ntitel: x\n---\n\nChữ.\n",
    "thieu-title": "---\nkind: tin\n---\n\nChữ.\n",
    "loai-la": "---\ntitle: Một\nkind: tín\n---\n\nChữ.\n",
    "ngay-la": "---\ntitle: Một\nkind: tin\nfrom: 31/9/2025\n---\n\nChữ.\n",
    "nguoc-ngay": "---\ntitle: Một\nkind: tin\nfrom: 2/10/2025\nuntil: 1/10/2025\n---\n\nChữ.\n",
    "than-rong": "---\ntitle: Một\nkind: tin\n---\n\n",
    "trung-khoa": "---\ntitle: Một\ntitle: Hai\nkind: tin\n---\n\nChữ.\n",
    "khong-dau": "Chỉ có chữ.\n",
    "doc-sai": "---\ntitle: Một\nkind: tin\nreading: {UBND: U3}\n---\n\nUBND họp.\n",
}


def test_twelve_faults_are_all_found_in_one_run_with_their_file_and_line(capsys: Capture, small: SmallStation) -> None:
    scripts = small.root / "scripts_content"
    for name, text in FAULTS.items():
        (scripts / f"{name}.md").write_text(text, "utf-8")
    (scripts / "bang-ma.md").write_bytes("---\ntitle: Một\nkind: tin\n---\n\nĐã họp.\n".encode("utf-16"))
    (scripts / "qua-lon.md").write_bytes(b"a" * 10_000_000)
    code, out, _ = run(capsys, "--station", small.root, "check", "--json")
    problems = [problem for problem in json.loads(out) if problem["severity"] == "lỗi"]
    found = {Path(problem["file"]).stem for problem in problems}
    assert code == 1
    assert found == {*FAULTS, "bang-ma", "qua-lon"}
    no_line = {Path(problem["file"]).stem for problem in problems if problem["line"] is None}
    assert no_line <= {"qua-lon", "bang-ma"}
    assert all(problem["what"] and problem["hint"] for problem in problems)


@settings(max_examples=40)
@given(text=st.text(max_size=300))
def test_no_schedule_gives_a_traceback(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    root = tmp_path_factory.mktemp("dai")
    (root / "schedule.yaml").write_text(text, "utf-8", errors="replace")
    assert main(["--station", str(root), "plan"]) == 1


def test_a_text_that_is_no_good_is_not_read_but_explained(capsys: Capture, small: SmallStation) -> None:
    path = small.root / "scripts_content" / "tin-la.md"
    path.write_text("---\ntitle: Họp\nkind: tín\n---\n\nHọp lúc 7h.\n", "utf-8")
    code, out, err = run(capsys, "--station", small.root, "read", path)
    assert (code, out) == (1, "")
    assert f"{path}:3" in err
    path.write_bytes("---\ntitle: Hop\nkind: tin\n---\n\nC«ng hßa x· héi.\n".encode("latin-1"))
    code, out, err = run(capsys, "--station", small.root, "read", path)
    assert (code, out) == (1, "")
    assert "TCVN3" in err
    assert f"{path}:6" in err
    assert "→" in err


def test_an_item_is_read_and_said_by_its_id(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "--station", small.root, "read", "tin-a")
    assert (code, "tin thứ nhất" in out) == (0, True)
    small.write("tin-c", "tin", "Tin thứ ba", "Ông XQZW phát biểu.")
    code, out, err = run(capsys, "--station", small.root, "say", "tin-c", "-o", tmp_path / "a.wav")
    assert (code, "XQZW" in err) == (0, True), "what is guessed is shown"
    code, _, err = run(capsys, "--station", small.root, "say", "tin-cc", "-o", tmp_path / "b.wav")
    assert (code, "tin-c" in err) == (1, True)


def test_say_makes_no_folders_and_says_nothing_of_nothing(capsys: Capture, small: SmallStation, tmp_path: Path) -> None:
    code, _, err = run(capsys, "--station", small.root, "say", "Xin chào", "-o", tmp_path / "a" / "b.wav")
    assert (code, "không có thư mục" in err) == (2, True)
    code, _, err = run(capsys, "--station", small.root, "say", " ", "-o", tmp_path / "b.wav")
    assert (code, "chưa có lời" in err) == (2, True)
    code, _, err = run(capsys, "--station", small.root, "say", "…", "-o", tmp_path / "b.wav")
    assert (code, "không có chữ nào để đọc" in err) == (1, True)
    assert list(tmp_path.iterdir()) == [small.root]


def test_a_past_day_is_rendered_and_called_past(capsys: Capture, small: SmallStation) -> None:
    run(capsys, "--station", small.root, "approve", "--all", "--by", "Người duyệt thử")
    code, out, _ = run(capsys, "--station", small.root, "render", "--date", "2025-10-01", "--slot", "sang")
    assert (code, "01/10/2025 đã qua" in out) == (0, True)


def test_a_dry_run_names_titles(capsys: Capture, small: SmallStation) -> None:
    run(capsys, "--station", small.root, "approve", "--all", "--by", "Người duyệt thử")
    code, out, _ = run(capsys, "--station", small.root, "dry-run", "--from", "1/10/2025", "--to", "1/10/2025")
    assert code == 0
    assert "· Tin thứ nhất" in out
    assert "01/10 05:30" in out
    assert "tin-a" not in out


def test_a_broken_jingle_is_told_in_one_breath(capsys: Capture, small: SmallStation) -> None:
    (small.root / "audio" / "jingles" / "hong.wav").write_bytes(b"RIFF....WAVEjunk")
    _, out, _ = run(capsys, "--station", small.root, "check")
    (line,) = [line for line in out.splitlines() if "hong.wav" in line]
    assert line.count("→") == 1
    assert line.count("hong.wav") == 1


def test_a_silent_jingle_is_told_plainly(capsys: Capture, small: SmallStation) -> None:
    with wave.open(str(small.root / "audio" / "jingles" / "lang.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    _, out, _ = run(capsys, "--station", small.root, "check")
    assert "lang.wav: Đoạn âm thanh chỉ có im lặng → " in out


def test_an_item_whose_file_has_an_error_is_not_called_missing(capsys: Capture, small: SmallStation) -> None:
    (small.root / "scripts_content" / "tin-la.md").write_text("---\ntitle: A\nkind: tín\n---\n\nA.\n", "utf-8")
    code, _, err = run(capsys, "--station", small.root, "approve", "tin-la", "--by", "Người duyệt thử")
    assert (code, "scripts_content/tin-la.md:3" in err) == (1, True)


def test_a_day_without_a_programme_is_not_rehearsed(capsys: Capture, small: SmallStation) -> None:
    code, _, err = run(capsys, "--station", small.root, "run", "--rehearse", "2025-10-01")
    assert (code, "Ngày 01/10/2025 không có chương trình nào" in err) == (1, True)
    assert "broadcaster approvals" in err


def test_a_takeover_that_broken_settings_keep_away_says_first_that_nothing_was_aired(
    small: SmallStation, capsys: Capture
) -> None:
    with (small.root / "schedule.yaml").open("a", encoding="utf-8") as settings_file:
        settings_file.write("sai: [\n")
    urgent = ("takeover", "Nước lên.", "--priority", "khan-cap", "--by", "Trực", "--reason", "lũ")
    code, _, told = run(capsys, "--station", small.root, *urgent)
    assert code != 0
    assert told.startswith("CHƯA phát")
    assert "schedule.yaml" in told
