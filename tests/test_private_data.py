"""What is private in a feed or a list is in nothing that an import and a build write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Ran
from rolecall.exchange.checks.page_text import page_text
from rolecall.exchange.incoming.cleaning import prose, without_people

PLACE = {"name": "Hall", "addresses": [{"address_1": "1 Mill Street", "city": "Anytown", "postal_code": "BS1 1AE"}]}
HIDDEN: dict[str, dict[str, Any]] = {
    "Zuleika Marchbank": {"contacts": [{"name": "Zuleika Marchbank"}], "description": "Ask for Zuleika Marchbank."},
    "Quentin Farthing": {"phones": [{"number": "0117 496 0123", "description": "Quentin Farthing"}]},
    "Siobhan Oakenfield": {"description": "Tea. Contact Siobhan Oakenfield on 07700 900123."},
    "rupert.oakenfield": {
        "description": "Write to rupert.oakenfield (at) gmail.com or rupert.oakenfield at gmail dot com"
    },
    "susan<strong>.marchbank": {"description": "<p>Write to susan<b>.marchbank</b>@gmail.com</p>"},
    "susan**.marchbank": {"description": "<p>Write to susan<b>.marchbank</b>@gmail.com</p>"},
    "Barnaby Thistle": {
        "organization": {
            "name": "Quay Trust",
            "description": "Run by Barnaby Thistle",
            "contacts": [{"name": "Barnaby Thistle"}],
        }
    },
    "Olwyn Keeper": {"owner": "Olwyn Keeper", "leader": "Olwyn Keeper", "contactDetails": {"fullName": "Olwyn Keeper"}},
    "Updater Person": {"lastEditedBy": {"name": "Updater Person"}, "updated_by": "Updater Person"},
    "Attentive Person": {
        "service_at_locations": [
            {"location": {**PLACE, "addresses": [{"address_1": "c/o Attentive Person, 1 Mill St", "city": "Anytown"}]}}
        ]
    },
    "14 Private Close": {
        "contacts": [{"name": "Iris Plum", "address": "14 Private Close"}],
        "home_address": "14 Private Close",
    },
    "Clement Dross": {"comments": "Clement Dross left in May", "staff_notes": "Clement Dross"},
    "1234#": {"description": "Tea. The key safe code is 1234#. Bring a cup."},
    "C4521": {"description": "Tea. Alarm code C4521, then go in.", "door_code": "C4521"},
    "4417": {"service_at_locations": [{"location": {**PLACE, "transportation": "Gate code: <b>4417</b>"}}]},
    "hunter2": {"url": "https://admin:hunter2@quay.example/x", "description": "See https://admin:hunter2@quay.example/"},
    "sekrettoken": {"url": "https://quay.example/edit?token=sekrettoken&page=1"},
    "80 Secret Lane": {
        "name": "Harbour helpline",
        "description": "Domestic abuse helpline and refuge at 80 Secret Lane, Anytown.",
    },
    "jordan.assurer": {
        "assured_by": "jordan.assurer@council.example",
        "assurer_email": "jordan.assurer@council.example",
    },
}  # fmt: skip


DIGESTS = re.compile(r"^(?:\.rolecall/built|program/)")
"""What has digests in it, in which any few letters stand by chance, and nothing of a feed."""


def test_what_is_private_is_written_nowhere(rolecall: Callable[..., Ran], workspace: Path) -> None:
    records = [
        {
            "id": f"00000000-0000-4000-8000-{at:012}",
            "name": f"Club {at}",
            "description": "Tea.",
            "organization": {"name": "Quay Trust"},
            "phones": [{"number": "0117 496 0123"}],
            **more,
        }
        for at, more in enumerate(HIDDEN.values())
    ]
    (workspace / "feed.json").write_text(json.dumps(records))
    printed = [rolecall(workspace, *words.split()) for words in ("import services feed.json", "check", "build")]
    printed.append(rolecall(workspace, "export", "checks", "--to", "letters", "--all"))
    assert [ran.code for ran in printed] == [0, 0, 0, 0], printed
    assert len([*(workspace / "content/pcns/testbury/services").iterdir()]) == len(HIDDEN) - 1
    assert "/.rolecall/" in (workspace / ".gitignore").read_text()
    texts = {
        path: path.read_bytes().decode(errors="replace").casefold()
        for path in workspace.rglob("*")
        if path.is_file() and path.name != "feed.json" and not DIGESTS.search(path.relative_to(workspace).as_posix())
    }
    texts |= {Path("printed"): "".join(ran.out + ran.err for ran in printed).casefold()}
    for text in HIDDEN:
        words = text.casefold()
        found = [str(path) for path, whole in texts.items() if words in whole or words.replace(" ", "-") in whole]
        assert found == [], text


@pytest.mark.parametrize(
    "text",
    [
        "The entry fee is £2000.", "Zoom passcode 123456, meeting ID 123 4567 8901",
        "The entry code of conduct 2020 applies.",
        "Key safe scheme: 0117 496 0123", "Door number 12, postcode BS1 1AE", "Use code WALK2026 to book",
        "Contact Victoria Park Centre on 07700 900123", "Call Quay Trust on 07700 900123", "Contact us on 07700 900123",
        "Contact Charlotte Street Surgery", "Ask for Reception", "info (at) club.example", "Text HELLO to 07700 900123",
    ],
)  # fmt: skip
def test_what_is_for_everybody_stays(text: str) -> None:
    assert without_people(prose(text, "").value, "", ["Quay Trust"])[0] == text


def test_a_cell_of_any_length_comes_to_an_end(rolecall: Callable[..., Ran], workspace: Path) -> None:
    long = "Tea, cake and a chat. " * 2000
    (workspace / "list.csv").write_text(f'Name,Phone,Description,When\nClub,0117 496 0123,"{long}","{long}"\n')
    ran = rolecall(workspace, "import", "services", "list.csv")
    assert ran.code == 0, ran.err
    assert "came in 1" in ran.out
    assert rolecall(workspace, "build").code == 0


@pytest.mark.parametrize("html", ["<a ", "<!--", "<div><p>", "</div><blockquote>", "<", "<div class='gmail_quote"])
def test_an_email_of_any_html_is_read_at_once(html: str) -> None:
    text = page_text(f"<p>Right</p>{html * 100_000}<p>Right</p>").text
    assert text.startswith("\nRight") or text.startswith("Right")
