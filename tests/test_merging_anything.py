"""Whatever 2 PCNs say: once they are one, each surgery says what it said, and nothing of another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from built import Folders
from joined import at_surgery, checks, put
from rolecall.joining.merging import merged
from rolecall.joining.pair import Pair
from rolecall.load import load
from rolecall.opened import Opened, open_workspace
from rolecall.site import Site
from strategies import Drawn, look_at


def sites_of(opened: Opened) -> dict[str, Site]:
    return {pcn: opened.site(pcn) for pcn in opened.pcns}


def look(drawn: Drawn, folders: Folders, seen: Counter[str]) -> None:
    if drawn.slips or len(drawn.pcns) < 2:
        return
    for at, pcn in enumerate(drawn.pcns):
        said: Any = drawn.files[f"content/pcns/{pcn}/pcn.yml"]
        said.setdefault("site_url", f"https://s{at}.test/")
    workspace = folders.workspace(drawn)
    before = open_workspace(workspace, today=drawn.today)
    if len(before.pcns) < 2:
        seen["unsound"] += 1
        return
    id, to = before.pcns[:2]
    loaded = load(workspace)[0]
    pair = Pair(loaded, before.with_pcns([id]), id, before.with_pcns([to]), to)
    out = merged(pair)
    if out.problems:
        assert not out.files and not out.folders
        seen[out.problems[0].sentence[:50]] += 1
        return
    was = sites_of(before)
    put(workspace.root, out)
    after = open_workspace(workspace, today=drawn.today)
    assert after.pcns == [to], after.problems
    now = after.site(to)
    for pcn in (id, to):
        for practice in was[pcn].pcn.practices:
            code = practice.ods_code
            assert at_surgery(now, code) == at_surgery(was[pcn], code), (pcn, code)
    for practice in was[to].pcn.practices:
        assert checks(now, practice.ods_code) == checks(was[to], practice.ods_code)
    names = Counter(service.service.name for service in now.services)
    for pcn in (id, to):
        assert not Counter(service.service.name for service in was[pcn].services) - names
        assert {person.name for person in was[pcn].people} <= {person.name for person in now.people}
    for field in ("phone", "email", "another_way", "complaints", "privacy_url", "notice"):
        if getattr(was[id].pcn, field) != getattr(was[to].pcn, field) and getattr(was[id].pcn, field):
            assert any(problem.sentence.startswith(f"{field}: ") for problem in out.decide), field
    seen["merged"] += 1


@pytest.mark.slow
def test_each_surgery_says_what_it_said(tmp_path: Path) -> None:
    folders, seen = Folders.below(tmp_path), Counter[str]()
    look_at(600, lambda drawn: look(drawn, folders, seen))
    assert seen["merged"] > 20, seen
