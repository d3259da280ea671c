"""What a workspace is to look like afterwards, what was done, what people have to decide, and what would be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rolecall.build import problems_of
from rolecall.joining.levels import Level
from rolecall.load import Loaded, PcnPicture, SharedServiceFile, YamlFile
from rolecall.load.several import alone, reach_of
from rolecall.opened import Opened
from rolecall.pages import Plan, plan
from rolecall.places import Problem
from rolecall.site import site_of
from rolecall.templates import Words
from rolecall.validate import validate
from rolecall.yamltext import YamlFields, plain, read


@dataclass(slots=True)
class Outcome:
    """Files by their paths in the workspace, None for one that goes, and folders that go to another place."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    """What was done, a sentence each."""
    decide: list[Problem] = field(default_factory=list)
    """What a person has to settle: both PCNs say something of it."""
    problems: list[Problem] = field(default_factory=list)
    """What would be wrong afterwards. Then nothing is done."""


def level_of(opened: Opened, pcn: str) -> Level:
    """What a PCN says, in values and as the model."""
    raw = plain(opened.loaded.pcns[pcn].node)
    assert isinstance(raw, dict), "it was read as fields"
    return Level(opened.content, opened.content.pcns[pcn], raw, opened.today)


def after(
    opened: Opened,
    loaded: Loaded,
    pcn: str,
    texts: Mapping[str, str | None],
    *,
    gone: str = "",
    pictures: Mapping[str, PcnPicture] | None = None,
) -> tuple[Plan | None, list[Problem]]:
    """All that a PCN publishes with these files in place of others, or all that would be wrong with it."""
    local, shared = {**loaded.services[pcn]}, {**loaded.shared_services}
    pcns = {pcn: loaded.pcns[pcn]}
    for file, text in texts.items():
        node = read(text, file)[0] if text is not None else None
        id = file.rpartition("/")[2].removesuffix(".yml")
        new = YamlFile(file, node) if isinstance(node, YamlFields) else None
        if file == f"content/pcns/{pcn}/pcn.yml" and new:
            pcns = {pcn: new}
        elif file.startswith(f"content/pcns/{pcn}/services/"):
            local = {name: old for name, old in local.items() if name != id} | ({id: new} if new else {})
        elif file.startswith("content/services/") and new:
            of_one = YamlFile(file, alone(new.node))
            shared[id] = SharedServiceFile(new, of_one, reach_of(new.node))
    left = tuple(id for id in loaded.all_pcns if id != gone)
    there = replace(loaded, pcns=pcns, services={pcn: local}, shared_services=shared, all_pcns=left)
    there = replace(there, pictures={pcn: {**loaded.pictures.get(pcn, {}), **(pictures or {})}})
    content, problems = validate(there, [], today=opened.today)
    if not content or pcn not in content.pcns:
        return None, problems
    site = site_of(content, pcn, today=opened.today)
    planned = plan(site, Words(opened.templates))
    found = problems_of(site, planned, pcns[pcn], opened.workspace, loaded.published)
    return None if problems or found else planned, [*problems, *found]


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: the first 6, and how many more."""
    some = [*names]
    more = f" and {len(some) - 6} more" if len(some) > 6 else ""
    return ", ".join(some[:6]) + more
