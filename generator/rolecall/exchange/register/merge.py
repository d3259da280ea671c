"""The register's changes brought into the text of a `pcn.yml`, without touching what people wrote.

A three-way merge of what the register said then, what it says now, and the file. The file
follows the register only where it still says what the register said then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rolecall import tidy
from rolecall.exchange.names import forms, out_of_capitals
from rolecall.exchange.register.edit import Edits, edited, is_as_imported
from rolecall.exchange.register.record import Record
from rolecall.model import Practice
from rolecall.places import Path, Place
from rolecall.slugs import slug
from rolecall.yamltext import YamlFields, YamlList, YamlText, node_at, place_at, plain, read


@dataclass(frozen=True, slots=True)
class Merged:
    """A file's text after a merge, what changed in it, and what is left to people, each at its place.

    `text` is None where the changes cannot be made with certainty.
    """

    text: str | None
    done: tuple[str, ...]
    left: tuple[tuple[Place, str], ...]


def merged(source: str, top: YamlFields, then: Record, now: Record, *, elsewhere: Mapping[str, str]) -> Merged:
    """`source`, which reads as `top`, with what changed in the register between `then` and `now`.

    `elsewhere` names the PCNs in which practices are now, by the practices' codes.
    """
    edits = Edits({}, set(), [])
    done: list[str] = []
    left: list[tuple[Path, str]] = []
    addresses = _addresses(top)
    for at, entry, code, name in _departed(top, then, now):
        change = f"{out_of_capitals(name)} ({code}) left" + (f" for {elsewhere[code]}" if code in elsewhere else "")
        if any(is_as_imported(source, entry, form, code) for form in forms(name)):
            edits.gone.add(at)
            del addresses[at]
            done.append(change)
        else:
            change += ", but people wrote about it here: left as it is, delete it when nobody needs it"
            left.append((("practices", at), change))
    for path, was, is_now in _renamed(top, then, now):
        node = node_at(top, path)
        found = node.value if isinstance(node, YamlText) else ""
        if found in was and _gives_own_address(path, is_now, top, addresses):
            edits.names[path] = is_now
            done.append(f'"{found}" is now called "{is_now}"')
        elif found != is_now:
            left.append((path, f'the register now calls it "{is_now}", this file says "{found}": left as it is'))
    listed = entries(top)
    joined = {code: name for code, name in now.practices.items() if code not in then.practices and code not in listed}
    edits.added.extend(as_practices(joined, taken=addresses.values()))
    done += [f"{practice.name} ({practice.ods_code}) joined" for practice in edits.added]
    new = edited(source, top, edits) if done else source
    return Merged(new, tuple(done), _placed(left, new or source, top.place.file, edits))


def _placed(left: Iterable[tuple[Path, str]], text: str, file: str, edits: Edits) -> tuple[tuple[Place, str], ...]:
    """Sentences with their places in the edited text, where entries may stand higher than before."""
    top, _ = read(text, file)
    assert top is not None, "an edited file still reads"
    return tuple((place_at(top, _moved(path, edits.gone)), sentence) for path, sentence in left)


def _moved(path: Path, gone: Iterable[int]) -> Path:
    match path:
        case ("practices", int(at), *rest):
            return ("practices", at - sum(before < at for before in gone), *rest)
    return path


def entries(top: YamlFields) -> dict[str, tuple[int, YamlFields]]:
    """The entries of `practices:` by their codes, each with its place in the list."""
    listed = top.entries.get("practices")
    found: dict[str, tuple[int, YamlFields]] = {}
    for at, item in enumerate(listed.items if isinstance(listed, YamlList) else ()):
        if isinstance(item, YamlFields) and isinstance(code := item.entries.get("ods_code"), YamlText):
            found.setdefault(tidy.code(code.value), (at, item))
    return found


def as_practices(names: Mapping[str, str], *, taken: Iterable[str] = ()) -> list[Practice]:
    """Practices for register names by code. Those whose web address is not theirs alone get their code in it."""
    addresses = {code: slug(out_of_capitals(name)) for code, name in names.items()}
    claims = Counter([*addresses.values(), *set(taken)])
    return [
        Practice(
            name=out_of_capitals(name),
            ods_code=code,
            slug=None if addresses[code] and claims[addresses[code]] == 1 else with_code(addresses[code], code),
        )
        for code, name in names.items()
    ]


def with_code(address: str, code: str) -> str:
    """An address that no other PCN or practice has, from one that others may have."""
    return f"{address[:70]}-{code.lower()}".strip("-").replace("--", "-")


def _renamed(top: YamlFields, then: Record, now: Record) -> Iterable[tuple[Path, tuple[str, ...], str]]:
    """Where names stand that the register changed, with the forms that the old name may have, and the new name."""
    pairs: list[tuple[Path, str, str]] = [(("name",), then.name, now.name)]
    for code, (at, _) in entries(top).items():
        if code in then.practices and code in now.practices:
            pairs.append((("practices", at, "name"), then.practices[code], now.practices[code]))
    for path, was, is_now in pairs:
        if out_of_capitals(was) != out_of_capitals(is_now):
            yield path, forms(was), out_of_capitals(is_now)


def _departed(top: YamlFields, then: Record, now: Record) -> Iterable[tuple[int, YamlFields, str, str]]:
    """Entries whose practice left, with its code and the name that it had in the register."""
    for code, (at, entry) in entries(top).items():
        if code in then.practices and code not in now.practices:
            yield at, entry, code, then.practices[code]


def _addresses(top: YamlFields) -> dict[int, str]:
    """The last part of each practice's web address, by its place in the list."""
    listed: Any = plain(top.entries.get("practices"))
    return {
        at: str(item.get("slug") or slug(str(item.get("name", ""))))
        for at, item in enumerate(listed if isinstance(listed, list) else ())
        if isinstance(item, dict)
    }


def _gives_own_address(path: Path, name: str, top: YamlFields, addresses: dict[int, str]) -> bool:
    """Whether a practice called `name` has a web address that no other has. If so, `addresses` holds it after."""
    match path:
        case ("practices", int(at), _) if node_at(top, ("practices", at, "slug")) is None:
            if slug(name) in {"", *(address for other, address in addresses.items() if other != at)}:
                return False
            addresses[at] = slug(name)
    return True
