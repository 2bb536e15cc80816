"""Where things lie in the folder of a station."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from broadcaster.core.errors import NotFoundError, Problem


@dataclass(frozen=True)
class Folder:
    """One station's folder. Copy it and you have copied the station."""

    root: Path

    @property
    def schedule(self) -> Path:
        """The settings file."""
        return self.root / "schedule.yaml"

    @property
    def secrets(self) -> Path:
        """Passwords and keys; for the station's own eyes."""
        return self.root / "secrets.yaml"

    @property
    def key(self) -> Path:
        """The private key that signs the digests; for the station's own eyes."""
        return self.root / "station.key"

    @property
    def scripts(self) -> Path:
        """One text file a news item."""
        return self.root / "scripts_content"

    @property
    def lexicon(self) -> Path:
        """How this station reads its own names."""
        return self.scripts / "lexicon.yaml"

    @property
    def jingles(self) -> Path:
        """Signature tunes, stings, beds."""
        return self.root / "audio" / "jingles"

    @property
    def programmes(self) -> Path:
        """Finished programmes, one folder a day."""
        return self.root / "audio" / "programmes"

    @property
    def cache(self) -> Path:
        """Spoken sentences."""
        return self.root / "audio" / "cache"

    def voices(self, place: str) -> Path:
        """Return the folder of Piper's voices, which the settings put at *place*."""
        return self.root / place

    @property
    def parts(self) -> Path:
        """Stretches of programmes, mastered and encoded."""
        return self.cache / "parts"

    @property
    def heard(self) -> Path:
        """What would have been heard, where there is no sound device."""
        return self.root / "audio" / "heard"

    @property
    def orders(self) -> Path:
        """Takeover, stop and release by hand; true ones, whatever is being rehearsed."""
        return self.records(rehearsal=False) / "orders"

    @property
    def takeovers(self) -> Path:
        """The carts of takeovers, with their releases; beside the orders."""
        return self.orders.parent / "takeovers"

    @property
    def backups(self) -> Path:
        """Where the station keeps its own backups, unless its settings say otherwise."""
        return self.root / "backups"

    def records(self, *, rehearsal: bool) -> Path:
        """Return the ledgers' folder; rehearsals have their own."""
        return self.root / "records" / "rehearsal" if rehearsal else self.root / "records"

    @property
    def absence(self) -> Problem:
        """What to tell people where there is no settings file."""
        if self.records(rehearsal=False).exists() or self.scripts.exists():
            return Problem("schedule.yaml", "đài này mất tệp cài đặt", "chép lại tệp này từ bản sao lưu của đài")
        what = f"trong {self.root.resolve()} không có đài nào"
        hint = (
            "vào thư mục của đài (cd THƯ-MỤC), hoặc gõ broadcaster --station THƯ-MỤC …;"
            " chưa có đài thì tạo: broadcaster init THƯ-MỤC"
        )
        return Problem("schedule.yaml", what, hint)

    def require(self) -> None:
        """
        Make sure that there is a station, be its settings broken or lost.

        Raises:
            NotFoundError: There is none.
        """
        if not self.schedule.exists() and not self.records(rehearsal=False).exists():
            raise NotFoundError(str(self.absence))

    def shown(self, path: Path) -> str:
        """Return *path* as people see it: from the station's folder where it lies inside."""
        try:
            return str(path.resolve().relative_to(self.root.resolve()))
        except ValueError:
            return str(path)
