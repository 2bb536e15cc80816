"""
Voices that can be fetched by name, with what is known of each: source, size, digest, licence.

A voice is listed only where its licence lets a station broadcast it.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadcaster.core.errors import NotFoundError


@dataclass(frozen=True)
class RemoteFile:
    """One file of a voice."""

    name: str
    """Its name in the folder of voices."""
    url: str
    size: int
    """Bytes."""
    sha256: str
    """64 hex digits."""


@dataclass(frozen=True)
class Release:
    """One voice as its makers published it."""

    short: str
    """What people type."""
    name: str
    """Name of the voice in its engine."""
    language: str
    """BCP 47 tag."""
    licence: str
    """SPDX name."""
    credit: str
    """Attribution that the licence asks for."""
    description: str
    """One line for people, in Vietnamese."""
    files: tuple[RemoteFile, ...]


_HUB = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0/"

VAIS1000 = Release(
    short="vais1000",
    name="vi_VN-vais1000-medium",
    language="vi-VN",
    licence="CC-BY-4.0",
    credit="VAIS-1000, a Vietnamese speech synthesis corpus (CC BY 4.0); model by the Piper project",
    description="giọng miền Bắc, nữ, tự nhiên, đọc ngay trên máy",
    files=(
        RemoteFile(
            "vi_VN-vais1000-medium.onnx",
            _HUB + "vi/vi_VN/vais1000/medium/vi_VN-vais1000-medium.onnx",
            63_201_294,
            "ec7c89e2c85f4d1edc24b6120c18aaf1bda614f06b511567eb9c7c0de15e2dab",
        ),
        RemoteFile(
            "vi_VN-vais1000-medium.onnx.json",
            _HUB + "vi/vi_VN/vais1000/medium/vi_VN-vais1000-medium.onnx.json",
            4_860,
            "fafb9da1354ed4b77c31af228ed41fb41cd825c14cffa105454b25e6ae751ee0",
        ),
    ),
)

RELEASES = (VAIS1000,)
"""Every voice that ``voices install`` knows."""


def release(name: str) -> Release:
    """
    Return the release that people call *name*, short or in full.

    Raises:
        NotFoundError: None is called so; says which there are.
    """
    for known in RELEASES:
        if name.lower() in {known.short, known.name.lower()}:
            return known
    names = ", ".join(known.short for known in RELEASES)
    raise NotFoundError(f"Không có giọng “{name}” để cài. Các giọng cài được: {names}.")
