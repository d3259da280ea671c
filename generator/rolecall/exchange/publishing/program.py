"""Rolecall itself as a file that pip installs: the one that runs, wherever it was installed from.

A workspace keeps it beside its files. So what a site is made with is known, and nobody who takes the name on PyPI can
put a program of theirs in its place.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from rolecall import __version__
from rolecall.bundled import bundled

NAME = f"rolecall-{__version__}-py3-none-any.whl"
LOCK = "requirements-publishing.lock"
"""Every package that Rolecall needs to publish, each with its hashes. It ships with Rolecall."""

_SHIPPED = ("content", "roles", "theme", "mkdocs.yml", LOCK)
_INFO = f"rolecall-{__version__}.dist-info"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The day on which a ZIP begins. With one day for all files, the same files are the same bytes."""


def requirements() -> bytes:
    """The lock, as it ships."""
    return (bundled() / LOCK).read_bytes()


@cache
def wheel() -> bytes | None:
    """This Rolecall as a wheel, the same bytes each time. None where pip did not install it, so that it is unnamed."""
    try:
        info = distribution("rolecall")
    except PackageNotFoundError:
        return None
    about = (info.read_text("METADATA") or "").split("\n")
    # A checkout may have moved on since pip read it: the number has to be that of the file.
    about = [f"Version: {__version__}" if line.startswith("Version: ") else line for line in about]
    files = {
        **_code(),
        **_shipped(),
        f"{_INFO}/METADATA": "\n".join(about).encode(),
        f"{_INFO}/WHEEL": b"Wheel-Version: 1.0\nGenerator: rolecall\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{_INFO}/entry_points.txt": (info.read_text("entry_points.txt") or "").encode(),
    }
    for name in ("licenses/LICENSE", "sboms/rolecall.cdx.json"):
        if text := info.read_text(name):
            files[f"{_INFO}/{name}"] = text.encode()
    return _packed({**files, f"{_INFO}/RECORD": _record(files)})


def _code() -> dict[str, bytes]:
    """The files of the package, without those that it ships and what Python makes of it."""
    package = Path(__file__).parents[2]
    found = _files(package)
    return {f"rolecall/{name}": data for name, data in found if not name.startswith("_bundled/")}


def _shipped() -> dict[str, bytes]:
    base = bundled()
    found: dict[str, bytes] = {}
    for name in _SHIPPED:
        if (base / name).is_file():
            found[f"rolecall/_bundled/{name}"] = (base / name).read_bytes()
        else:
            found |= {f"rolecall/_bundled/{name}/{path}": data for path, data in _files(base / name)}
    return found


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and "__pycache__" not in parts and not path.name.endswith(".pyc"):
            yield "/".join(parts), path.read_bytes()


def _record(files: Mapping[str, bytes]) -> bytes:
    """What a wheel has in it, as pip checks it: each file with its digest and size."""
    rows = []
    for name, data in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{name},sha256={digest},{len(data)}")
    return "\n".join([*rows, f"{_INFO}/RECORD,,", ""]).encode()


def _packed(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zip:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            zip.writestr(entry, data)
    return packed.getvalue()
