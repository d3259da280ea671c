"""PCNs to their sites: only what changed, all or nothing. A PCN that cannot be built keeps no other waiting."""

from __future__ import annotations

import errno
import gc
import io
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rolecall import record
from rolecall.addresses import NOT_FOUND, ROBOTS, SITEMAP, asset, base_path
from rolecall.again import Changed, Last, SiteFiles, made_of
from rolecall.checks import built, notes
from rolecall.checks.reading import reading_of
from rolecall.clashes import clashes, file_clashes
from rolecall.folders import MARK, MARK_TEXT, Put, put, why_not, why_not_zip
from rolecall.headers import POLICY, as_text, redirects
from rolecall.inputs import digest_of, inputs_of, shared_files
from rolecall.links import broken_links
from rolecall.load import Workspace, YamlFile, pcn_pictures
from rolecall.lock import lost
from rolecall.opened import Opened
from rolecall.pages import Plan, moves, plan
from rolecall.places import Group, Place, Problem, in_group
from rolecall.record import Left, Record, Seen
from rolecall.render import file_bytes, whole
from rolecall.site import Site
from rolecall.standing import next_change
from rolecall.tasks import Built, Task
from rolecall.templates import TemplateMistake, Templates, Words
from rolecall.writing import write_all


@dataclass(frozen=True, slots=True)
class Made:
    """One PCN's site, made and not yet put anywhere."""

    site: Site
    plan: Plan
    files: SiteFiles
    problems: tuple[Problem, ...]
    """What only shows once there are pages: addresses that clash or would be lost, links that lead nowhere."""
    made_of: Mapping[str, str]
    """The digest of what each file was made of, where somebody has to know."""

    @property
    def pages(self) -> int:
        """How many pages there are, frames for other websites too."""
        return sum(name.endswith(".html") for name in self.files)


def files(
    site: Site,
    plan: Plan,
    env: Templates,
    workspace: Workspace,
    published: Mapping[str, bytes],
    *,
    policy: str = POLICY,
    but: Collection[str] = (),
) -> dict[str, bytes]:
    """Every file of the site by its path: the theme's, those that lie beside Markdown pages, the pages.

    Files that are named in `but` are not made.
    """
    return {
        **static_files(site, plan, workspace, published),
        **{page.file: whole(env, plan.frame, page, policy=policy) for page in plan.pages if page.file not in but},
        **{file.file: file_bytes(env, plan.frame, file) for file in plan.files if file.file not in but},
    }


def static_files(site: Site, plan: Plan, workspace: Workspace, published: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are no pages, by path: those published as they are, the PCN's pictures, a server's rules."""
    found = {**published}
    found["_headers"] = as_text("netlify", [part.address for part in plan.parts]).encode()
    if rules := redirects(moves(site), site.pcn.site_url, "netlify"):
        found["_redirects"] = rules.encode()
    if site.pcn.colour:
        found[asset("rolecall.css")] += f":root {{ --brand: {site.pcn.colour}; }}\n".encode()
    if named := {picture for picture in (site.pcn.logo, *(person.photo for person in site.people)) if picture}:
        for name, picture in pcn_pictures(workspace, site.id).items():
            if name in named and isinstance(picture.data, bytes):
                found[asset(name)] = picture.data
    found[MARK] = MARK_TEXT
    return found


def made(
    opened: Opened,
    pcn: str,
    *,
    in_folder: bool = False,
    templates: Templates | None = None,
    site_url: str | None = None,
    policy: str = POLICY,
    looks: str = "",
    last: Last | None = None,
) -> Made:
    """The site of a PCN, and what is wrong with it as a whole. A preview is at another `site_url`, under no policy.

    With `looks`, the digest of what makes pages of data, it is known what each file was made of. Then files of the
    `last` site stay that would be made of the same.
    """
    workspace, published, pcn_file = opened.workspace, opened.loaded.published, opened.loaded.pcns[pcn]
    site = opened.site(pcn, site_url=site_url, in_folder=in_folder)
    templates = templates or opened.templates
    planned = plan(site, Words(templates))
    there, digests = SiteFiles({}, {}), {}
    wrong = problems_of(site, planned, pcn_file, workspace, published)
    if not wrong:
        digests = made_of(planned, looks) if looks else {}
        make = partial(files, site, planned, templates, workspace, published, policy=policy)
        stay = last.stays(digests) if last else {}
        there = SiteFiles(make(but=stay), stay, last.folder if last else None)
        if stay and last and not last.is_kept_by(there):
            there = SiteFiles(make(), {})
        sources, folder = _markdown(planned, workspace), f"site/{pcn}/"
        base = base_path(site.pcn.site_url)
        broken = broken_links(there, base=base, folder=folder, sources=sources, only=there.new)
        wrong = [*in_group("links", broken)]
    return Made(site, planned, there, tuple(replace(problem, pcn=pcn) for problem in wrong), digests)


def problems_of(
    site: Site, plan: Plan, file: YamlFile, workspace: Workspace, published: Mapping[str, bytes]
) -> list[Problem]:
    """What is wrong with the addresses of a site: claimed twice, lost or leading nowhere. `file` is its `pcn.yml`."""
    return [
        *clashes(site, plan, file, workspace),
        *lost(site.id, plan, file, workspace),
        *file_clashes(site, plan, file, workspace, published),
    ]


def _markdown(plan: Plan, workspace: Workspace) -> dict[str, tuple[str, Path]]:
    """The Markdown file of each page that has one, and its name in messages, by the file that it is published as."""
    sources = {page.file: page.made_from for page in plan.pages if page.template == "markdown"}
    found = {file: workspace.find(source) for file, source in sources.items()}
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


Look = Callable[[Mapping[str, bytes], str, str], Iterator[Problem]]
"""What looks at the files of a site, with its path on the server and what stands in front of its files in messages."""


def look_over(
    opened: Opened, groups: Collection[Group] = (), *, reading: bool = False, also: Look | None = None
) -> Iterator[Built]:
    """What a build of each site would say, and what of its pages is worth a look. Nothing is written.

    `groups` are the groups of notes; with `reading`, it is also said how hard pages are to read. `also` is what else
    looks at pages, for how easy they are to see and to use.
    """

    def look(pcn: str) -> Built:
        site_made = made(opened, pcn)
        folder = f"site/{pcn}/"
        pages = reading_of(site_made.files, site_made.site, folder=folder) if reading else []
        sources = _markdown(site_made.plan, opened.workspace)
        found = built.notes(site_made.files, groups, folder=folder, sources=sources)
        more = also(site_made.files, base_path(site_made.site.pcn.site_url), folder) if also else ()
        of_pcn = tuple(replace(note, pcn=pcn) for note in (*found, *in_group("access", more)))
        return Built(pcn, problems=site_made.problems, notes=of_pcn, reading=tuple(pages))

    return (tried(pcn, opened.workspace, partial(look, pcn)) for pcn in opened.pcns)


def build_sites(shared: Opened, task: Task) -> Iterator[Built]:
    """Build the sites of a task, each as it is done. `shared` is its workspace without PCNs."""
    opened = shared.with_pcns(task.inputs)
    records: dict[str, Record] = {}
    for pcn in task.inputs:
        wrong = tuple(problem for problem in opened.problems if problem.pcn == pcn)
        if wrong or pcn not in opened.pcns:
            yield Built(pcn, problems=wrong)
        else:
            yield tried(pcn, opened.workspace, partial(_build, opened, shared, pcn, task, records))
    # Macros of page templates know the page that knows them, and a build runs without a collector of such circles.
    gc.collect(0)
    if shared_files(task.workspace) == task.shared:
        for pcn, made_of in records.items():
            record.write(task.records, pcn, made_of)


def _build(opened: Opened, shared: Opened, pcn: str, task: Task, records: dict[str, Record]) -> Built:
    """Build a site. Its record is added to `records`, if its files stood still meanwhile."""
    folder, root = task.out / pcn, task.workspace.root
    if why := why_not(folder, root):
        return Built(pcn, problems=(refused(folder, why, pcn),))
    known = task.last(pcn)
    left = known.left if known else None
    has_notes = shared.has_shared_notes or notes.are_there(opened.content, pcn, opened.loaded, today=task.today)
    services = digest_of(*(f"{id} {file.whole.node}" for id, file in opened.loaded.shared_in(pcn).items()))
    owed = record.owed(task.records, pcn) if task.lists else None
    if owed is None and known and known.counts(task.exact_key(pcn, services), task.today):
        now = inputs_of(task.workspace, pcn)
        if now.files == task.inputs[pcn].files:
            records[pcn] = replace(known, key=task.key(pcn, now), has_notes=has_notes)
        return Built(pcn, "unchanged", known.pages, held_back=known.held_back, has_notes=has_notes)
    try:
        site_made, done = _make(opened, shared, pcn, task, left)
    except Changed:
        site_made, done = _make(opened, shared, pcn, task, None)
    if not done:
        return Built(pcn, problems=site_made.problems)
    became = Built(
        pcn,
        done.outcome,
        pages=site_made.pages,
        held_back=tuple(map(str, notes.held_back(opened.content, pcn, opened.loaded, today=task.today))),
        has_notes=has_notes,
        written=_differ(done, owed) if task.lists else (),
        gone=_gone(done, owed) if task.lists else (),
    )
    now = inputs_of(task.workspace, pcn)
    if now.files == task.inputs[pcn].files:
        until = next_change(opened.content, pcn, task.today)
        records[pcn] = Record(
            task.key(pcn, now),
            task.exact_key(pcn, services, now),
            task.today,
            until,
            became.pages,
            became.held_back,
            became.has_notes,
            done.left,
        )
    return became


def _differ(done: Put, owed: Mapping[str, Seen] | None) -> tuple[str, ...]:
    """The files that are not as they were before, nor as whoever copies sites has them."""
    there = {} if owed is None else done.left.files
    again = (name for name, seen in there.items() if not owed or name not in owed or owed[name].digest != seen.digest)
    return tuple(dict.fromkeys([*done.written, *again]))


def _gone(done: Put, owed: Mapping[str, Seen] | None) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys([*done.gone, *(owed or ())]) if name not in done.left.files)


def _make(opened: Opened, shared: Opened, pcn: str, task: Task, left: Left | None) -> tuple[Made, Put | None]:
    """Make a site and put it in place, unless it has problems. `left` is what is there of the last one."""
    folder, looks = task.out / pcn, task.shared.looks
    last = Last(folder, left, looks) if left else None
    site_made = made(opened, pcn, templates=shared.templates, looks=looks, last=last)
    if site_made.problems:
        return site_made, None
    record.forget(task.records, pcn)
    stay = site_made.files.stay
    return site_made, put(site_made.files, folder, left, stay=stay, made_of=site_made.made_of)


def refused(folder: Path, why: str, pcn: str) -> Problem:
    """The problem of a place in which no site may be put."""
    shown = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    fix = "Name another folder with --out, or move this one away."
    return Problem(Place(str(shown)), why, fix, pcn, kind="misplaced")


ONLY_ON_A_SERVER = (NOT_FOUND, ROBOTS, SITEMAP, "_headers", "_redirects")
"""Files that mean nothing in a folder."""


def zip_all(shared: Opened, pcns: Sequence[str], out: Path) -> Iterator[Built]:
    """The sites as `out`/<PCN>.zip, to unpack anywhere and open without a web server. The same site, the same bytes.

    `shared` is the workspace without PCNs.
    """
    for pcn in pcns:
        opened = shared.with_pcns([pcn])
        yield tried(pcn, opened.workspace, partial(_zip, opened, shared.templates, pcn, out))


def _zip(opened: Opened, templates: Templates, pcn: str, out: Path) -> Built:
    if why := why_not_zip(out / f"{pcn}.zip"):
        return Built(pcn, problems=(refused(out / f"{pcn}.zip", why, pcn),))
    site_made = made(opened, pcn, in_folder=True, templates=templates)
    if site_made.problems:
        return Built(pcn, problems=site_made.problems)
    import zipfile

    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(site_made.files.items()):
            if name not in ONLY_ON_A_SERVER:
                entry = zipfile.ZipInfo(f"{pcn}/{name}")  # of 1980, the first year that a ZIP knows
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    write_all({out / f"{pcn}.zip": memory.getvalue()})
    return Built(pcn, "changed")
