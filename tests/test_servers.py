"""nginx and Apache do what the rules for them say: the headers of each page, and the way on from one that moved."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from conftest import ROOT, Ran

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
    types {{ text/html html; }}
    access_log off;
    client_body_temp_path {home}/a;
    proxy_temp_path {home}/b;
    fastcgi_temp_path {home}/c;
    uwsgi_temp_path {home}/d;
    scgi_temp_path {home}/e;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        error_page 404 /who/404.html;
        include {home}/headers;
        include {home}/redirects;
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
TypesConfig /etc/mime.types
DocumentRoot {root}
ErrorDocument 404 /who/404.html
Include {home}/headers
Include {home}/redirects
"""
SERVERS = {
    "nginx": (NGINX, ("nginx", "-e", "{home}/errors", "-c", "{home}/conf")),
    "apache": (APACHE, ("apache2", "-DFOREGROUND", "-f", "{home}/conf")),
}


@contextmanager
def running(server: str, home: Path, root: Path) -> Iterator[int]:
    """A server with the rules in `home`, until the block ends. Gives its port."""
    conf, command = SERVERS[server]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    modules = "/usr/lib/apache2/modules"
    (home / "conf").write_text(conf.format(home=home, root=root, port=port, modules=modules))
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


def asked(port: int, address: str) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_sends_the_headers_and_leads_on(
    server: str, workspace: Path, rolecall: Rolecall, tmp_path: Path
) -> None:
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    pcn.write_text(
        "name: Testbury PCN\nods_code: U12345\nsite_url: https://testbury.example.org/who/\n"
        "moved: {old-page/: roles/}\nshort_links: {lw: link-worker}\n"
    )
    service = workspace / "content/pcns/testbury/services/tea.yml"
    service.parent.mkdir()
    service.write_text(
        "name: Tea\ndescription: Tea.\norganisation: {name: T}\nneeds: [lonely]\n"
        'when: [{every: week, days: [mon], from: "10:00"}]\n'
    )
    assert rolecall(workspace, "build").code == 0
    root, home = tmp_path / "served", tmp_path / "server"
    root.mkdir()
    home.mkdir()
    root.chmod(0o755)
    (workspace / "site/testbury").rename(root / "who")
    for what in ("headers", "redirects"):
        (home / what).write_text(rolecall(workspace, "export", what, server).out)

    with running(server, home, root) as port:
        for address, status, wanted in (
            ("/who/", 200, HEADERS),
            ("/who/link-worker/", 200, HEADERS),
            ("/who/staff/", 200, HEADERS),
            ("/who/nobody/", 404, HEADERS),
            ("/who/embed/link-worker/", 200, IN_FRAMES),
            ("/who/assets/rolecall.css", 200, {**HEADERS, "Cache-Control": "max-age=600"}),
            ("/who/services/tea/calendar.ics", 200, {**HEADERS, "Content-Type": "text/calendar"}),
        ):
            answer = asked(port, address)
            assert answer.status == status, (address, (home / "errors").read_text())
            for name, value in wanted.items():
                assert answer.headers.get_all(name) == [value], (address, name)
        for old, new in (("/who/old-page/", "/who/roles/"), ("/who/lw/", "/who/link-worker/")):
            answer = asked(port, old)
            assert answer.status == 301, old
            assert answer.headers["Location"].removeprefix(f"http://127.0.0.1:{port}") == new
            assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]


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
    (home / "headers").write_text("")
    (home / "redirects").write_text((root / rules).read_text())
    with running(server, home, root) as port:
        for address in ("/", "/link-worker/", "/surgeries/marsh-lane-surgery/", "/services/quayside-sea-swimmers/"):
            answer = asked(port, address)
            assert answer.status == 301, (address, (home / "errors").read_text())
            assert answer.headers["Location"] == f"https://riverside.example.org{address}"
