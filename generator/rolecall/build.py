"""Sites to folders: only what changed, all or nothing. The one module that writes a site."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from rolecall.addresses import lasting, redirects
from rolecall.bundled import lunr
from rolecall.headers import as_text
from rolecall.load import Workspace, pcn_pictures, published
from rolecall.model import Content
from rolecall.nearest import Site, site
from rolecall.plan import Page, plan
from rolecall.render import Templates, environment, theme_folders, whole

MANY = 12
"""Sites from which on several processes are quicker than one."""


ABANDONED = 3600
"""Seconds after which half a site that nobody finished is cleared away."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one site."""

    folder: Path
    pages: int
    outcome: Literal["new", "changed", "unchanged"]
    addresses: tuple[str, ...] = ()
    """Those that are promised from now on."""


def files(site: Site, env: Templates, workspace: Workspace) -> dict[str, bytes]:
    """Every file of the site by its path: the theme's, those that lie beside Markdown pages, the pages."""
    pages = plan(site)
    return {**static_files(site, workspace, pages), **{page.file: whole(env, site, page) for page in pages}}


def static_files(site: Site, workspace: Workspace, pages: Sequence[Page]) -> dict[str, bytes]:
    """The files that are published as they are, by path: the theme's, those beside Markdown pages, the PCN's logo."""
    found = published(workspace).files
    found["assets/lunr.js"] = lunr().read_bytes()
    found["_headers"] = as_text("netlify", [page.address for page in pages]).encode()
    if rules := redirects(site, "netlify"):
        found["_redirects"] = rules.encode()
    if site.pcn.colour:
        found["assets/rolecall.css"] += f":root {{ --brand: {site.pcn.colour}; }}\n".encode()
    if named := {picture for picture in (site.pcn.logo, *(person.photo for person in site.people)) if picture}:
        for name, picture in pcn_pictures(workspace, site.id).items():
            if name in named and isinstance(picture.data, bytes):
                found[f"assets/{name}"] = picture.data
    return found


def build_all(content: Content, workspace: Workspace, out: Path, *, today: date) -> Iterator[Built]:
    """Build every site of the content, each as it is done. Many are shared out among the processors."""
    if len(content.pcns) < MANY:
        yield from _build_some(content, workspace, out, today)
        return
    pcns = iter(content.pcns.items())
    parts = [content.model_copy(update={"pcns": dict(some)}) for some in iter(lambda: list(islice(pcns, MANY)), [])]
    with ProcessPoolExecutor() as pool:
        some = partial(_build_part, workspace=workspace, out=out, today=today)
        for built in pool.map(some, parts):
            yield from built


def _build_part(content: Content, *, workspace: Workspace, out: Path, today: date) -> list[Built]:
    return list(_build_some(content, workspace, out, today))


def _build_some(content: Content, workspace: Workspace, out: Path, today: date) -> Iterator[Built]:
    env = environment(theme_folders(workspace))
    return (build(site(content, id, today=today), env, workspace, out) for id in content.pcns)


def build(site: Site, env: Templates, workspace: Workspace, out: Path) -> Built:
    """The site in `out`/<PCN>, swapped in whole. A folder that holds just these files already is left alone."""
    content = files(site, env, workspace)
    addresses = lasting(plan(site))
    folder = out / site.id
    pages = sum(name.endswith(".html") for name in content)
    if _holds(folder, content):
        return Built(folder, pages, "unchanged", addresses)
    staging = _staging(out)
    new = staging / f"{site.id}.{os.getpid()}.new"
    try:
        for name, data in content.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        swapped = _swap(new, folder, staging / f"{site.id}.last")
    finally:
        shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):  # another site is still being built in there
            staging.rmdir()
    return Built(folder, pages, "changed" if swapped else "new", addresses)


ONLY_ON_A_SERVER = ("404.html", "robots.txt", "sitemap.xml", "_headers", "_redirects")
"""Files that mean nothing in a folder."""


def zipped(site: Site, env: Templates, workspace: Workspace, out: Path) -> Path:
    """The site as `out`/<PCN>.zip, to unpack anywhere and open without a web server. `site` is to be one `in_folder`.

    The same site gives the same bytes.
    """
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files(site, env, workspace).items()):
            if name not in ONLY_ON_A_SERVER:
                entry = zipfile.ZipInfo(f"{site.id}/{name}")  # of 1980, the first year that a ZIP knows
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    staging = _staging(out)
    new = staging / f"{site.id}.{os.getpid()}.zip"
    try:
        new.write_bytes(memory.getvalue())
        new.replace(out / f"{site.id}.zip")
    finally:
        new.unlink(missing_ok=True)
        with suppress(OSError):
            staging.rmdir()
    return out / f"{site.id}.zip"


def recover(out: Path) -> list[str]:
    """Finish what a build that was cut off had begun: its last sites are back in `out`. Gives their names."""
    back = []
    for staging in _staging_places(out):
        for old in sorted(staging.glob("*.last")):
            folder = out / old.name.removesuffix(".last")
            if not folder.exists():
                old.rename(folder)
                back.append(folder.name)
        for new in staging.glob("*.new"):
            # A younger one may belong to a build that is at work beside this one.
            with suppress(FileNotFoundError):
                if time.time() - new.stat().st_mtime > ABANDONED:
                    shutil.rmtree(new, ignore_errors=True)
        with suppress(OSError):
            staging.rmdir()
    return back


def _holds(folder: Path, content: dict[str, bytes]) -> bool:
    """Whether a folder has these files, to the byte, and no others."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    return there == content.keys() and all((folder / name).read_bytes() == data for name, data in content.items())


def _staging_places(out: Path) -> tuple[Path, Path]:
    """Beside `out`, so that `out` holds sites alone; inside it where that is another disk."""
    return out.parent / f".{out.name}.rolecall", out / ".rolecall"


def _staging(out: Path) -> Path:
    """A folder to write in, on the same disk as `out`."""
    out.mkdir(parents=True, exist_ok=True)
    beside, inside = _staging_places(out)
    same_disk = out.parent.stat().st_dev == out.stat().st_dev and os.access(out.parent, os.W_OK)
    staging = beside if same_disk else inside
    staging.mkdir(exist_ok=True)
    return staging


def _swap(new: Path, folder: Path, last: Path) -> bool:
    """Put `new` where `folder` is. Gives whether there was one before, which `new` or nothing then holds.

    In one step where the system can exchange 2 folders. Elsewhere in 2, with the last site
    kept aside as `last`, from where `recover` brings it back if we are cut off between.
    """
    if not os.path.lexists(folder):
        new.rename(folder)
        return False
    if not _exchange(new, folder):
        folder.rename(last)
        new.rename(folder)
        shutil.rmtree(last)
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Whether the system could exchange 2 folders in one step: renameat2 on Linux, renamex_np on macOS."""
    names = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            at_working_folder, exchange = -100, 2
            failed = libc.renameat2(at_working_folder, names[0], at_working_folder, names[1], exchange)
        elif sys.platform == "darwin":
            swap = 2
            failed = libc.renamex_np(*names, swap)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    if failed and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed
