"""A directory's categories and the needs that they stand for: `content/pcns/<pcn>/categories.yml`.

What a person wrote there counts. A category that nobody decided is guessed where its words are those of one need.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill

from rolecall.exchange.incoming.cleaning import line
from rolecall.exchange.incoming.entry import Category, Entry
from rolecall.meanings import folded, meant_by
from rolecall.model import Content, Need
from rolecall.yamltext import YamlFields, YamlList, YamlText, written

_TOP = """\
# Which needs each category of a directory stands for, for example Clubs: [lonely, active]
# [] says that a category is about none of our needs. Where nothing stands after the colon, nobody has decided yet.
# An import adds new categories at the end, and changes nothing that is here.
"""
_GUESSED = "# Guessed from the words of our needs. Correct what is wrong.\n"
_UNDECIDED = "# Nobody has decided on these yet, the most frequent first.\n"
_ADDED = "# Added by a later import.\n"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Which needs categories stand for: as a person decided, by their names folded."""

    decided: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: frozenset[str] = frozenset()
    """Those that are listed, and of which nobody has decided yet."""

    def needs_of(self, category: Category) -> tuple[str, ...] | None:
        """The needs that a person decided on, none at all included. None where nobody has."""
        for name in (str(category), category.name):
            if (found := self.decided.get(folded(name))) is not None:
                return found
        return None

    def knows(self, category: Category) -> bool:
        """Whether a category is listed, decided or not."""
        names = {folded(str(category)), folded(category.name)}
        return bool(names & (self.decided.keys() | self.undecided))


def crosswalk(node: YamlFields | None) -> Crosswalk:
    """What a categories file says. What is no list of needs in it, its check tells of."""
    decided: dict[str, tuple[str, ...]] = {}
    undecided = set()
    for name, value in node.entries.items() if node else ():
        if isinstance(value, YamlList):
            decided[folded(name)] = tuple(item.value for item in value.items if isinstance(item, YamlText))
        elif isinstance(value, YamlText) and value.value:
            decided[folded(name)] = (value.value,)
        else:
            undecided.add(folded(name))
    return Crosswalk(decided, frozenset(undecided))


def guessed(category: Category, needs: Mapping[str, Need]) -> tuple[str, ...]:
    """The need whose label or words are those of a category. None where no need has them, or several do."""
    return meant_by(category.name, needs)


@dataclass(frozen=True, slots=True)
class Counted:
    """A category with how many services have it."""

    category: str
    services: int
    needs: tuple[str, ...]
    """Guessed."""


def counted(entries: Iterable[Entry], content: Content) -> list[Counted]:
    """The categories of entries that come in, the most frequent first, with vocabularies where a name has several."""
    each = (
        category
        for entry in entries
        if not entry.held_back
        for category in dict.fromkeys(map(_cleaned, entry.categories))
    )
    found = Counter(category for category in each if folded(category.name))
    spelt: dict[str, set[str]] = {}
    for category in found:
        spelt.setdefault(folded(category.name), set()).add(category.vocabulary)
    totals: Counter[str] = Counter()
    guesses: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for category, count in found.items():
        shown = str(category) if len(spelt[folded(category.name)]) > 1 else category.name
        key = names.setdefault(folded(shown), shown)
        totals[key] += count
        guesses[key] = guessed(category, content.needs)
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Counted(name, count, guesses[name]) for name, count in ranked]


def _cleaned(category: Category) -> Category:
    return Category(*(line(text, "").value for text in category))


def drafted(found: Sequence[Counted], needs: Mapping[str, Need]) -> str:
    """A new file: the needs that there are, what could be guessed, then what nobody has decided yet."""
    sure, unsure = (
        [category for category in found if category.needs],
        [category for category in found if not category.needs],
    )
    known = "; ".join(f"{id} ({need.label})" for id, need in needs.items())
    parts = [
        _TOP,
        fill(f"The needs: {known}.", 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False),
        "\n",
    ]
    parts += ["\n", _GUESSED, *map(_line, sure)] if sure else []
    parts += ["\n", _UNDECIDED, *map(_line, unsure)] if unsure else []
    return "".join(parts)


def added(text: str, known: Crosswalk, found: Sequence[Counted]) -> str:
    """A file with the categories at its end that are new. What stands in it stays to the byte."""
    new = [category for category in found if not known.knows(Category(category.category))]
    if not new:
        return text
    end = "" if text.endswith("\n") or not text else "\n"
    return text + end + "\n" + _ADDED + "".join(map(_line, new))


def _line(category: Counted) -> str:
    name = written(category.category, in_brackets=True)
    needs = f" [{', '.join(category.needs)}]" if category.needs else ""
    return f"{name}:{needs}  # {category.services} {'service' if category.services == 1 else 'services'}\n"
