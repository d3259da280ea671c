"""Each page says once how to ask for it another way, and always a way that is not a phone."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from conftest import ROOT
from rolecall.build import made
from rolecall.load import Workspace
from rolecall.opened import Opened, open_workspace


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_workspace(Workspace(ROOT, ROOT), today=date(2026, 11, 25))


@pytest.mark.parametrize("pcn", ["riverside", "hillside", "harbour"])
def test_each_page_says_once_how_to_ask_another_way(opened: Opened, pcn: str) -> None:
    site = made(opened, pcn)
    for page in site.plan.pages:
        [heading] = html.fromstring(site.files[page.file].decode()).xpath("//h2[@id='another_way']")
        part = heading.getparent()
        words = " ".join(part.text_content().split())
        assert "any member of staff" in words or part.xpath(".//a[starts-with(@href, 'mailto:')]"), page.address
