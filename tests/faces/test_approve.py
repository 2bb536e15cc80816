"""Approving at the command line: what is shown, what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from broadcaster.faces.cli.app import main

if TYPE_CHECKING:
    from tests.conftest import SmallStation

Capture = pytest.CaptureFixture[str]


class Desk:
    """The command line of one station."""

    def __init__(self, small: SmallStation, capsys: Capture) -> None:
        self.small = small
        self._capsys = capsys

    def run(self, *arguments: str) -> tuple[int, str]:
        code = main(["--station", str(self.small.root), *arguments])
        out, err = self._capsys.readouterr()
        return code, out + err

    def approvals(self) -> dict[str, dict[str, object]]:
        _, out = self.run("approvals", "--json")
        return {item["item"]: item for item in json.loads(out)["items"]}


@pytest.fixture
def desk(small: SmallStation, capsys: Capture) -> Desk:
    """Return the command line of a small station, all approved."""
    made = Desk(small, capsys)
    assert made.run("approve", "--all", "--by", "Người duyệt thử")[0] == 0
    return made


def test_a_change_is_shown_as_said_before_and_now(desk: Desk) -> None:
    desk.small.write("tin-a", "tin", "Tin thứ nhất", "Trời mưa. Lúa chín vàng.")
    code, out = desk.run("approvals")
    assert code == 1
    assert "− trời [nắng]" in out
    assert "+ trời [mưa]" in out
    assert "lúa chín vàng" not in out
    assert desk.approvals()["tin-a"]["changes"] == [{"where": "lời đọc", "before": "trời nắng", "after": "trời mưa"}]
    assert desk.approvals()["tin-b"]["changes"] == []


def test_an_approval_is_taken_back_with_a_reason_and_given_again(desk: Desk) -> None:
    code, out = desk.run("withdraw", "tin-a", "--by", "Người duyệt thử", "--reason", "sai tên thôn")
    assert (code, "sai tên thôn" in out) == (0, True)
    item = desk.approvals()["tin-a"]
    assert (item["state"], item["airs"]) == ("withdrawn", False)
    assert "sai tên thôn" in str(item["reason"])
    assert desk.run("withdraw", "tin-a", "--by", "A", "--reason", "b")[0] == 1
    assert desk.run("approve", "--all", "--by", "Người duyệt thử")[1].startswith("Người duyệt thử duyệt 1 bài")
    assert desk.approvals()["tin-a"]["airs"] is True
    assert desk.run("approvals", "verify")[0] == 0


@pytest.mark.parametrize("arguments", [("tin-a",), ("tin-a", "--by", "A"), ("--by", "A", "--reason", "b"), ()])
def test_a_withdrawal_names_item_person_and_reason(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk.run("withdraw", *arguments)[0] == 2


def test_the_rules_speak_at_the_command_line(desk: Desk) -> None:
    with (desk.small.root / "schedule.yaml").open("a", encoding="utf-8") as schedule:
        schedule.write("approval:\n  approvers: [Phó Chủ tịch]\n  days: 30\n")
    assert desk.approvals()["tin-a"]["state"] == "refused"
    code, out = desk.run("approve", "tin-a", "--by", "Người duyệt thử")
    assert (code, "danh sách" in out) == (1, True)
    assert desk.run("approve", "tin-a", "--by", "Phó Chủ tịch")[0] == 0
    item = desk.approvals()["tin-a"]
    assert (item["state"], item["until"] is None) == ("approved", False)


def test_a_form_is_listed_and_left_alone(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("--station", str(small.root))
    small.write("mau", "tin", "'[Ai] làm gì'", "[Ai] làm gì.", "form: yes\n")
    main([*here, "check"])
    main([*here, "approve", "--all", "--by", "Người duyệt thử"])
    main([*here, "plan", "--date", "2025-10-01"])
    main([*here, "ready", "--date", "2035-10-01"])
    told = capsys.readouterr()
    assert "mau" not in (told.out + told.err).replace("mẫu", "")
    assert main([*here, "approvals", "--json"]) == 0, "a form waits for nobody"
    states = {row["item"]: row["state"] for row in json.loads(capsys.readouterr().out)["items"]}
    assert states["mau"] == "form"
    assert main([*here, "approve", "mau", "--by", "Người duyệt thử"]) == 1
    assert "form" in capsys.readouterr().out


def test_a_form_never_airs_whatever_was_approved(small: SmallStation, capsys: pytest.CaptureFixture[str]) -> None:
    here = ("--station", str(small.root))
    small.write("mau", "tin", "Đã điền", "Đã điền hết.")
    main([*here, "approve", "mau", "--by", "Người duyệt thử"])
    small.write("mau", "tin", "Đã điền", "Đã điền hết.", "form: yes\n")
    capsys.readouterr()
    main([*here, "approvals", "--json"])
    (row,) = [row for row in json.loads(capsys.readouterr().out)["items"] if row["item"] == "mau"]
    assert not row["airs"]
    main([*here, "check"])
    assert "xóa dòng “form”" in capsys.readouterr().out
