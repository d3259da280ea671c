"""The files of a workspace that are not about a PCN: what publishes it from GitHub or GitLab, settings of editors.

Each is a file in this folder, as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rolecall.exchange.publishing.program import requirements
from rolecall.places import Place, Problem
from rolecall.yamltext import written_for_any

PROGRAM = "program"
"""The folder of a workspace from which workflows install Rolecall."""

_FILES = {
    "README.md": "readme.md",
    "mkdocs.yml": "mkdocs.yml",
    ".gitignore": "gitignore",
    ".editorconfig": "editorconfig",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".vscode/settings.json": "vscode-settings.json",
    f"{PROGRAM}/README.md": "program.md",
    ".github/workflows/site.yml": "github-site.yml",
    ".github/workflows/links.yml": "github-links.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
"""Each file of a workspace, and the one here that it is made from."""


def beside(name: str, pcn: str) -> dict[str, str]:
    """The text of each file beside those of a PCN that has this name and id, by where it goes in the workspace."""
    folder = Path(__file__).parent
    texts = {path: (folder / file).read_text(encoding="utf-8") for path, file in _FILES.items()}
    texts = {path: text.replace("@pcn@", pcn).replace("@name@", name) for path, text in texts.items()}
    mkdocs = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    mkdocs = mkdocs.replace("@pcn@", written_for_any(pcn)).replace("@name@", written_for_any(name))
    return {**texts, "mkdocs.yml": mkdocs, f"{PROGRAM}/requirements.txt": requirements().decode()}


def installed_by_name(root: Path) -> Iterator[Problem]:
    """What installs Rolecall by its name, as workspaces did before they had it beside them."""
    with suppress(OSError):
        lines = (root / "requirements.txt").read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            if re.match(r"(?i)\s*rolecall\s*(\[[^\]]*\]\s*)?([=<>~!;#].*)?$", line):
                yield Problem(
                    Place("requirements.txt", number, 1),
                    "this installs Rolecall by its name, and whoever takes that name could change your site",
                    "In an empty folder, run rolecall init with the name and code of your PCN. Copy program, .github"
                    " and .gitlab-ci.yml from there over yours, and delete this file.",
                    kind="misplaced",
                )
