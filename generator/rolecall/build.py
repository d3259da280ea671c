"""Sites to folders: only what changed, all or nothing. A PCN that cannot be built keeps no other waiting."""

from __future__ import annotations

import errno
import io
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Literal

from rolecall.addresses import file_clashes, keep, lasting, lock_of, problems_of, redirects
from rolecall.bundled import lunr
from rolecall.folders import MARK, MARK_TEXT, Outcome, put, why_not, why_not_zip
from rolecall.headers import as_text
from rolecall.links import broken_links
from rolecall.load import Workspace, YamlFile, pcn_pictures
from rolecall.model import Content
from rolecall.places import Place, Problem
from rolecall.plan import Page, base_path, plan
from rolecall.render import TemplateMistake, Templates, environment, theme_folders, whole
from rolecall.site import Site, site_of
from rolecall.writing import write_all

MANY = 12
"""Sites from which on several processes are quicker than one."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What sites are made from."""

    content: Content
    workspace: Workspace
    pcns: Mapping[str, YamlFile]
    """The `pcn.yml` of each PCN, by its id."""
    today: date
    published: Mapping[str, bytes]
    """The files that every site has beside its pages, as `load` found them."""

    def only(self, ids: Sequence[str]) -> Inputs:
        """The same for some of the PCNs."""
        content = self.content
        some = {"pcns": {id: content.pcns[id] for id in ids}, "services": {id: content.services[id] for id in ids}}
        return replace(self, content=content.model_copy(update=some), pcns={id: self.pcns[id] for id in ids})


@dataclass(frozen=True, slots=True)
class Made:
    """One PCN's site, made and not yet put anywhere."""

    site: Site
    pages: tuple[Page, ...]
    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    """What only shows once there are pages: addresses that clash or would be lost, links that lead nowhere."""


@dataclass(frozen=True, slots=True)
class Built:
    """What became of one PCN's site. Where there is a problem or a bug, the last one is as it was."""

    pcn: str
    outcome: Outcome | Literal["not built"] = "not built"
    pages: int = 0
    problems: tuple[Problem, ...] = ()
    bug: str = ""
    """The traceback of a fault in Rolecall itself."""


def files(
    site: Site, pages: Sequence[Page], env: Templates, workspace: Workspace, published: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Every file of the site by its path: the theme's, those that lie beside Markdown pages, the pages."""
    static = static_files(site, pages, workspace, published)
    return {**static, **{page.file: whole(env, site, page) for page in pages}}


def static_files(
    site: Site, pages: Sequence[Page], workspace: Workspace, published: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files that are no pages, by path: those published as they are, the PCN's pictures, a server's rules."""
    found = {**published}
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
    found[MARK] = MARK_TEXT
    return found


def made(inputs: Inputs, pcn: str, env: Templates, *, in_folder: bool = False) -> Made:
    """The site of a PCN, and what is wrong with it as a whole."""
    workspace = inputs.workspace
    here = site_of(inputs.content, pcn, today=inputs.today, in_folder=in_folder)
    pages = plan(here)
    every: dict[str, bytes] = {}
    wrong = problems_of(here, pages, inputs.pcns[pcn], workspace)
    wrong += file_clashes(here, pages, inputs.pcns[pcn], workspace, inputs.published)
    if not wrong:
        every = files(here, pages, env, workspace, inputs.published)
        sources = _markdown(pages, workspace)
        wrong = broken_links(every, base=base_path(here), folder=f"site/{pcn}/", sources=sources)
    return Made(here, pages, every, tuple(replace(problem, pcn=pcn) for problem in wrong))


def _markdown(pages: Sequence[Page], workspace: Workspace) -> dict[str, tuple[str, Path]]:
    """The Markdown file of each page that has one, and its name in messages, by the file that it is published as."""
    slugs = {page.file: page.address.rstrip("/") for page in pages if page.template == "markdown"}
    found = {file: workspace.find(f"content/pages/{slug}.md") for file, slug in slugs.items()}
    return {file: (workspace.shown(path), path) for file, path in found.items() if path}


def tried(pcn: str, workspace: Workspace, make: Callable[[], Built]) -> Built:
    """What `make` gives, or why it could not: a mistake in a template of the workspace, or a bug of ours."""
    try:
        return make()
    except TemplateMistake as mistake:
        if problem := mistake.within(workspace):
            return Built(pcn, problems=(problem,))
        return Built(pcn, bug=traceback.format_exc())
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise  # Nothing that comes after has room either.
        place = Place(workspace.shown(Path(error.filename or f"content/pcns/{pcn}")))
        sentence = f"this cannot be read or written: {error.strerror or error}"
        fix = "Look at its permissions, and at its folder's."
        return Built(pcn, problems=(Problem(place, sentence, fix, pcn, kind="unreadable"),))
    except Exception:
        return Built(pcn, bug=traceback.format_exc())


def build_all(inputs: Inputs, out: Path) -> Iterator[Built]:
    """Build every site in a folder of its own below `out`, each as it is done. Many are shared out among processors."""
    if len(inputs.content.pcns) < MANY:
        yield from _build_some(inputs, out)
        return
    ids = iter(inputs.content.pcns)
    parts = [inputs.only(some) for some in iter(lambda: list(islice(ids, MANY)), [])]
    with ProcessPoolExecutor() as pool:
        for built in pool.map(partial(_build_part, out=out), parts):
            yield from built


def _build_part(inputs: Inputs, *, out: Path) -> list[Built]:
    return list(_build_some(inputs, out))


def _build_some(inputs: Inputs, out: Path) -> Iterator[Built]:
    env = environment(theme_folders(inputs.workspace))
    for id in inputs.content.pcns:
        yield tried(id, inputs.workspace, partial(_build, inputs, id, env, out))


def _build(inputs: Inputs, pcn: str, env: Templates, out: Path) -> Built:
    folder = out / pcn
    if why := why_not(folder, inputs.workspace.root):
        return Built(pcn, problems=(refused(folder, why, pcn),))
    one = made(inputs, pcn, env)
    if one.problems:
        return Built(pcn, problems=one.problems)
    pages = sum(name.endswith(".html") for name in one.files)
    keep(lock_of(inputs.workspace.root, pcn), lasting(one.pages))  # a promise before it is published
    return Built(pcn, put(one.files, folder), pages)


def refused(folder: Path, why: str, pcn: str) -> Problem:
    """The problem of a place in which no site may be put."""
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    fix = "Name another folder with --out, or move this one away."
    return Problem(Place(str(shown)), why, fix, pcn, kind="misplaced")


ONLY_ON_A_SERVER = ("404.html", "robots.txt", "sitemap.xml", "_headers", "_redirects")
"""Files that mean nothing in a folder."""


def zipped(inputs: Inputs, pcn: str, env: Templates, out: Path) -> Built:
    """The site as `out`/<PCN>.zip, to unpack anywhere and open without a web server. The same site, the same bytes."""
    if why := why_not_zip(out / f"{pcn}.zip"):
        return Built(pcn, problems=(refused(out / f"{pcn}.zip", why, pcn),))
    one = made(inputs, pcn, env, in_folder=True)
    if one.problems:
        return Built(pcn, problems=one.problems)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(one.files.items()):
            if name not in ONLY_ON_A_SERVER:
                entry = zipfile.ZipInfo(f"{pcn}/{name}")  # of 1980, the first year that a ZIP knows
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    write_all({out / f"{pcn}.zip": memory.getvalue()})
    return Built(pcn, "changed")
