"""The ways to publish a site. What each costs, its steps and how to undo it are Markdown beside this, for pages too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent, wrap

FOLDER = Path(__file__).with_name("ways")

WAYS = ("supplier", "github", "netlify", "cloudflare", "nginx", "apache", "iis")
"""Each way, simplest first, named as its file."""

MORE = ("address", "taking-down", "handing-over")
"""What holds for each way."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to publish, or something that holds for all."""

    id: str
    title: str
    in_short: str
    """For whom it is, in a sentence."""
    rest: str
    """The rest as Markdown: what it costs, steps, how to undo it."""


@cache
def way(id: str) -> Way:
    """The way with this id."""
    title, in_short, rest = (FOLDER / f"{id}.md").read_text(encoding="utf-8").split("\n\n", 2)
    return Way(id, title.removeprefix("# "), " ".join(in_short.split()), rest.strip())


def in_words(way: Way, slots: Mapping[str, str], width: int = 100) -> str:
    """All of a way as plain text for a terminal of this width, each slot filled in."""
    text = way.rest.replace("**", "")
    for name, value in slots.items():
        text = text.replace(f"{{{name}}}", value)
    lines = [way.title, *_wrapped(way.in_short, width), ""]
    for at, part in enumerate(re.split(r"(?m)^ *```\w*\n", text)):
        if at % 2:  # To be copied as it stands.
            lines += [f"    {line}" for line in dedent(part).rstrip("\n").split("\n")]
            continue
        # Within a paragraph or a step, the file breaks lines where it likes.
        whole = re.sub(r"(?<!\n)\n(?!\n|## |\d+\. ) *", " ", part)
        for line in whole.split("\n"):
            lines += [line.removeprefix("## ").upper()] if line.startswith("## ") else _wrapped(line.strip(), width)
    return "\n".join(lines)


def _wrapped(line: str, width: int) -> list[str]:
    number = re.match(r"\d+\. ", line)
    indent = " " * len(number[0]) if number else ""
    return wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
