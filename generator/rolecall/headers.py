"""What servers send with every page, and where moved pages lead: for hosts that read it from a file, and for servers.

A page carries its policy as a `<meta>` too, for hosts where nobody can set headers. Only a header can forbid frames.
Pages below `embed/` are made for frames on other websites, so they allow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from textwrap import indent
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr

from rolecall import addresses
from rolecall.addresses import base_path, from_top

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types rolecall"
)
"""What a page may do: use the site's own files and nothing else, and run no text as a script.

The one Trusted Types policy is that of scripts that load a file of the site, such as `search.js`.
"""

ALONE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a report may do, which is a file by itself: have its style, ask for nothing, run nothing."""

_POLICY = "Content-Security-Policy"
_OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

HEADERS = {_POLICY: f"{POLICY}; frame-ancestors 'none'", **_OTHERS}
"""What a server is to send with each page but those made for frames."""

IN_FRAMES = {_POLICY: f"{POLICY}; frame-ancestors *", **_OTHERS}
"""What it is to send with those."""

FRAMES = addresses.EMBED
"""The address below which they are."""

KEPT_FOR = 600
"""Seconds for which a browser keeps what lies below `assets/`. So a next page asks for its text alone, and a picture
that stands on a page and on its tab is asked for once. A new build shows in full after 10 minutes."""

_ASKS = "A browser asks each time whether a page has changed, so that a number that was wrong does not stay."
"""Netlify and Cloudflare say so of pages by themselves."""

CALENDAR = "text/calendar"
"""The type of a file with times. A phone that is told so offers to put them into its calendar."""

_PACKED = (
    "text/css", "text/javascript", "application/javascript", "application/json", "application/xml", "text/xml",
    "text/plain", CALENDAR, "image/svg+xml",
)  # fmt: skip
"""What servers send packed beside pages, where they pack nothing by themselves: a page is a quarter as large so."""

SERVERS = ("netlify", "nginx", "apache", "iis")
"""Whose form `as_text` knows. Netlify's is that of Cloudflare Pages too."""


def as_text(server: str, addresses: Iterable[str] = ()) -> str:
    """The headers in a server's own form. KeyError for a server not in `SERVERS`.

    Netlify sends what every fitting rule says, so there the ban on frames is a policy of its own, for each of the
    first parts of `addresses` and for the home page.
    """
    if server == "iis":
        return web_config()
    return _netlify(addresses) if server == "netlify" else {"nginx": _NGINX, "apache": _APACHE}[server]


def _lines(form: str, headers: Mapping[str, str]) -> str:
    return "".join(form.format(name, value) + "\n" for name, value in headers.items())


def _netlify(pages: Iterable[str]) -> str:
    parts = sorted({address.partition("/")[0] for address in pages if "/" in address} - {FRAMES.rstrip("/")})
    rules = [f"/*\n{_lines('  {}: {}', {_POLICY: POLICY, **_OTHERS})}"]
    for path in ("/", *(f"/{part}/*" for part in parts)):
        rules.append(f"{path}\n  {_POLICY}: frame-ancestors 'none'\n")
    rules.append(f"/{addresses.ASSETS}*\n  Cache-Control: max-age={KEPT_FOR}\n")
    return "".join(rules)


_NGINX = (
    f"# {_ASKS}\nexpires -1;\n"
    + f"# Pages and what belongs to them go packed.\ngzip on;\ngzip_vary on;\ngzip_types {' '.join(_PACKED)};\n"
    + _lines('add_header {} "{}" always;', HEADERS)
    + f"# Pages for frames on other websites.\nlocation ~ /{FRAMES} {{\n"
    + _lines('    add_header {} "{}" always;', IN_FRAMES)
    + "}\n"
    + f"# What pages have in common.\nlocation ~ /{addresses.ASSETS} {{\n    expires {KEPT_FOR}s;\n}}\n"
    + f"# Times for a calendar, of which nginx has no type.\nlocation ~ \\.ics$ {{\n    default_type {CALENDAR};\n}}\n"
)
_APACHE = (
    _lines('Header always set {} "{}"', HEADERS)
    + f'# {_ASKS}\nHeader set Cache-Control "no-cache"\n'
    + f'# Pages for frames on other websites.\n<If "%{{REQUEST_URI}} =~ m#/{FRAMES}#">\n'
    + _lines('    Header always set {} "{}"', {_POLICY: IN_FRAMES[_POLICY]})
    + "</If>\n"
    + f'# What pages have in common.\n<If "%{{REQUEST_URI}} =~ m#/{addresses.ASSETS}#">\n'
    + f'    Header set Cache-Control "max-age={KEPT_FOR}"\n</If>\n'
    + f"<IfModule mod_mime.c>\n    AddType {CALENDAR} .ics\n</IfModule>\n"
    + "# Pages and what belongs to them go packed.\n<IfModule mod_filter.c>\n    <IfModule mod_deflate.c>\n"
    + f"        AddOutputFilterByType DEFLATE text/html {' '.join(_PACKED)}\n    </IfModule>\n</IfModule>\n"
)


def redirects(moves: Iterable[tuple[str, str]], site_url: str | None, server: str) -> str:
    """What leads from each old address to the new one, here or on another site, as a server's own rules.

    Empty without any.
    """
    base, targets = _base(site_url), dict[str, str]()
    for old, new in moves:  # some servers refuse a second rule for an address, and others pass it over
        targets.setdefault(old, from_top(base, new))
    return "".join(_redirect(server, base, old, new) + "\n" for old, new in targets.items())


def _redirect(server: str, base: str, old: str, target: str) -> str:
    if server == "netlify":
        return f"{base}{old} {target} 301"
    if server == "nginx":
        return f"location = {_named(base + old)} {{ return 301 {_quoted(target)}; }}"
    if server == "apache":
        pattern = re.sub(r"([^\w /-])", r"\\\1", unquote(base + old))
        return f"RedirectMatch 301 {_named(f'^{pattern}$')} {_named(target)}"  # it puts the signs back itself
    return _IIS_MOVED.format(old.rstrip("/"), quoteattr(target)[1:-1])  # which names it from the site's folder on


def _base(site_url: str | None) -> str:
    """The path of a site as it stands in an address, without signs that mean something to a server."""
    return quote(base_path(site_url), safe="/%-._~")


def _named(path: str) -> str:
    """A path as a server's rules name it: without what stands for a sign, in quotes where it needs them."""
    return _quoted(unquote(path))


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[\s;{}#']", text) else text


def in_a_folder(server: str, moves: Iterable[tuple[str, str]], site_url: str | None) -> str:
    """All rules for a site that may share its server with other sites: they hold for its own folder alone."""
    moves, base = [*moves], _base(site_url)
    if server == "iis":
        return web_config(moves, site_url)
    not_found = f"{base}{addresses.NOT_FOUND}"
    rules = as_text(server) + redirects(moves, site_url, server)
    if server == "apache":
        # In a folder of its own, these hold nowhere else. Without the module, Apache would answer nothing at all.
        headers = indent(_APACHE, "    ")
        moved = redirects(moves, site_url, server)
        return f"<IfModule mod_headers.c>\n{headers}</IfModule>\nErrorDocument 404 {not_found}\n{moved}"
    rules = f"error_page 404 {_named(not_found)};\n{rules}"
    return rules if base == "/" else f"location {_named(base)} {{\n{indent(rules, '    ')}}}\n"


_IIS_MOVED = (
    '    <location path="{0}">\n        <system.webServer>\n            <httpRedirect enabled="true" destination="{1}"'
    ' exactDestination="true" httpResponseStatus="Permanent" />\n        </system.webServer>\n    </location>'
)

_KINDS = {
    ".css": "text/css",
    ".csv": "text/csv",
    ".html": "text/html",
    ".ics": CALENDAR,
    ".js": "text/javascript",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "text/xml",
}
"""The types of files of a site. IIS answers 404 for a file whose type it does not know."""


def web_config(moves: Iterable[tuple[str, str]] = (), site_url: str | None = None) -> str:
    """The file `web.config` of a site's folder, by which IIS sends its headers, and leads on from pages that moved.

    IIS answers each request with 500 where a key is added that is there already, of a folder above too. So each is
    taken away first, which it allows where there is none.
    """
    headers = "".join(_set_header(name, value) for name, value in HEADERS.items())
    kinds = "".join(
        f'<remove fileExtension="{ending}" />\n<mimeMap fileExtension="{ending}" mimeType="{kind}" />\n'
        for ending, kind in _KINDS.items()
    )
    kept = f"{KEPT_FOR // 3600:02}:{KEPT_FOR // 60 % 60:02}:{KEPT_FOR % 60:02}"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<configuration>\n    <system.webServer>\n'
        + indent(
            '<defaultDocument enabled="true">\n    <files>\n        <clear />\n        <add value="index.html" />\n'
            "    </files>\n</defaultDocument>\n"
            f"<httpProtocol>\n    <customHeaders>\n{indent(headers, ' ' * 8)}    </customHeaders>\n</httpProtocol>\n"
            '<staticContent>\n    <clientCache cacheControlMode="DisableCache" />\n'
            f"{indent(kinds, '    ')}</staticContent>\n"
            '<httpErrors errorMode="Custom">\n    <remove statusCode="404" subStatusCode="-1" />\n'
            f'    <error statusCode="404" path="{addresses.NOT_FOUND}" responseMode="File" />\n</httpErrors>\n',
            " " * 8,
        )
        + "    </system.webServer>\n"
        + _location(
            FRAMES,
            "<httpProtocol>\n    <customHeaders>\n"
            f"{indent(_set_header(_POLICY, IN_FRAMES[_POLICY]), ' ' * 8)}    </customHeaders>\n</httpProtocol>\n",
        )
        + _location(
            addresses.ASSETS,
            f'<staticContent>\n    <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="{kept}" />\n'
            "</staticContent>\n",
        )
        + redirects(moves, site_url, "iis")
        + "</configuration>\n"
    )


def _set_header(name: str, value: str) -> str:
    return f'<remove name="{name}" />\n<add name="{name}" value={quoteattr(value)} />\n'


def _location(address: str, inside: str) -> str:
    start = f'    <location path="{address.rstrip("/")}">\n        <system.webServer>\n'
    return f"{start}{indent(inside, ' ' * 12)}        </system.webServer>\n    </location>\n"
