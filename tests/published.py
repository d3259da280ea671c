"""A PCN that may go live, for tests that publish one."""

from __future__ import annotations

from pathlib import Path

MAY_GO_LIVE = """\
privacy_url: https://www.testbury.example/privacy
urgent_help_checked: {date: 2026-11-20, by: Practice manager}
accessibility: {tested: {date: 2026-11-10, by: Patient group}, how: 3 people used it.}
sign_off:
  clinical_safety: {date: 2026-11-10, by: Clinical safety officer}
  data_protection: {date: 2026-11-10, by: Data protection officer}
  content: {date: 2026-11-10, by: Clinical lead}
"""
"""The lines of a pcn.yml by which nothing is lacking on 22 November 2026."""


def may_go_live(workspace: Path, more: str = "", pcn: str = "testbury") -> Path:
    """Write a pcn.yml of which nothing is lacking, and give its path."""
    path = workspace / "content/pcns" / pcn / "pcn.yml"
    name, code = ("Testbury PCN", "U12345") if pcn == "testbury" else (f"{pcn.title()} PCN", "U12346")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: {name}\nods_code: {code}\n{MAY_GO_LIVE}{more}")
    return path
