"""What a form saves never loses an address that was published, and codes are saved as they are meant."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from editing import editing

QUAY = (
    "name: Quay PCN\nods_code: U99994\nsite_url: https://quay.example/\n"
    "checked: {date: 2026-10-01, by: Quay team}\nnext_check: 2029-10-01\n"
    "practices:\n  - {name: Quay Surgery, ods_code: Y99984, phone: 0117 496 0199}\n"
)


def quay(root: Path, *published: str) -> Path:
    pcn = root / "content/pcns/quay/pcn.yml"
    pcn.parent.mkdir(parents=True)
    pcn.write_text(QUAY)
    (pcn.parent / "links.lock").write_text("".join(f"/{address}\n" for address in published))
    return pcn


def test_the_old_address_of_a_surgery_leads_to_the_new_one_each_time(tmp_path: Path) -> None:
    pcn = quay(tmp_path, "surgeries/quay-surgery/")
    with editing(tmp_path, "quay") as (visitor, desk):
        visitor.enter()
        answer = visitor.send("/-/surgery/Y99984", {"End of its web address": "the-quay"})
        assert "The old address /surgeries/quay-surgery/ leads to /surgeries/the-quay/ now" in answer.text
        assert "surgeries/quay-surgery/: surgeries/the-quay/" in pcn.read_text()
        assert "the-quay" in visitor.ask("/surgeries/quay-surgery/").text
        visitor.send("/-/surgery/Y99984", {"End of its web address": "old-quay"})
        assert "surgeries/quay-surgery/: surgeries/old-quay/" in pcn.read_text()
        desk.site()
        assert not desk._wrong
        before = pcn.read_text()
        answer = visitor.send("/-/pcn/moved", {"Pages that moved (old/: new/)": ""})
        assert answer.code == 422
        assert "was published, and would lead nowhere" in answer.text
        assert pcn.read_text() == before


def test_a_letter_for_a_digit_is_not_saved_in_a_code(tmp_path: Path) -> None:
    pcn = quay(tmp_path)
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        visitor.send("/-/surgery/new", {"Name": "Mill Surgery", "ODS code": "Y9991O", "Phone": "0117 496 0198"})
        assert "ods_code: Y99910" in pcn.read_text()


def test_somebody_named_for_a_role_that_nobody_has_is_told_before_a_save(tmp_path: Path) -> None:
    pcn = quay(tmp_path)
    pcn.write_text(QUAY + "roles:\n  care-coordinator: {available: no}\n")
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        before = pcn.read_text()
        answer = visitor.send("/-/person/new", {"Name": "Sam Example", "Care coordinator": "care-coordinator"})
        assert answer.code == 422
        assert "says that nobody here has this role" in answer.text
        assert "line 8" not in answer.text
        assert pcn.read_text() == before


def test_a_form_and_its_pages_speak_no_code(tmp_path: Path) -> None:
    pcn = quay(tmp_path, "services/old-club/", "services/old-walk/")
    with editing(tmp_path, "quay") as (visitor, desk):
        visitor.enter()
        home = visitor.ask("/").text
        assert "/services/old-club/ was published" in home
        assert "pcn.yml" not in home
        assert "moved: {" not in home
        assert "Its form is in To do" in home
        pair = "services/old-club/: services/, services/old-walk/: services/"
        visitor.send("/-/pcn/moved", {"Pages that moved (old/: new/)": f"moved: {{{pair}}}"})
        desk.site()
        assert not desk._wrong, pcn.read_text()
        form = visitor.ask("/-/role/care-coordinator/reach").text
        assert "{care-coordinator}" not in form
        box = "How to reach them"
        answer = visitor.send("/-/role/care-coordinator/reach", {box: "Ask the {care coordinator} or call."})
        assert "people would read {care coordinator}" in answer.text.lower()


def test_a_person_where_a_job_is_asked_is_told(tmp_path: Path) -> None:
    quay(tmp_path)
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        form = {"Urgent help: links and numbers checked by (a job)": "Dr Jane Smith"}
        form["Urgent help: links and numbers checked on"] = "2026-11-01"
        answer = visitor.send("/-/pcn/urgent_help_checked", form)
        assert "reads as the name of a person" in answer.text
        assert "reads as the name of a person" in visitor.ask("/-/to-do").text


TEA = (
    "name: Tea\ndescription: Tea for all.\norganisation: {name: Quay}\nneeds: [lonely]\nwhen: [{text: Ask}]\n"
    "how_to_join: {routes: [drop-in]}\n"
)


def tea(pcn: Path) -> None:
    (pcn.parent / "services").mkdir()
    (pcn.parent / "services/tea.yml").write_text(TEA)


def test_a_person_as_the_team_of_a_service_is_told_on_saving_and_in_to_do(tmp_path: Path) -> None:
    tea(quay(tmp_path))
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        told = '"Jane Smith" reads as the name of a person'
        form = {"Checked by (team)": "Jane Smith", "Checked on": "2026-11-01"}
        assert told in unescape(visitor.send("/-/service/tea", form).text)
        before, _, after = unescape(visitor.ask("/-/to-do").text).partition(told)
        assert "/-/service/tea" in before.rpartition("<li")[2] + after.partition("</li>")[0]
        for team in ("Quay team", "Mary Seacole Trust"):
            answer = visitor.send("/-/service/tea", {"Checked by (team)": team})
            assert team in answer.text
            assert "reads as the name" not in answer.text + visitor.ask("/-/to-do").text


def test_free_in_words_alone_is_told_with_what_the_filter_needs(tmp_path: Path) -> None:
    tea(quay(tmp_path))
    told = "Write a first price of 0, so that people who choose Free find it"
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        assert told in visitor.send("/-/service/tea", {"Cost": "Free, and cake is £1"}).text
        price = {"Price 1: for what": "Everybody", "Price 1: pounds": "0"}
        assert told not in visitor.send("/-/service/tea", price).text
        assert told not in visitor.send("/-/service/tea", {"Cost": "Free"}).text
        assert told not in visitor.send("/-/service/tea", {"Cost": "£2"}).text


def test_roles_are_called_as_they_are_here(tmp_path: Path) -> None:
    pcn = quay(tmp_path)
    pcn.write_text(QUAY + "roles:\n  link-worker: {local_title: Quay connector, reach: {text: Ask us.}}\n")
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        page = visitor.ask("/-/").text
        assert "Quay connector" in page
        assert "Social prescribing link worker" not in page
        answer = visitor.send("/-/role/link-worker/available", {"No": "no"})
        assert "Look again: Quay connector: there is nobody" in answer.text


def test_what_a_pcn_says_is_open_in_its_form_and_the_rest_folded(tmp_path: Path) -> None:
    pcn = quay(tmp_path)
    pcn.write_text(QUAY + "notice: {text: We move., from: 2026-11-20, until: 2026-12-01}\ncolour: '#005eb8'\n")
    with editing(tmp_path, "quay") as (visitor, _):
        visitor.enter()
        page = visitor.ask("/-/pcn").text
        folded = re.findall(r"<summary>([^<]+)</summary>", page)
        assert {"Complain", "Access"} <= {*folded}
        assert not {"Notice", "More", "Who checked this, and until when it counts"} & {*folded}
        answer = visitor.send("/-/pcn", {"Complain: email": "nobody"})
        assert answer.code == 422
        assert "Complain" not in re.findall(r"<summary>([^<]+)</summary>", answer.text)
        assert "<summary>" not in visitor.ask("/-/pcn/complaints").text
