"""nginx and Apache do what the rules for them say: the headers of each page, and the way on from one that moved."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from conftest import ROOT, Ran
from published import may_go_live

Rolecall = Callable[..., Ran]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types rolecall"
)
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HEADERS = {"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'", **OTHERS}
IN_FRAMES = {"Content-Security-Policy": f"{POLICY}; frame-ancestors *", **OTHERS}
"""What is promised, in words of its own: what makes the rules does not say here what they should be."""

NGINX = """\
daemon off;
user root;
pid {home}/pid;
error_log {home}/errors;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {home}/a;
    proxy_temp_path {home}/b;
    fastcgi_temp_path {home}/c;
    uwsgi_temp_path {home}/d;
    scgi_temp_path {home}/e;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {rules}
    }}
}}
"""
APACHE = """\
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {home}/pid
ErrorLog {home}/errors
Mutex file:{home}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
TypesConfig /etc/mime.types
DocumentRoot {root}
<Directory {root}>
    AllowOverride FileInfo
</Directory>
{rules}
"""
SERVERS = {
    "nginx": (NGINX, ("nginx", "-e", "{home}/errors", "-c", "{home}/conf")),
    "apache": (APACHE, ("apache2", "-DFOREGROUND", "-f", "{home}/conf")),
}


@contextmanager
def running(server: str, home: Path, root: Path, rules: str = "") -> Iterator[int]:
    """A server of the files in `root` with these rules, until the block ends. Gives its port."""
    conf, command = SERVERS[server]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = "/usr/lib/apache2/modules"
    (home / "conf").write_text(conf.format(home=home, root=root, port=port, modules=modules, rules=rules))
    # Debian keeps servers where only the administrator's path looks.
    program = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin") or command[0]
    arguments = [part.format(home=home) for part in command[1:]]
    process = subprocess.Popen([program, *arguments], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def asked(port: int, address: str, takes: str = "identity") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address, headers={"Accept-Encoding": takes})
        answer = connection.getresponse()
        answer.read()
        return answer


def asked_for(port: int, address: str) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address)
        return connection.getresponse().read()


TEA = """\
name: Tea
description: Tea.
organisation: {name: T}
needs: [lonely]
when: [{every: week, days: [mon], from: "10:00"}]
"""


ELSEWHERE = "https://there.example.org/a;b/{c}'d/?e=1&f=g;h#i"
"""Signs that mean something in the rules of a server."""


@pytest.fixture
def testbury(workspace: Path) -> Path:
    """A PCN that may go live, with a service that has days and a page that moved."""
    may_go_live(
        workspace, f"moved: {{old-page/: roles/, gone/: {json.dumps(ELSEWHERE)}}}\nshort_links: {{lw: link-worker}}\n"
    )
    service = workspace / "content/pcns/testbury/services/tea.yml"
    service.parent.mkdir()
    service.write_text(TEA)
    return workspace


def at(testbury: Path, site_url: str) -> None:
    with (testbury / "content/pcns/testbury/pcn.yml").open("a") as file:
        file.write(f"site_url: {site_url}\n")


def sends_the_headers_and_leads_on(port: int, base: str, home: Path) -> None:
    for address, status, wanted in (
        ("", 200, {**HEADERS, "Cache-Control": "no-cache"}),
        ("urgent-help/", 200, {**HEADERS, "Cache-Control": "no-cache"}),
        ("staff/", 200, HEADERS),
        ("nobody/", 404, HEADERS),
        ("embed/link-worker/", 200, {**IN_FRAMES, "Cache-Control": "no-cache"}),
        ("assets/rolecall.css", 200, {**HEADERS, "Cache-Control": "max-age=600"}),
        ("services/tea/calendar.ics", 200, {**HEADERS, "Content-Type": "text/calendar"}),
    ):
        answer = asked(port, base + address)
        assert answer.status == status, (address, (home / "errors").read_text())
        for name, value in wanted.items():
            assert answer.headers.get_all(name) == [value], (address, name)
    answer = asked(port, f"{base}gone/")
    assert (answer.status, unquote(answer.headers["Location"])) == (301, ELSEWHERE)
    for old, new in (("old-page/", "roles/"), ("lw/", "link-worker/")):
        answer = asked(port, base + old)
        assert answer.status == 301, old
        assert unquote(answer.headers["Location"].removeprefix(f"http://127.0.0.1:{port}")) == unquote(base + new)
        assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]

    for address in ("", "assets/rolecall.css", "assets/find.js", "assets/icon.svg", "data/roles.json"):
        answer = asked(port, base + address, takes="gzip")
        assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip"), address
        assert "Accept-Encoding" in answer.headers["Vary"], address


def folders(tmp_path: Path) -> tuple[Path, Path]:
    """What a server serves, and where it has its own files."""
    root, home = tmp_path / "served", tmp_path / "server"
    root.mkdir()
    home.mkdir()
    root.chmod(0o755)
    return root, home


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_sends_the_headers_and_leads_on(
    server: str, testbury: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    """By the rules that are exported, which hold for all of a server."""
    at(testbury, "https://testbury.example.org/who/")
    assert rolecall(testbury, "build").code == 0
    root, home = folders(tmp_path)
    (testbury / "site/testbury").rename(root / "who")
    for what in ("headers", "redirects"):
        (home / what).write_text(rolecall(testbury, "export", what, server).out)
    own = "error_page 404 /who/404.html;\n" if server == "nginx" else "ErrorDocument 404 /who/404.html\n"
    include = "include {}/{};\n" if server == "nginx" else "Include {}/{}\n"
    rules = own + "".join(include.format(home, what) for what in ("headers", "redirects"))
    with running(server, home, root, rules) as port:
        sends_the_headers_and_leads_on(port, "/who/", home)


@pytest.mark.parametrize("base", ["/", "/who/", "/our%20people;1/"])
@pytest.mark.parametrize("server", SERVERS)
def test_a_site_is_published_with_all_that_its_server_needs(
    server: str, base: str, testbury: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    """Beside another website on the same server, of which nothing changes."""
    at(testbury, f"https://testbury.example.org{base}")
    root, home = folders(tmp_path)
    if base != "/":
        (root / "index.html").write_text("Another website")
    else:
        root.rmdir()
    folder = f"{root}{unquote(base)}".rstrip("/")
    ran = rolecall(testbury, "publish", "--for", server, "--to", folder)
    assert ran.code == 0, ran.err
    (home / "rules").symlink_to(f"{folder}.nginx.conf")
    rules = f"include {home}/rules;" if server == "nginx" else ""
    with running(server, home, root, rules) as port:
        sends_the_headers_and_leads_on(port, base, home)
        body = asked_for(port, f"{base}nobody/")
        assert b"Page not found" in body
        assert f'href="{base}'.encode() in body
        if base != "/":
            assert asked(port, "/").headers["Content-Security-Policy"] is None
            assert asked(port, "/nobody/").headers["Content-Security-Policy"] is None


def test_a_moved_page_keeps_its_address_on_a_server(testbury: Path, rolecall: Rolecall, tmp_path: Path) -> None:
    """As a year later: published, a service renamed, refused, told where it is now, published again."""
    root, home = folders(tmp_path)
    root.rmdir()
    words = ("publish", "--for", "nginx", "--to", str(root))
    assert rolecall(testbury, *words).code == 0
    services = testbury / "content/pcns/testbury/services"
    (services / "tea.yml").rename(services / "coffee.yml")
    ran = rolecall(testbury, *words)
    assert ran.code == 1
    assert "/services/tea/ was published, and this site has no such page any more" in ran.err
    assert (root / "services/tea/index.html").exists(), "what is live stays as it is"
    pcn = testbury / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("moved: {", "moved: {services/tea/: services/coffee/, "))
    assert rolecall(testbury, *words).code == 0
    with running("nginx", home, root, f"include {root}.nginx.conf;") as port:
        answer = asked(port, "/services/tea/")
        assert (answer.status, answer.headers["Location"]) == (301, f"http://127.0.0.1:{port}/services/coffee/")
        assert asked(port, "/services/coffee/").status == 200


@pytest.mark.parametrize(("server", "rules"), [("nginx", "nginx.conf"), ("apache", ".htaccess")])
def test_a_server_leads_on_from_the_site_of_a_pcn_that_merged(
    server: str, rules: str, tmp_path: Path, rolecall: Rolecall
) -> None:
    for pcn in ("riverside", "harbour"):
        shutil.copytree(ROOT / f"content/pcns/{pcn}", tmp_path / f"w/content/pcns/{pcn}")
    assert rolecall(tmp_path / "w", "merge-pcn", "harbour", "riverside").code == 0
    root, home = tmp_path / "served", tmp_path / "server"
    (tmp_path / "w/moved/harbour/site").rename(root)
    root.chmod(0o755)
    home.mkdir()
    with running(server, home, root, (root / rules).read_text()) as port:
        for address in ("/", "/link-worker/", "/surgeries/marsh-lane-surgery/", "/services/quayside-sea-swimmers/"):
            answer = asked(port, address)
            assert answer.status == 301, (address, (home / "errors").read_text())
            assert answer.headers["Location"] == f"https://riverside.example.org{address}"


def test_the_server_block_of_the_documentation_serves_a_site(
    testbury: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    """All of it, with other folders and another port, by somebody who is not the administrator."""
    root, home = folders(tmp_path)
    root.rmdir()
    folder = tmp_path / "testbury-site"
    assert rolecall(testbury, "publish", "--for", "nginx", "--to", str(folder)).code == 0
    told = rolecall(testbury, "publish", "testbury", "--explain", "nginx").out
    block = told[told.index("server {") :].split("    }\n")[0] + "}"
    block = block.replace("{pcn}", "testbury").replace("PCN-site", "testbury-site")
    block = block.replace("/var/www", str(tmp_path)).replace("/etc/nginx/testbury", str(tmp_path / "testbury"))
    block = block.replace("listen 80", "listen 127.0.0.1:{port}")
    conf, command = SERVERS["nginx"]
    before = conf.split("    server {{")[0].replace("    types {{ text/html html; }}\n", "")
    block = block.replace("{", "{{").replace("}", "}}").replace("{{port}}", "{port}")
    SERVERS["documented"] = (f"{before}{block}\n}}}}\n", command)
    with running("documented", home, root) as port:
        answer = asked(port, "/")
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"]
        assert (answer.headers["Content-Type"] or "").startswith("text/html")
        assert asked(port, "/old-page/").status == 301
        assert asked(port, "/nobody/").status == 404
