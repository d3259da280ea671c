"""An editor helps at each key press: ids that exist are offered, and each field says what it is.

The language server is the one behind the YAML support of most editors.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT, Ran

SERVER = ROOT / "tests/node_modules/yaml-language-server/bin/yaml-language-server"


class Editor:
    """Speaks to the language server as an editor does."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.last = folder, 0
        words = ["node", str(SERVER), "--stdio"]
        self.server = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self._send({"method": "initialized", "params": {}})

    def _send(self, message: dict[str, Any]) -> None:
        assert self.server.stdin
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.server.stdout
        length = 0
        while line := self.server.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return message

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.last += 1
        self._send({"id": self.last, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self.last and "method" not in message:
                return message["result"]
            if "id" in message:  # the server asks for settings; there are none
                wanted = message.get("params") or {}
                self._send({"id": message["id"], "result": [None for _ in wanted.get("items", [])]})

    def at(self, method: str, path: Path, text: str) -> Any:
        """The answer of the server at the place of `|` in the text of a file."""
        before, _, after = text.partition("|")
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": self.last + 1, "text": before + after}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        place = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        answer = self.ask(method, {"textDocument": {"uri": uri}, "position": place})
        self._send({"method": "textDocument/didClose", "params": {"textDocument": {"uri": uri}}})
        return answer

    def offered(self, path: Path, text: str) -> set[str]:
        return {*self.explained(path, text)}

    def explained(self, path: Path, text: str) -> dict[str, str]:
        """What is offered, each with what the editor says of it."""
        items = self.at("textDocument/completion", path, text)["items"]
        return {item["label"]: _words(item.get("documentation", "")) for item in items}


def _words(documentation: str | dict[str, str]) -> str:
    return documentation if isinstance(documentation, str) else documentation["value"]


@pytest.fixture
def editor(workspace: Path, rolecall: Callable[..., Ran]) -> Iterator[Editor]:
    assert rolecall(workspace, "export", "schema").code == 0
    editor = Editor(workspace)
    yield editor
    editor.server.kill()
    editor.server.communicate()


PCN = "# yaml-language-server: $schema=../../../.rolecall/schemas/pcn.json\nname: Testbury PCN\nods_code: U12345\n"
SERVICE = "# yaml-language-server: $schema=../../../../.rolecall/schemas/service.json\nname: Lunch Club\n"


def test_it_offers_the_ids_that_there_are(editor: Editor) -> None:
    pcn = editor.folder / "content/pcns/testbury/pcn.yml"
    service = editor.folder / "content/pcns/testbury/services/lunch-club.yml"
    assert {"roles", "practices", "people"} <= editor.offered(pcn, PCN + "|")
    assert {"link-worker", "care-navigator", "gp"} <= editor.offered(pcn, PCN + "roles:\n  |")
    answers = editor.offered(pcn, PCN + "roles:\n  link-worker:\n    answers:\n      |")
    assert {"contacts", "home_visits"} <= answers
    assert "self_refer" not in answers
    absent = "roles:\n  health-and-wellbeing-coach:\n    available: no\n    instead: |"
    assert {"link-worker", "care-coordinator"} <= editor.offered(pcn, PCN + absent)
    choices = PCN + "roles:\n  link-worker:\n    reach:\n      self_refer: |"
    assert {"usually", "sometimes", "ask"} <= editor.offered(pcn, choices)
    assert {"money", "lonely", "safety"} <= editor.offered(service, SERVICE + "needs:\n  - |")
    assert {"step-free", "hearing-loop"} <= editor.offered(
        service, SERVICE + "where:\n  - name: Hall\n    access:\n      - |"
    )


def test_it_says_what_a_field_is(editor: Editor) -> None:
    pcn = editor.folder / "content/pcns/testbury/pcn.yml"
    told = editor.at("textDocument/hover", pcn, PCN + "next_ch|eck: 2027-10-01\n")
    assert "The day by which the local facts are to be checked again." in json.dumps(told)


def test_it_says_what_stands_for_an_id_on_the_pages(editor: Editor) -> None:
    pcn = editor.folder / "content/pcns/testbury/pcn.yml"
    service = editor.folder / "content/pcns/testbury/services/lunch-club.yml"
    assert editor.explained(service, SERVICE + "needs:\n  - |")["money"] == "Money worries"
    choices = PCN + "roles:\n  link-worker:\n    reach:\n      self_refer: |"
    assert editor.explained(pcn, choices)["not-usually"] == "Not usually"
    roles = editor.explained(pcn, PCN + "roles:\n  |")
    assert roles["care-navigator"] == "Care navigator"
    told = editor.at("textDocument/hover", pcn, PCN + "roles:\n  link-w|orker:\n    local_title: Connector\n")
    assert "Social prescribing link worker" in json.dumps(told)


def test_it_shows_an_example_where_a_form_is_asked_for(editor: Editor) -> None:
    pcn = editor.folder / "content/pcns/testbury/pcn.yml"
    told = editor.at("textDocument/hover", pcn, PCN + "another_way:\n  ph|one: 0117 496 0105\n")
    assert "0117 496 0123" in json.dumps(told)
