"""Files of a workspace, each read as it stands."""

from __future__ import annotations

from pathlib import Path

from rolecall.places import Place, Problem
from rolecall.workspace import shortcut


def source_of(path: Path, root: Path) -> tuple[str, list[Problem]]:
    """The text of a file in the workspace, its line ends as they are, or as much as can be had and why."""
    file = path.relative_to(root).as_posix()
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return "", [Problem(Place(file), *shortcut(path), kind="unreadable")]
        return path.read_bytes().decode(), []
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fix = "Save the file with the encoding UTF-8."
        problem = Problem(Place(file, line), "this character is not UTF-8", fix, kind="unreadable")
        return error.object.decode(errors="replace"), [problem]
    except OSError as error:
        sentence = f"this file cannot be read: {error.strerror}"
        return "", [Problem(Place(file), sentence, "Look at its permissions.", kind="unreadable")]
