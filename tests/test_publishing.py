"""The workflows that `init` writes: every command in them is run here as GitHub and GitLab run it.

What only those two have is not here. `uses:` steps are named, not run. In the place of `gh`, GitHub's own program,
stands one that notes what it is told.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, Ran, contents
from published import MAY_GO_LIVE
from rolecall.bundled import bundled
from rolecall.opened import open_workspace
from rolecall.outside import links_outside
from rolecall.workspace import Workspace
from websites import Websites, known_to_work, websites

WRITTEN = {
    ".github/workflows/site.yml": "vendor.github-workflows",
    ".github/workflows/links.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize(("name", "schema"), WRITTEN.items())
def test_a_workflow_is_what_github_and_gitlab_accept(name: str, schema: str, workspace: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, workspace / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "@pcn@" not in (workspace / name).read_text()


def test_init_leaves_workflows_that_are_there_as_they_are(tmp_path: Path, rolecall: Callable[..., Ran]) -> None:
    own = {
        name: f"# our own {name}\n".encode() for name in (".gitlab-ci.yml", "README.md", "program/rolecall-0.0.1.whl")
    }
    (tmp_path / "program").mkdir()
    for name, data in own.items():
        (tmp_path / name).write_bytes(data)
    ran = rolecall(tmp_path, "init", ".", "--name", "Testbury PCN", "--ods", "U12345")
    assert ran.code == 0
    there = contents(tmp_path)
    assert {name: there[name] for name in own} == own
    assert ".github/workflows/site.yml" in there
    assert not {line.removeprefix("wrote ") for line in ran.out.splitlines()} & {*own}
    assert [name for name in there if name.startswith("program/rolecall")] == ["program/rolecall-0.0.1.whl"]


# A machine like the ones that run the workflows


@pytest.fixture(scope="module")
def outside() -> Iterator[Path]:
    """A folder that every user may read, since LinkChecker gives up the rights of root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def pip_as_here() -> dict[str, str]:
    """Where pip takes packages from on this machine."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("PIP_") or name.lower().endswith("_proxy") or name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    }
    cache = subprocess.check_output([sys.executable, "-m", "pip", "cache", "dir"], text=True).strip()
    own = Path.home() / ".config/pip/pip.conf"
    config = {"PIP_CONFIG_FILE": str(own)} if own.exists() else {}
    return {**config, "PIP_CACHE_DIR": cache, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **kept}


@dataclass(frozen=True)
class Machine:
    """A new environment, and a workspace that `rolecall init` made in it. Rolecall is not installed there any more."""

    env: Mapping[str, str]
    workspace: Path

    def bash(self, script: str, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=cwd,
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture(scope="module")
def machine(outside: Path) -> Machine:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(outside / "wheels"), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    subprocess.run([sys.executable, "-m", "venv", outside / "venv"], check=True)
    (outside / "home").mkdir()
    pip = pip_as_here()
    env = {
        **pip,
        "PATH": f"{outside / 'venv/bin'}:/usr/local/bin:/usr/bin:/bin",
        "PIP_NO_COMPILE": "1",  # which is quicker here
        "HOME": str(outside / "home"),
        "LANG": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1795305600",  # 22 November 2026
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    made = Machine(env, outside / "workspace")
    ran = made.bash(
        f"pip install --require-hashes -r {ROOT / 'requirements-publishing.lock'}"
        f" && pip install --no-deps {outside / 'wheels'}/*.whl"
        " && rolecall init workspace --name 'Testbury PCN' --ods U12345 && pip uninstall --yes rolecall",
        outside,
        {},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return made


@pytest.fixture
def here(machine: Machine, outside: Path) -> Path:
    """A copy of the workspace, as a checkout is."""
    folder = Path(tempfile.mkdtemp(dir=outside))
    folder.chmod(0o755)
    shutil.copytree(machine.workspace, folder / "here", ignore=shutil.ignore_patterns(".rolecall"))
    pcn = folder / "here/content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text() + MAY_GO_LIVE)
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "origin")
    git(folder / "here", "init", "--quiet", "--initial-branch=main")
    git(folder / "here", "remote", "add", "origin", str(folder / "origin"))
    git(folder / "here", "add", ".")
    git(folder / "here", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "A site")
    git(folder / "here", "push", "--quiet", "--set-upstream", "origin", "main")
    return folder / "here"


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout


def somebody_writes_news(here: Path) -> Path:
    """Another person's checkout, in which a page was written and pushed since."""
    other = here.parent / "other"
    git(here.parent, "clone", "--quiet", "origin", "other")
    (other / "content/pages/news.md").write_text("# News\n\nHello.\n")
    git(other, "add", ".")
    git(other, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "-m", "News")
    git(other, "push", "--quiet")
    return other


def with_a_mistake(here: Path) -> None:
    pcn = here / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("U12345", "U1234"))


def told_with_a_mistake(text: str) -> bool:
    return 'content/pcns/testbury/pcn.yml:4:11: "U1234" is not the ODS code of a PCN' in text


def meaning(expression: str, look: Callable[[str], object]) -> Any:
    """What an expression of GitHub or a rule of GitLab is: words, texts, calls without arguments, ==, && and ||."""
    kinds = r"(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>==|&&|\|\|)|(?P<name>\$?[a-z_][\w.-]*(?:\(\))?)|(?P<space>\s+)"
    python, at = [], 0
    while at < len(expression):
        found = re.compile(kinds, re.I).match(expression, at)
        assert found, f"{expression!r} has something that this test does not know"
        at = found.end()
        word = found.group()
        if found.lastgroup == "name":
            python.append(repr(look(word)))
        else:
            python.append({"&&": " and ", "||": " or "}.get(word, word))
    return eval("".join(python).strip())


# GitHub

GH = """\
#!{python}
import json, os, shutil, subprocess, sys
words = sys.argv[1:]
body = open(words[words.index("--body-file") + 1]).read() if "--body-file" in words else ""
with open({notes!r}, "a") as file:
    print(json.dumps([words, body, os.environ["GH_TOKEN"], os.environ["GH_REPO"]]), file=file)
listed = {{"issue": {issues!r}, "run": {runs!r}}}.get(words[0], "[]") if words[1] == "list" else "[]"
if listed != "[]":
    subprocess.run(["jq", "-r", words[words.index("--jq") + 1]], input=listed, text=True, check=True)
if words[:2] == ["run", "download"]:
    shutil.copy(os.path.join({uploads!r}, words[words.index("--name") + 1], "readiness.csv"), words[-1])
sys.exit(1 if {fails} and "--create-if-none" not in words else 0)
"""


@dataclass
class GitHub:
    """What happens on GitHub: which event, and what each job did.

    A job sees a checkout only where it has asked for one, and of other jobs what they uploaded.
    """

    machine: Machine
    here: Path
    event: str = "push"
    ref: str = "refs/heads/main"
    head: str = ""  # the repository that a pull request comes from
    env: dict[str, str] = field(default_factory=dict)
    """What else the machine knows, such as a proxy. Packages are there already, so pip asks none."""
    issues: str = "[]"
    without_comment: bool = False
    out: str = ""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)

    def look(self, name: str, ended: Collection[str], steps: Mapping[str, str]) -> object:
        """What a name means where what came before has ended so, and `steps` have these outcomes and outputs."""
        known = {
            "always()": True,
            "success()": {*ended} <= {"success"},
            "failure()": "failure" in ended,
            "github.event_name": self.event,
            "github.ref": self.ref,
            "github.repository": "testbury/site",
            "github.server_url": "https://github.example",
            "github.run_id": "9",
            "github.token": "a token",
            "github.event.pull_request.head.repo.full_name": self.head,
            "github.event.pull_request.number": "7" if self.head else "",
            **{f"steps.{name}": value for name, value in steps.items()},
            **{f"needs.{job}.result": result for job, result in self.results.items()},
            **{f"needs.{job}.outputs.{key}": value for job, all in self.outputs.items() for key, value in all.items()},
        }
        return known.get(name, "") if name.startswith(("steps.", "needs.")) else known[name]

    def applies(self, thing: Mapping[str, Any], ended: Collection[str], steps: Mapping[str, str]) -> bool:
        condition = thing.get("if", "success()")
        if "()" not in condition:
            condition = f"success() && {condition}"
        return bool(meaning(condition, partial(self.look, ended=ended, steps=steps)))

    def filled(self, text: str, steps: Mapping[str, str]) -> str:
        look = partial(self.look, ended=(), steps=steps)
        return re.sub(r"\${{ (.*?) }}", lambda found: str(meaning(found[1], look)), text)

    def run(self, workflow: str) -> dict[str, dict[str, str]]:
        """Each job that ran, with its steps by name and how they ended: success, failure or skipped."""
        whole = yaml.load((self.here / ".github/workflows" / workflow).read_text(), yaml.BaseLoader)
        tools = self.here.parent / "tools"
        tools.mkdir(exist_ok=True)
        gh = tools / "gh"
        notes = str(self.here.parent / "gh.txt")
        uploads = self.here.parent / "uploads"
        runs = '[{"databaseId": 5}]' if (uploads / "readiness").is_dir() else "[]"
        gh.write_text(
            GH.format(
                python=sys.executable,
                notes=notes,
                issues=self.issues,
                runs=runs,
                uploads=str(uploads),
                fails=self.without_comment,
            )
        )
        gh.chmod(0o755)
        done: dict[str, dict[str, str]] = {}
        for id, job in whole["jobs"].items():
            needed = [self.results[job["needs"]]] if "needs" in job else []
            self.results[id] = "skipped"
            if self.applies(job, needed, {}):
                done[id] = self.job(id, job, tools)
                self.results[id] = "failure" if "failure" in done[id].values() else "success"
        return done

    def job(self, id: str, job: Mapping[str, Any], tools: Path) -> dict[str, str]:
        assert {"permissions", "timeout-minutes"} <= set(job)
        folder = Path(tempfile.mkdtemp(dir=self.here.parent, prefix=f"{id}-"))
        folder.chmod(0o755)
        named: dict[str, str] = {}
        steps: dict[str, str] = {}
        for step in job["steps"]:
            outcome, told = "skipped", dict[str, str]()
            if self.applies(step, [ended for ended in named.values() if ended != "skipped"], steps):
                outcome, told = (
                    self.uses(step, folder) if "uses" in step else self.step(step, job, tools, folder, steps)
                )
            named[step.get("name") or step["uses"].partition("@")[0]] = outcome
            if "id" in step:
                steps |= {f"{step['id']}.outcome": outcome}
                steps |= {f"{step['id']}.outputs.{key}": value for key, value in told.items()}
        self.outputs[id] = {key: self.filled(text, steps) for key, text in job.get("outputs", {}).items()}
        return named

    def uses(self, step: Mapping[str, Any], folder: Path) -> tuple[str, dict[str, str]]:
        """What GitHub's own steps do with files. Others do nothing here."""
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        kept = self.here.parent / "uploads" / given.get("name", "github-pages")
        if action == "actions/checkout":
            shutil.copytree(self.here, folder, dirs_exist_ok=True)
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            path = folder / given["path"]
            assert path.exists(), path
            shutil.rmtree(kept, ignore_errors=True)
            if path.is_dir():
                shutil.copytree(path, kept)
            else:
                kept.mkdir(parents=True)
                shutil.copy(path, kept)
        elif action == "actions/download-artifact":
            shutil.copytree(kept, folder / given.get("path", "."), dirs_exist_ok=True)
        return "success", {"artifact-url": f"https://github.example/{kept.name}"}

    def step(
        self, step: Mapping[str, Any], job: Mapping[str, Any], tools: Path, folder: Path, steps: Mapping[str, str]
    ) -> tuple[str, dict[str, str]]:
        assert job["defaults"]["run"]["shell"] == "bash"
        assert "${{" not in step["run"], "what others write is never part of a script"
        env = {name: self.filled(text, steps) for name, text in {**job.get("env", {}), **step.get("env", {})}.items()}
        (folder.parent / "output").write_text("")
        given = {
            **env,
            "GITHUB_OUTPUT": str(folder.parent / "output"),
            "GITHUB_STEP_SUMMARY": str(self.here.parent / "summary.md"),
            "PATH": f"{tools}:{self.machine.env['PATH']}",
        }
        ran = self.machine.bash(step["run"], folder, {**given, **self.env})
        self.out += ran.stdout + ran.stderr
        told = dict(line.split("=", 1) for line in (folder.parent / "output").read_text().splitlines())
        return ("failure" if ran.returncode else "success"), told

    @property
    def published(self) -> Path:
        return self.here.parent / "uploads/github-pages"

    @property
    def preview(self) -> Path:
        return self.here.parent / "uploads/preview/testbury"

    @property
    def summary(self) -> str:
        path = self.here.parent / "summary.md"
        return path.read_text() if path.exists() else ""

    @property
    def told(self) -> list[tuple[list[str], str]]:
        """What gh was told: its arguments, and the text of the file that they name."""
        path = self.here.parent / "gh.txt"
        rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
        assert all(row[2:] == ["a token", "testbury/site"] for row in rows)
        return [(words, body) for words, body, *_ in rows]


SETUP = {"actions/checkout": "success", "actions/setup-python": "success", "Install Rolecall": "success"}
LISTS = ("List what to fix", "Hand the list to the next job")
PREVIEW = {"Build": "success", "Hand over a preview": "success", "Say where the preview is": "success"}
HANDED_OVER = "Hand the site to the next job"
KEPT = {"actions/checkout": "success", "actions/download-artifact": "success", "Keep the list": "success"}
COMMENT = ["pr", "comment", "7", "--edit-last", "--create-if-none", "--body-file", "comment.md"]
TAKEN_BACK = ["pr", "comment", "7", "--edit-last", "--body", "All is fixed."]


def test_github_publishes_what_is_in_main(machine: Machine, here: Path) -> None:
    github = GitHub(machine, here)
    ran = github.run("site.yml")
    assert ran == {
        "site": {
            **SETUP,
            "Check": "success",
            **dict.fromkeys(LISTS, "skipped"),
            **PREVIEW,
            "See if it may go live": "success",
            HANDED_OVER: "success",
            "Hand over the list of its addresses": "success",
        },
        "publish": {"actions/configure-pages": "success", "actions/deploy-pages": "success"},
        "addresses": KEPT,
    }, github.out
    whole = yaml.load((here / ".github/workflows/site.yml").read_text(), yaml.BaseLoader)
    assert set(whole["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    assert "Testbury" in (github.published / "index.html").read_text()
    assert github.told == []
    git(here, "pull", "--quiet", "--rebase")
    assert "/link-worker/\n" in (here / "content/pcns/testbury/links.lock").read_text()
    assert "lacking" not in github.summary


def test_an_example_that_nobody_changed_is_never_published(machine: Machine, here: Path) -> None:
    """Nor is a site that lacks what it needs to go live. Nothing fails, and what is lacking is told."""
    pcn = here / "content/pcns/testbury/pcn.yml"
    own = pcn.read_text()
    example = own.replace("Testbury PCN", "Our Primary Care Network").replace("U12345", "U00000")
    lacking = own.replace("privacy_url:", "#privacy_url:")
    for text, told in ((example, "is an example"), (lacking, "privacy_url: https://")):
        pcn.write_text(text)
        github = GitHub(machine, here)
        ran = github.run("site.yml")
        assert "failure" not in ran.pop("site").values(), github.out
        assert ran == {}
        assert not github.published.exists()
        assert told in github.summary
        assert "::warning::" in github.out
        assert "(https://github.example/preview)" in github.summary, "people look at it before they sign"
        assert '="services/index.html"' in (github.preview / "index.html").read_text(), "it works from the disk"
        shutil.rmtree(github.preview)
        (here.parent / "summary.md").unlink()
    pcn.write_text(own)
    assert "publish" in GitHub(machine, here).run("site.yml")


def test_a_live_site_stays_up_to_date_although_something_has_run_out(machine: Machine, here: Path) -> None:
    """But never as an example, and where it cannot be made, somebody is told by a run that fails."""
    assert "addresses" in GitHub(machine, here).run("site.yml")
    git(here, "pull", "--quiet", "--rebase", "--autostash")
    pcn = here / "content/pcns/testbury/pcn.yml"
    own = pcn.read_text()
    pcn.write_text(own.replace("{date: 2026-11-20, by: Practice manager}", "{date: 2020-01-01, by: Practice manager}"))
    github = GitHub(machine, here)
    assert "publish" in github.run("site.yml"), github.out
    assert "more than a year ago" in github.summary
    assert "**Published, but put this right.**" in github.summary
    assert "::warning::This site is live" in github.out
    (here / "content/pcns/testbury/links.lock").unlink()
    github = GitHub(machine, here)
    ran = github.run("site.yml")
    assert ran["site"]["See if it may go live"] == "failure", "the addresses that were given out would be lost"
    assert "this list of published addresses was deleted" in github.summary
    assert "publish" not in ran
    pcn.write_text(own.replace("U12345", "U00000"))
    github = GitHub(machine, here)
    ran = github.run("site.yml")
    assert ran["site"]["See if it may go live"] == "failure"
    assert "publish" not in ran


def test_github_keeps_the_addresses_that_were_published(machine: Machine, here: Path) -> None:
    """Even where somebody changed a file while the site was being made. A second time there is nothing to keep."""
    other = somebody_writes_news(here)
    github = GitHub(machine, here)
    assert github.run("site.yml")["addresses"] == KEPT, github.out
    git(other, "pull", "--quiet", "--rebase")
    lock = (other / "content/pcns/testbury/links.lock").read_text()
    assert "/link-worker/\n" in lock
    assert git(other, "log", "--format=%s", "-1") == "Addresses that were published\n"
    assert (other / "content/pages/news.md").exists()
    git(here, "pull", "--quiet", "--rebase")
    assert "No new address." not in github_again(machine, here), "the news were new"
    git(here, "pull", "--quiet", "--rebase")
    before = git(here.parent / "origin", "rev-parse", "main")
    assert "No new address." in github_again(machine, here)
    assert git(here.parent / "origin", "rev-parse", "main") == before


def github_again(machine: Machine, here: Path) -> str:
    github = GitHub(machine, here)
    assert "addresses" in github.run("site.yml"), github.out
    return github.out


def test_github_publishes_nothing_while_main_has_a_mistake(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    github = GitHub(machine, here)
    ran = github.run("site.yml")
    assert set(ran) == {"site"}
    assert ran["site"]["Check"] == "failure"
    assert ran["site"]["Build"] == ran["site"][HANDED_OVER] == "skipped"
    assert told_with_a_mistake(github.summary)
    assert github.told == []


def test_the_summary_says_that_the_folder_was_renamed(machine: Machine, here: Path) -> None:
    (here / "content/pcns/testbury").rename(here / "content/pcns/marsh")
    github = GitHub(machine, here)
    assert github.run("site.yml")["site"]["Build"] == "failure"
    assert "There is no folder content/pcns/testbury, which this workflow publishes." in github.summary
    assert "in the place of `testbury`" in github.summary


def test_a_pull_request_is_told_which_lines_to_mend(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    github = GitHub(machine, here, "pull_request", "refs/pull/7/merge", head="testbury/site")
    ran = github.run("site.yml")
    assert set(ran) == {"site", "comment"}
    assert ran["site"]["Build"] == "skipped"
    assert (
        '::error file=content/pcns/testbury/pcn.yml,line=4,col=11,title=wrong::"U1234" is not the ODS code'
        in github.out
    )
    [(words, comment)] = github.told
    assert words == COMMENT
    assert told_with_a_mistake(comment)
    assert "It is U and 5 digits, for example U12345." in comment
    assert "to know:" not in comment
    assert comment == github.summary


@pytest.mark.parametrize("without_comment", [False, True])
def test_a_sound_pull_request_takes_the_comment_back(without_comment: bool, machine: Machine, here: Path) -> None:
    github = GitHub(
        machine, here, "pull_request", "refs/pull/7/merge", head="testbury/site", without_comment=without_comment
    )
    ran = github.run("site.yml")
    assert set(ran) == {"site", "comment"}
    assert ran["site"]["Build"] == "success"
    assert ran["site"][HANDED_OVER] == "skipped"
    assert "failure" not in {*ran["site"].values(), *ran["comment"].values()}
    assert [words for words, _ in github.told] == [TAKEN_BACK]
    assert "download the preview" in github.summary
    assert not told_with_a_mistake(github.summary)


def test_a_pull_request_from_a_fork_has_its_list_in_the_summary(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    github = GitHub(machine, here, "pull_request", "refs/pull/7/merge", head="somebody/site")
    ran = github.run("site.yml")
    assert set(ran) == {"site"}
    assert ran["site"]["Check"] == "failure"
    assert told_with_a_mistake(github.summary)
    assert github.told == []


def test_each_job_on_github_may_do_only_what_it_needs(workspace: Path) -> None:
    """And a job that may write installs nothing: no package is beside the right to write."""
    may: dict[str, dict[str, str]] = {}
    for name in ("site.yml", "links.yml"):
        whole = yaml.load((workspace / ".github/workflows" / name).read_text(), yaml.BaseLoader)
        assert whole["permissions"] == {}
        assert "group" in whole["concurrency"]
        may |= {id: job["permissions"] for id, job in whole["jobs"].items()}
        for job in whole["jobs"].values():
            if job["permissions"] != {"contents": "read"}:  # what else a job may, no package is to have
                commands = " ".join(step.get("run", "") for step in job["steps"])
                assert not re.search(r"pip|rolecall|python|npm|curl", commands)
            for step in job["steps"]:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step.get("uses", f"actions/none@{'0' * 40}"))
    assert may == {
        "site": {"contents": "read"},
        "comment": {"pull-requests": "write"},
        "publish": {"pages": "write", "id-token": "write"},
        "addresses": {"contents": "write"},
        "last": {"actions": "read"},
        "links": {"contents": "read"},
        "issue": {"issues": "write"},
    }


def test_rolecall_is_never_installed_by_its_name(workspace: Path) -> None:
    """Nobody has its name on PyPI. Who takes it would run in the workflow of each PCN."""
    for name in (".gitlab-ci.yml", ".github/workflows/site.yml", ".github/workflows/links.yml"):
        text = (workspace / name).read_text()
        installed = re.findall(r"pip install (.*)", text)
        assert {*installed} == {
            '--require-hashes --only-binary=":all:" -r program/requirements.txt',
            "--no-index --no-deps --no-build-isolation program/rolecall*",
        }
    required = (workspace / "program/requirements.txt").read_text()
    assert not re.search(r"^rolecall\b", required, flags=re.M | re.I)
    packages = re.findall(r"^[a-z].*(?:\n .*)*", required, flags=re.M | re.I)
    assert len(packages) > 20
    for package in packages:
        assert re.match(r"[\w.-]+==[\w.]+ ", package), package
        assert "--hash=sha256:" in package, package


def test_rolecall_comes_from_the_folder_beside(machine: Machine, here: Path) -> None:
    """From the wheel that `init` has put there, or from the ZIP of the project as GitHub gives it."""
    whole = yaml.load((here / ".github/workflows/site.yml").read_text(), yaml.BaseLoader)
    [install] = [step["run"] for step in whole["jobs"]["site"]["steps"] if step.get("name") == "Install Rolecall"]
    assert machine.bash(install, here, {}).returncode == 0
    where = "cd / && python -c 'import rolecall; print(rolecall.__file__)' && rolecall --version"
    assert str(here.parents[1] / "venv") in machine.bash(where, here, {}).stdout
    [wheel] = (here / "program").glob("rolecall-*.whl")
    older = wheel.with_name("rolecall-0.0.1-py3-none-any.whl")
    shutil.copy(wheel, older)
    ran = machine.bash(install, here, {})
    assert ran.returncode == 1
    assert f"2 files: program/{older.name} program/{wheel.name}. Keep the newest" in ran.stdout
    older.unlink()
    wheel.unlink()
    ran = machine.bash("pip uninstall --yes rolecall && " + install, here, {})
    assert ran.returncode == 1
    assert "See program/README.md" in ran.stdout


def test_with_a_browser_alone_the_template_becomes_a_site(machine: Machine, here: Path) -> None:
    """From the template's files and the ZIP of the project as GitHub gives it, with what is written in the browser."""
    site = here.parent / "site"
    shutil.copytree(ROOT / "docs/template", site)
    shutil.copytree(here / ".git", site / ".git")
    zip = site / "program/rolecall-main.zip"
    git(ROOT, "archive", "--format=zip", "--prefix=rolecall-main/", "--output", str(zip), "HEAD")
    first = GitHub(machine, site)
    assert {*first.run("site.yml")} == {"site"}, first.out
    assert "is an example" in first.summary
    pcn = site / "content/pcns/our/pcn.yml"
    text = pcn.read_text().replace("Our Primary Care Network", "Testbury PCN").replace("U00000", "U12345")
    pcn.write_text(text.replace("#short_name: Marsh Lane", "short_name: Testbury") + MAY_GO_LIVE)
    second = GitHub(machine, site)
    assert {*second.run("site.yml")} == {"site", "publish", "addresses"}, second.out
    assert "Testbury" in (second.published / "index.html").read_text()


# Links to other websites


@pytest.fixture(scope="module")
def sites(outside: Path) -> Iterator[Websites]:
    with websites(outside) as there:
        yield there


def with_a_link(here: Path, address: str) -> None:
    """All others are known to work, as if they had been opened on the same computer."""
    (here / "content/pages/news.md").write_text("# News\n\nHere they are.\n")
    opened = open_workspace(Workspace(here, bundled()), today=date(2026, 11, 22))
    known_to_work(here, links_outside(opened).stands, "2026-11-22")
    (here / "content/pages/news.md").write_text(f"# News\n\nSee [their page]({address}).\n")


LIST = ["issue", "list", "--state", "open", "--limit", "1000", "--json", "number,title", "--jq"]
TITLE = "What to do on this site"


def asked_of(github: GitHub) -> list[list[str]]:
    """What gh was told of issues, but for the question which there are."""
    return [words for words, _ in github.told if words[0] == "issue" and words[1] != "list"]


def test_links_that_work_and_a_list_that_is_kept_up_to_date(machine: Machine, here: Path, sites: Websites) -> None:
    with_a_link(here, "http://club.example.org/there")
    github = GitHub(machine, here, "schedule", env=sites.env)
    ran = github.run("links.yml")
    assert ran["links"]["Open the links"] == "success", github.out
    assert "failure" not in {outcome for job in ran.values() for outcome in job.values()}
    assert "http://club.example.org/there" in sites.urls()
    [words] = asked_of(github)
    assert words == ["issue", "create", "--title", TITLE, "--body-file", "list.md"]
    [text] = [text for words, text in github.told if "--body-file" in words]
    assert text == github.summary
    assert "nobody has written how staff refer to" in text
    assert "[open this run](https://github.example/testbury/site/actions/runs/9)" in text
    report = here.parent / "uploads/readiness"
    assert "What moved since" not in (report / "report.html").read_text()
    later = GitHub(machine, here, "schedule", env={**sites.env, "SOURCE_DATE_EPOCH": "1795564800"})  # 3 days later
    assert "failure" not in {outcome for job in later.run("links.yml").values() for outcome in job.values()}, later.out
    assert "since 22 November 2026" in (report / "report.html").read_text()


@pytest.mark.parametrize("open_issue", [None, 12])
def test_links_that_do_not_work_are_listed_in_one_issue(
    open_issue: int | None, machine: Machine, here: Path, sites: Websites
) -> None:
    others = [{"number": 3, "title": "Links"}, {"number": open_issue, "title": TITLE}]
    with_a_link(here, "http://club.example.org/404")
    github = GitHub(machine, here, "schedule", issues=json.dumps(others) if open_issue else "[]", env=sites.env)
    ran = github.run("links.yml")
    assert ran["links"]["Open the links"] == "failure"
    assert ran["issue"]["Open the issue, write it anew, or close it"] == "success", github.out
    assert [words[:-1] for words, _ in github.told if words[:2] == ["issue", "list"]] == [LIST]
    if open_issue:
        edited, commented = asked_of(github)
        assert edited == ["issue", "edit", "12", "--body-file", "list.md"]
        assert commented[:3] == ["issue", "comment", "12"]
    else:
        assert asked_of(github) == [["issue", "create", "--title", TITLE, "--body-file", "list.md"]]
    assert 'content/pages/news.md:3:18: "http://club.example.org/404" is gone (404 Not Found)\n' in github.summary


def test_an_issue_of_which_all_is_done_is_closed(machine: Machine, here: Path) -> None:
    """The job is played alone: there is always something that is worth a look on a new site."""
    github = GitHub(machine, here, "schedule", issues=json.dumps([{"number": 12, "title": TITLE}]))
    whole = yaml.load((here / ".github/workflows/links.yml").read_text(), yaml.BaseLoader)
    github.outputs["links"] = {"links": "success", "left": "no"}
    tools = here.parent / "tools"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(whole, "jobs", {"issue": {**whole["jobs"]["issue"], "needs": "links"}})
        patch.setattr(yaml, "load", lambda *_: whole)
        (here.parent / "uploads/list").mkdir(parents=True)
        (here.parent / "uploads/list/list.md").write_text("Nothing.")
        github.results["links"] = "success"
        github.run("links.yml")
    assert tools.is_dir()
    assert asked_of(github) == [["issue", "close", "12", "--comment", "All is done."]]


# GitLab


@dataclass
class GitLab:
    """What happens on GitLab: which pipeline, and what each job did."""

    machine: Machine
    here: Path
    source: str = "push"
    variables: dict[str, str] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)
    """What else the machine knows, such as a proxy. Packages are there already, so pip asks none."""
    out: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Path] = field(default_factory=dict)

    def goes(self, rules: list[dict[str, str]] | None) -> bool:
        known = {
            "$CI_PIPELINE_SOURCE": self.source,
            "$CI_COMMIT_BRANCH": "" if self.source == "merge_request_event" else "main",
            "$CI_DEFAULT_BRANCH": "main",
        }
        return rules is None or any(meaning(rule["if"], known.__getitem__) for rule in rules)

    def whole(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.load((self.here / ".gitlab-ci.yml").read_text(), yaml.BaseLoader)
        return loaded

    def pipeline(self) -> list[str]:
        """The jobs that this pipeline has, in order."""
        whole = self.whole()
        assert self.goes(whole["workflow"]["rules"])
        jobs = [name for name, job in whole.items() if "script" in job and self.goes(job.get("rules"))]
        return sorted(jobs, key=lambda name: whole["stages"].index(whole[name]["stage"]))

    def run(self) -> dict[str, str]:
        """Each job that ran, with how it ended. A job sees a checkout and what the jobs before it have kept."""
        whole = self.whole()
        done: dict[str, str] = {}
        for name in self.pipeline():
            job = whole[name]
            needed = job.get("needs", [other for other in done if whole[other]["stage"] != job["stage"]])
            if all(done.get(other) == "success" for other in needed):
                done[name] = self.job(name, {**whole["default"], **job}, needed)
        return done

    def job(self, name: str, job: Mapping[str, Any], needed: list[str]) -> str:
        folder = self.here.parent / name
        shutil.copytree(self.here, folder)
        for other in needed:
            if other in self.kept:
                shutil.copytree(self.kept[other], folder, dirs_exist_ok=True)
        lines = [*job["before_script"], *job["script"]]
        env = {**job.get("variables", {}), **self.predefined(), **self.variables, **self.env}
        ran = self.machine.bash("\n".join(lines), folder, env)
        self.out[name] = ran.stdout + ran.stderr
        artifacts = job.get("artifacts", {})
        outcome = "failed" if ran.returncode else "success"
        if artifacts.get("when", "on_success") in ("always", "on_failure" if ran.returncode else "on_success"):
            kept = self.here.parent / "kept" / name
            for path in [*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]:
                if not (folder / path).exists() and (ran.returncode or self.source == "merge_request_event"):
                    continue  # GitLab itself only notes that there is none
                (kept / path).parent.mkdir(parents=True, exist_ok=True)
                if (folder / path).is_dir():
                    shutil.copytree(folder / path, kept / path)
                else:
                    shutil.copy(folder / path, kept / path)
            self.kept[name] = kept
        return outcome

    def predefined(self) -> dict[str, str]:
        """What GitLab tells each job, and where git finds the project that has this address."""
        return {
            "CI_DEFAULT_BRANCH": "main",
            **({} if self.source == "merge_request_event" else {"CI_COMMIT_BRANCH": "main"}),
            "CI_SERVER_PROTOCOL": "https",
            "CI_SERVER_HOST": "gitlab.example.org",
            "CI_SERVER_FQDN": "gitlab.example.org:8443",
            "CI_PROJECT_PATH": "testbury/site",
            "CI_JOB_TOKEN": "token",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{self.here.parent / 'origin'}.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://gitlab-ci-token:token@gitlab.example.org:8443/testbury/site.git",
        }

    def report(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads((self.kept["check"] / "gl-code-quality-report.json").read_text())
        return rows


@pytest.mark.parametrize(
    ("source", "jobs"),
    [
        ("push", ["check", "build", "pages", "addresses", "lacking"]),
        ("schedule", ["check", "build", "pages", "addresses", "lacking", "links"]),
        ("merge_request_event", ["check", "build"]),
    ],
)
def test_gitlab_publishes_only_main_and_opens_links_on_schedule(
    source: str, jobs: list[str], machine: Machine, here: Path
) -> None:
    assert GitLab(machine, here, source).pipeline() == jobs


@pytest.mark.parametrize(("path", "outcome"), [("there", "success"), ("404", "failed")])
def test_gitlab_publishes_whether_or_not_every_link_works(
    path: str, outcome: str, machine: Machine, here: Path, sites: Websites
) -> None:
    with_a_link(here, f"http://club.example.org/{path}")
    gitlab = GitLab(machine, here, "schedule", env=sites.env)
    ran = gitlab.run()
    assert ran.pop("links") == outcome, gitlab.out
    assert ran == dict.fromkeys(("check", "build", "pages", "addresses", "lacking"), "success"), gitlab.out
    assert "Testbury" in (gitlab.kept["pages"] / "public/index.html").read_text()
    assert {row["severity"] for row in gitlab.report()} == {"info"}
    if outcome == "failed":
        assert '"http://club.example.org/404" is gone' in (gitlab.kept["links"] / "links.txt").read_text()


def test_gitlab_keeps_the_addresses_that_were_published(machine: Machine, here: Path) -> None:
    """Even where somebody changed a file meanwhile. Where it may not write, it says what to allow."""
    other = somebody_writes_news(here)
    gitlab = GitLab(machine, here)
    job = {**gitlab.whole()["default"], **gitlab.whole()["addresses"]}
    assert gitlab.run()["addresses"] == "success", gitlab.out
    git(other, "pull", "--quiet", "--rebase")
    assert "/link-worker/\n" in (other / "content/pcns/testbury/links.lock").read_text()
    assert git(other, "log", "--format=%s", "-1") == "Addresses that were published\n"
    assert (other / "content/pages/news.md").exists()
    shutil.rmtree(here.parent / "addresses")
    gitlab.variables["CI_SERVER_FQDN"] = "127.0.0.1:1"  # where nobody listens
    assert gitlab.job("addresses", job, ["build"]) == "failed"
    assert "Allow Git push requests to the repository" in gitlab.out["addresses"]


def test_gitlab_hands_over_a_preview_and_says_what_is_lacking(machine: Machine, here: Path) -> None:
    """Before the site may go live, and later, when it stays live although something is missing."""
    pcn = here / "content/pcns/testbury/pcn.yml"
    pcn.write_text(pcn.read_text().replace("privacy_url:", "#privacy_url:"))
    first = GitLab(machine, here)
    assert first.run() == {"check": "success", "build": "failed"}
    assert "Testbury" in (first.kept["build"] / "preview/testbury/index.html").read_text()
    assert not (first.kept["build"] / "public").exists()
    for name in ("check", "build"):
        shutil.rmtree(here.parent / name)
    shutil.rmtree(here.parent / "kept")
    (here / "content/pcns/testbury/links.lock").write_text("/roles/\n")
    live = GitLab(machine, here)
    ran = live.run()
    assert (ran["pages"], ran["lacking"]) == ("success", "failed")
    assert live.whole()["lacking"]["allow_failure"]
    assert "privacy_url: https://" in live.out["lacking"]


def test_gitlab_shows_which_lines_to_mend(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    gitlab = GitLab(machine, here, "merge_request_event")
    assert gitlab.run() == {"check": "failed"}
    assert told_with_a_mistake(gitlab.out["check"])
    [row] = [row for row in gitlab.report() if row["severity"] == "major"]
    assert row["description"].startswith('"U1234" is not the ODS code of a PCN')
    assert row["location"] == {"path": "content/pcns/testbury/pcn.yml", "lines": {"begin": 4}}
