"""A PCN's site as it is published: with what its host needs, in a folder or a ZIP, and its addresses promised."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rolecall.build import Made
from rolecall.folders import MARK, RULES, RULES_TEXT, Put, left_in, put, recover, why_not
from rolecall.headers import in_a_folder
from rolecall.inputs import digest_of
from rolecall.lock import codes_of, keep, lasting
from rolecall.opened import Opened
from rolecall.pages import moves
from rolecall.writing import write_all

_BESIDE = f"{RULES_TEXT.decode()}# Include it in the `server` block of the website.\n"


class NotPut(Exception):
    """A site was not put where it is wanted. Its text is a sentence for whoever asked."""


@dataclass(frozen=True, slots=True)
class ToPublish:
    """A site with all that its host needs."""

    pcn: str
    files: Mapping[str, bytes]
    """By their path on the site."""
    beside: Mapping[str, bytes]
    """What a server reads and nobody may see, by the end of its name."""
    addresses: tuple[str, ...]
    """Those that are promised from now on."""
    codes: Mapping[str, str]
    """The codes of surgeries, by the addresses of their pages."""

    @property
    def pages(self) -> int:
        """How many pages there are, frames for other websites too."""
        return sum(name.endswith(".html") for name in self.files)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


def to_publish(made: Made, way: str) -> ToPublish:
    """A site that has no problem, for a way to publish."""
    files, beside = {**made.files}, dict[str, bytes]()
    rules = {"nginx": "nginx", "apache": "apache", "iis": "iis"}.get(way)
    text = in_a_folder(rules, moves(made.site), made.site.pcn.site_url).encode() if rules else b""
    if way == "nginx":
        beside[".nginx.conf"] = _BESIDE.encode() + text
    elif way == "apache":
        files[RULES] = RULES_TEXT + text
    elif way == "iis":
        files["web.config"] = text
    return ToPublish(made.site.id, files, beside, lasting(made.plan.pages), codes_of(made.site))


def refuse(folder: Path | None, zip_file: Path | None, way: str, root: Path) -> None:
    """NotPut where a site may not be put there: nothing of anybody's own is replaced."""
    if folder and (why := why_not(folder, root)):
        raise NotPut(f"{folder}: {why}. Name another folder with --to.")
    if folder and way == "nginx":
        rules = Path(f"{folder}.nginx.conf")
        with suppress(FileNotFoundError):
            if not rules.read_bytes().startswith(RULES_TEXT):
                raise NotPut(f"{rules} is there already, and Rolecall did not make it. Move it away.")
    if zip_file and zip_file.exists() and not _is_our_zip(zip_file):
        raise NotPut(f"{zip_file} is there already, and Rolecall did not make it. Name another file with --zip.")


def _is_our_zip(file: Path) -> bool:
    with suppress(OSError, zipfile.BadZipFile):
        return MARK in zipfile.ZipFile(file).namelist()
    return False


def promise(opened: Opened, site: ToPublish) -> int:
    """Write down the addresses of a site before it is published. Gives how many are new."""
    return keep(opened.workspace.root, site.pcn, site.addresses, site.codes)


def put_folder(site: ToPublish, folder: Path) -> Put:
    """The site as the whole of a folder, each file read back. What is beside it is written beside it."""
    recover(folder.parent)
    done = put(site.files, folder)
    there = {name: seen.digest for name, seen in left_in(folder).files.items()}
    if there != {name: digest_of(data) for name, data in site.files.items()}:
        raise NotPut(f"{folder}: what is there is not what was written. Try again, or name another folder with --to.")
    write_all({Path(f"{folder}{end}"): data for end, data in site.beside.items()})
    return done


def put_zip(site: ToPublish, file: Path) -> None:
    """The site as a ZIP to unpack into a folder of a website. The same site, the same bytes."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(site.files.items()):
            entry = zipfile.ZipInfo(name)  # of 1980, the first year that a ZIP knows
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    beside = {Path(f"{file.with_suffix('')}{end}"): data for end, data in site.beside.items()}
    write_all({file: memory.getvalue(), **beside})
