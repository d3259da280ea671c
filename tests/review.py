"""What a change does to the example sites and the gallery: words, files and pictures on 1 page, for whoever reviews it.

make review BASE=main      writes .rolecall/review.html and says where
"""

from __future__ import annotations

import base64
import difflib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import markdownify
from bs4 import BeautifulSoup
from jinja2 import Environment
from playwright.sync_api import Page, sync_playwright

from shown import DAY, Plain, served

ROOT = Path(__file__).parents[1]
GALLERY = ".rolecall/gallery"
WIDTHS = (390, 1280)  # a phone, and a screen on a desk
Hunk = tuple[str, ...]
Pictures = dict[str, bytes]


@dataclass
class Review:
    """How 2 builds differ. What is the same on many pages stands once."""

    changes: list[tuple[Hunk, list[str]]] = field(default_factory=list)
    """What changed, with a line around it in the first of the files that it changed in."""
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    only_code: list[str] = field(default_factory=list)
    """Files with the same words and other bytes."""
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Components that look otherwise, before and after: data of a PNG, or nothing where there is none."""

    def __str__(self) -> str:
        pages = {name for _, names in self.changes for name in names}
        return (
            f"{len(self.changes)} changes of words on {len(pages)} pages and files, {len(self.new)} new,"
            f" {len(self.gone)} gone, {len(self.only_code)} with the same words and other code,"
            f" {len(self.pictures)} pictures of components that differ"
        )


def words(name: str, data: bytes) -> list[str]:
    """What a file says, line by line as a person reads it. Nothing of a picture."""
    if name.endswith(".html"):
        soup = BeautifulSoup(data, "lxml")
        about = soup.find("meta", attrs={"name": "description"})
        head = [
            f"title: {soup.title.get_text() if soup.title else ''}",
            f"description: {about['content'] if about else ''}",
        ]
        text = markdownify.markdownify(str(soup.body), heading_style="ATX", strip=["script", "style"])
        return head + [line.strip() for line in text.splitlines() if line.strip()]
    if name.endswith(".json"):
        return json.dumps(json.loads(data), indent=1, ensure_ascii=False).splitlines()
    try:
        return data.decode().splitlines()
    except UnicodeDecodeError:
        return []


def compared(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Review:
    """How the files of 2 builds differ."""
    changes: dict[Hunk, tuple[Hunk, list[str]]] = {}
    found = Review(new=sorted(after.keys() - before.keys()), gone=sorted(before.keys() - after.keys()))
    for name in sorted(name for name in before.keys() & after.keys() if before[name] != after[name]):
        hunks = hunks_of(words(name, before[name]), words(name, after[name]))
        for hunk in hunks:
            changed = tuple(line for line in hunk if line[0] in "+-")
            changes.setdefault(changed, (hunk, []))[1].append(name)
        if not hunks:
            found.only_code.append(name)
    found.changes = sorted(changes.values(), key=lambda change: -len(change[1]))
    return found


def hunks_of(before: list[str], after: list[str]) -> list[Hunk]:
    """Each place where 2 texts differ, with a line around it, and not where in the text it is."""
    hunks: list[list[str]] = []
    for line in [*difflib.unified_diff(before, after, n=1, lineterm="")][2:]:
        if line.startswith("@@"):
            hunks.append([])
        else:
            hunks[-1].append(line)
    return [tuple(hunk) for hunk in dict.fromkeys(tuple(hunk) for hunk in hunks)]


def looking_otherwise(before: Pictures, after: Pictures) -> dict[str, tuple[str, str]]:
    """The components that look otherwise, as data of their pictures."""
    data = {
        name: (base64.b64encode(before.get(name, b"")).decode(), base64.b64encode(after.get(name, b"")).decode())
        for name in {**before, **after}
    }
    return {name: both for name, both in data.items() if both[0] != both[1]}


def checkout(root: Path, base: str, folder: Path) -> Path:
    """The project as it was at a commit."""
    packed = subprocess.run(["git", "archive", base], cwd=root, capture_output=True, check=False)
    if packed.returncode:
        sys.exit(f"There is no commit {base}: {packed.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder


def built(project: Path, out: Path) -> dict[str, bytes]:
    """The files of the example sites, made by the code of that checkout, and its gallery below `.rolecall`."""
    env = {**os.environ, "PYTHONPATH": str(project / "generator"), "NO_MKDOCS_2_WARNING": "1"}
    for words in (["-m", "rolecall", "build", "--today", str(DAY), "--out", str(out)], ["tests/gallery.py"]):
        ran = subprocess.run(
            [sys.executable, *words], cwd=project, env=env, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            sys.exit(f"{project} does not build:\n{ran.stdout}{ran.stderr}")
    return files(out)


def files(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def pictures(page: Page, project: Path) -> Pictures:
    """Each component of the gallery at each width, by its heading."""
    found: Pictures = {}
    with served(project / GALLERY, Plain) as address:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}/gallery/")
            tops = page.evaluate(
                "() => [...document.querySelectorAll('main h2')].filter(h => /^.+: /.test(h.textContent))"
                ".map(h => [h.textContent, h.getBoundingClientRect().top + scrollY])"
            )
            whole = page.evaluate("() => document.documentElement.scrollHeight")
            for (name, top), (_, below) in zip(tops, [*tops[1:], ("", whole)], strict=True):
                clip = {"x": 0, "y": top, "width": width, "height": max(1, below - top)}
                found[f"{name} ({width} pixels wide)"] = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    return found


def written(review: Review, base: str) -> str:
    """The page."""
    lists = (("New", review.new), ("Gone", review.gone), ("The same words, and other code", review.only_code))
    template = Environment(autoescape=True).from_string((ROOT / "tests/review.html.jinja").read_text())
    return template.render(review=review, base=base, lists=lists)


def review(root: Path, base: str) -> Review:
    """How the example sites and the gallery of a checkout differ from those of a commit."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        old = checkout(root, base, Path(folder, "project"))
        found = compared(built(old, Path(folder, "before")), built(root, Path(folder, "after")))
        program = (
            shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Install Chromium: make programs")
        )
        page = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"]).new_page()
        found.pictures = looking_otherwise(pictures(page, old), pictures(page, root))
    return found


def main() -> None:
    base = sys.argv[1]
    found = review(ROOT, base)
    page = ROOT / ".rolecall/review.html"
    page.write_text(written(found, base), encoding="utf-8")
    print(f"{found}:\n{page.as_uri()}")


if __name__ == "__main__":
    main()
