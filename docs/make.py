"""Write the pages of docs/ that are made, and docs/template/, a PCN to begin with.

They say what the model, the commands, the kinds of problems, tests of wrong files, `publish` and `init` say.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from rolecall.cli.commands import cli
from rolecall.exchange.schema import FILES, ids_in
from rolecall.exchange.starter import start
from rolecall.model import PCN
from rolecall.model.walk import ModelField, fields_of, holds
from rolecall.opened import open_shipped
from rolecall.places import GROUPS, KINDS
from rolecall.publishing.ways import MORE, WAYS
from rolecall.publishing.ways import way as way_of
from rolecall.today import today

HERE = Path(__file__).parent

Ids = Mapping[str, Mapping[str, str]]

EXAMPLES = {
    "pcn": ("content/pcns/harbour/pcn.yml", 12),
    "service": ("content/pcns/riverside/services/mill-street-lunch-club.yml", 24),
    "role": ("roles/link-worker.yml", 20),
}
"""Of each kind of file, one that is there, and how many of its lines make an example."""

LISTED = 8
"""Choices up to which all are named. Of more, the first few."""


def fields() -> str:
    """Every kind of file with its fields, as Markdown."""
    parts = [
        "---\nsearch:\n  boost: 0.1\n---",  # it has most words, and would come first whatever is searched
        "# Every field of every file",
        "Made by `make docs` from the model: edit that, not this file. Fields marked **needed** have to be there."
        " Leave out all others where you have nothing to say. `rolecall export schema` lets your editor show the same"
        " while you type.",
    ]
    ids = ids_in(open_shipped(today=today(None)).content)
    told: dict[object, str] = {}
    for name, (title, kind) in FILES.items():
        parts.append(f"## {title}")
        if name in EXAMPLES:
            path, lines = EXAMPLES[name]
            text = (HERE.parent / path).read_text(encoding="utf-8").splitlines()[:lines]
            parts.append("\n".join([f"The first lines of `{path}`:", "", "```yaml", *text, "```"]))
        base = kind.__base__ if isinstance(kind, type) else None
        if base in told:
            new = [field for field in fields_of(kind).values() if field.name not in fields_of(base)]
            parts += [f"All fields of {told[base]}, and:", _table(new, ids)]
            continue
        told[kind] = title[0].lower() + title[1:].partition(":")[0]
        seen: list[object] = []
        parts += _tables(kind, "", seen, ids)
    return "\n\n".join(parts) + "\n"


def _tables(kind: Any, title: str, seen: list[object], ids: Ids) -> Iterator[str]:
    """A table of the fields of a kind of file, or of a group of fields in it, and then one of each group in that."""
    here = holds(kind)
    if here.model:
        fields = [*fields_of(here.model).values()]
    else:
        fields = [ModelField("*(each id)*", "", here.inner, BaseModel, is_needed=False)]
    yield (f"### {title}\n\n" if title else "") + _table(fields, ids)
    for field in fields:
        group = _group(field.kind)
        if group and (field.name, group) not in seen:
            seen.append((field.name, group))
            yield from _tables(group, f"Below `{field.name}`", seen, ids)


def _table(fields: Iterable[ModelField], ids: Ids) -> str:
    rows = []
    for field in fields:
        needed = " **needed**" if field.is_needed else ""
        said = " ".join(field.description.split()).replace("|", "\\|")
        rows.append(f"| `{field.name}`{needed} | {said} | {_takes(field.kind, ids)} |")
    return "\n".join(["| field | what it is | what it takes |", "|---|---|---|", *rows])


def _group(kind: Any) -> type[BaseModel] | None:
    """The model of the fields below a field, if it has some: its own, those of each item, or those of each id."""
    here = holds(kind)
    return here.model or (_group(here.inner) if here.inner else None)


def _takes(kind: Any, ids: Ids) -> str:
    here = holds(kind)
    if here.key and (known := holds(here.key).hints.get("x-ids")):
        return f"fields, by id: {_some([*ids[known]])}"
    if here.key:
        return "fields of your own naming"
    if here.inner:
        return f"a list: {_takes(here.inner, ids)}"
    if here.model:
        return "fields"
    if choices := [*ids[here.hints["x-ids"]]] if "x-ids" in here.hints else [*here.choices]:
        return _some(choices)
    named = {"date": "a day, as 2026-10-01", "uri": "a web address", "email": "an email address"}
    if here.hints.get("format") in named:
        return named[here.hints["format"]]
    if examples := here.hints.get("examples"):
        return f"as `{examples[0]}`"
    return "a number" if here.type in (int, float, Decimal) else "text"


def _some(words: list[str]) -> str:
    shown = words if len(words) <= LISTED else words[: LISTED - 2]
    more = "" if len(shown) == len(words) else f" and {len(words) - len(shown)} more"
    return ", ".join(f"`{word}`" for word in shown) + more


def commands() -> str:
    """Every command with its arguments and options, as Markdown."""
    parts = [
        "# Every command",
        "Made by `make docs` from the commands themselves. `rolecall COMMAND --help` says the same.",
        "Exit codes: 0 fine, 1 something to fix in the content, 2 a wrong command, 3 a bug in Rolecall.",
    ]
    for name, command in _commands(cli, "rolecall"):
        with click.Context(command, info_name=name) as context:
            pieces = " ".join(command.collect_usage_pieces(context))
            help = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
            rows = []
            for param in command.params:
                if isinstance(param, click.Option) and (record := param.get_help_record(context)):
                    option, help_text = (text.replace("|", "\\|").replace("<", "&lt;") for text in record)
                    rows.append(f"| `{option}` | {help_text} |")
            table = "\n".join(["| option | what it does |", "|---|---|", *rows])
            parts.append(f"## {name}\n\n`{name} {pieces}`\n\n{help}" + (f"\n\n{table}" if rows else ""))
    return "\n\n".join(parts) + "\n"


def _commands(group: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, with its whole name."""
    if not isinstance(group, click.Group):
        yield name, group
        return
    for last, command in sorted(group.commands.items()):
        yield from _commands(command, f"{name} {last}")


def problems() -> str:
    """Every kind of problem, as Markdown."""
    rows = [f"| `{kind}` | {meaning.words} | {meaning.example} |" for kind, meaning in KINDS.items()]
    parts = [
        "# Every kind of problem",
        "Made by `make docs` from `places.py`: edit that, not this file. `rolecall check` and `rolecall build` say what"
        " is wrong in words. For programs, each problem also has a kind, which stays when its words change:"
        " `--format json` gives it as `kind`, `--format github` as the title, `--format gitlab` as the end of"
        " `check_name`.",
        "\n".join(["| kind | what it means | for example |", "|---|---|---|", *rows]),
        "With `--format json`, a problem has these fields:",
        "\n".join(
            [
                "| field | what it is |",
                "|---|---|",
                "| `level` | `problem`: it keeps a site from being built. `to know`: it is worth a look. `gap`: from"
                " `rolecall check` alone, local help that is missing |",
                "| `kind` | as above |",
                "| `group` | as below |",
                "| `file`, `line`, `column` | where it is, counted from 1 |",
                "| `path` | in a YAML file, the way to the field, also to one that is missing: `practices[0].phone`, or"
                ' `moved["services/old/"]` where a name has other characters. Empty elsewhere |',
                "| `pcn` | the only PCN whose site it touches. Empty where it touches all of them |",
                "| `sentence`, `fix` | what is wrong, and how to fix it. Their words may change with each version |",
            ]
        ),
        "A gap has the same fields, of which `kind` is another one, and 2 more:",
        "\n".join(
            [
                "| field | what it is |",
                "|---|---|",
                "| `kind` | `any`: no service runs for a need. `free`, `hours` (evening or weekend), `step-free`,"
                " `near` (in the postcode district of a surgery), `from-home`: some do, and none of these is that."
                " `language`: none in a language that somebody of the team speaks |",
                "| `need` | its id in `needs.yml`. Empty where it is about a language |",
                "| `services` | the ids of services that nearly fill it, or may if somebody asks |",
            ]
        ),
        "`rolecall check` looks at groups. `--only` names those to look at, for example `--only words`. A problem that"
        " keeps a site from being built is told whatever is named.",
        "\n".join(
            ["| group | what holds where it finds nothing |", "|---|---|"]
            + [f"| `{group}` | {holds} |" for group, holds in GROUPS.items()]
        ),
    ]
    return "\n\n".join(parts) + "\n"


WRONG = HERE.parent / "tests/problems"

KINDS_OF_FILE = {
    "In pcn.yml": r"content/pcns/[^/]+/pcn\.yml",
    "In the file of a service": r"content/(pcns/[^/]+/)?services/[^/]+\.yml",
    "In a page": r"content/pages/.*",
    "In the words that all PCNs share": r"(content|roles)/[^/]+\.yml",
    "In pictures, templates, and names of files": r".*",
}
"""Where a message can stand, as a heading, and the paths of such files."""


def messages() -> str:
    """Each message about a file that the tests of wrong files bring up, what to do, and a line that brings it up."""
    rows: dict[str, dict[str, str]] = {title: {} for title in KINDS_OF_FILE}
    for expected in sorted(WRONG.glob("*/expected.txt")):
        text = expected.read_text(encoding="utf-8")
        for file, line, said, fix in re.findall(r"^(\S[^\n]*?):(\d+):\d+: (.*)\n((?:    .*\n)*)", text, flags=re.M):
            title = next(title for title, path in KINDS_OF_FILE.items() if re.fullmatch(path, file))
            wrong = _line(expected.parent / file, int(line))
            example = f"\n\nFor example: {wrong}" if wrong else ""
            alike = re.sub(r'"[^"]*"|\d+|\S*/\S*', "...", said)
            rows[title].setdefault(alike, f"### {_plain(said)}\n\n{_plain(' '.join(fix.split()))}{example}")
    parts = [
        "---\nhide: [toc]\n---",  # 300 of them; each is a heading, so that the search finds it by its words
        "# Each message, and what to do",
        "Paste your message into the search, or look for its words here. Names and numbers in yours differ. Each begins"
        " with the file, the line and the place in the line, or with a cell, as `marsh-lane.xlsx Services!C6`. Nothing"
        " is built while there is one, and the site that is online stays.",
        "Made by `make docs` from the tests of wrong files.",
    ]
    for title, found in rows.items():
        parts.append("\n\n".join([f"## {title}", *found.values()]))
    return "\n\n".join(parts) + "\n"


def _line(path: Path, number: int) -> str:
    """A line of a file as an example, if it is short enough and plain. Empty where it is not."""
    try:
        line = path.read_text(encoding="utf-8").splitlines()[number - 1].strip()
    except (OSError, UnicodeDecodeError, IndexError):
        return ""
    return f"`{line}`" if line.isprintable() and "`" not in line and 0 < len(line) < 90 else ""


def _plain(text: str) -> str:
    """A text in which Markdown marks nothing up."""
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", text)


def made() -> dict[Path, str]:
    """The files of this folder that are made, with their text."""
    lists = {"fields": fields, "commands": commands, "problems": problems, "messages": messages}
    return {**{HERE / f"{name}.md": make() for name, make in lists.items()}, **publishing(), **template()}


def publishing() -> dict[Path, str]:
    """A page for each way to publish, and for what holds for each: what `rolecall publish --explain` says."""
    slots = {"{pcn}": "marsh-lane", "{folder}": "marsh-lane-site", "{address}": "https://marsh-lane.example.org/"}
    pages = {}
    for way in map(way_of, (*WAYS, *MORE)):
        text = f"# {way.title}\n\n{way.in_short}\n\n{way.rest}\n"
        for slot, value in slots.items():
            text = text.replace(slot, value)
        pages[HERE / "publish" / f"{way.id}.md"] = text
    return pages


def template() -> dict[Path, str]:
    """What `rolecall init` writes for a PCN whose name is still open, without the file of Rolecall itself."""
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder), PCN(name="Our Primary Care Network", ods_code="U00000"))
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file() and path.suffix != ".whl")
        return {HERE / "template" / path.relative_to(folder): path.read_text(encoding="utf-8") for path in files}


if __name__ == "__main__":
    for path, text in made().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(HERE.parent)}")
