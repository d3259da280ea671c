"""`register.yml`: what the register said of a PCN at the last import.

It lies beside `pcn.yml`, so that an import can tell the register's changes from people's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rolecall.exchange.register.read import RegisterPCN
from rolecall.places import Place, Problem
from rolecall.yamltext import plain, read, written

_HEAD = """\
# Rolecall writes this file at each import of the NHS register. Please leave it as it is.
# It holds what the register said then, so that the next import can tell its changes from yours.
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What the register says of a PCN: names as they stand there, those of practices by their codes, sorted."""

    ods_code: str
    name: str
    practices: dict[str, str]


def as_record(pcn: RegisterPCN) -> Record:
    """What the register says of a PCN now."""
    return Record(
        pcn.ods_code, pcn.register_name, {practice.ods_code: practice.register_name for practice in pcn.practices}
    )


def record_text(record: Record, *, today: date) -> str:
    """The text of a `register.yml`."""
    lines = [f"read: {today.isoformat()}", f"ods_code: {record.ods_code}", f"name: {written(record.name)}"]
    if record.practices:
        lines += ["practices:", *(f"  {code}: {written(name)}" for code, name in record.practices.items())]
    return _HEAD + "\n".join(lines) + "\n"


def read_record(source: str, file: str) -> tuple[Record | None, list[Problem]]:
    """The record that the text of a `register.yml` holds, or why there is none."""
    node, problems = read(source, file)
    match plain(node):
        case {"ods_code": str(code), "name": str(pcn_name), **rest} if not problems:
            practices = rest.get("practices", {})
            if isinstance(practices, dict) and all(isinstance(name, str) for name in practices.values()):
                return Record(code, pcn_name, practices), []
    fix = "Delete this file and import again. The import then writes it, and pcn.yml stays as it is."
    sentence = problems[0].sentence if problems else "this is not what an import of the NHS register wrote here"
    return None, [Problem(problems[0].place if problems else Place(file), sentence, fix, kind="unreadable")]
