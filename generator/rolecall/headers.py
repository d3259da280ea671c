"""The response headers of every page, defined once: for hosts that read them from a file, and for web servers.

A page carries its policy as a `<meta>` too, for hosts where nobody can set headers. Only a header can forbid frames.
Pages below `embed/` are made for frames on other websites, so they allow them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rolecall.render import POLICY

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

FRAMES = "embed/"
"""The address below which they are."""

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


def _netlify(addresses: Iterable[str]) -> str:
    parts = sorted({address.partition("/")[0] for address in addresses if "/" in address} - {FRAMES.rstrip("/")})
    rules = [f"/*\n{_lines('  {}: {}', {_POLICY: POLICY, **_OTHERS})}"]
    for path in ("/", *(f"/{part}/*" for part in parts)):
        rules.append(f"{path}\n  {_POLICY}: frame-ancestors 'none'\n")
    return "".join(rules)


_NGINX = (
    _lines('add_header {} "{}" always;', HEADERS)
    + f"# Pages for frames on other websites.\nlocation ~ /{FRAMES} {{\n"
    + _lines('    add_header {} "{}" always;', IN_FRAMES)
    + "}\n"
)
_APACHE = (
    _lines('Header always set {} "{}"', HEADERS)
    + f'# Pages for frames on other websites.\n<If "%{{REQUEST_URI}} =~ m#/{FRAMES}#">\n'
    + _lines('    Header always set {} "{}"', {_POLICY: IN_FRAMES[_POLICY]})
    + "</If>\n"
)
