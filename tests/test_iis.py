"""The `web.config` of a site is one that IIS takes, and by it IIS sends what other servers send."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Ran, contents
from iis import Refused, Site
from published import may_go_live
from rolecall.headers import web_config
from test_servers import HEADERS, IN_FRAMES, TEA

Rolecall = Callable[..., Ran]


@pytest.mark.parametrize("base", ["/", "/who/"])
def test_iis_sends_the_headers_and_leads_on(base: str, workspace: Path, rolecall: Rolecall, tmp_path: Path) -> None:
    may_go_live(workspace, f"site_url: https://testbury.example.org{base}\nmoved: {{old-page/: roles/}}\n")
    service = workspace / "content/pcns/testbury/services/tea.yml"
    service.parent.mkdir()
    service.write_text(TEA)
    (workspace / "content/pages/menu.pdf").write_bytes(b"%PDF-1.4")
    site_folder = tmp_path / "live"
    ran = rolecall(workspace, "publish", "--for", "iis", "--to", str(site_folder))
    assert ran.code == 0, ran.err
    files = contents(site_folder)
    site = Site(files["web.config"])
    for name in files.keys() - {"web.config", "_headers", "_redirects"}:
        assert {**site.headers(name), **HEADERS} == site.headers(name) or name.startswith("embed/"), name
        assert site.kind(name), f"{name} would not be found"
    frame = "embed/link-worker/index.html"
    assert frame in files
    assert {**site.headers(frame), **IN_FRAMES} == site.headers(frame)
    assert site.kind("services/tea/calendar.ics") == "text/calendar"
    assert site.settings("assets/rolecall.css")["staticContent/clientCache@cacheControlMaxAge"] == "00:10:00"
    assert site.leads_to("old-page/") == f"{base}roles/"
    assert site.leads_to("staff/link-worker/") == f"{base}staff/#role_link-worker"
    assert [name for name in files if site.leads_to(name) and "staff" not in name] == ["old-page/index.html"]
    for name in files:
        if leads := site.leads_to(name):
            assert f"{leads.removeprefix(base).partition('#')[0]}index.html" in files, name
    [page] = [item for item in site.listed("nobody/", "httpErrors") if item["statusCode"] == "404"]
    assert page == {"statusCode": "404", "path": "404.html", "responseMode": "File"}
    assert "404.html" in files
    assert site.listed("", "defaultDocument/files") == [{"value": "index.html"}]


ADDRESSES = st.lists(st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True), min_size=1, max_size=3).map(
    lambda parts: "/".join(parts) + "/"
)


@settings(max_examples=40)
@given(st.lists(st.tuples(ADDRESSES.filter(lambda a: a.split("/")[0] not in ("embed", "assets")), ADDRESSES)))
def test_iis_takes_any_moves(moves: list[tuple[str, str]]) -> None:
    site = Site(web_config(moves, "https://testbury.example.org/a&b/").encode())
    for old, new in moves:
        first = next(to for address, to in moves if address == old)
        assert site.leads_to(old) == f"/a%26b/{first}", (old, new)


@pytest.mark.parametrize(
    "config",
    [
        '<configuration><system.webServer><httpProtocol><customHeaders><add name="X-Powered-By" value="a" />'
        "</customHeaders></httpProtocol></system.webServer></configuration>",
        '<configuration><system.webServer><staticContent><mimeMap fileExtension=".html" mimeType="text/html" />'
        "</staticContent></system.webServer></configuration>",
        "<configuration><system.webServer><rewrite /></system.webServer></configuration>",
        "<configuration><system.webServer><httpProtocol /><httpProtocol /></system.webServer></configuration>",
        '<configuration><location path="a" /><location path="A" /></configuration>',
        '<configuration><system.webServer><httpErrors defaultPath="x" /></system.webServer></configuration>',
        '<configuration><system.webServer><defaultDocument enabled="yes" /></system.webServer></configuration>',
    ],
)
def test_these_would_be_refused(config: str) -> None:
    """What is compared with notices the mistakes that make IIS answer 500."""
    with pytest.raises(Refused):
        Site(config.encode())


def test_what_is_exported_for_iis_is_the_same(workspace: Path, rolecall: Rolecall) -> None:
    may_go_live(workspace, "moved: {old-page/: roles/}\n")
    headers = rolecall(workspace, "export", "headers", "iis").out
    moved = rolecall(workspace, "export", "redirects", "iis").out
    assert Site(headers.encode()).leads_to("old-page/") is None
    both = headers.replace("</configuration>", f"{moved}</configuration>")
    assert Site(both.encode()).leads_to("old-page/") == "/roles/"
