"""The gallery leaves no component out."""

from __future__ import annotations

import re

from conftest import ROOT
from gallery import examples, gallery

FRAME = ROOT / "theme/components/frame.html.jinja"
"""What stands around the gallery itself, once."""
COMPONENTS = sorted({*(ROOT / "theme/components").glob("*.html.jinja")} - {FRAME})


def test_every_component_and_each_of_its_macros_has_an_example() -> None:
    for path in COMPONENTS:
        name = path.name.removesuffix(".html.jinja")
        shown = " ".join(example["template"] for example in examples() if example["component"] == name)
        assert shown, f"{name} has no example"
        source = path.read_text()
        for macro in re.findall(r"{% macro (\w+)\(", source):
            is_part = len(re.findall(rf"\b{macro}\(", source)) > 1  # of another macro of the component
            assert is_part or re.search(rf"\b{macro}\b", shown), f"{name} has no example of {macro}"


def test_the_gallery_shows_what_its_examples_say() -> None:
    page = gallery()["gallery/index.html"].decode()
    for example in examples():
        assert f"{example['component']}: {example['shows']}" in page
    for words in (
        "In Harbour this may differ",
        "is the care coordinator too",
        "there is no health and wellbeing coach",
    ):
        assert words in page
