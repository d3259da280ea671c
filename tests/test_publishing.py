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
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from conftest import ROOT, Ran, contents

WRITTEN = {
    ".github/workflows/site.yml": "vendor.github-workflows",
    ".github/workflows/links.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
# A website that a test may open. Every other is left alone.
ONLY_HERE = r"--ignore-url !^(file:|http://127\.0\.0\.1:)"


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
    own = {name: f"# our own {name}\n".encode() for name in (".gitlab-ci.yml", "requirements.txt")}
    for name, data in own.items():
        (tmp_path / name).write_bytes(data)
    ran = rolecall(tmp_path, "init", ".", "--name", "Testbury PCN", "--ods", "U12345")
    assert ran.code == 0
    there = contents(tmp_path)
    assert {name: there[name] for name in own} == own
    assert ".github/workflows/site.yml" in there
    assert "requirements.txt" not in ran.out


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
    """A new environment, and a workspace that `rolecall init` made in it."""

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
        "PIP_FIND_LINKS": f"{outside / 'wheels'} {pip.get('PIP_FIND_LINKS', '')}".strip(),
        "PATH": f"{outside / 'venv/bin'}:/usr/local/bin:/usr/bin:/bin",
        "PIP_NO_COMPILE": "1",  # which is quicker here
        "HOME": str(outside / "home"),
        "LANG": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    made = Machine(env, outside / "workspace")
    ran = made.bash("pip install rolecall && rolecall init workspace --name 'Testbury PCN' --ods U12345", outside, {})
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return made


@pytest.fixture
def here(machine: Machine, outside: Path) -> Path:
    """A copy of the workspace, as a checkout is."""
    folder = Path(tempfile.mkdtemp(dir=outside))
    folder.chmod(0o755)
    shutil.copytree(machine.workspace, folder / "here", ignore=shutil.ignore_patterns(".rolecall"))
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
import json, os, subprocess, sys
words = sys.argv[1:]
body = open(words[words.index("--body-file") + 1]).read() if "--body-file" in words else ""
with open({notes!r}, "a") as file:
    print(json.dumps([words, body, os.environ["GH_TOKEN"], os.environ["GH_REPO"]]), file=file)
if words[:2] == ["issue", "list"] and {issues!r} != "[]":
    subprocess.run(["jq", "-r", words[words.index("--jq") + 1]], input={issues!r}, text=True, check=True)
sys.exit(1 if {fails} and "--create-if-none" not in words else 0)
"""


@dataclass
class GitHub:
    """What happens on GitHub: which event, and what each job did."""

    machine: Machine
    here: Path
    event: str = "push"
    ref: str = "refs/heads/main"
    head: str = ""  # the repository that a pull request comes from
    vars: dict[str, str] = field(default_factory=dict)
    issues: str = "[]"
    without_comment: bool = False
    out: str = ""

    def look(self, name: str, steps: Mapping[str, str]) -> object:
        known = {
            "success()": "failure" not in steps.values(),
            "failure()": "failure" in steps.values(),
            "github.event_name": self.event,
            "github.ref": self.ref,
            "github.repository": "testbury/site",
            "github.token": "a token",
            "github.event.pull_request.head.repo.full_name": self.head,
            "github.event.pull_request.number": "7" if self.head else "",
            **{f"vars.{key}": value for key, value in {"LINKCHECKER_ARGS": "", **self.vars}.items()},
            **{f"steps.{id}.outcome": outcome for id, outcome in steps.items()},
        }
        return known[name]

    def applies(self, thing: Mapping[str, Any], steps: Mapping[str, str]) -> bool:
        condition = thing.get("if", "success()")
        if "()" not in condition:
            condition = f"success() && {condition}"
        return bool(meaning(condition, partial(self.look, steps=steps)))

    def env(self, thing: Mapping[str, Any]) -> dict[str, str]:
        def filled(text: str) -> str:
            return re.sub(r"\${{ (.*?) }}", lambda found: str(meaning(found[1], partial(self.look, steps={}))), text)

        return {name: filled(text) for name, text in thing.get("env", {}).items()}

    def run(self, workflow: str, only: str = "") -> dict[str, dict[str, str]]:
        """Each job that ran, or only one, with its steps by name and how they ended: success, failure or skipped."""
        whole = yaml.load((self.here / ".github/workflows" / workflow).read_text(), yaml.BaseLoader)
        tools = self.here.parent / "tools"
        tools.mkdir(exist_ok=True)
        gh = tools / "gh"
        notes = str(self.here.parent / "gh.txt")
        gh.write_text(GH.format(python=sys.executable, notes=notes, issues=self.issues, fails=self.without_comment))
        gh.chmod(0o755)
        done: dict[str, dict[str, str]] = {}
        for id, job in whole["jobs"].items():
            if only:
                if id == only:
                    done[id] = self.job(job, tools)
                continue
            needed = [job["needs"]] if "needs" in job else []
            if any("failure" in done.get(name, {"": "failure"}).values() for name in needed):
                continue
            if self.applies(job, {}):
                done[id] = self.job(job, tools)
        return done

    def job(self, job: Mapping[str, Any], tools: Path) -> dict[str, str]:
        assert {"permissions", "timeout-minutes"} <= set(job)
        named: dict[str, str] = {}
        by_id: dict[str, str] = {}
        for number, step in enumerate(job["steps"]):
            outcome = "skipped"
            if self.applies(step, {**by_id, **named}):
                outcome = "success" if "uses" in step else self.step(step, job, tools)
            named[step.get("name") or step["uses"]] = outcome
            by_id[step.get("id", f"step {number}")] = outcome
        return named

    def step(self, step: Mapping[str, Any], job: Mapping[str, Any], tools: Path) -> str:
        assert job["defaults"]["run"]["shell"] == "bash"
        assert "${{" not in step["run"], "what others write is never part of a script"
        given = {
            **self.env(job),
            **self.env(step),
            "GITHUB_STEP_SUMMARY": str(self.here.parent / "summary.md"),
            "PATH": f"{tools}:{self.machine.env['PATH']}",
        }
        ran = self.machine.bash(step["run"], self.here, given)
        self.out += ran.stdout + ran.stderr
        return "failure" if ran.returncode else "success"

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


SETUP = {"actions/checkout@v5": "success", "actions/setup-python@v6": "success", "Install Rolecall": "success"}
PUBLISHED = {"actions/configure-pages@v5": "success", "actions/deploy-pages@v4": "success"}
HANDED_OVER = "Hand the site to the next job"
COMMENT = ["pr", "comment", "7", "--edit-last", "--create-if-none", "--body-file", "comment.md"]
TAKEN_BACK = ["pr", "comment", "7", "--edit-last", "--body", "All is fixed."]


def test_github_publishes_what_is_in_main(machine: Machine, here: Path) -> None:
    github = GitHub(machine, here)
    ran = github.run("site.yml")
    assert ran == {
        "site": {
            **SETUP,
            "Check": "success",
            "List what to fix": "skipped",
            "Comment on the pull request": "skipped",
            "Take the comment back": "skipped",
            "Build": "success",
            HANDED_OVER: "success",
        },
        "publish": PUBLISHED,
        "addresses": {**SETUP, "List the addresses": "success", "Keep the list": "success"},
    }, github.out
    whole = yaml.load((here / ".github/workflows/site.yml").read_text(), yaml.BaseLoader)
    assert set(whole["on"]) == {"push", "pull_request", "schedule", "workflow_dispatch"}
    upload = whole["jobs"]["site"]["steps"][-1]
    assert upload["uses"] == "actions/upload-pages-artifact@v4"
    assert "Testbury" in (here / upload["with"]["path"] / "index.html").read_text()
    assert github.told == []


def test_github_keeps_the_addresses_that_were_published(machine: Machine, here: Path) -> None:
    """Even where somebody changed a file while the site was being made. A page that is gone then stops the next one."""
    other = somebody_writes_news(here)
    github = GitHub(machine, here)
    assert github.run("site.yml", only="addresses")["addresses"]["Keep the list"] == "success", github.out
    git(other, "pull", "--quiet", "--rebase")
    lock = (other / "content/pcns/testbury/links.lock").read_text()
    assert "/link-worker/\n" in lock
    assert git(other, "log", "--format=%s", "-1") == "Addresses that were published\n"
    assert (other / "content/pages/news.md").exists()
    assert "No new address." not in github_again(machine, here), "the news were new"
    before = git(here.parent / "origin", "rev-parse", "main")
    assert "No new address." in github_again(machine, here)
    assert git(here.parent / "origin", "rev-parse", "main") == before


def github_again(machine: Machine, here: Path) -> str:
    github = GitHub(machine, here)
    github.run("site.yml", only="addresses")
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


def test_a_pull_request_is_told_which_lines_to_mend(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    github = GitHub(machine, here, "pull_request", "refs/pull/7/merge", head="testbury/site")
    ran = github.run("site.yml")
    assert set(ran) == {"site"}
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
    assert set(ran) == {"site"}
    assert ran["site"]["Build"] == "success"
    assert ran["site"][HANDED_OVER] == "skipped"
    assert "failure" not in ran["site"].values()
    assert [words for words, _ in github.told] == [TAKEN_BACK]
    assert github.summary == ""


def test_a_pull_request_from_a_fork_has_its_list_in_the_summary(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    github = GitHub(machine, here, "pull_request", "refs/pull/7/merge", head="somebody/site")
    assert github.run("site.yml")["site"]["Check"] == "failure"
    assert told_with_a_mistake(github.summary)
    assert github.told == []


def test_each_job_on_github_may_do_only_what_it_needs(workspace: Path) -> None:
    may: dict[str, dict[str, str]] = {}
    for name in ("site.yml", "links.yml"):
        whole = yaml.load((workspace / ".github/workflows" / name).read_text(), yaml.BaseLoader)
        assert whole["permissions"] == {}
        assert "group" in whole["concurrency"]
        may |= {id: job["permissions"] for id, job in whole["jobs"].items()}
    assert may == {
        "site": {"contents": "read", "pull-requests": "write"},
        "publish": {"pages": "write", "id-token": "write"},
        "addresses": {"contents": "write"},
        "links": {"contents": "read", "issues": "write"},
    }


# Links to other websites


@contextmanager
def website() -> Iterator[str]:
    """A website with one page, at /there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/there" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>A page</title>Here it is.")

        do_HEAD = do_GET

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def with_a_link(here: Path, address: str) -> None:
    (here / "content/pages/news.md").write_text(f"# News\n\nSee [their page]({address}).\n")


LIST = ["issue", "list", "--state", "open", "--limit", "1000", "--json", "number,title", "--jq"]
TITLE = "Links that do not work"


def test_links_that_work_make_no_issue(machine: Machine, here: Path) -> None:
    with website() as address:
        with_a_link(here, f"{address}/there")
        github = GitHub(machine, here, "schedule", vars={"LINKCHECKER_ARGS": ONLY_HERE})
        ran = github.run("links.yml")
    assert ran["links"]["Open the links"] == "success", github.out
    assert "failure" not in ran["links"].values()
    assert "0 errors found" in github.out
    assert github.told == []


@pytest.mark.parametrize("open_issue", [None, 12])
def test_links_that_do_not_work_are_listed_in_one_issue(open_issue: int | None, machine: Machine, here: Path) -> None:
    others = [{"number": 3, "title": "Links"}, {"number": open_issue, "title": TITLE}]
    with website() as address:
        with_a_link(here, f"{address}/gone")
        github = GitHub(
            machine,
            here,
            "schedule",
            vars={"LINKCHECKER_ARGS": ONLY_HERE},
            issues=json.dumps(others) if open_issue else "[]",
        )
        ran = github.run("links.yml")
    assert ran["links"]["Open the links"] == "failure"
    assert ran["links"]["Open an issue, or write under the one that is open"] == "success", github.out
    (asked, _), (words, text) = github.told
    assert asked[:-1] == LIST
    if open_issue:
        assert words == ["issue", "comment", "12", "--body-file", "list.md"]
    else:
        assert words == ["issue", "create", "--title", TITLE, "--body-file", "list.md"]
    assert text == github.summary
    assert f"{address}/gone" in text
    assert "Parent URL news/index.html, line" in text
    assert "Error: 404" in text
    assert text.count("Result ") == 1, "only what does not work"


# GitLab


@dataclass
class GitLab:
    """What happens on GitLab: which pipeline, and what each job did."""

    machine: Machine
    here: Path
    source: str = "push"
    variables: dict[str, str] = field(default_factory=dict)
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
                done[name] = self.job(name, {**whole["default"], **job}, needed, whole["variables"])
        return done

    def job(self, name: str, job: Mapping[str, Any], needed: list[str], variables: Mapping[str, str]) -> str:
        folder = self.here.parent / name
        shutil.copytree(self.here, folder)
        for other in needed:
            if other in self.kept:
                shutil.copytree(self.kept[other], folder, dirs_exist_ok=True)
        lines = [*job["before_script"], *job["script"]]
        env = {**variables, **job.get("variables", {}), **self.predefined(), **self.variables}
        ran = self.machine.bash("\n".join(lines), folder, env)
        self.out[name] = ran.stdout + ran.stderr
        artifacts = job.get("artifacts", {})
        outcome = "failed" if ran.returncode else "success"
        if artifacts.get("when", "on_success") in ("always", "on_failure" if ran.returncode else "on_success"):
            kept = self.here.parent / "kept" / name
            for path in [*artifacts.get("paths", []), *artifacts.get("reports", {}).values()]:
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
        ("push", ["check", "build", "pages", "addresses"]),
        ("schedule", ["check", "build", "pages", "addresses", "links"]),
        ("merge_request_event", ["check", "build"]),
    ],
)
def test_gitlab_publishes_only_main_and_opens_links_on_schedule(
    source: str, jobs: list[str], machine: Machine, here: Path
) -> None:
    assert GitLab(machine, here, source).pipeline() == jobs


@pytest.mark.parametrize(("path", "outcome"), [("there", "success"), ("gone", "failed")])
def test_gitlab_publishes_whether_or_not_every_link_works(
    path: str, outcome: str, machine: Machine, here: Path
) -> None:
    with website() as address:
        with_a_link(here, f"{address}/{path}")
        gitlab = GitLab(machine, here, "schedule", {"LINKCHECKER_ARGS": ONLY_HERE})
        ran = gitlab.run()
    assert ran.pop("links") == outcome, gitlab.out
    assert ran == dict.fromkeys(("check", "build", "pages", "addresses"), "success"), gitlab.out
    assert "Testbury" in (gitlab.kept["pages"] / "public/index.html").read_text()
    assert {row["severity"] for row in gitlab.report()} == {"info"}
    if outcome == "failed":
        assert f"{address}/gone" in (gitlab.kept["links"] / "links.txt").read_text()
        assert "1 error found" in gitlab.out["links"]


def test_gitlab_keeps_the_addresses_that_were_published(machine: Machine, here: Path) -> None:
    """Even where somebody changed a file meanwhile. Where it may not write, it says what to allow."""
    other = somebody_writes_news(here)
    gitlab = GitLab(machine, here)
    job = {**gitlab.whole()["default"], **gitlab.whole()["addresses"]}
    assert gitlab.job("addresses", job, [], {}) == "success", gitlab.out
    git(other, "pull", "--quiet", "--rebase")
    assert "/link-worker/\n" in (other / "content/pcns/testbury/links.lock").read_text()
    assert git(other, "log", "--format=%s", "-1") == "Addresses that were published\n"
    assert (other / "content/pages/news.md").exists()
    shutil.rmtree(here.parent / "addresses")
    gitlab.variables["CI_SERVER_FQDN"] = "127.0.0.1:1"  # where nobody listens
    assert gitlab.job("addresses", job, [], {}) == "failed"
    assert "Allow Git push requests to the repository" in gitlab.out["addresses"]


def test_gitlab_shows_which_lines_to_mend(machine: Machine, here: Path) -> None:
    with_a_mistake(here)
    gitlab = GitLab(machine, here, "merge_request_event")
    assert gitlab.run() == {"check": "failed"}
    assert told_with_a_mistake(gitlab.out["check"])
    [row] = [row for row in gitlab.report() if row["severity"] == "major"]
    assert row["description"].startswith('"U1234" is not the ODS code of a PCN')
    assert row["location"] == {"path": "content/pcns/testbury/pcn.yml", "lines": {"begin": 4}}
