"""A drawn workspace through the generator, in process. The one place where its proof touches the generator's inside."""

from __future__ import annotations

import io
import logging
import re
import shutil
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

import rolecall.plugin
from faults import faults_of, visible
from rolecall.addresses import base_path
from rolecall.build import ONLY_ON_A_SERVER
from rolecall.build import made as site_made
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.pages import Plan
from rolecall.places import SHIPPED, Problem
from rolecall.site import Site
from rolecall.templates import Templates, environment, theme_folders
from strategies import Drawn

ROOT = Path(__file__).parents[1]

OURS = re.compile(
    r"NoneType|Traceback|has no attribute|<class|Error\b|pydantic|StrictUndefined|\bdict\b|\bstr\b|something else is"
)
"""Words of the program's own, and those for what nobody has thought of, which no problem may say to people."""


@dataclass(frozen=True)
class Made:
    """What becomes of a workspace: problems, and the files of each PCN that has none."""

    problems: tuple[Problem, ...]
    sites: Mapping[str, Site] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    in_folder: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    """Those of the first PCN for a USB stick."""


@dataclass(frozen=True)
class Folders:
    """Where workspaces are written, and a stand-in for Rolecall's own files that has the theme alone."""

    root: Path
    theme_alone: Path

    @classmethod
    def below(cls, folder: Path) -> Folders:
        """Both below a folder that is there."""
        shutil.copytree(ROOT / "theme", folder / "shipped/theme")
        (folder / "shipped/roles").mkdir()
        return cls(folder / "deep/er/w", folder / "shipped")

    def workspace(self, drawn: Drawn) -> Workspace:
        """The workspace, written."""
        drawn.write(self.root)
        return Workspace(self.root, self.shipped(drawn))

    def shipped(self, drawn: Drawn) -> Path:
        """What the workspace lies over."""
        return ROOT if drawn.over_shipped else self.theme_alone


@cache
def templates(*folders: Path) -> Templates:
    """Templates, read once for all workspaces."""
    return environment(folders)


def made(workspace: Workspace, drawn: Drawn, only: list[str] | None = None) -> Made:
    """All that `check` would tell, and all that `build` would write."""
    opened, env = open_workspace(workspace, only, today=drawn.today), _templates_of(workspace)
    sites = {pcn: site_made(opened, pcn, templates=env) for pcn in opened.pcns}
    problems = {*opened.problems, *(problem for site in sites.values() for problem in site.problems)}
    spoilt = {problem.pcn for problem in problems}
    sound = {pcn: site for pcn, site in sites.items() if pcn not in spoilt and "" not in spoilt}
    return Made(
        tuple(sorted(problems)),
        {pcn: site.site for pcn, site in sound.items()},
        {pcn: site.plan for pcn, site in sound.items()},
        {pcn: site.files for pcn, site in sound.items()},
        {pcn: site_made(opened, pcn, in_folder=True, templates=env).files for pcn in [*sound][:1]},
    )


def _templates_of(workspace: Workspace) -> Templates:
    return templates(*theme_folders(workspace))


def faults_in(drawn: Drawn, folders: Folders) -> list[str]:
    """What is wrong with what becomes of a workspace: nothing, in any workspace."""
    workspace = folders.workspace(drawn)
    all_of = made(workspace, drawn)
    found = [fault for problem in all_of.problems for fault in told_badly(problem, workspace, drawn.pcns)]
    for id, site in all_of.sites.items():
        plan, built = all_of.plans[id], all_of.files[id]
        found += [f"{id}: {fault}" for fault in _faults_of_site(site, plan, built, workspace, drawn)]
        if id in all_of.in_folder:
            stick = _unpacked(all_of.in_folder[id])
            wrong = faults_of(stick, in_folder=True, site_url=_url(site), given=_own_pages(drawn))
            found += [f"{id} in a folder: {fault}" for fault in wrong]
        if len(drawn.pcns) > 1 and made(workspace, drawn, [id]).files.get(id) != all_of.files[id]:
            found.append(f"{id}: alone it is not what it is beside {', '.join(drawn.pcns)}")
    return found


def _unpacked(built: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in built.items() if name not in ONLY_ON_A_SERVER}


def _url(site: Site) -> str:
    return site.pcn.site_url or ""


def _own_pages(drawn: Drawn) -> set[str]:
    """The ready pages that people put beside their Markdown."""
    names = (name.removeprefix("content/pages/") for name in drawn.files if name.startswith("content/pages/"))
    return {name for name in names if name.endswith(".html")}


def _faults_of_site(
    site: Site, plan: Plan, built: Mapping[str, bytes], workspace: Workspace, drawn: Drawn
) -> Iterator[str]:
    own_pages = _own_pages(drawn)
    yield from faults_of(built, base=base_path(site.pcn.site_url), site_url=_url(site), given=own_pages)
    for file, times in Counter(part.file for part in plan.parts).items():
        if times > 1:
            yield f"{file}: {times} pages at one address"
    for path in sorted((workspace.shipped / "theme/shell/assets").iterdir()):
        if not built.get(f"assets/{path.name}", b"").startswith(path.read_bytes()):
            yield f"assets/{path.name}: another file stands where the theme's own was"
    for name, data in drawn.files.items():
        beside = name.removeprefix("content/pages/")
        is_published = beside != name and beside.endswith((".pdf", ".txt", ".png"))
        if is_published and beside in built and built[beside] != data:
            yield f"{beside}: another file stands where one from content/pages was"
    for name, data in built.items():
        if (
            name.endswith(".html")
            and name not in own_pages
            and re.search(rb">\s*None\s*<|\bundefined\b[^<]*Undefined", data)
        ):
            yield f"{name}: it says None"


def told_badly(problem: Problem, workspace: Workspace, pcns: Collection[str]) -> Iterator[str]:
    """What is wrong with a problem: no place, no words, words of the program's own, or not people's to mend."""
    place = problem.place
    words = f"{problem.sentence} {problem.fix}"
    if not visible(problem.sentence) or OURS.search(re.sub(r'"[^"]*"|/\S*', "", words)):
        yield f"{problem}: it is not told in words"
    if problem.pcn and problem.pcn not in pcns:
        yield f"{problem}: there is no PCN {problem.pcn}"
    if place.file.startswith("site/"):
        link = re.search('"(.*)"', problem.sentence)
        if not link or not ("nowhere" in link[1] or "[c" in link[1]):
            yield f"{problem}: nobody wrote this link"
        return
    path = workspace.root / place.file
    if place.file.startswith(f"{SHIPPED}/"):
        path = workspace.shipped / place.file.removeprefix(f"{SHIPPED}/")
    if path.is_file():
        data = path.read_bytes()
        lines = data.count(b"\n") + data.count(b"\r") + 2
        if not 1 <= place.line <= lines or place.column < 1:
            yield f"{problem}: the file has {lines} lines"
    elif "missing" not in problem.sentence and not path.is_dir():
        yield f"{problem}: there is no such file"


def with_mkdocs(drawn: Drawn, folders: Folders, pcn: str, patch: pytest.MonkeyPatch) -> dict[str, bytes] | str:
    """The files that `mkdocs build --strict` writes for a PCN of a workspace that is written, or what it says."""
    from mkdocs.commands import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    patch.setattr(rolecall.plugin, "bundled", lambda: folders.shipped(drawn))
    patch.setenv("ROLECALL_PCN", pcn)
    config = folders.root / "mkdocs.yml"
    config.write_text(
        "site_name: Any\ndocs_dir: content/pages\ntheme: {name: material}\n"
        f'plugins: {{rolecall: {{today: "{drawn.today}"}}}}\n'
    )
    out = folders.root.parent / "theirs"
    shutil.rmtree(out, ignore_errors=True)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        with config.open("rb") as file, warnings.catch_warnings(action="ignore"):
            loaded = load_config(config_file=file, site_dir=str(out), strict=True)
            loaded.plugins.on_startup(command="build", dirty=False)
            build.build(loaded)
    except (Abort, MkDocsException) as stopped:
        return f"{stopped} {log.getvalue()}"
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
