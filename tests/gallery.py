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
from rolecall.pages import Page, Plan, plan
from rolecall.render import Markup, frame_values, links
from rolecall.templates import Words

ROOT = Path(__file__).parents[1]
STYLES = ("home.css", "compare.css", "lists.css", "my-list.css", "sheets.css", "sheet.css")
DAY = date(2026, 11, 22)


def examples() -> list[dict[str, Any]]:
    """The entries of gallery.yml."""
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/gallery.yml").read_text())
    return loaded


def gallery() -> dict[str, bytes]:
    """The gallery's files by path."""
    opened = open_workspace(Workspace(ROOT, ROOT), today=DAY)
    env, page = opened.templates, Page("gallery/", "gallery", title="Components", styles=STYLES)
    plans = {pcn: plan(opened.site(pcn), Words(env)) for pcn in opened.pcns}
    parts = [Markup("<h1>Components</h1>")]
    for example in examples():
        planned = plans[example.get("pcn", "riverside")]
        data = {each.address: each.data for each in planned.pages}
        url = links(planned.frame, page.address)
        filled = env.from_string(example["template"]).render(
            data=data, frame=planned.frame, url=url, page=page, day=DAY
        )
        heading = Markup("<h2>{}: {}</h2>").format(example["component"], example["shows"])
        parts.append(heading + Markup(filled))
    frame = plans["riverside"].frame
    values = frame_values(frame, page, Markup("\n").join(parts))
    files = static_files(opened.site("riverside"), Plan((), (), frame), opened.workspace, opened.loaded.published)
    files["qr/roles/link-worker.svg"] = qr.svg("https://riverside.example.org/link-worker/")
    return {**files, "gallery/index.html": env.get_template("main.html").render(values).encode()}


def main() -> None:
    folder = ROOT / ".rolecall/gallery"
    for name, data in gallery().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print((folder / "gallery/index.html").as_uri())


if __name__ == "__main__":
    main()
