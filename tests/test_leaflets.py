"""Leaflets are PDFs that a printer and a screen reader can both use (PDF/UA-1)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
import typst
from lxml import html
from pypdf import PdfReader

from conftest import ROOT, Ran, contents
from rolecall.exchange.leaflets import FONTS
from shown import Shown
from test_qr import read_codes

Rolecall = Callable[..., Ran]
ROLES = ["link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"]


@pytest.fixture(scope="module")
def riverside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverside's leaflets, written by the command."""
    out = tmp_path_factory.mktemp("leaflets")
    command = [sys.executable, "-m", "rolecall", "export", "leaflets", "riverside", "--to", out]
    ran = subprocess.run([*command, "--today", "2026-11-22"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return out / "riverside"


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The tags below one, in the order in which they are read."""
    kids = node.get("/K", pikepdf.Array([]))
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_there_is_one_of_each_kind(riverside: Path) -> None:
    wanted = {"waiting-room.pdf", "services.pdf", *(f"{role}{kind}.pdf" for role in ROLES for kind in ("", "-poster"))}
    assert {path.name for path in riverside.iterdir()} == wanted


def test_each_is_tagged_and_says_its_title_and_language(riverside: Path) -> None:
    for path in riverside.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert pdf.Root.MarkInfo.Marked, path.name
            assert str(pdf.Root.Lang) == "en-GB", path.name
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, path.name
            with pdf.open_metadata() as told:
                assert told["pdfuaid:part"] == "1", path.name
                assert told["dc:title"], path.name
            tags = list(elements(pdf.Root.StructTreeRoot))
            kinds = [str(tag.S) for tag in tags]
            levels = [int(kind[2]) for kind in kinds if kind in ("/H1", "/H2", "/H3")]
            assert levels[0] == 1 and set(levels[1:]) == {2}, path.name
            assert {"/P", "/L", "/LI"} <= set(kinds), path.name
            pictures = [tag for tag in tags if str(tag.S) == "/Figure"]
            assert all("riverside.example.org/" in str(tag.Alt) for tag in pictures), path.name
            assert bool(pictures) == (path.name != "services.pdf"), path.name


def test_a_handout_is_1_sheet_of_paper_read_from_the_top(riverside: Path) -> None:
    for role in ROLES:
        pdf = PdfReader(riverside / f"{role}.pdf")
        assert len(pdf.pages) <= 2, "both sides of 1 sheet"
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
        parts = ["Urgent help", "999", "116 123", "How to reach them", "What happens first", "They do not:", "Cost"]
        places = [text.find(part) for part in parts]
        assert -1 not in places, role
        assert places == sorted(places), role
    for name in ("waiting-room", *(f"{role}-poster" for role in ROLES)):
        assert len(PdfReader(riverside / f"{name}.pdf").pages) == 1, name


def test_urgent_help_and_how_to_ask_another_way_are_on_each(riverside: Path) -> None:
    for path in riverside.glob("*.pdf"):
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
        assert text.index("999") < text.index("116 123") < text.index("Ask for this another way"), path.name
        assert "0117 496 0205" in text, path.name


def words_on(page: Path, *places: str) -> list[str]:
    """What a page says at some places of its main part, without white space."""
    main = html.parse(str(page)).getroot().find(".//main")
    return ["".join(element.text_content().split()) for place in places for element in main.xpath(place)]


def words_in(leaflet: Path) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(leaflet).pages).split())


def test_the_words_are_those_of_the_pages(riverside: Path, shown: Shown) -> None:
    on_paper = "*[self::section[not(contains(@class, 'screen'))] or self::details[summary/h2 != 'About the job']]"
    on_paper += "//*[not(ancestor-or-self::*[contains(@class, 'screen')])]"
    questions = f"{on_paper}/self::h3", f"{on_paper}/self::h3/following-sibling::*[1][self::p]"
    reach = "section[contains(@class, 'reach')]//li"
    for role in ROLES:
        page = shown.folder / f"riverside/{role}/index.html"
        [title, lead] = words_on(page, ".//h1", "p[@class='lead']")
        handout, poster = words_in(riverside / f"{role}.pdf"), words_in(riverside / f"{role}-poster.pdf")
        waiting_room = words_in(riverside / "waiting-room.pdf")
        for words in (title, lead, *words_on(page, f"{on_paper}/self::li", *questions)):
            assert words in handout, f"{role}: {words}"
        for words in (title, lead, *words_on(page, reach)):
            assert words in poster, f"{role}: {words}"
            assert words in waiting_room, f"{role}: {words}"
    services = words_on(shown.folder / "riverside/services/index.html", ".//ul[@id='services']/li/a")
    assert "MillStreetLunchClub" in services
    listed = words_in(riverside / "services.pdf")
    assert [name for name in services if name not in listed] == []


@pytest.mark.parametrize("name", ["link-worker", "link-worker-poster", "waiting-room"])
def test_its_codes_can_be_read_off_the_paper(name: str, riverside: Path, tmp_path: Path) -> None:
    pdf = riverside / f"{name}.pdf"
    subprocess.run(["pdftoppm", "-r", "150", "-png", pdf, tmp_path / "p"], check=True, capture_output=True)
    found = {code for sheet in tmp_path.glob("p-*.png") for code in read_codes(sheet)}
    roles = ROLES if name == "waiting-room" else ["link-worker"]
    assert found == {f"https://riverside.example.org/{role}/" for role in roles}


def test_the_same_facts_give_the_same_bytes(riverside: Path, tmp_path: Path, rolecall: Rolecall) -> None:
    ran = rolecall(ROOT, "export", "leaflets", "riverside", "--to", str(tmp_path))
    assert ran.code == 0, ran.err
    assert contents(tmp_path / "riverside") == contents(riverside)


def test_words_are_never_code(workspace: Path, rolecall: Rolecall) -> None:
    odd = '#read("/etc/passwd") $x$ *b* _i_ @ref <label> = T // no \\'
    service = workspace / "content/pcns/testbury/services/odd.yml"
    service.parent.mkdir(exist_ok=True)
    quoted = odd.replace("\\", "\\\\").replace('"', '\\"').replace("<label>", "")
    service.write_text(
        f'name: "{quoted}"\ndescription: x\norganisation: {{name: T}}\nneeds: [lonely]\n'
        "checked: {date: 2026-10-01, by: T}\n"
    )
    ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 0, ran.err
    text = " ".join(PdfReader(workspace / "leaflets/testbury/services.pdf").pages[0].extract_text().split())
    assert '#read("/etc/passwd") $x$ *b* _i_ @ref' in text
    assert "root:" not in text


def own_words(workspace: Path, text: str) -> None:
    words = workspace / "theme/leaflets/words.html.jinja"
    words.parent.mkdir(parents=True)
    words.write_text(text)


@pytest.mark.parametrize("mistake", ["{% if %}", "{% macro how_to_reach() %}{{ nothing }}{% endmacro %}"])
def test_a_mistake_in_a_template_of_a_workspace_is_told_with_its_place(
    mistake: str, workspace: Path, rolecall: Rolecall
) -> None:
    own_words(workspace, f"{{# Ours #}}\n{mistake}")
    ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 1
    assert "theme/leaflets/words.html.jinja:2" in ran.err
    assert "Traceback" not in ran.err
    assert not (workspace / "leaflets").exists()


def test_a_workspace_says_it_in_its_own_words_and_the_rest_in_ours(workspace: Path, rolecall: Rolecall) -> None:
    own_words(workspace, "{% macro how_to_reach() %}Where they &lt;i&gt;are&lt;/i&gt; &amp; when{% endmacro %}")
    assert rolecall(workspace, "export", "leaflets").code == 0
    text = " ".join(PdfReader(workspace / "leaflets/testbury/link-worker.pdf").pages[0].extract_text().split())
    assert "Where they <i>are</i> & when" in text
    assert "Urgent help" in text


def club(workspace: Path, name: str, pcn: str = "testbury", file: str = "club") -> None:
    service = workspace / f"content/pcns/{pcn}/services/{file}.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(
        f"name: {name}\ndescription: x\norganisation: {{name: T}}\nneeds: [lonely]\n"
        "checked: {date: 2026-10-01, by: T}\n"
    )


def test_a_letter_that_no_font_has_stops_only_its_own_leaflet(workspace: Path, rolecall: Rolecall) -> None:
    assert rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321").code == 0
    club(workspace, "Club \U0001e2c0\u16a0\u16a1 \U00016f00")
    ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    told = " ".join(ran.err.split())
    assert "testbury/services.pdf was not made: no font on this computer has" in told
    assert "\U0001e2c0" in told and "\U00016f00" in told
    assert "Noto Sans Wancho" in told and "Noto Sans Miao" in told
    assert {path.stem for path in (workspace / "leaflets/testbury").iterdir()} >= {"waiting-room", "link-worker"}
    assert not (workspace / "leaflets/testbury/services.pdf").exists()
    assert (workspace / "leaflets/otherton/waiting-room.pdf").exists()


@pytest.mark.parametrize(
    "name", ["سوشل", "Łódź", "Ελλάδα", "Україна", "中文", "–", "2\u00a0pm", "e\u0301", "\u200e", "✓"]
)
def test_letters_that_another_font_has_are_printed(name: str, workspace: Path, rolecall: Rolecall) -> None:
    club(workspace, f"Club {name}")
    ran = rolecall(workspace, "export", "leaflets")
    assert (ran.code, ran.err) == (0, "")


def test_the_letters_of_every_language_are_printed_or_told(workspace: Path, rolecall: Rolecall) -> None:
    for at, name in enumerate(["ਪੰਜਾਬੀ", "ગુજરાતી", "தமிழ்", "বাংলা", "ትግርኛ", "ქართული", "👋🏽", "\ue000", "👨‍👩‍👧"]):
        club(workspace, f"Club {name}", file=f"club-{at}")
        ran = rolecall(workspace, "export", "leaflets", "--service", f"club-{at}", "testbury")
        assert "Traceback" not in ran.err
        assert ran.code == (1 if ran.err else 0)
        assert not ran.err or "no font on this computer has" in ran.err
        (workspace / f"content/pcns/testbury/services/club-{at}.yml").unlink()


def test_a_pcn_with_a_problem_stops_no_others_leaflets(workspace: Path, rolecall: Rolecall) -> None:
    assert rolecall(workspace, "init", ".", "--name", "Alton PCN", "--ods", "U54321").code == 0
    (workspace / "content/pcns/alton/pcn.yml").write_text("nmae: Alton PCN\nods_code: U54321\n")
    ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 1
    assert '"nmae" is not a field of a PCN' in ran.err
    assert (workspace / "leaflets/testbury/waiting-room.pdf").exists()
    assert not (workspace / "leaflets/alton").exists()


def test_only_the_services_that_are_chosen(workspace: Path, rolecall: Rolecall) -> None:
    folder = workspace / "content/pcns/testbury/services"
    folder.mkdir(exist_ok=True)
    for name in ("One", "Two"):
        text = f"name: Club {name}\ndescription: x\norganisation: {{name: T}}\nneeds: [lonely]\n"
        (folder / f"{name.lower()}.yml").write_text(text + "checked: {date: 2026-10-01, by: T}\n")
    assert rolecall(workspace, "export", "leaflets", "testbury", "--service", "two").code == 0
    text = PdfReader(workspace / "leaflets/testbury/services.pdf").pages[0].extract_text()
    assert "Club Two" in text
    assert "Club One" not in text
    ran = rolecall(workspace, "export", "leaflets", "testbury", "--service", "tow")
    assert ran.code == 2
    assert 'There is no service "tow" here. did you mean "two"?' in " ".join(ran.err.split())


def test_a_missing_font_or_package_is_said_clearly(
    workspace: Path, rolecall: Rolecall, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoFonts:
        def __init__(self, **_: object) -> None:
            pass

        def families(self) -> list[str]:
            return ["Wingdings"]

    with monkeypatch.context() as patched:
        patched.setattr(typst, "Fonts", NoFonts)
        ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 2
    assert f"This computer has no font for leaflets. Install {FONTS[0]}, {FONTS[1]} or" in " ".join(ran.err.split())
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "typst", None)
        ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 2
    assert 'pip install "rolecall[pdf]"' in " ".join(ran.err.split())
    assert not (workspace / "leaflets").exists()
