"""Fields of an entry that `check` accepts: what the model or a rule would refuse is left out, and said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rolecall.exchange.incoming.cleaning.text import cut
from rolecall.exchange.incoming.entry import Finding
from rolecall.load import Loaded, YamlFile
from rolecall.model import Content, Service
from rolecall.places import Path, Problem, in_one_line
from rolecall.validate.services import service_rules
from rolecall.validate.shapes import fitting, read_as
from rolecall.yamltext import YamlFields, YamlList, YamlNode, YamlText

_MOST_ROUNDS = 12
_NEEDED = {("name",), ("description",), ("organisation",), ("organisation", "name"), ("needs",)}


@dataclass(frozen=True, slots=True)
class Sound:
    """What is left of fields when all that cannot be is out."""

    fields: Mapping[str, Any]
    findings: tuple[Finding, ...]
    """What was left out, and why."""
    lacking: tuple[Finding, ...]
    """Why it cannot come in at all. Empty where it can."""


def sound(fields: Mapping[str, Any], *, content: Content, today: date) -> Sound:
    """`fields`, plain values by the names of `Service`, without those that `check` would refuse."""
    kept, findings = _texts(fields), list[Finding]()
    for _ in range(_MOST_ROUNDS):
        problems = _problems(kept, content, today)
        if not problems:
            return Sound(kept, tuple(findings), ())
        if lacking := [problem for problem in problems if _is_needed(problem.place.path, kept)]:
            return Sound(
                kept, tuple(findings), tuple(_finding("needed-and-missing", problem, kept) for problem in lacking)
            )
        for problem in _deepest_first(problems):
            path = _to_drop(problem.place.path, kept)
            if path:
                findings.append(_finding("left-out", problem, kept))
                _drop(kept, path)
        kept = _texts(kept)
    reason = "This entry cannot be read as a service."
    return Sound(kept, tuple(findings), (Finding("needed-and-missing", "", reason),))


def _texts(value: Any) -> Any:
    """A copy in which each value is text, as in a file, and nothing is empty but `needs`."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        found = {str(key): _texts(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item or key == "needs"}
    if isinstance(value, list | tuple):
        return [item for item in map(_texts, value) if item]
    return "" if value is None else str(value)


def _problems(fields: Mapping[str, Any], content: Content, today: date) -> list[Problem]:
    words, known = content.service_words, _known(tuple(content.needs))

    def rules(service: Service, yaml: YamlFile) -> Iterator[Problem]:
        return service_rules(service.id or "", service, yaml, words=words, loaded=known, today=today)

    if (fits := fitting(Service, fields)) and not any(rules(fits, _NOWHERE)):
        return []  # as of nearly all, and no place had to be made for any value
    node = _node(fields)
    assert isinstance(node, YamlFields)
    yaml = YamlFile("", node)
    service, problems = read_as(Service, yaml)
    return [*problems, *(rules(service, yaml) if service else ())]


_NOWHERE = YamlFile("", YamlFields("", 1, 1, {}, {}))


@lru_cache(8)
def _known(needs: tuple[str, ...]) -> Loaded:
    """What rules ask of a workspace: which needs there are."""
    node = _node(dict.fromkeys(needs, "x"))
    assert isinstance(node, YamlFields)
    return Loaded(shared={"needs": YamlFile("needs.yml", node)})


def _node(value: Any) -> YamlNode:
    """A value as if it had been read from a file."""
    if isinstance(value, str):
        return YamlText("", 1, 1, value, 0, 0, False)
    if isinstance(value, Mapping):
        keys = {key: YamlText("", 1, 1, key, 0, 0, False) for key in value}
        return YamlFields("", 1, 1, {key: _node(item) for key, item in value.items()}, keys)
    if isinstance(value, list):
        return YamlList("", 1, 1, tuple(map(_node, value)))
    return YamlText("", 1, 1, value, 0, 0, False)


def _is_needed(path: Path, fields: Mapping[str, Any]) -> bool:
    """Whether nothing can come in without what stands at `path`."""
    return (path in _NEEDED and not (path == ("needs",) and "needs" in fields)) or not path


def _deepest_first(problems: list[Problem]) -> list[Problem]:
    """Problems so that what is dropped for one moves nothing of those that follow."""
    return sorted(
        problems,
        key=lambda problem: [(str(s), -1) if isinstance(s, str) else ("", s) for s in problem.place.path],
        reverse=True,
    )


def _to_drop(path: Path, fields: Any) -> Path:
    """The smallest part that can go: the value itself, or what lacks it. Empty where it has gone."""
    while path and _at(fields, path) is None:
        path = path[:-1]
        if path and _at(fields, path) is not None:
            break
    return path


def _at(value: Any, path: Path) -> Any:
    for step in path:
        if (isinstance(value, Mapping) and step in value) or (
            isinstance(value, list) and isinstance(step, int) and step < len(value)
        ):
            value = value[step]  # type: ignore[index]
        else:
            return None
    return value


def _drop(fields: Any, path: Path) -> None:
    above = _at(fields, path[:-1])
    if isinstance(above, list) and isinstance(path[-1], int):
        del above[path[-1]]
    elif isinstance(above, dict):
        above.pop(path[-1], None)


def _finding(kind: str, problem: Problem, fields: Any) -> Finding:
    value = _at(fields, problem.place.path)
    sentence = problem.sentence[:1].upper() + problem.sentence[1:] + "."
    return Finding(kind, in_one_line(problem.place.path), sentence, cut(value) if isinstance(value, str) else "")
