"""
A Word file as PDF, by LibreOffice where it is installed. In: the bytes of a .docx. Out: the bytes of a .pdf.

LibreOffice dates its PDF files, so these are not the same bytes each time; the Word file is.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcaster.core.errors import BroadcasterError, NotFoundError

_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE = 180.0  # seconds; an old PC starts LibreOffice in half a minute


def converter() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def write_pdf(word: bytes, program: str | None = None) -> bytes:
    """
    Return the PDF of a Word file.

    Args:
        word: A .docx.
        program: Path of LibreOffice; None: it is looked for.

    Raises:
        NotFoundError: LibreOffice is not installed.
        BroadcasterError: It did not make the file.
    """
    program = program or converter()
    if program is None:
        hint = "cài bằng lệnh: sudo apt install libreoffice-writer-nogui, hoặc mở tệp .docx rồi xuất PDF"
        raise NotFoundError(f"Máy này không có LibreOffice nên chưa làm được PDF; {hint}.")
    with TemporaryDirectory(prefix="broadcaster-") as folder:
        source, made = Path(folder, "report.docx"), Path(folder, "report.pdf")
        source.write_bytes(word)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"  # apart from a window that may be open
        command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise BroadcasterError("LibreOffice không làm xong PDF sau ba phút; thử lại.") from error
        if not made.exists():
            raise BroadcasterError("LibreOffice không làm được PDF; mở tệp .docx rồi xuất PDF từ đó.")
        return made.read_bytes()
