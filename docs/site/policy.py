"""Each page of the docs says what it may do: load what lies beside it, and run no script but Material's own."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
_HEAD = '<meta charset="utf-8">'


def policy(html: str) -> str:
    """The policy for a page, with a digest of each script that stands in it."""
    digests = sorted({b64encode(sha256(text.encode()).digest()).decode() for text in _SCRIPT.findall(html)})
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'"
    )


def on_post_page(output: str, **_: Any) -> str:
    """The page with its policy, in front of all that a policy holds."""
    assert _HEAD in output, "Material begins its head in another way now"
    return output.replace(_HEAD, f'{_HEAD}<meta http-equiv="Content-Security-Policy" content="{policy(output)}">', 1)


def on_post_template(output_content: str, *, template_name: str, **_: Any) -> str:
    """The same for pages that no Markdown stands behind, as 404.html."""
    return on_post_page(output_content) if template_name.endswith(".html") else output_content
