"""Whoever reviews a change sees what it does to the examples and the gallery: all of it, and each thing once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from elsewhere import checkout
from review import Review, compared, looking_otherwise, review, written

PAGE = """<!doctype html><title>{title}</title><body><h1>{title}</h1>
<p>{text}</p><ul><li>Call <a href="tel:01174960100">0117 496 0100</a></ul></body>"""


def page(title: str, text: str) -> bytes:
    return PAGE.format(title=title, text=text).encode()


def test_a_change_on_many_pages_stands_once_and_is_read_as_words() -> None:
    names = {f"{name}/index.html": name for name in ("a", "b", "c")}
    before = {file: page(name, "Ask at the <b>desk</b>.") for file, name in names.items()}
    after = {file: page(name, "Ask at your surgery.") for file, name in names.items()}
    after["c/index.html"] = page("c", "Ask at your surgery & wait.")
    [(both, names_of_both), (alone, names_alone)] = compared(before, after).changes
    assert both == (
        " # a",
        "-Ask at the **desk**.",
        "+Ask at your surgery.",
        " * Call [0117 496 0100](tel:01174960100)",
    )
    assert (names_of_both, names_alone) == (["a/index.html", "b/index.html"], ["c/index.html"])
    assert "+Ask at your surgery & wait." in alone


def test_what_is_new_gone_or_only_written_otherwise_is_told_apart() -> None:
    before = {
        "gone.html": b"",
        "a.html": page("a", "x"),
        "a.json": b'{"a":[1,2]}',
        "a.png": b"\x89\xff",
        "same.txt": b"x",
    }
    after = {"new.html": b"", "a.html": page("a", "<i></i>x"), "a.json": b'{"a":[1,3]}', "a.png": b"\x89\xfe"}
    found = compared(before, {**after, "same.txt": b"x"})
    assert (found.new, found.gone, found.only_code) == (["new.html"], ["gone.html"], ["a.html", "a.png"])
    assert found.changes == [(("   1,", "-  2", "+  3", "  ]"), ["a.json"])]


def test_nothing_of_a_page_runs_in_the_review() -> None:
    found = compared({"a.txt": b"x"}, {"a.txt": b"<script>alert(1)</script>"})
    found.pictures = looking_otherwise({"<b>": b"1"}, {"<b>": b"2", "new": b"3"})
    text = written(found, "<main>")
    assert "<script" not in text and "<b>" not in text and "<main>" not in text
    assert "It is not there." in text and text.count("data:image/png") == 3
    assert "New" not in written(Review(), "main")


@pytest.mark.slow
def test_a_change_of_a_template_and_of_the_style_is_seen(tmp_path: Path) -> None:
    project = checkout(tmp_path)
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@t.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=project, check=True)
    needs = project / "content/needs.yml"
    needs.write_text(needs.read_text().replace("Money worries", "Worries about money"))
    style = project / "theme/shell/assets/rolecall.css"
    style.write_text(style.read_text() + ".notice { border-width: 9px }\n")
    found = review(project, "HEAD")
    assert any("Worries about money" in line for hunk, _ in found.changes for line in hunk if line.startswith("+"))
    assert any("notice" in name for name in found.pictures)
