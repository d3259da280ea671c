"""The files of a workspace that are not about a PCN: what publishes it from GitHub or GitLab, settings of editors.

Each is a file in this folder, as it is written.
"""

from __future__ import annotations

from pathlib import Path

from rolecall.exchange.publishing.program import requirements
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
