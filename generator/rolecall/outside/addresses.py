"""The addresses of other websites in what a workspace says, each with every place where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from rolecall.load import Loaded, Workspace, YamlFile
from rolecall.model import PCN, SHARED_FILES, LinkExceptions, Role, Service, SharedService
from rolecall.model.walk import holds, kind_at
from rolecall.places import SHIPPED, Path, Place
from rolecall.prose import links_elsewhere
from rolecall.typed_addresses import as_web_address
from rolecall.yamltext import YamlFields, YamlNode, YamlText

_MAY_BE = re.compile(r"[^\s@]*\w\.\w\S*")
"""A web address, also one without its https://."""

_OWN = "site_url"
"""The field with the address of the site itself, which is there once it is published."""

_ENDS = r"(?![\w/?&=%#~-])"
"""After an address nothing follows that would belong to it."""


class Stands(NamedTuple):
    """Where an address stands. `pcn` is the only PCN that has it there, empty where several share the file."""

    place: Place
    pcn: str = ""


def addresses_of(loaded: Loaded, workspace: Workspace) -> dict[str, list[Stands]]:
    """Every address to which a site may lead, once, with its places: in fields for one, and in Markdown."""
    found: dict[str, list[Stands]] = {}
    text_of = cache(lambda file: _text_of(file, workspace))
    for file in _files(loaded):
        for path, node in _texts(file.yaml.node):
            for address, place in _in_field(node, path, file, text_of):
                found.setdefault(address, []).append(Stands(place, file.pcn))
    for page in loaded.pages.values():
        for address in links_elsewhere(page.markdown):
            places = _places(address, page.markdown, page.file, page.line) or [Place(page.file, page.line)]
            found.setdefault(address, []).extend(Stands(place) for place in places)
    return found


class _File(NamedTuple):
    """A YAML file, the model of what stands in it, below how many steps of a way, and the PCN that has it alone."""

    yaml: YamlFile
    model: type[Any]
    below: int = 0
    pcn: str = ""


def _files(loaded: Loaded) -> Iterator[_File]:
    for name, shared in SHARED_FILES.items():
        if name in loaded.shared and shared.model is not LinkExceptions:  # no page leads there
            yield _File(loaded.shared[name], shared.model, int(shared.by_id))
    yield from (_File(role, Role) for role in loaded.roles.values())
    yield from (_File(several.whole, SharedService) for several in loaded.shared_services.values())
    for pcn, file in loaded.pcns.items():
        yield _File(file, PCN, pcn=pcn)
        yield from (_File(service, Service, pcn=pcn) for service in loaded.services.get(pcn, {}).values())


def _texts(node: YamlNode, path: Path = ()) -> Iterator[tuple[Path, YamlText]]:
    """Each text in a file, with the way to it."""
    if isinstance(node, YamlText):
        yield path, node
    elif isinstance(node, YamlFields):
        for key, value in node.entries.items():
            yield from _texts(value, (*path, key))
    else:
        for at, item in enumerate(node.items):
            yield from _texts(item, (*path, at))


def _in_field(node: YamlText, path: Path, file: _File, text_of: Callable[[str], str]) -> Iterator[tuple[str, Place]]:
    """The addresses in a text, with the line of each."""
    may_be = _MAY_BE.fullmatch(node.value.strip())
    if may_be and path[-1] != _OWN and _is_address(holds(kind_at(file.model, path[file.below :])).hints):
        with suppress(ValueError):
            yield as_web_address(node.value), replace(node.place, path=path)
        return
    for address in links_elsewhere(node.value):
        text = text_of(node.file)
        above = text.count("\n", 0, node.start) + 1
        before = node.start - (text.rfind("\n", 0, node.start) + 1)
        found = _places(address, text[node.start : node.end], node.file, above, before)
        yield from ((address, replace(at, path=path)) for at in found or [node.place])


def _is_address(hints: Mapping[str, Any]) -> bool:
    """Whether a web address may stand in a field of which editors are told this."""
    return hints.get("format") == "uri" or "https?:" in hints.get("pattern", "")


def _places(address: str, text: str, file: str, line: int, column: int = 0) -> list[Place]:
    """Where an address stands in a text that begins at this line, after so many characters of it."""
    found = []
    for match in re.finditer(re.escape(address) + _ENDS, text):
        begins = text.rfind("\n", 0, match.start()) + 1
        at = match.start() - begins + 1 + (0 if begins else column)
        found.append(Place(file, line + text.count("\n", 0, match.start()), at))
    return found


def _text_of(file: str, workspace: Workspace) -> str:
    """A file that was read before, as text: its values know where in it they stand. Empty where it is gone since."""
    shipped = workspace.shipped / file.removeprefix(f"{SHIPPED}/")
    path = shipped if file.startswith(f"{SHIPPED}/") else workspace.root / file
    with suppress(OSError, UnicodeDecodeError):
        return path.read_bytes().decode()
    return ""
