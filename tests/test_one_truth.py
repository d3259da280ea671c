"""All that speaks of a role says the same of it: pages, sheets, frames, the search, leaflets, data.

A part of a page that speaks of a role has its id as `data-role`. What it tells has a kind as `data-fact`: its `title`,
its `national` name, how to `reach` it, whether people `self-refer`, and notes of what is so here and not everywhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import html

from built import Folders, made, templates
from conftest import ROOT, TODAY
from rolecall import addresses as at
from rolecall.build import made as site_made
from rolecall.exchange.leaflets.leaflet import Leaflet
from rolecall.exchange.leaflets.parts import leaflets
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.pages import Plan
from rolecall.site import Site, SiteRole
from rolecall.templates import Words, theme_folders
from strategies import Drawn, look_at

MOST = settings.default.max_examples if settings.default else 100

NOTES = {"absent", "there", "called", "shared", "also", "only-for"}
"""What is so here and not everywhere. Whatever speaks of a role says all of them."""

ALWAYS = {"role", "easy-read", "home", "roles"}
"""Kinds of page that speak of each core role that has one."""

WHERE_AVAILABLE = {"compare", "staff", "staff-table", "poster", "handout", "posters", "embed.html"}
"""And those that speak of each that people can see here."""


@dataclass
class Told:
    """What one thing says of a role: texts by the kind of fact."""

    where: str
    kind: str
    role: str
    facts: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def notes(self) -> set[tuple[str, str]]:
        return {(kind, text) for kind in NOTES for text in self.facts.get(kind, ())}


def words(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def told_by_page(where: str, kind: str, source: bytes, titles: Mapping[str, str]) -> Iterator[Told]:
    """What a page says of each role that it speaks of. `titles` are the ids of roles by titles that only they have."""
    root = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    found: dict[str, Told] = {}

    def of(role: str) -> Told:
        return found.setdefault(role, Told(where, kind, role))

    for part in root.xpath("//*[@data-role]"):
        of(part.get("data-role"))
    for fact in root.xpath("//*[@data-fact]"):
        near = fact.xpath("ancestor-or-self::*[@data-role][1]")
        for heading in [] if near else fact.xpath("ancestor::dd/preceding-sibling::dt[1]"):  # of a comparison
            if role := titles.get(words(heading)):
                of(role).facts[fact.get("data-fact")].add(words(fact))
        for part in near:
            of(part.get("data-role")).facts[fact.get("data-fact")].add(words(fact))
    for part in root.xpath("//*[@data-role][.//*[@data-fact='reach']]"):
        told = of(part.get("data-role"))
        told.facts["numbers"] |= {words(link) for link in part.xpath(".//ul[@class='contacts']//a")}
        days = [re.search(r"checked (.+)", words(line)) for line in part.xpath(".//p[@class='local']")]
        told.facts["checked"] |= {day[1] for day in days if day}
    yield from found.values()


def told_by_data(data: bytes) -> Iterator[Told]:
    for role in json.loads(data)["roles"]:
        told = Told("data/roles.json", "data", role["id"])
        told.facts["title"].add(role["name"])
        for note in role["notes"]:
            told.facts[note["kind"]].add(note["text"])
        for name, fact in (("text", "reach"), ("self_refer_means", "self-refer")):
            if role["reach"][name]:
                told.facts[fact].add(role["reach"][name])
        yield told


def found_by_search(data: bytes) -> dict[str, str]:
    """What the search says of each role."""
    index = data.decode()
    entries = json.loads(index[index.index("[\n[") : index.rindex("]") + 1].replace(",\n]", "\n]"))
    return {entry[6][0]: entry[3] for entry in entries if entry[2] == "role"}


def leaflet_text(leaflet: Leaflet, title: str = "") -> str:
    """All that a leaflet says, or its part with this title."""
    parts = [asdict(part) for part in leaflet.parts if part.heading == title] if title else [asdict(leaflet)]
    return " ".join(" ".join(strings(parts)).split())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from strings(each)


def contradictions(site: Site, plan: Plan, files: Mapping[str, bytes], say: Words) -> Iterator[str]:
    """Each 2 things of a site that do not say the same of a role, and what a thing leaves out."""
    every = Counter(role.title for role in site.core_roles)
    titles = {role.title: role.id for role in site.core_roles if every[role.title] == 1}
    # The page on privacy has 1 answer of each role, and leads to the rest.
    pages = {part.file: part.kind for part in plan.parts if part.file.endswith(".html")}
    pages = {file: kind for file, kind in pages.items() if kind not in ("moved", "privacy")}
    at_surgeries = [
        (address, surgery) for surgery in site.practices for address in (surgery.address, at.staff(surgery.slug))
    ]
    all_told: dict[str, list[Told]] = defaultdict(list)
    for file, kind in pages.items():
        surgery = next((surgery for address, surgery in at_surgeries if file.startswith(address)), None)
        for told in told_by_page(file, kind, files[file], titles):
            if told.facts.get("not-here"):
                roles = surgery.all_roles if surgery else site.all_roles
                yield from _not_to_refer_to(told, site.role(told.role), roles)
            elif surgery:
                there = next((role for role in surgery.all_roles if role.id == told.role), None) or site.role(told.role)
                yield from _against_content(told, there, surgery.all_roles, is_surgery=True)
            else:
                all_told[told.role].append(told)
    for told in told_by_data(files["data/roles.json"]):
        all_told[told.role].append(told)
    _add_other_side(all_told, site)
    says = found_by_search(files["search/index.js"])
    made_leaflets = {leaflet.name: leaflet for leaflet in leaflets(site, say)}
    for role in (*site.core_roles, *site.wider_roles, *site.absent_roles):
        told_of_it = all_told[role.id]
        yield from _differing(told_of_it)
        for told in told_of_it:
            yield from _against_content(told, role, site.all_roles)
            yield from _surgeries_left_out(told, role, site)
        if role.role.core:
            yield from _kinds_left_out(told_of_it, role, site)
        texts = {"search/index.js": says[role.id]} if role.id in says else {}
        if role.role.core and role.available:
            names = [role.id, f"{role.id}-poster", "waiting-room"]
            names += [f"{role.id}-easy-read"] if role.role.easy_read else []
            for name in names:
                title = role.title if name == "waiting-room" else ""
                texts[f"leaflet {name}"] = leaflet_text(made_leaflets[name], title)
        for where, text in texts.items():
            yield from _left_out_of_text(where, " ".join(text.split()), told_of_it)


def _add_other_side(all_told: Mapping[str, list[Told]], site: Site) -> None:
    """Of a person with 2 jobs, a comparison of both says so once, at the one that somebody else does too."""
    for role in site.core_roles:
        for told in all_told[role.id]:
            others = {
                id for id, every in all_told.items() for one in every if one.where == told.where and one.facts["shared"]
            }
            if told.kind in ("compare", "pair") and others - {role.id}:
                told.facts["also"] |= {text for one in all_told[role.id] for text in one.facts.get("also", ())}


def _differing(told_of_it: list[Told]) -> Iterator[str]:
    """2 that say other things. Notes are told by all; other facts are compared where they are told."""
    for told in told_of_it[1:]:
        first = told_of_it[0]
        if told.notes != first.notes:
            odd = sorted(text for _, text in told.notes ^ first.notes)
            yield f"{told.role}: {told.where} and {first.where} do not both say {odd}"
    for kind in ("title", "national", "reach", "self-refer", "numbers", "checked"):
        known = [told for told in told_of_it if told.facts.get(kind)]
        for told in known[1:]:
            if told.facts[kind] != known[0].facts[kind]:
                yield (
                    f"{told.role}: {kind}: {told.where} says {sorted(told.facts[kind])},"
                    f" {known[0].where} says {sorted(known[0].facts[kind])}"
                )


def _against_content(
    told: Told, role: SiteRole, roles: tuple[SiteRole, ...], *, is_surgery: bool = False
) -> Iterator[str]:
    """What is so of the whole place, by the files, and is not told."""
    is_whole = "surgery" if is_surgery else "PCN"
    joined = " ".join(text for _, text in sorted(told.notes))
    if not role.available and not any("there is no" in text for text in told.facts.get("absent", ())):
        yield f"{told.where}: it is not said that nobody in the {is_whole} is the {role.id}"
    if role.available and role.only_for:
        people = " ".join((role.only_for_within or "").removesuffix(".").split())
        if people not in joined:
            yield f"{told.where}: it is not said that the {role.id} is only for {people}"
    for id in (role.instead if not role.available else None, role.combined_with if role.available else None):
        other = next((other for other in roles if other.id == id and other.available), None)
        if other and " ".join(other.short_title_within.split()) not in joined:
            yield f"{told.where}: the {other.id} is not named beside the {role.id}"


def _not_to_refer_to(told: Told, role: SiteRole, roles: tuple[SiteRole, ...]) -> Iterator[str]:
    """Staff read of who is not there in words of their own: whom to refer to."""
    there = next((other for other in roles if other.id == role.id), role)
    other = next((other for other in roles if other.id == there.instead and other.available), None)
    [text] = told.facts["not-here"]
    if there.available or (other and f"Refer to: {other.short_title_within}." not in text):
        yield f"{told.where}: {text!r} is not so of the {role.id}"


def _surgeries_left_out(told: Told, role: SiteRole, site: Site) -> Iterator[str]:
    """Surgeries without the role that are not named, though somebody of the PCN has it."""
    for surgery in site.practices if role.available else ():
        there = next((other for other in surgery.roles if other.id == role.id), role)
        name = " ".join(surgery.practice.name.split())
        if not there.available and not any(name in text for text in told.facts.get("absent", ())):
            yield f"{told.where}: it is not said that {name} has no {role.id}"


def _kinds_left_out(told_of_it: list[Told], role: SiteRole, site: Site) -> Iterator[str]:
    expected = ALWAYS | (WHERE_AVAILABLE if role.available else {"compare"})
    expected -= {"easy-read"} if not role.role.easy_read else set()
    if missing := expected - {told.kind for told in told_of_it}:
        yield f"{role.id}: nothing is said of it on {sorted(missing)}"
    tells = {told.kind for told in told_of_it if told.facts.get("self-refer")}
    for kind in ({"role", "staff", "handout", "embed.html", "data"} if role.available else {"role"}) - tells:
        doer = role.stand_in(site.all_roles) or role
        if doer.reach.reach.self_refer and doer.available:
            yield f"{role.id}: {kind} does not say whether people can come by themselves"


def _left_out_of_text(where: str, text: str, told_of_it: list[Told]) -> Iterator[str]:
    """What the pages say of a role and a text does not."""
    first = next((told for told in told_of_it if told.kind == "role"), told_of_it[0] if told_of_it else None)
    for _, note in sorted(first.notes) if first else ():
        if note not in text:
            yield f"{where}: {note!r} is not there: {text[:200]!r}"
    if first and where.startswith("leaflet"):
        for kind in ("national", "reach", "self-refer"):
            for fact in first.facts.get(kind, ()):
                if fact not in text:
                    yield f"{where}: {fact!r} is not there"


@pytest.fixture(scope="module")
def examples() -> dict[str, tuple[Site, Plan, Mapping[str, bytes], Words]]:
    opened = open_workspace(Workspace(ROOT, ROOT), today=date.fromisoformat(TODAY))
    sites = {pcn: site_made(opened, pcn) for pcn in opened.pcns}
    return {pcn: (made.site, made.plan, made.files, Words(opened.templates)) for pcn, made in sites.items()}


@pytest.mark.parametrize("pcn", ["riverside", "harbour", "hillside"])
def test_the_examples_say_one_thing_of_each_role(pcn: str, examples: Mapping[str, tuple]) -> None:  # type: ignore[type-arg]
    assert [*contradictions(*examples[pcn])] == []


BARE = {
    "harbour": r"\blink workers?\b",
    "riverside": r"\bcare navigators?\b|(?<!health )(?<!wellbeing )\bcoach(es)?\b",
}
"""National short names of roles that have a title of their own there."""

EXPLAINS = "|".join(
    (
        "//nav",
        "//*[@data-fact='national']",
        "//*[@class='also']",
        "//li[../preceding-sibling::p[1]='You may also hear:']",
        "//*[@data-words]/@data-words",
        "//details[preceding-sibling::h3='Words that sound alike' or summary/h2='Words that sound alike']",
        "//cite|//code|//*[@translate='no']",
    )
)
"""What says which other names there are, and what is for programs."""


@pytest.mark.parametrize("pcn", BARE)
def test_nobody_reads_2_names_for_1_person(pcn: str, examples: Mapping[str, tuple]) -> None:  # type: ignore[type-arg]
    """But on the pages that explain names, and in the search, which finds people under each."""
    _, plan, files, _ = examples[pcn]
    found = []
    for part in plan.parts:
        if not part.file.endswith(".html") or part.kind in ("job-titles", "search", "moved", "404"):
            continue
        root = html.document_fromstring(files[part.file], parser=html.HTMLParser(encoding="utf-8"))
        [body] = root.xpath("//main")
        for element in body.xpath(EXPLAINS):
            if isinstance(element, html.HtmlElement):
                element.drop_tree()
        text = words(body)
        found += [
            f"{part.file}: {text[max(0, m.start() - 60) : m.end() + 20]}"
            for m in re.finditer(BARE[pcn], text, re.IGNORECASE)
        ]
    assert not found


def test_any_workspace_says_one_thing_of_each_role(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    folders = Folders.below(tmp_path_factory.mktemp("truth"))
    seen = 0

    def look(drawn: Drawn) -> None:
        nonlocal seen
        workspace = folders.workspace(drawn)
        of_it = made(workspace, drawn)
        say = Words(templates(*theme_folders(workspace)))
        for pcn, site in of_it.sites.items():
            seen += 1
            found = [*contradictions(site, of_it.plans[pcn], of_it.files[pcn], say)]
            assert not found, "\n".join([pcn, *found[:10], f"The workspace is {folders.root}."])

    first = int(request.config.getoption("--hypothesis-seed") or 0)
    look_at(30 if MOST <= 100 else MOST // 4, look, first=first + 300_000)
    assert seen > 5


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("components/first-role.html.jinja", "{{ about(local, url) }}\n"),
        ("components/tile.html.jinja", "{{ notes(role, url) -}}\n"),
        ("components/comparison.html.jinja", '{{ notes(role, url, "") }}\n'),
        ("components/staff-card.html.jinja", "{{ notes(card.local, url) }}\n"),
        ("pages/easy-read.html.jinja", "{{ block(data.local, url) }}\n"),
        ("components/embed.html.jinja", "{{ about(data.local, url) }}\n"),
        ("components/sheet.html.jinja", "{{ block(sheet.local, url) -}}\n"),
        ("pages/role.html.jinja", "{{ block(data.local, url, full=true) }}\n"),
        ("pages/surgery.html.jinja", "{{ about(role.local, url) }}\n"),
    ],
)
def test_a_template_that_leaves_out_what_is_so_here_is_found(template: str, line: str, tmp_path: Path) -> None:
    source = (ROOT / "theme" / template).read_text()
    assert line in source
    changed = tmp_path / "theme" / template
    changed.parent.mkdir(parents=True)
    changed.write_text(source.replace(line, ""))
    for folder in ("content", "roles"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    opened = open_workspace(Workspace(tmp_path, ROOT), ["harbour", "riverside"], today=date.fromisoformat(TODAY))
    found = partial(_found_in, opened)
    assert [*found("harbour"), *found("riverside")]


def _found_in(opened: object, pcn: str) -> list[str]:
    made = site_made(opened, pcn)  # type: ignore[arg-type]
    return [*contradictions(made.site, made.plan, made.files, Words(opened.templates))]  # type: ignore[attr-defined]
