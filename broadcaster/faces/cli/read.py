"""``broadcaster read``: written → spoken."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from broadcaster.content import script, textfile
from broadcaster.content.item import Item
from broadcaster.content.phrasebook import Phrasebook
from broadcaster.core.errors import InputError, NotFoundError, Problem, Severity, os_reason
from broadcaster.faces.cli.screen import clock_length, emit_json
from broadcaster.faces.cli.vietnamese import Command
from broadcaster.production.estimate import spoken_seconds
from broadcaster.reading import lexicon_file
from broadcaster.reading.lexicon import Lexicon
from broadcaster.reading.normalise import Reading, read
from broadcaster.reading.options import ReadingOptions
from broadcaster.reading.span import Certainty
from broadcaster.station.setup import settings as settings_file
from broadcaster.station.setup.folder import Folder


@click.command(cls=Command)
@click.argument("file", metavar="[TỆP]", required=False, type=click.Path(path_type=Path))
@click.option("--lines", is_flag=True, help="Mỗi dòng vào là một dòng lời đọc ra.")
@click.option("--json", "as_json", is_flag=True, help="In từng đoạn: chữ viết, lời đọc, loại, độ chắc chắn.")
@click.pass_obj
def command(root: Path, file: Path | None, *, lines: bool, as_json: bool) -> int:
    """
    Cho xem văn bản sẽ được đọc thành lời như thế nào.

    TỆP là một bài (.md: đầu đề rồi đến lời bài; nêu mã bài cũng được) hoặc văn bản thường; không có TỆP thì đọc từ
    đầu vào chuẩn.
    """
    folder = Folder(root)
    lexicon, options, phrases = _station(folder)
    file = _place(folder, file)
    text = _text(file)
    if file is not None and file.suffix == ".md":
        item = phrases.fill(_item(text, file))
        text = f"{item.title}\n\n{item.body}"
        lexicon = lexicon.with_readings(dict(item.readings))
    if lines:
        for line in text.splitlines():
            reading = read(line, lexicon, options)
            click.echo(reading.spoken) if not as_json else emit_json(_values(reading))
        return 0
    reading = read(text, lexicon, options)
    if as_json:
        emit_json(_values(reading))
        return 0
    for sentence in reading.sentences:
        click.echo(sentence.words)
    click.echo(f"Dài khoảng {clock_length(spoken_seconds(reading.sentences))} khi đọc.", err=True)
    show_guesses(reading)
    return 0


def show_guesses(reading: Reading) -> None:
    """Print what an editor has to look at."""
    for span in reading.guesses:
        others = f" (cũng có thể: {', '.join(span.candidates)})" if span.candidates else ""
        click.echo(f"Chưa chắc: “{span.written}” → {span.spoken}{others}", err=True)


def _place(folder: Folder, file: Path | None) -> Path | None:
    """Return the file meant: the id of an item stands for its file."""
    if file is None or file.exists():
        return file
    script_file = folder.scripts / f"{file}.md"
    return script_file if script_file.exists() else file


def _text(file: Path | None) -> str:
    if file is None:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotFoundError(f"Không đọc được tệp {file}: {os_reason(error)}.") from error
    problems: list[Problem] = []
    text = textfile.decode(data, str(file), problems)
    if text is None:
        raise InputError(problems)
    if file.suffix != ".md":
        textfile.clean(text, str(file), problems)
        for problem in problems:
            click.echo(str(problem), err=True)
    return text


def _item(text: str, file: Path) -> Item:
    """Return the item in *file*, or say all that keeps it from being one."""
    problems: list[Problem] = []
    item = script.parse(text, file.stem, str(file), problems)
    if item is None:
        raise InputError(problem for problem in problems if problem.severity is Severity.ERROR)
    return item


def _station(folder: Folder) -> tuple[Lexicon, ReadingOptions, Phrasebook]:
    """Return how the station reads, and what it quotes; the program's own way where this folder is no station."""
    if not folder.schedule.exists():
        return Lexicon(), ReadingOptions(), Phrasebook()
    options, phrases = ReadingOptions(), Phrasebook()
    with suppress(InputError):
        settings = settings_file.load(folder)
        options, phrases = settings.reading, settings.phrases
    lexicon = Lexicon()
    if folder.lexicon.exists():
        lexicon = lexicon_file.load(folder.lexicon, folder.shown(folder.lexicon))
    return lexicon, options, phrases


def _values(reading: Reading) -> dict[str, Any]:
    spans = [
        {
            "start": span.start,
            "end": span.end,
            "written": span.written,
            "spoken": span.spoken,
            "kind": str(span.kind),
            "certainty": span.certainty.name.lower(),
            "candidates": list(span.candidates),
        }
        for span in reading.spans
    ]
    sentences = [{"words": sentence.words, "pause": float(sentence.pause)} for sentence in reading.sentences]
    guesses = sum(span.certainty is Certainty.GUESS for span in reading.spans)
    return {"text": reading.text, "spoken": reading.spoken, "guesses": guesses, "spans": spans, "sentences": sentences}
