"""Records and strings of somebody who means harm, or who pasted what somebody else made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ATTACKS = [
    "<script>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()><a xlink:href='javascript:hit()'><text>click</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=hit()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<a href='javascript:hit()'>click</a>",
    "<a href='&#x6A;ava&Tab;script&colon;hit()'>click</a>",
    "<a href=' \x01javascript:hit()'>click</a>",
    "<a href='//evil.test/x' ping='https://evil.test' onclick=hit()>click</a>",
    "<form action='javascript:hit()'><button>click</button></form><base href='https://evil.test/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe><object data='data:text/html,<script>hit()</script>'>",
    "<div style='background:url(https://evil.test/x.png)' id=search class=need>styled</div>",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=hit()&amp;gt;",
    "[click](javascript:hit())",
    "[click](JaVaScRiPt&colon;hit())",
    "[click](java&#10;script:hit())",
    "[click](<javascript:hit()>)",
    "[click](data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==)",
    "[click](vbscript:hit())",
    "[click](\\javascript:hit())",
    "[click](file:///etc/passwd)",
    "![x](https://evil.test/x.png)",
    '![x](https://evil.test/x.png"onerror="hit())',
    '[x](https://evil.test "onmouseover=hit()")',
    "[click][j]\n\n[j]: javascript:hit()",
    '<javascript:hit()> <https://evil.test/"onclick="hit()>',
    "javascript:hit() data:text/html,<script>hit()</script> vbscript:hit()",
    "jav\u200bascript:hit() java\u00adscript:hit()",
    "\u202ejavascript:hit()\u202c \u2066x\u2069",
    "{{ ''.__class__.__mro__ }}{% for x in [1] %}hit(){% endfor %}{# x #}${hit()}<%= hit() %>",
    "</script><script>hit()</script>",
    "]]>--><!--<script>hit()</script>-->",
    '" onmouseover="hit()" x=\'',
    "' autofocus onfocus='hit()",
    "x: !!python/object/apply:os.system ['true']\n---\n- &a [*a]\n? | >",
    "# comment\n\tkey: {a: [b, 'c]}  % @ ` ",
    '=HYPERLINK("https://evil.test","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "info@club.example\r\nBcc: victim@evil.test\r\n\r\n<script>hit()</script>",
    "\x1b]0;hit\x07\x1b[2J\x1b[31mred\x9b31m\x00\x08",
    "../../../../evil",
    "..\\..\\evil",
    "/etc/evil",
    "CON",
    "nul.yml",
    "~root",
    "*{background:url(//evil.test)} expression(hit()) @import 'https://evil.test/x.css';",
    "<plaintext><xmp><textarea><title><select><template>",
    "<details open ontoggle=hit()><summary>click</summary></details>",
    "`<script>hit()</script>`\n\n    <script>hit()</script>\n\n~~~\n<script>hit()</script>",
    "\ufffe\ud7ff\u2028\u2029hit()",
    "\u212aelvin \uff1cscript\uff1ehit()\uff1c/script\uff1e \uff3bclick\uff3d\uff08javascript:hit()\uff09",
]
"""Each as it is, and in each text of a record."""

ALL = " ".join(ATTACKS)

_SHAPES = Path(__file__).parent / "incoming"
SHAPES = ("a-whole-record-of-hsds-uk", "core-fields-come-in", "a-record-of-oruk-1")


def shape(name: str) -> dict[str, Any]:
    """A record in which nothing is wrong."""
    found: dict[str, Any] = json.loads((_SHAPES / name / "record.json").read_text())
    return found


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a record has a value."""
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(item, (*path, key))
    else:
        yield path


def put(value: Any, path: tuple[str | int, ...], text: Any) -> Any:
    """A record with another value in one place."""
    if not path:
        return text
    key, *rest = path
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = put(copy[key], tuple(rest), text)
    return copy


def everywhere(value: Any, text: str, *, key: str = "") -> Any:
    """A record in which each text is an attack, or has one at its end where an attack alone would leave it out."""
    if isinstance(value, dict):
        return {name: everywhere(item, text, key=name) for name, item in value.items()}
    if isinstance(value, list):
        return [everywhere(item, text, key=key) for item in value]
    if key in _KEPT_BESIDE and isinstance(value, str):
        return f"{value} {text}"
    return text


_KEPT_BESIDE = {"number", "postal_code", "url", "website", "email", "opens_at", "closes_at", "dtstart", "term_uri"}
