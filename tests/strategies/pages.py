"""Pages in Markdown, with what stands at their top, and files that lie beside them."""

from __future__ import annotations

import yaml
from hypothesis import strategies as st

from rolecall.model import FrontMatter
from strategies import texts
from strategies.drawn import World, drawn
from strategies.pictures import PICTURES

SLUGS = [
    "social-prescribing", "news", "2nd", "index-of-all", "readme", "a", "coach", "a/b", "toc",
    "link-worker/more", "404", "sitemap", "main", "compare-a",
]  # fmt: skip
ODD_SLUGS = [
    "index",
    "news/index",
    "link-worker/easy-read",
    "roles",
    "services/for",
    "Our News",
    "é",
    "a/../b",
    "staff/x",
    "print",
]

BODIES = [
    "Text.",
    "## Heading\n\n- one\n- two",
    "[Roles]({up}roles/) and [services]({up}services/#main), [out](https://example.org/?a=1&b).",
    "[Write](mailto:a@example.org?subject=x) or [call](tel:999).",
    "[Urgent][u]\n\n[u]: {up}urgent-help/",
    "![A form](form.png) [The form](form%20a.pdf)",
    "<div id='main'><script>alert(1)</script></div>",
    "| a | b |\n|---|---|\n| 1 | `2` |",
    "*a* __b__ `c` &amp; \\[d\\] سوشل 😀",
    "> quote\n\n    code\n\n1. one\n2. two\n\n***",
    "Line  \nbreak",
    "### Small first\n\n## Then large",
]
ODD_BODIES = [
    "[dead]({up}nowhere/)",
    "[dead](#nowhere)",
    "[dead](nowhere.md)",
    "![dead](nowhere.png)",
    "[z](//[c)",
    "[z](https://[c)",
    "[](https://example.org/)",
    "## \n\nText",
    "1. " * 1300,
    "[x](javascript:alert(1))",
    "[up](../../../../nowhere)",
    "# Second title",
    "||\n|-|\n||",
]

BESIDE = {
    "form.png": PICTURES[".png"],
    "form a.pdf": b"%PDF-1.4",
    "old.html": "<h1></h1><p id=a><p id=a>Café</p><a href=nowhere></a>".encode("cp1252"),
    "a/form.png": PICTURES[".png"],
    "assets/own.css": b"p {}",
    "services/map.png": PICTURES[".png"],
}
ODD_BESIDE = {
    "draft.md~": b"# Draft",
    "Thumbs.db": b"\0",
    "robots.txt": b"User-agent: *",
    "ROBOTS.TXT": b"User-agent: *",
    "assets/icon.svg": PICTURES[".svg"],
    "links.png": b"no picture",
    "roles/index.html": b"<h1>Mine</h1>",
    "link-worker": b"a file where a folder is",
    "assets/rolecall.css": b"p {}",
    "notes.yml": b"a: b",
    "x.html.jinja": b"{{ x }}",
}


@st.composite
def pages(draw: st.DrawFn, world: World) -> dict[str, str | bytes]:
    """Files for content/pages/ by their path below it."""
    found: dict[str, str | bytes] = {}
    taken = {*world.ids["roles"]} if not world.slips else set()
    below = [f"{id}/more" for id in world.ids["core"][:2]]
    odd = [*ODD_SLUGS, *(f"{id}/easy-read" for id in world.ids["core"])]
    slugs = [*(slug for slug in SLUGS if slug not in taken), *below]
    for slug in draw(st.lists(world.mostly(st.sampled_from(slugs), odd, one_in=16), max_size=2, unique=True)):
        up = "../" * slug.count("/")
        others = [f"[other]({up}{other.removesuffix('.md')}.md)" for other in found if isinstance(other, str)]
        body = st.sampled_from([*BODIES, *(one for one in others if one.endswith(".md)"))])
        parts = draw(st.lists(world.mostly(body, ODD_BODIES, one_in=16), max_size=3))
        front = draw(st.none() | drawn(FrontMatter, world))
        head = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\n" if front else ""
        title = draw(world.mostly(texts.NAMES, ["", "  ", "\u200b", "<b>x</b>"], one_in=16))
        text = "\n\n".join([f"# {title}", *parts]).replace("{up}", up) + "\n"
        found[f"{slug}.md"] = draw(world.mostly(st.just(head + text), [text.replace("#", "", 1), "", "---\na: b\n"]))
    with_files = any("form" in text for text in found.values() if isinstance(text, str))
    if with_files or draw(st.booleans()):
        found |= BESIDE
    for name in found.copy():
        if name.count("/") and name.endswith(".md"):
            folder = name.rpartition("/")[0]
            found |= {f"{folder}/{own}": BESIDE[own] for own in ("form.png", "form a.pdf")}
    if world.slips and draw(st.integers(0, 3)) == 1:
        name = draw(st.sampled_from(sorted(ODD_BESIDE)))
        if not any(other.startswith(f"{name}/") for other in found):
            found[name] = ODD_BESIDE[name]
    return found
