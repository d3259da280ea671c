"""Several files are written whole, all of them or none."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from conftest import contents
from rolecall.writing import NotWritten, write_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yml").write_text("a: old\n")
    (tmp_path / "b.yml").write_text("b: old\n")
    return tmp_path


def three(folder: Path) -> dict[Path, bytes]:
    return {folder / "a.yml": b"a: new\n", folder / "new/folder/c.yml": b"c: new\n", folder / "b.yml": b"b: new\n"}


def test_all_files_are_written_with_the_folders_that_they_need(folder: Path) -> None:
    (folder / "a.yml").chmod(0o640)
    write_all(three(folder))
    assert contents(folder) == {"a.yml": b"a: new\n", "b.yml": b"b: new\n", "new/folder/c.yml": b"c: new\n"}
    assert (folder / "a.yml").stat().st_mode & 0o777 == 0o640


def test_a_read_only_file_is_named_and_nothing_is_written(folder: Path) -> None:
    (folder / "b.yml").chmod(0o444)
    with pytest.raises(OSError, match="read-only") as stopped:
        write_all(three(folder))
    assert stopped.value.filename == str(folder / "b.yml")
    assert contents(folder) == {"a.yml": b"a: old\n", "b.yml": b"b: old\n"}
    assert sorted(path.name for path in folder.iterdir()) == ["a.yml", "b.yml"]


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_step_that_fails_leaves_each_file_as_it_was(
    folder: Path, at: int, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))
    real = {"fsync": os.fsync, "replace": Path.replace}[step]

    def failing(*given: object) -> object:
        if next(calls) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given)  # type: ignore[operator]

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), failing)
    with pytest.raises(OSError, match="No space left") as stopped:
        write_all(three(folder))
    assert stopped.value.filename == str([*three(folder)][at])
    assert contents(folder) == {"a.yml": b"a: old\n", "b.yml": b"b: old\n"}
    assert not (folder / "new").exists()


def test_a_folder_in_the_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "c.yml").mkdir()
    with pytest.raises(OSError, match="folder") as stopped:
        write_all({folder / "a.yml": b"a: new\n", folder / "c.yml": b""})
    assert stopped.value.filename == str(folder / "c.yml")
    assert contents(folder)["a.yml"] == b"a: old\n"


def test_a_file_behind_a_link_is_written_and_the_link_stays(folder: Path) -> None:
    (folder / "link.yml").symlink_to(folder / "a.yml")
    write_all({folder / "link.yml": b"a: new\n"})
    assert (folder / "link.yml").is_symlink()
    assert (folder / "a.yml").read_bytes() == b"a: new\n"


def test_of_folders_that_cannot_all_be_made_none_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.mkdir

    def failing(path: Path, *given: object, **named: object) -> None:
        if path.name == "folder":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path)

    monkeypatch.setattr(Path, "mkdir", failing)
    with pytest.raises(NotWritten):
        write_all(three(folder))
    assert not (folder / "new").exists()


def test_what_a_program_left_that_was_cut_off_is_cleared_away(folder: Path) -> None:
    names = [".a.yml.12.new", ".a.yml.12.old"]
    for name in (*names, ".a.yml.note", ".b.yml.13.new"):
        (folder / name).write_text("left")
        os.utime(folder / name, (0, 0))
    (folder / ".a.yml.14.new").write_text("at work")
    write_all({folder / "a.yml": b"a: new\n"})
    assert sorted(contents(folder)) == [".a.yml.14.new", ".a.yml.note", ".b.yml.13.new", "a.yml", "b.yml"]
