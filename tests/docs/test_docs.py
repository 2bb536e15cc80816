"""The documents are true: commands, options, keys, links, paths, formats and examples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from documents import ARCHITECTURE, CONTENT, DOCUMENTS, GLOSSARY, GUIDE, ROOT, SETTINGS, Document, rows, table

from broadcaster import __version__
from broadcaster.content import library, script
from broadcaster.content.item import Kind
from broadcaster.core.errors import InputError, Problem
from broadcaster.faces.cli.app import cli
from broadcaster.playout.job import Job
from broadcaster.production.cart import Cart
from broadcaster.reading import lexicon_file
from broadcaster.records.chain import decode
from broadcaster.records.digest import Digest
from broadcaster.records.release import Release
from broadcaster.station.setup import settings
from broadcaster.station.setup.folder import Folder

SHELL = ("sh", "bat")
REQUIRED = "**bắt buộc**"
each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: str(document.path.relative_to(ROOT))
)


# ── commands ──


def commands(group: click.Group = cli, name: str = "broadcaster") -> Iterator[tuple[str, click.Command]]:
    """Yield every command and subcommand with its full name."""
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        yield f"{name} {each}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {each}")


def options(command: click.Command) -> set[str]:
    found = (
        name for each in command.params if isinstance(each, click.Option) for name in each.opts + each.secondary_opts
    )
    return set(found)


def test_the_guide_lists_every_command_with_every_option_and_no_other() -> None:
    listed = {
        name: set(re.findall(r"`(--?[a-z-]+)`", " ".join(cells))) for name, cells in table(GUIDE, "Bảng lệnh").items()
    }
    assert listed == {name: options(command) for name, command in commands()}


def test_the_guide_names_the_options_of_the_program_itself() -> None:
    text = next(body for title, body in GUIDE.sections() if title == "Bảng lệnh")
    assert all(f"`{name}" in text or f" {name}`" in text for name in options(cli) | {"--help"})


def calls(document: Document) -> Iterator[str]:
    """Yield every call of the program in examples and in running text."""
    for line in "\n".join(document.examples(*SHELL)).splitlines():
        call = re.search(r"(?:^|[/\\])(broadcaster [a-z-].*)$", line)
        if call is not None:
            yield call[1]
    yield from (code for code in document.inline if re.match(r"broadcaster -?-?[a-z]", code))


@each_document
def test_every_call_names_commands_and_options_that_exist(document: Document) -> None:
    for call in calls(document):
        command: click.Command = cli
        words = shlex.split(call)[1:]
        while words:
            context = click.Context(command)
            try:
                words = command.make_parser(context).parse_args(words)[1]
            except click.UsageError as error:
                pytest.fail(f"{call}: {error.format_message()}")
            if not words or not isinstance(command, click.Group):
                break
            found = command.get_command(context, words[0])
            assert found is not None, call
            command, words = found, words[1:]


def test_calls_are_found_in_examples_and_in_text() -> None:
    found = list(calls(GUIDE))
    assert "broadcaster render --date 1/10/2025" in found
    assert "broadcaster log verify" in found


@each_document
def test_every_make_target_exists(document: Document) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    examples = "\n".join(document.examples(*SHELL))
    named = re.findall(r"^make ([a-z]+)$", examples, re.MULTILINE)
    named += [code.removeprefix("make ") for code in document.inline if re.fullmatch(r"make [a-z]+", code)]
    assert set(named) <= targets


# ── links and paths ──


@each_document
def test_every_link_leads_somewhere(document: Document) -> None:
    for link in document.links:
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (document.path.parent / name).resolve() if name else document.path
        assert target.exists(), link
        assert not anchor or anchor in Document(target).anchors, link


@each_document
def test_every_path_of_the_program_exists(document: Document) -> None:
    for code in document.inline:
        if re.fullmatch(r"(?:broadcaster|tests|docs|benchmarks|requirements)[\\/][\w\\/.-]*", code):
            assert (ROOT / code.replace("\\", "/")).exists(), code


def test_the_glossary_points_into_the_code() -> None:
    paths = [cells[-1] for _, body in GLOSSARY.sections() for cells in rows(body)]
    assert len(paths) > 40
    for path in filter(None, paths):
        assert (ROOT / "broadcaster" / path.strip("`")).is_file(), path


def test_the_picture_of_the_day_is_small_and_fetches_nothing() -> None:
    picture = ROOT / "docs" / "images" / "day-table.svg"
    text = picture.read_text("utf-8")
    assert picture.stat().st_size < 200_000
    assert "Đài" in text.replace("&#160;", " ")
    assert re.findall(r"https?://[^\s\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_the_changelog_has_a_place_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.index("## [Unreleased]") < text.index(__version__)


# ── schedule.yaml ──

WRONG = "zzz: 1"
"""A key that no section has: the complaint about it names all that the section has."""

SECTIONS = {
    "Các phần của tệp": ("", f"{WRONG}\n"),
    "`station`": ("station", f"station:\n  {WRONG}\n"),
    "`slots`": ("slots", f"slots:\n  - {WRONG}\n"),
    "`exceptions`": ("exceptions", f"exceptions:\n  - {WRONG}\n"),
    "`limits`": ("limits", f"limits:\n  {WRONG}\n"),
    "Bước `jingle`": ("templates", f"templates:\n  x:\n    - jingle: nhac-hieu\n      {WRONG}\n"),
    "Bước `say`": ("templates", f"templates:\n  x:\n    - say: loi-chao\n      {WRONG}\n"),
    "Bước `headlines`": ("templates", f"templates:\n  x:\n    - headlines: 1\n      {WRONG}\n"),
    "Bước `items`": ("templates", f"templates:\n  x:\n    - items: tin\n      {WRONG}\n"),
    "`campaigns`": ("campaigns", f"campaigns:\n  - {WRONG}\n"),
    "Chỉ tiêu của đợt": (
        "campaigns",
        f"campaigns:\n  - {{id: x, name: x, from: 1/1/2025, to: 2/1/2025, targets: [{{{WRONG}}}]}}\n",
    ),
    "`reading`": ("reading", f"reading:\n  {WRONG}\n"),
    "`services`": ("voices", f"voices:\n  services:\n    - {WRONG}\n"),
    "`voices`": ("voices", f"voices:\n  {WRONG}\n"),
    "`loudness`": ("loudness", f"loudness:\n  {WRONG}\n"),
    "`report`": ("report", f"report:\n  {WRONG}\n"),
    "`royalties`": ("royalties", f"royalties:\n  - {WRONG}\n"),
    "`facts`": ("facts", f"facts:\n  {WRONG}\n"),
    "`approval`": ("approval", f"approval:\n  {WRONG}\n"),
    "`backup`": ("backup", f"backup:\n  {WRONG}\n"),
    "`programmes`": ("programmes", f"programmes:\n  {WRONG}\n"),
    "`outputs`": ("outputs", f"outputs:\n  - {WRONG}\n"),
}


def blocks(text: str) -> dict[str, str]:
    """Return the parts of a schedule by their top key."""
    return {part.split(":")[0]: part for part in re.split(r"^(?=\w+:)", text, flags=re.MULTILINE) if ":" in part}


@pytest.fixture
def station(tmp_path: Path) -> Folder:
    """Return a folder with music of the usual names and no schedule."""
    for name in ("nhac-hieu", "nhac-cat", "nhac-nen", "nhac-chao-het"):
        path = tmp_path / "audio" / "jingles" / f"{name}.flac"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return Folder(tmp_path)


def problems(station: Folder, text: str) -> tuple[Problem, ...]:
    station.schedule.write_text(text, "utf-8")
    items = frozenset(item.id for item in library.load(ROOT / "scripts_content").items)
    try:
        return settings.load(station, items=items).warnings
    except InputError as error:
        return error.problems


def accepted(found: tuple[Problem, ...]) -> set[str]:
    """Return the keys that the complaint about the wrong one names."""
    hint = next(problem.hint for problem in found if "“zzz”" in problem.what)
    return set(hint.removeprefix("dùng một trong: ").split(", "))


def required(found: tuple[Problem, ...]) -> set[str]:
    """Return the keys whose absence is a problem."""
    return {match[1] for problem in found if (match := re.match(r"thiếu mục “(\w+)”", problem.what))}


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_of_the_schedule_is_explained_and_no_other(station: Folder, heading: str) -> None:
    top, probe = SECTIONS[heading]
    whole = blocks("".join(SETTINGS.examples("yaml")))
    found = problems(station, "".join((whole | {top: probe}).values()) if top else probe)
    explained = table(SETTINGS, heading)
    assert set(explained) == accepted(found)
    if top != "templates":
        assert {key for key, cells in explained.items() if cells[-1] == REQUIRED} == required(found)


def test_every_section_of_the_settings_page_is_tried() -> None:
    assert {title for title, body in SETTINGS.sections() if rows(body)} == set(SECTIONS)


def test_the_examples_of_the_settings_page_make_one_good_schedule(station: Folder) -> None:
    assert problems(station, "".join(SETTINGS.examples("yaml"))) == ()


def test_the_sample_schedule_uses_only_what_is_explained() -> None:
    explained = {key for heading in SECTIONS for key in table(SETTINGS, heading)}
    written = set(re.findall(r"^[ -]*([a-z_]+):", (ROOT / "schedule.yaml").read_text("utf-8"), re.MULTILINE))
    assert {"station", "slots", "at", "longest", "loudspeakers"} < written
    assert written - explained <= {"sang", "chieu"}, "keys that neither the page nor the station's people named"


def test_examples_of_settings_in_the_guide_fit_the_sample_schedule(station: Folder) -> None:
    sample = blocks((ROOT / "schedule.yaml").read_text("utf-8"))
    examples = GUIDE.examples("yaml")
    assert examples
    for example in examples:
        assert problems(station, "\n".join((sample | blocks(example)).values())) == ()


# ── scripts and lexicon ──


def script_problems(text: str) -> list[Problem]:
    found: list[Problem] = []
    script.parse(text, "thu", "thu.md", found)
    return found


def test_every_key_of_a_script_is_explained_and_no_other() -> None:
    found = tuple(script_problems(f"---\n{WRONG}\n---\n\nLời bài.\n"))
    explained = table(CONTENT, "Phần khai báo")
    assert set(explained) == accepted(found)
    assert {key for key, cells in explained.items() if cells[-1] == REQUIRED} == required(found)


def test_every_kind_of_item_is_explained() -> None:
    assert list(table(CONTENT, "Các loại bài")) == [kind.value for kind in Kind]


@pytest.mark.parametrize("document", [CONTENT, GUIDE], ids=["content", "guide"])
def test_example_scripts_are_good(document: Document) -> None:
    examples = document.examples("markdown")
    assert examples
    for example in examples:
        assert script_problems(example) == []


def test_the_example_lexicon_is_good() -> None:
    (example,) = CONTENT.examples("yaml")
    assert len(lexicon_file.parse(example).readings) == 3


# ── file formats ──


def test_example_files_are_read_by_the_program(tmp_path: Path) -> None:
    path = tmp_path / "example.json"
    sheet, release, job, digest = ARCHITECTURE.examples("json")
    path.write_text(sheet, "utf-8")
    cart = Cart.read(path)
    path.write_text(release, "utf-8")
    allowed = Release.read(path)
    path.write_text(job, "utf-8")
    cue = Job.read(path).cue
    path.write_text(digest, "utf-8")
    assert Digest.read(path).genuine
    assert cart.slot == allowed.slot == cue.slot
    assert allowed.cart_hash == cart.flac_hash
    assert allowed.keep[-1][1] == cart.frames


def test_the_example_line_of_a_ledger_is_a_true_one() -> None:
    (line,) = ARCHITECTURE.examples("jsonl")
    assert decode(line.strip().encode()) is not None
    assert decode(line.strip().replace("started", "ended").encode()) is None
