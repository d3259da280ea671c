"""A page asks nobody else for anything, keeps nothing, runs nothing, and always has urgent help."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from lxml import html
from playwright.sync_api import Browser

from shown import Shown

SCRIPTS = {
    "home": "search.js",
    "search": "search.js",
    "services": "services.js",
    "need": "exit.js",
    "urgent-help": "exit.js",
    "staff": "staff.js",
    "whats-on": "whats-on.js",
    "my-list": "my-list.js",
    "chosen": "sheet.js",
}
"""The only pages that run anything, and what."""


def test_no_page_breaks_the_policy_or_asks_another_server(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda request: None if request.url.startswith(tuple(shown.bases.values())) else told.append(request.url),
    )
    page.on("response", lambda response: told.append(f"{response.url}: 404") if response.status == 404 else None)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.log(e.violatedDirective + ' ' + e.blockedURI))"
    )
    # All of one site, and each kind of page of the others.
    riverside = [url for url in shown.pages if url.startswith(shown.bases["riverside"])]
    for path in dict.fromkeys([*riverside, *shown.kinds.values()]):
        page.goto(path)
        stored = page.evaluate("[localStorage.length, sessionStorage.length]")
        assert stored == [0, 0], path
    assert not told
    assert context.cookies() == []
    context.close()


def test_a_page_that_breaks_the_policy_is_noticed(browser: Browser, shown: Shown) -> None:
    context = browser.new_context()
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    bad = shown.folder / "gallery/bad.html"
    bad.write_text("<!doctype html><title>x</title><script>1</script><img src='https://example.org/x.png'>")
    page.goto(shown.url("gallery/bad.html"))
    bad.unlink()
    context.close()
    assert any("script-src" in message for message in told), told
    assert any("img-src" in message for message in told), told


def kind_of(page: html.HtmlElement) -> str:
    return str(page.xpath("string(//main/@class)")).rpartition("kind-")[2]


def test_every_page_has_urgent_help_and_sound_bones(shown: Shown) -> None:
    for path in shown.pages.values():
        page, where = html.parse(str(path)).getroot(), str(path.relative_to(shown.folder))
        numbers = page.xpath("//aside//a[starts-with(@href, 'tel:')]/@href")
        assert {"tel:999", "tel:111", "tel:116123"} <= set(numbers), where
        assert page.get("lang") == "en-GB", where
        data = page.xpath("//script[@type='application/ld+json' and not(@src)]")
        assert len(data) <= (kind_of(page) == "service"), where
        assert not any("<" in block.text for block in data), where
        assert not page.xpath(
            "//style|//*[@style]|//iframe|//script[not(@type='application/ld+json') and (not(@src) or text())]"
        ), where
        assert not page.xpath("//form[not(@role='search') or @action]"), where
        scripts = [Path(src).name for src in page.xpath("//script/@src")]
        kind = kind_of(page)
        wanted = "" if kind == "need" and "/safety/" not in where else SCRIPTS.get(kind, "")
        assert scripts == wanted.split(), where
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), where
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), where
        [title] = page.xpath("//h1")
        heading = title.text_content()
        assert 0 < len(heading) <= 65, f"{where}: {heading}"
        assert page.xpath("string(//title)").startswith(heading + " – "), where
        levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
        assert all(after - before <= 1 for before, after in pairwise(levels)), where
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']"), where
        assert not page.xpath("//a[@target]"), where
