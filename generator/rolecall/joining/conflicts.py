"""What 2 PCNs say otherwise and only one of them can say, in words; and what each surgery says now for itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rolecall.editing import fields
from rolecall.joining.levels import Level, Name, alone, bare
from rolecall.joining.pair import Pair
from rolecall.joining.surgeries import codes_of
from rolecall.model import Content
from rolecall.model.walk import value_at
from rolecall.places import Path, Problem, in_one_line

_NO_CONFLICT = (
    "name", "short_name", "ods_code", "site_url",
    "practices", "people", "roles", "checked", "next_check", "safeguarding", "crisis", "out_of_hours",
    "moved", "short_links", "sign_off", "urgent_help_checked",
)  # fmt: skip
"""Fields of a PCN that say what it is, that go to its surgeries, that lead on, or that are of its site alone."""

_NO_FACT = ("ods_code", "slug", "roles", "checked", "next_check")
"""Fields of a surgery that are no facts of their own."""


def of_narrowed(level: Level, narrowed: Sequence[Name], id: str) -> Iterator[str]:
    """What a PCN said of all its surgeries, and each of them says now, in words: a line for each role."""
    if narrowed:
        yield f"{id} said this of all its surgeries. It is not so at those that came, so each other one says it now:"
    words = [in_words(level.content, name) for name in narrowed]
    for about in dict.fromkeys(about for about, _ in words):
        yield f"    {about}: {', '.join(what for who, what in words if who == about)}"


def in_words(content: Content, name: Name) -> tuple[str, str]:
    """What a fact is about, and what it says, as people call both."""
    if len(name) == 1:
        return "Staff", name[0].replace("_", " ")
    asked = {question.id: question.ask for group in content.questions.groups for question in group.questions}
    labels = {path: label for label, path, _ in fields.ROLE_FIELDS} | {("reach",): "How to reach them"}
    called = asked[name[2]] if len(name) == 3 else labels.get(name[1:], "Takes referrals?")
    return content.roles[name[0]].name, called


def conflicts(pair: Pair) -> Iterator[Problem]:
    """What the first PCN says of itself and the second does not, or says otherwise: there is room for one only."""
    mine = dict(_apart(pair.first.raw))
    theirs = dict(_apart(pair.second.raw))
    for path, value in mine.items():
        if value_at(pair.first.pcn, path) != value_at(pair.second.pcn, path):
            words = _both_say(pair, value, theirs.get(path))
            yield Problem(pair.was(*path), f"{in_one_line(path)}: {words}", _fix(pair), kind="conflict")


def to_sign_again(pair: Pair) -> Iterator[Problem]:
    """Sign-offs of a site that says more now than what was signed."""
    if pair.second.raw.get("sign_off"):
        sentence = f"{pair.to} was signed off before this came to it"
        fix = "Ask those who signed to look at it again, and write the new days."
        yield Problem(pair.to_file.key("sign_off"), sentence, fix, kind="unchecked")


def _apart(raw: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """What a PCN says of itself, helplines each by itself."""
    for field, value in raw.items():
        if field == "helplines":
            yield from (((field, id), line) for id, line in value.items())
        elif field not in _NO_CONFLICT:
            yield (field,), value


def in_both(pair: Pair, codes: Collection[str]) -> Iterator[Problem]:
    """Surgeries that both PCNs have: what the first says of them otherwise."""
    for code in sorted(codes):
        at, there = codes_of(pair.first.raw).index(code), codes_of(pair.second.raw).index(code)
        mine, theirs = alone(pair.first, at), alone(pair.second, there)
        of_first = {(field,): value for field, value in mine.practice.items() if field not in _NO_FACT} | mine.facts
        known = {(field,): value for field, value in theirs.practice.items()} | theirs.facts
        for name, value in of_first.items():
            if bare(value) != bare(known.get(name)):
                path = in_one_line(("roles", *name) if len(name) > 1 else name)
                sentence = f"{mine.practice['name']} is in both. {path}: {_both_say(pair, value, known.get(name))}"
                yield Problem(pair.was("practices", at), sentence, _fix(pair), kind="conflict")


def _both_say(pair: Pair, mine: Any, theirs: Any) -> str:
    other = f"says {_short(theirs)}" if theirs is not None else "says nothing of it"
    return f"{pair.id} says {_short(mine)}, and {pair.to} {other}"


def _fix(pair: Pair) -> str:
    return f"The site has what {pair.to} says. Change it in {pair.to_file.file} if that is not right."


def _short(value: Any) -> str:
    """A value in a sentence."""
    if isinstance(value, dict):
        return "; ".join(f"{field}: {_short(inner)}" for field, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_short, value))
    return f'"{" ".join(str(value).split())}"'
