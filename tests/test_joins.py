"""PCNs merge and surgeries move by 1 command, on the examples: comments, photos, services, addresses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Ran, contents
from published import may_go_live

Rolecall = Callable[..., Ran]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A workspace with Riverside and Harbour in it."""
    for pcn in ("riverside", "harbour"):
        shutil.copytree(ROOT / f"content/pcns/{pcn}", tmp_path / f"w/content/pcns/{pcn}")
    return tmp_path / "w"


def pcn_yml(root: Path, pcn: str) -> Path:
    return root / f"content/pcns/{pcn}/pcn.yml"


def test_a_dry_run_says_all_and_changes_nothing(rolecall: Rolecall, two: Path) -> None:
    before = contents(two)
    dry = rolecall(two, "merge-pcn", "harbour", "riverside", "--dry-run")
    assert dry.code == 0, dry.err
    assert contents(two) == before
    done = rolecall(two, "merge-pcn", "harbour", "riverside")
    words = done.out.replace("wrote ", "would write ").replace(
        "to decide.\n", "to decide. Nothing was changed: this was a dry run.\n"
    )
    assert words == dry.out
    assert "Surgeries that came to riverside: Marsh Lane Surgery, Quayside Medical Centre" in done.out
    assert 'phone: harbour says "0117 496 0109", and riverside says "0117 496 0200"' in done.out


def test_what_is_one_pcn_then_builds_and_keeps_the_other_aside(rolecall: Rolecall, two: Path) -> None:
    was = contents(two / "content/pcns/harbour")
    assert rolecall(two, "merge-pcn", "harbour", "riverside").code == 0
    assert contents(two / "moved/harbour/was") == was
    assert not (two / "content/pcns/harbour").exists()
    ran = rolecall(two, "check")
    assert ran.code == 0, ran.err
    assert "Nothing to fix in 1 PCN." in ran.out


def test_comments_of_both_stay(rolecall: Rolecall, two: Path) -> None:
    file, other = pcn_yml(two, "riverside"), pcn_yml(two, "harbour")
    other.write_text(
        other.read_text()
        .replace("  - name: Quayside", "  # The one by the water.\n  - name: Quayside")
        .replace("    phone: 0117 496 0110", "    phone: 0117 496 0110  # rings at the desk")
    )
    comments = [line for line in file.read_text().splitlines() if line.lstrip().startswith("#")]
    assert rolecall(two, "merge-pcn", "harbour", "riverside").code == 0
    lines = file.read_text().splitlines()
    assert [line for line in comments if line in lines] == comments
    at = lines.index("  # The one by the water.")
    assert lines[at + 1] == "  - name: Quayside Medical Centre"
    assert "    phone: 0117 496 0110  # rings at the desk" in lines


def test_what_both_have_is_listed_and_nothing_is_lost(rolecall: Rolecall, two: Path) -> None:
    folder = two / "content/pcns"
    harbour, riverside = pcn_yml(two, "harbour"), pcn_yml(two, "riverside")
    # The same service with other words, the same with the same words, a photo of the same name.
    club = (folder / "riverside/services/mill-street-lunch-club.yml").read_text()
    (folder / "harbour/services/mill-street-lunch-club.yml").write_text(
        club.replace("0117", "0117", 1) + "bring: [A bag]\n"
    )
    same = folder / "harbour/services/mill-street-craft-group.yml"
    same.write_text((folder / "riverside/services/mill-street-craft-group.yml").read_text())
    (folder / "harbour/sam.svg").write_text(
        (folder / "riverside/sam.svg").read_text().replace("<svg", "<svg data-x='1'", 1)
    )
    harbour.write_text(
        harbour.read_text().replace(
            "practices:\n",
            "people:\n  - {name: Sam Other, roles: [link-worker], photo: sam.svg, photo_shows: A face.}\npractices:\n",
        )
    )
    # A surgery that both name.
    riverside.write_text(
        riverside.read_text() + "  - {name: Quayside Medical Centre, ods_code: Y99992, phone: 0117 496 0119}\n"
    )
    ran = rolecall(two, "merge-pcn", "harbour", "riverside")
    assert ran.code == 0, ran.err
    services = folder / "riverside/services"
    assert "bring" not in (services / "mill-street-lunch-club.yml").read_text()
    assert "bring: [A bag]" in (services / "mill-street-lunch-club-harbour.yml").read_text()
    assert not (services / "mill-street-craft-group-harbour.yml").exists()
    assert "riverside has a service mill-street-lunch-club too" in ran.out
    assert 'Quayside Medical Centre is in both. phone: harbour says "0117 496 0110"' in ran.out
    assert (
        'Quayside Medical Centre is in both. roles.link-worker.local_title: harbour says "Community connector"'
        in ran.out
    )
    assert (folder / "riverside/sam-harbour.svg").exists()
    text = riverside.read_text()
    assert "photo: sam-harbour.svg" in text
    assert text.count("Y99992") == 3  # the surgery, Sam, who is at both of Harbour's, and Jo at all of Riverside's
    moved = (two / "moved/harbour/site/_redirects").read_text()
    assert "https://riverside.example.org/services/mill-street-lunch-club-harbour/" in moved
    assert rolecall(two, "check").code == 0


def test_the_other_site_leads_on_from_each_promised_address(rolecall: Rolecall, two: Path) -> None:
    promised = (two / "content/pcns/harbour/links.lock").read_text().splitlines()
    assert rolecall(two, "merge-pcn", "harbour", "riverside").code == 0
    site = two / "moved/harbour/site"
    roles = ("link-worker", "care-navigator", "care-coordinator")
    now = {f"/staff/{role}/": f"/staff/#role_{role}" for role in roles}  # as on the site before
    for line in promised:
        if line.startswith("/"):
            page = (site / line.strip("/") / "index.html").read_text()
            leads_to = now.get(line, line)
            assert f'url=https://riverside.example.org{leads_to}"' in page
    assert 'href="https://riverside.example.org/"' in (site / "404.html").read_text()
    assert (
        "RedirectMatch 301 ^/surgeries/$ https://riverside.example.org/surgeries/" in (site / ".htaccess").read_text()
    )
    assert "location = / { return 301 https://riverside.example.org/; }" in (site / "nginx.conf").read_text()
    # What leads there is there.
    assert rolecall(two, "build", "riverside").code == 0
    for line in (site / "_redirects").read_text().splitlines():
        address = line.split()[1].removeprefix("https://riverside.example.org/").partition("#")[0]
        assert (two / "site/riverside" / address / "index.html").exists(), line


def test_a_service_of_several_pcns_stays_where_it_was(rolecall: Rolecall, two: Path) -> None:
    shared = two / "content/services/sea-choir.yml"
    shared.parent.mkdir()
    text = (two / "content/pcns/harbour/services/quayside-sea-swimmers.yml").read_text()
    head = "# Both have it.\npcns: [harbour]  # until spring\n"
    shared.write_text(head + text.partition("\n")[2].replace("Quayside Sea Swimmers", "Sea Choir"))
    assert rolecall(two, "merge-pcn", "harbour", "riverside").code == 0
    assert shared.read_text().startswith("# Both have it.\npcns: [riverside]  # until spring\n")
    assert rolecall(two, "check").code == 0


def test_no_address_no_merge(rolecall: Rolecall, two: Path) -> None:
    file = pcn_yml(two, "riverside")
    file.write_text(file.read_text().replace("site_url: https://riverside.example.org/\n", ""))
    before = contents(two)
    ran = rolecall(two, "merge-pcn", "harbour", "riverside")
    assert ran.code == 1
    assert "nobody knows the address of this site" in ran.err
    assert "Nothing was changed." in ran.err
    assert contents(two) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("merge-pcn", "harbor", "riverside"), 'did you mean "harbour"?'),
        (("merge-pcn", "harbour", "harbour"), "Name 2 PCNs"),
        (("move-practice", "Y99979", "--from", "riverside", "--to", "harbour"), "Y99971 (Mill Street Surgery)"),
        (("move-practice", "Y99971", "--from", "riverside", "--to", "riverside"), "Name 2 PCNs"),
    ],
)
def test_a_wrong_command_says_what_there_is(rolecall: Rolecall, two: Path, words: tuple[str, ...], says: str) -> None:
    ran = rolecall(two, *words)
    assert ran.code == 2
    assert says in ran.err


def test_a_surgery_moves_with_its_people_and_its_addresses_lead_on(rolecall: Rolecall, two: Path) -> None:
    clubs = two / "content/pcns/riverside/services"
    club = clubs / "mill-street-yoga.yml"
    text = (clubs / "mill-street-craft-group.yml").read_text()
    start, _, rest = text.partition("where:")
    after = rest[rest.find("\n\n") :] if "\n\n" in rest else "\n" + "\n".join(
        line for line in rest.splitlines()[1:] if line and line[0] not in " -"
    )  # fmt: skip
    club.write_text(f"{start}where:\n  - {{name: Mill Street Surgery, postcode: BS1 1AA}}\n{after.lstrip()}\n")
    ran = rolecall(two, "move-practice", "y99971", "--from", "riverside", "--to", "harbour")
    assert ran.code == 0, ran.err
    assert "People that came to harbour: Sam Example" in ran.out
    assert (two / "content/pcns/harbour/sam.svg").exists()
    assert not club.exists()
    assert (two / "content/pcns/harbour/services/mill-street-yoga.yml").exists()
    built = rolecall(two, "build")
    assert built.code == 0, built.err
    old = (two / "site/riverside/surgeries/mill-street-surgery/index.html").read_text()
    assert "url=https://harbour.example.org/surgeries/mill-street-surgery/" in old
    assert (two / "site/harbour/surgeries/mill-street-surgery/index.html").exists()
    rules = rolecall(two, "export", "redirects", "nginx", "--pcn", "riverside").out
    assert "return 301 https://harbour.example.org/services/mill-street-yoga/;" in rules


CUT_OFF = """
import sys
from pathlib import Path
from rolecall import at_once
whole = at_once.write_all
def slow(files):
    some = dict([*files.items()][:2])
    whole(some)
    print("half", flush=True)
    sys.stdin.read()
at_once.write_all = slow
sys.argv = ["rolecall", "merge-pcn", "harbour", "riverside"]
from rolecall.cli import main
main()
"""


def test_cut_off_in_the_middle_the_next_command_brings_all_back(rolecall: Rolecall, two: Path) -> None:
    before = contents(two / "content")
    with subprocess.Popen(
        [sys.executable, "-c", CUT_OFF], cwd=two, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "half\n"
        assert contents(two / "content") != before
        running.kill()
        running.wait()
    ran = rolecall(two, "check", "--data")
    assert ran.code == 0, ran.err
    assert "The last change was cut off, so your files are as they were before it." in ran.err
    assert contents(two / "content") == before
    assert not (two / "moved").exists()
    assert rolecall(two, "merge-pcn", "harbour", "riverside").code == 0


def test_a_file_that_somebody_edited_since_is_not_undone(rolecall: Rolecall, two: Path) -> None:
    from rolecall import at_once
    from rolecall.writing import write_all

    file = pcn_yml(two, "riverside")
    old = file.read_bytes()
    at_once._keep(two, {file: b"new"}, {}, [])
    write_all({file: old + b"# mine\n"})
    ran = rolecall(two, "check", "--data")
    assert "riverside/pcn.yml: you have edited this file since" in ran.err
    assert file.read_bytes() == old + b"# mine\n"


SURGERY = """\
practices:
  - {name: Mill Street Surgery, ods_code: Y99971}
checked: {date: 2026-10-01, by: Testbury team}
next_check: 2027-10-01
"""


def test_a_renamed_surgery_keeps_its_published_address(rolecall: Rolecall, workspace: Path, tmp_path: Path) -> None:
    file = may_go_live(workspace, SURGERY)
    live = ("publish", "--for", "nginx", "--to", str(tmp_path / "live"))
    assert rolecall(workspace, *live).code == 0
    lock = file.with_name("links.lock")
    assert "/surgeries/mill-street-surgery/ # Y99971\n" in lock.read_text()
    file.write_text(file.read_text().replace("Mill Street Surgery", "Old Mill Health Centre"))
    ran = rolecall(workspace, *live)
    assert ran.code == 0, ran.err
    assert "Old Mill Health Centre" in (tmp_path / "live/surgeries/mill-street-surgery/index.html").read_text()
    assert not (tmp_path / "live/surgeries/old-mill-health-centre").exists()
    # Of a list without codes nobody can know, and the advice names the new page.
    lock.write_text(lock.read_text().replace(" # Y99971", ""))
    ran = rolecall(workspace, "build")
    assert "moved: {surgeries/mill-street-surgery/: surgeries/old-mill-health-centre/}" in ran.err
