"""The files that a new PCN begins with, the same from `init` and from an import."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

from rolecall import __version__
from rolecall.model import PCN, Practice
from rolecall.site import short_name
from rolecall.slugs import slug
from rolecall.writing import write_all
from rolecall.yamltext import written

SCHEMA_LINE = "# yaml-language-server: $schema=../../../.rolecall/schemas/pcn.json"


def pcn_yml(name: str, ods_code: str, practices: Sequence[Practice] = (), note: str = "") -> str:
    """The text of a new `pcn.yml`: what is known as YAML, the rest as examples to uncomment."""
    listed = "".join(practice_lines(practice) for practice in practices)
    return "\n".join(
        [
            SCHEMA_LINE,
            f"# What is true in {name}. Delete the # in front of a line to use it.",
            *([f"# {note}"] if note else []),
            f"name: {written(name)}",
            f"ods_code: {ods_code}",
            _FACTS,
            _ROLES,
            f"practices:\n{listed}" if listed else _PRACTICES,
        ]
    )


def practice_lines(practice: Practice) -> str:
    """One entry of `practices:`, as YAML."""
    lines = [f"  - name: {written(practice.name)}", f"    ods_code: {practice.ods_code}"]
    if practice.slug:
        lines.append(f"    slug: {practice.slug}")
    return "\n".join(lines) + "\n"


_FACTS = """\
# short_name: Marsh Lane
# site_url: https://marsh-lane.example.org/
# phone: 0117 496 0100

# Who made sure of the facts below, and until when they count.
# checked: {date: 2026-10-01, by: Marsh Lane social prescribing team}
# next_check: 2027-04-01
"""

_ROLES = """\
# Only what differs here. What you leave out stays as it usually is in England.
# roles:
#   link-worker:
#     local_title: Community connector
#     reach: {phone: 0117 496 0101, self_refer: yes, text: Call us or ask at your surgery.}
#     answers:
#       contacts: {text: 4 to 6 meetings.}
#   health-and-wellbeing-coach: {available: no, instead: link-worker}
"""

_PRACTICES = """\
# practices:
#   - name: Marsh Lane Surgery
#     ods_code: L81008
#     phone: 0117 496 0100
"""


_MKDOCS = """\
# For MkDocs. `rolecall build` needs none of this.
site_name: {name}
docs_dir: content/pages
theme:
  name: material
plugins:
  rolecall:
    pcn: {pcn}
"""


_REQUIREMENTS = """\
# What publishing installs: this version of Rolecall with its corrections, and LinkChecker for the links.
# To move to a newer one, change the number, and read its list of changes first.
rolecall[links]=={series}.*
"""

# The files that publish a site from the browser, each with where GitHub or GitLab looks for it.
_PUBLISHING = {
    "github-site.yml": ".github/workflows/site.yml",
    "github-links.yml": ".github/workflows/links.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
}


def _publishing(name: str, pcn: str) -> str:
    """The text of one of them for the PCN with this id."""
    return (Path(__file__).with_name("publishing") / name).read_text(encoding="utf-8").replace("@pcn@", pcn)


def start(folder: Path, pcn: PCN) -> list[Path]:
    """A workspace in `folder` with this PCN in it, `pcn.yml` first among the files that it gives.

    Files that are there stay as they are. FileExistsError if the PCN is there.
    """
    id = slug(short_name(pcn))
    own = folder / "content/pcns" / id / "pcn.yml"
    if own.parent.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(own.parent))
    texts = {
        own: pcn_yml(pcn.name, pcn.ods_code),
        folder / "content/pages/.gitkeep": "",
        folder / "mkdocs.yml": _MKDOCS.format(name=written(pcn.name), pcn=id),
        folder / ".gitignore": "/site/\n/.rolecall/\n",
        folder / "requirements.txt": _REQUIREMENTS.format(series=".".join(__version__.split(".")[:2])),
        **{folder / path: _publishing(name, id) for name, path in _PUBLISHING.items()},
    }
    new = {path: text.encode() for path, text in texts.items() if not path.exists()}
    write_all(new)
    return [*new]
