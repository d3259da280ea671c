"""A surgery's website shows a role in a frame. No other page of the site can be put into one."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import html
from playwright.sync_api import Browser

from rolecall.headers import SERVERS, as_text
from shown import Plain, Shown, served


def host(folder: Path, shown: Shown, address: str) -> str:
    """A page of another website with a page of Riverside in a frame."""
    folder.mkdir(exist_ok=True)
    src = shown.url(f"riverside/{address}")
    frame = f'<iframe src="{src}" title="Link worker" width="100%" height="480"></iframe>'
    (folder / "index.html").write_text(f"<!doctype html><title>Surgery</title><h1>Surgery</h1>{frame}")
    return src


def test_a_role_shows_in_a_frame_of_another_website(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    host(tmp_path / "w", shown, "embed/link-worker/")
    with served(tmp_path / "w", Plain) as base:
        assert base not in shown.bases.values()
        page.goto(f"{base}/")
        frame = page.frame_locator("iframe")
        assert frame.locator("h1").inner_text() == "Social prescribing link worker"
        assert frame.get_by_role("link", name="0117 496 0201").is_visible()
        assert frame.get_by_role("link", name="999").count() == 1
        assert [message for message in told if "favicon" not in message and "404" not in message] == []
        frame.get_by_role("link", name="More about").click()
        page.wait_for_url(shown.url("riverside/link-worker/"))
    context.close()


def test_no_other_page_does(browser: Browser, shown: Shown, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    host(tmp_path / "w", shown, "link-worker/")
    with served(tmp_path / "w", Plain) as base:
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(f"{base}/")
        assert page.frame_locator("iframe").get_by_text("Takes time to find out").count() == 0
    context.close()


def test_it_runs_nothing_and_loads_only_what_is_the_site_s_own(shown: Shown) -> None:
    for role in ("link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"):
        page = html.parse(str(shown.folder / f"riverside/embed/{role}/index.html")).getroot()
        assert not page.xpath("//script")
        assert page.xpath("//link[@rel='canonical']/@href") == [f"https://riverside.example.org/{role}/"]
        assert page.xpath("//link[@rel='stylesheet']/@href") == ["../../assets/rolecall.css"]


def test_hosts_are_told_of_each_page_that_is_not_for_frames(shown: Shown) -> None:
    """Where every fitting rule counts, as with Netlify and Cloudflare Pages, only pages in frames escape the ban."""
    rules = (shown.folder / "riverside/_headers").read_text()
    banned = [part.split("\n")[0] for part in rules.split("\n/") if "frame-ancestors 'none'" in part]
    tops = {
        path.relative_to(shown.folder / "riverside").parts[0] for path in shown.folder.glob("riverside/*/**/*.html")
    }
    assert {f"{top}/*" for top in tops - {"embed"}} <= set(banned)
    assert not any(part.startswith("embed") for part in banned)
    assert len(rules.split("\n/")) < 100, "Cloudflare Pages reads 100 rules"
    for server in SERVERS:
        assert "frame-ancestors" in as_text(server, ["about/"])


def test_what_is_given_to_other_websites_is_what_they_need(shown: Shown) -> None:
    page = html.parse(str(shown.folder / "riverside/data/index.html")).getroot()
    codes = [code.text_content() for code in page.xpath("//p[@class='copy']/code")]
    frames, snippets = codes[:4], codes[4:]
    for code in (*frames, *snippets):
        element = html.fromstring(code)
        [address] = element.xpath("descendant-or-self::*/@src | descendant-or-self::*/@href")
        assert address.startswith("https://riverside.example.org/")
        file = shown.folder / "riverside" / address.removeprefix("https://riverside.example.org/") / "index.html"
        assert file.exists(), address
    assert len(snippets) == 4
    roles = json.loads((shown.folder / "riverside/data/roles.json").read_text())
    assert (roles["version"], len(roles["roles"])) == (1, 4)
    assert roles["roles"][0]["answers"]["contacts"] == {
        "question": "How many times",
        "answer": None,
        "text": "Up to 8 meetings over 6 months.",
        "list": [],
        "where": "In Riverside",
    }
    assert "refer_when" not in roles["roles"][0]["answers"]
    services = json.loads((shown.folder / "riverside/data/services.json").read_text())["services"]
    assert {"id", "name", "address", "checked", "needs"} <= services[0].keys()
    assert all((shown.folder / "riverside/services" / one["id"] / "index.html").exists() for one in services)
