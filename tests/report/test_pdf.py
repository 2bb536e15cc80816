"""PDF by LibreOffice: called apart from the user's own, and never a riddle when it does not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadcaster.core.errors import BroadcasterError, NotFoundError
from broadcaster.report.writers.pdf import converter, write_pdf

CONVERTER = """\
#!/bin/sh
echo "$@" > {told}
for argument; do last=$argument; done
cp "$last" "${{last%.docx}}.pdf"
"""


def install(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(script)
    path.chmod(0o755)
    return str(path)


def test_the_file_that_the_converter_makes_is_returned(tmp_path: Path) -> None:
    program = install(tmp_path, CONVERTER.format(told=tmp_path / "told"))
    assert write_pdf(b"word", program) == b"word"
    called = (tmp_path / "told").read_text()
    assert "--headless --convert-to pdf" in called
    assert "-env:UserInstallation=file://" in called


def test_it_is_looked_for_where_programs_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = install(tmp_path, "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert converter() == program


def test_a_machine_without_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotFoundError, match="apt install libreoffice-writer-nogui"):
        write_pdf(b"word")


def test_a_converter_that_makes_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BroadcasterError, match="không làm được PDF"):
        write_pdf(b"word", install(tmp_path, "#!/bin/sh\nexit 0\n"))
