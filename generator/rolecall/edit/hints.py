"""What stands below the label of a field in a form, where that of the workbook is about cells, files or ids."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from rolecall.places import Path

_OF_FORMS: Mapping[tuple[str, ...], str] = {
    ("needs",): "People find it by these.",
    ("summary",): "One short sentence for lists. Left empty, the first sentence of what it is stands there.",
    ("description",): "What it is, in plain words. Begin a line with - to make a list.",
    ("organisation", "name"): "The charity, group or team that runs it.",
    ("when", "every"): "Choose Week or Month where it repeats.",
    ("when", "days"): "Write other days in the box, for example second Sunday or last Friday.",
    ("when", "from"): "When it starts, for example 2pm.",
    ("when", "to"): "When it ends, for example 4pm.",
    ("when", "at"): "The name of the place, as you wrote it under Where.",
    ("when", "interval"): "2 for every second week. The first day then says in which week it begins.",
    ("status",): "Paused is for what does not run for now. Closed is for what has ended.",
    ("next_check",): "The day by which somebody looks at this again.",
    ("people", "practices"): "Where people can meet this person.",
    ("source", "id"): "What that directory calls it.",
    ("source", "organisation_id"): "What that directory calls whoever runs it.",
}
"""By the names in the path of a field. Its numbers and the names of roles do not count."""

_NAMES_IDS = re.compile(
    r"\bids?\b|\bcodes of\b|\byes, usually\b|Choose from the list|\bOnly an entry with a source\b", re.I
)


def hint(path: Path, choices: Collection[str], words: str) -> str:
    """The hint of a field, of which `words` is that of the workbook. Beside choices that all see, no id is named."""
    names = tuple(step for step in path if isinstance(step, str))
    if names in _OF_FORMS:
        return _OF_FORMS[names]
    if choices:
        words = " ".join(each for each in re.split(r"(?<=[.?])\s+", words) if not _names_ids(each, choices))
    return re.sub(r"\bLeft out\b", "Left empty", words)


def _names_ids(sentence: str, choices: Collection[str]) -> bool:
    named = sum(re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", sentence) is not None for id in choices)
    return named > 1 or _NAMES_IDS.search(sentence) is not None
