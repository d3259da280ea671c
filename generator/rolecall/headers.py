"""What servers send with every page, and where moved pages lead: for hosts that read it from a file, and for servers.

A page carries its policy as a `<meta>` too, for hosts where nobody can set headers. Only a header can forbid frames.
Pages below `embed/` are made for frames on other websites, so they allow them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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

CALENDAR = "text/calendar"
"""The type of a file with times. A phone that is told so offers to put them into its calendar."""

SERVERS = ("netlify", "nginx", "apache")
"""Whose form `as_text` knows. Netlify's is that of Cloudflare Pages too."""


def as_text(server: str, addresses: Iterable[str] = ()) -> str:
    """The headers in a server's own form. KeyError for a server not in `SERVERS`.

    Netlify sends what every fitting rule says, so there the ban on frames is a policy of its own, for each of the
    first parts of `addresses` and for the home page.
    """
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
    _lines('add_header {} "{}" always;', HEADERS)
    + f"# Pages for frames on other websites.\nlocation ~ /{FRAMES} {{\n"
    + _lines('    add_header {} "{}" always;', IN_FRAMES)
    + "}\n"
    + f"# What pages have in common.\nlocation ~ /{addresses.ASSETS} {{\n    expires {KEPT_FOR}s;\n}}\n"
    + f"# Times for a calendar, of which nginx has no type.\nlocation ~ \\.ics$ {{\n    default_type {CALENDAR};\n}}\n"
)
_APACHE = (
    _lines('Header always set {} "{}"', HEADERS)
    + f'# Pages for frames on other websites.\n<If "%{{REQUEST_URI}} =~ m#/{FRAMES}#">\n'
    + _lines('    Header always set {} "{}"', {_POLICY: IN_FRAMES[_POLICY]})
    + "</If>\n"
    + f'# What pages have in common.\n<If "%{{REQUEST_URI}} =~ m#/{addresses.ASSETS}#">\n'
    + f'    Header set Cache-Control "max-age={KEPT_FOR}"\n</If>\n'
    + f"<IfModule mod_mime.c>\n    AddType {CALENDAR} .ics\n</IfModule>\n"
)


def redirects(moves: Iterable[tuple[str, str]], site_url: str | None, server: str) -> str:
    """What leads from each old address to the new one, here or on another site, as a server's own rules.

    Empty without any.
    """
    form = {
        "netlify": "{0} {1} 301",
        "nginx": "location = {0} {{ return 301 {1}; }}",
        "apache": "RedirectMatch 301 ^{0}$ {1}",
    }[server]
    base = base_path(site_url)
    return "".join(form.format(base + old, from_top(base, new)) + "\n" for old, new in moves)
