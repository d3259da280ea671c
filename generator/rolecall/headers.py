"""The response headers of every page, defined once: for hosts that read them from a file, and for web servers.

A page carries its policy as a `<meta>` too, for hosts where nobody can set headers. Only a header can forbid frames.
"""

from __future__ import annotations

from rolecall.render import POLICY

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
"""What a server is to send with each page."""

SERVERS = ("netlify", "nginx", "apache")
"""Whose form `as_text` knows. Netlify's is that of Cloudflare Pages too."""


def as_text(server: str) -> str:
    """The headers in a server's own form. KeyError for a server not in `SERVERS`."""
    line = {
        "netlify": "  {}: {}",
        "nginx": 'add_header {} "{}" always;',
        "apache": 'Header always set {} "{}"',
    }[server]
    lines = [line.format(name, value) for name, value in HEADERS.items()]
    return "\n".join(["/*", *lines] if server == "netlify" else lines) + "\n"
