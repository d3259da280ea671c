"""The style gallery: every component with its examples, on one page in the frame that all pages have.

make gallery      writes it to .rolecall/gallery/ and says where
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rolecall import qr
from rolecall.build import static_files
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.plan import Page
from rolecall.render import Markup, frame_values, links
from rolecall.site import Site, staff_cards, tables

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)


def examples() -> list[dict[str, Any]]:
    """The entries of gallery.yml."""
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/gallery.yml").read_text())
    return loaded


def gallery() -> dict[str, bytes]:
    """The gallery's files by path."""
    opened = open_workspace(Workspace(ROOT, ROOT), today=DAY)
    sites: dict[str, Site] = {pcn: opened.site(pcn) for pcn in opened.pcns}
    env, page = opened.templates, Page("gallery/", "gallery", "Components")
    parts = [Markup("<h1>Components</h1>")]
    for example in examples():
        one = sites[example.get("pcn", "riverside")]
        pair = one.available_core_roles[:2]
        filled = env.from_string(example["template"]).render(
            site=one, url=links(one, page), tables=tables(one, pair), page=page, cards=staff_cards(one)
        )
        heading = Markup("<h2>{}: {}</h2>").format(example["component"], example["shows"])
        parts.append(heading + Markup(filled))
    frame = frame_values(sites["riverside"], page, Markup("\n").join(parts))
    files = static_files(sites["riverside"], [], opened.workspace, opened.loaded.published)
    files["qr/roles/link-worker.svg"] = qr.svg("https://riverside.example.org/link-worker/")
    return {**files, "gallery/index.html": env.get_template("main.html").render(frame).encode()}


def main() -> None:
    folder = ROOT / ".rolecall/gallery"
    for name, data in gallery().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print((folder / "gallery/index.html").as_uri())


if __name__ == "__main__":
    main()
