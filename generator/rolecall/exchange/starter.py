"""The files that a new PCN begins with, the same from `init` and from an import."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rolecall.at_once import do_all, undone
from rolecall.exchange.publishing import PROGRAM, beside
from rolecall.exchange.publishing.program import NAME, wheel
from rolecall.model import PCN, Practice
from rolecall.model.kinds import reader_of
from rolecall.site import short_name
from rolecall.slugs import slug
from rolecall.yamltext import written_for_any

SCHEMA_LINE = "# yaml-language-server: $schema=../../../.rolecall/schemas/pcn.json"


def pcn_yml(name: str, ods_code: str, practices: Sequence[Practice] = (), note: str = "") -> str:
    """The text of a new `pcn.yml`: what is known as YAML, the rest as lines that count once their # is taken away."""
    listed = "".join(practice_lines(practice) for practice in practices)
    return "\n".join(
        [
            SCHEMA_LINE,
            f"# What is true in {name}. To use a line such as #phone: take away its # and nothing else.",
            *([f"# {note}"] if note else []),
            f"name: {written_for_any(name)}",
            f"ods_code: {ods_code}",
            _FACTS,
            f"practices:\n{listed}" if listed else _PRACTICES,
        ]
    )


def practice_lines(practice: Practice) -> str:
    """One entry of `practices:`, as YAML."""
    lines = [f"  - name: {written_for_any(practice.name)}", f"    ods_code: {practice.ods_code}"]
    if practice.slug:
        lines.append(f"    slug: {written_for_any(practice.slug)}")
    return "\n".join(lines) + "\n"


# Each line stands by itself, and `roles:` and `practices:` are there already: so the # alone makes the difference.
_FACTS = """\
#short_name: Marsh Lane
#site_url: https://marsh-lane.example.org/

# Who checked what you write below, and the day by which it is to be checked again. All else needs these 2 lines.
#checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}
#next_check: 2027-04-01

#phone: 0117 496 0100

# Only what differs here. What you leave out stays as it usually is in England.
roles:
  link-worker:
    #local_title: Community connector
    #reach: {phone: 0117 496 0101, self_refer: yes, text: Call us or ask at your surgery.}
    #refer: Send a task to the community connectors.
    answers:
      #contacts: {text: Usually 4 to 6 meetings.}
  #health-and-wellbeing-coach: {available: no, instead: link-worker}

# Whom staff turn to at once: a job, never a person. Only pages for staff show it.
#safeguarding: {lead: Safeguarding lead, phone: 0117 496 0107}
#crisis: {lead: Crisis team, phone: 0117 496 0108}
"""

_PRACTICES = """\
# A line for each surgery.
practices:
  #- {name: Marsh Lane Surgery, ods_code: L81008, phone: 0117 496 0100}
"""


@dataclass(frozen=True, slots=True)
class Started:
    """A workspace that has begun, or one that has a PCN more."""

    pcn: str
    """The id of the new PCN."""
    pcn_file: Path
    written: tuple[Path, ...]
    is_alone: bool
    """Whether commands find the PCN without its id: no other is there, and mkdocs.yml names it."""
    has_program: bool
    """Whether Rolecall lies beside the files, from where workflows install it."""


def new_pcn(name: str, ods_code: str) -> tuple[PCN | None, list[str]]:
    """A PCN that can begin with this name and code, or why none can."""
    pcn, misfits = reader_of(PCN)({"name": name, "ods_code": ods_code})
    if misfits:
        return None, [f"{misfit.sentence}. {misfit.fix}".strip() for misfit in misfits]
    if not slug(name):
        return None, ["The folder is named after this name, so write it in letters from A to Z for now."]
    return pcn, []


def start(folder: Path, pcn: PCN) -> Started:
    """A workspace in `folder` with this PCN in it.

    Files that are there stay as they are. FileExistsError if the PCN is there.
    """
    undone(folder)
    id = slug(short_name(pcn))
    pcns, mkdocs = folder / "content/pcns", folder / "mkdocs.yml"
    pcn_file = pcns / id / "pcn.yml"
    if pcn_file.parent.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(pcn_file.parent))
    texts = {"content/pages/.gitkeep": "", **beside(pcn.name, id)}
    files = {pcn_file: pcn_yml(pcn.name, pcn.ods_code).encode()}
    files |= {folder / path: text.encode() for path, text in texts.items()}
    lacks_program = not any((folder / PROGRAM).glob("rolecall*"))
    if lacks_program and (program := wheel()):
        files[folder / PROGRAM / NAME] = program
    new = {path: data for path, data in files.items() if not path.exists()}
    do_all(folder, new)
    return Started(
        id,
        pcn_file,
        tuple(new),
        is_alone=mkdocs in new and len([*pcns.iterdir()]) == 1,
        has_program=not lacks_program or folder / PROGRAM / NAME in new,
    )
