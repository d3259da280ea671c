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
from rolecall.load import Workspace, load
from rolecall.pages import Page, Plan, plan
from rolecall.render import Markup, frame_values, links
from rolecall.site import site_of
from rolecall.templates import Words, environment, theme_folders
from rolecall.validate import validate

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 22)


def examples() -> list[dict[str, Any]]:
    """The entries of gallery.yml."""
    loaded: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/gallery.yml").read_text())
    return loaded


def gallery() -> dict[str, bytes]:
    """The gallery's files by path."""
    workspace = Workspace(ROOT, ROOT)
    loaded, unread = load(workspace)
    content, problems = validate(loaded, unread, today=DAY)
    assert content is not None, problems
    env, page = environment(theme_folders(workspace)), Page("gallery/", "gallery", title="Components")
    sites = {id: site_of(content, id, today=DAY) for id in content.pcns}
    plans: dict[str, Plan] = {id: plan(site, Words(env)) for id, site in sites.items()}
    parts = [Markup("<h1>Components</h1>")]
    for example in examples():
        planned = plans[example.get("pcn", "riverside")]
        data = {each.address: each.data for each in planned.pages}
        url = links(planned.frame, page.address)
        filled = env.from_string(example["template"]).render(data=data, frame=planned.frame, url=url, page=page)
        heading = Markup("<h2>{}: {}</h2>").format(example["component"], example["shows"])
        parts.append(heading + Markup(filled))
    frame = frame_values(plans["riverside"].frame, page, Markup("\n").join(parts))
    nothing = Plan((), (), plans["riverside"].frame)
    files = static_files(sites["riverside"], nothing, workspace, loaded.published)
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
