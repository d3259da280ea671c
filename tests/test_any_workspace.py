"""Any workspace that `check` accepts builds, with both builders, into a site in which nothing leads nowhere.

The others are refused with problems that say where. `make test-all` draws 2,000. `--hypothesis-seed=1000` draws others.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import rolecall.bundled
from built import Folders, faults_in, made, with_mkdocs
from conftest import Ran, contents
from spoiling.cost import MEMORY, SECONDS, measured
from strategies import Drawn, look_at

MOST = settings.default.max_examples if settings.default else 100
IS_QUICK = MOST <= 100


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    return Folders.below(tmp_path_factory.mktemp("any"))


@pytest.fixture
def first(request: pytest.FixtureRequest) -> int:
    """The first seed."""
    return int(request.config.getoption("--hypothesis-seed") or 0)


def test_any_workspace_that_check_accepts_builds(folders: Folders, first: int) -> None:
    files = 0

    def look(drawn: Drawn) -> None:
        nonlocal files
        files += sum(name.endswith(".yml") for name in drawn.files)
        with measured() as cost:
            found = faults_in(drawn, folders)
        if cost.seconds > SECONDS or cost.memory - cost.before > MEMORY:
            found.append(f"it took {cost.seconds:.0f} s and {(cost.memory - cost.before) / 1e6:.0f} MB")
        assert not found, told(found, drawn, folders)

    look_at(40 if IS_QUICK else MOST, look, first=first)
    assert files > (500 if IS_QUICK else 20_000)


def test_mkdocs_gives_the_same_bytes_for_any_workspace(folders: Folders, first: int) -> None:
    def look(drawn: Drawn) -> None:
        ours = made(folders.workspace(drawn), drawn).files
        for pcn in [*ours][:1]:
            with pytest.MonkeyPatch.context() as patch:
                theirs = with_mkdocs(drawn, folders, pcn, patch)
            assert not isinstance(theirs, str), told([f"{pcn}: MkDocs stops: {theirs}"], drawn, folders)
            names = sorted(ours[pcn].keys() | theirs.keys())
            differ = [f"{pcn}: MkDocs writes another {n}" for n in names if ours[pcn].get(n) != theirs.get(n)]
            assert not differ, told(differ, drawn, folders)

    look_at(10 if IS_QUICK else MOST // 10, look, first=first + 100_000)


def test_check_and_build_tell_the_same_and_build_makes_all_that_have_no_problem(
    folders: Folders, rolecall: Callable[..., Ran], first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(drawn: Drawn) -> None:
        expected = made(folders.workspace(drawn), drawn).files
        monkeypatch.setattr(rolecall_bundled, "bundled", lambda: folders.shipped(drawn))
        before = contents(folders.root)
        day = ["--format", "json", "--today", str(drawn.today)]
        ran = {name: rolecall(folders.root, name, *day) for name in ("check", "build")}
        faults = [*_told_otherwise(ran), *_built_otherwise(folders, expected, before)]
        assert not faults, told(faults, drawn, folders)

    look_at(10 if IS_QUICK else MOST // 10, look, first=first + 200_000)


FAILS = """<h1>{{ page.title }}</h1>
{% if data.pcn == "ID" %}
{{ data.nothing_of_this_name }}
{% endif %}
"""


@pytest.mark.parametrize("failing", ["a", "b", "c"])
def test_what_fails_in_one_pcn_leaves_out_that_one_alone(
    failing: str, tmp_path: Path, rolecall: Callable[..., Ran]
) -> None:
    for at, id in enumerate("abc"):
        pcn = tmp_path / f"content/pcns/{id}/pcn.yml"
        pcn.parent.mkdir(parents=True)
        pcn.write_text(f"name: {id.upper()} PCN\nods_code: U1234{at}\n")
    (tmp_path / "content/pages").mkdir()
    assert rolecall(tmp_path, "build", "--today", "2026-11-22").code == 0
    before = contents(tmp_path / "site")
    (tmp_path / "theme/pages").mkdir(parents=True)
    (tmp_path / "theme/pages/about.html.jinja").write_text(FAILS.replace("ID", failing.upper()))
    ran = rolecall(tmp_path, "build", "--today", "2026-11-22")
    assert ran.code == 1, ran.err
    assert "theme/pages/about.html.jinja:3" in ran.err
    after = contents(tmp_path / "site")
    for id in "abc":
        same = {name: data for name, data in before.items() if name.startswith(f"{id}/")} == {
            name: data for name, data in after.items() if name.startswith(f"{id}/")
        }
        assert same == (id == failing), f"{id}: {'it was built' if id == failing else 'it was not built'}\n{ran.err}"


rolecall_bundled = rolecall.bundled
"""Where the commands look for what Rolecall ships."""


def _told_otherwise(ran: dict[str, Ran]) -> list[str]:
    """How the commands differ in what they say of one workspace."""
    codes = {name: one.code for name, one in ran.items()}
    if {*codes.values()} not in ({0}, {1}):
        return [f"{name} ends with {one.code}: {one.err[-1000:]}" for name, one in ran.items()]
    said = {name: {(r["file"], r["line"], r["sentence"]) for r in problems(one)} for name, one in ran.items()}
    return [
        f"only {name} says {problem}"
        for name, other in (("check", "build"), ("build", "check"))
        for problem in sorted(said[name] - said[other])
    ]


def _built_otherwise(folders: Folders, expected: Any, before: dict[str, bytes]) -> list[str]:
    """What a build has made, or has not, and what it has changed of people's own files."""
    out, after = folders.root / "site", contents(folders.root)
    sites = {path.name for path in out.iterdir() if path.is_dir()} if out.exists() else set()
    faults = [f"{pcn}: built, and has problems" for pcn in sorted(sites - {*expected})]
    faults += [f"{pcn}: not built, and has no problem" for pcn in sorted({*expected} - sites)]
    for pcn in sites & {*expected}:
        own = contents(out / pcn)
        faults += [f"{pcn}: {n} is not written as it was made" for n in expected[pcn] if own.get(n) != expected[pcn][n]]
    faults += [f"{name}: a build changed it" for name, data in before.items() if after.get(name) != data]
    new = {name for name in after if not name.startswith(("site/", ".rolecall/"))}
    return [*faults, *(f"{name}: a build left it" for name in sorted(new - {*before}))]


def problems(ran: Ran) -> list[dict[str, Any]]:
    """What a command printed as problems."""
    return [row for row in json.loads(ran.out) if row["level"] == "problem"]


def told(found: list[str], drawn: Drawn, folders: Folders) -> str:
    """The faults, and where the workspace is that has them."""
    return "\n".join([*found[:20], f"The workspace is {folders.root}, over {folders.shipped(drawn)}."])
