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
from PIL import Image
from pypdf import PdfReader

from conftest import ROOT, Ran, contents
from rolecall.exchange.leaflets import FONTS, Printer
from rolecall.load import Workspace
from shown import Shown
from test_paper import code_in_mm, read
from test_qr import read_codes

Rolecall = Callable[..., Ran]
ROLES = ["link-worker", "care-navigator", "health-and-wellbeing-coach", "care-coordinator"]


def exported(out: Path, *options: str) -> Path:
    """Where the command writes Riverside's leaflets."""
    command = [sys.executable, "-m", "rolecall", "export", "leaflets", "riverside", "--to", out, *options]
    ran = subprocess.run([*command, "--today", "2026-11-22"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return out / "riverside"


@pytest.fixture(scope="module")
def riverside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverside's leaflets, written by the command."""
    return exported(tmp_path_factory.mktemp("leaflets"), "--large")


@pytest.fixture(scope="module")
def of_a_surgery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of St Brannoc's, which has no coach."""
    return exported(tmp_path_factory.mktemp("leaflets"), "--surgery", "st-brannocs-surgery") / "st-brannocs-surgery"


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The tags below one, in the order in which they are read."""
    kids = node.get("/K", pikepdf.Array([]))
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_there_is_one_of_each_kind(riverside: Path, of_a_surgery: Path) -> None:
    kinds = ("", "-large", "-easy-read", "-poster")
    for_all = {"waiting-room.pdf", "who-to-refer-to.pdf", "services.pdf"}
    assert {path.name for path in riverside.iterdir()} == for_all | {
        f"{role}{kind}.pdf" for role in ROLES for kind in kinds
    }
    assert {path.name for path in of_a_surgery.iterdir()} == for_all | {
        f"{role}{kind}.pdf" for role in ROLES if "coach" not in role for kind in kinds if kind != "-large"
    }


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
            assert "/P" in kinds, path.name
            pictures = [tag for tag in tags if str(tag.S) == "/Figure"]
            assert all("riverside.example.org/" in str(tag.Alt) for tag in pictures), path.name
            has_code = not path.name.endswith(("services.pdf", "easy-read.pdf", "who-to-refer-to.pdf"))
            assert bool(pictures) == has_code, path.name
            headings = [tag for tag in tags if str(tag.S) == "/TH"]
            assert len(headings) == (6 if path.name == "who-to-refer-to.pdf" else 0), path.name
            assert all("/Column" in str(tag.A) for tag in headings), path.name


def test_each_is_1_side_and_large_print_2(riverside: Path, of_a_surgery: Path) -> None:
    for path in (*riverside.iterdir(), *of_a_surgery.iterdir()):
        most = 2 if path.stem.endswith("-large") else 99 if path.stem == "services" else 1
        assert len(PdfReader(path).pages) <= most, path


def test_its_letters_are_those_of_the_sheets(riverside: Path) -> None:
    for path in riverside.iterdir():
        paper = read(path.read_bytes())
        least = 18 if path.stem.endswith("-large") else 10 if path.stem == "who-to-refer-to" else 12
        assert paper.smallest == least, path.name
    assert code_in_mm(riverside / "link-worker-poster.pdf") >= 60


def test_a_handout_is_read_from_the_top(riverside: Path) -> None:
    for role in ROLES:
        text = text_of(riverside / f"{role}.pdf")
        parts = ["Urgent help", "999", "116 123", "How to reach them", "They do not:", "What happens first", "Cost"]
        places = [text.find(part) for part in parts]
        assert -1 not in places, role
        assert places == sorted(places), role


def test_those_of_a_surgery_say_which_and_how_it_is_there(of_a_surgery: Path) -> None:
    for path in of_a_surgery.iterdir():
        text = text_of(path)
        assert "Riverside Primary Care Network" in text, path.name
        assert "St Brannoc's Surgery 0117 496 0230" in text.replace("’", "'"), path.name
    table = text_of(of_a_surgery / "who-to-refer-to.pdf").replace("’", "'")
    assert "Not at St Brannoc's Surgery. Refer to: link worker." in table
    assert "Being more active Link worker" in table
    assert "Health coach" not in text_of(of_a_surgery / "waiting-room.pdf")


def test_a_logo_is_on_each_and_one_that_cannot_be_drawn_on_none(of_a_surgery: Path, tmp_path: Path) -> None:
    for path in of_a_surgery.iterdir():
        subprocess.run(["pdftoppm", "-r", "60", "-png", "-singlefile", path, tmp_path / "p"], check=True)
        with Image.open(tmp_path / "p.png") as drawn:
            top = drawn.convert("RGB").crop((0, 0, drawn.width, drawn.height // 4))
            assert (0, 86, 107) in {colour for _, colour in top.getcolors(100_000) or ()}, path.name
    printer = Printer(Workspace(ROOT, ROOT))
    assert printer.draws((ROOT / "content/pcns/riverside/logo.svg").read_bytes())
    assert not printer.draws(b"<svg")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["riverside", "--surgery", "mill-street"], 'There is no surgery "mill-street" here. did you mean'),
        (["riverside", "--surgery", "x"], "There are: "),
        (["--surgery", "mill-street-surgery"], "With --surgery, name one PCN."),
    ],
)
def test_a_surgery_that_is_not_there_is_told(options: list[str], told: str, rolecall: Rolecall, tmp_path: Path) -> None:
    ran = rolecall(ROOT, "export", "leaflets", *options, "--to", str(tmp_path))
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
    assert not [*tmp_path.iterdir()]


def test_urgent_help_and_how_to_ask_another_way_are_on_each(riverside: Path) -> None:
    for path in riverside.glob("*.pdf"):
        text = text_of(path)
        assert text.index("999") < text.index("116 123") < text.index("Ask for this another way"), path.name
        assert "0117 496 0205" in text, path.name


def words_in(leaflet: Path) -> str:
    return "".join(text_of(leaflet).split())


def text_of(leaflet: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(leaflet).pages).split())


SHEETS = {"": "handout/", "-large": "handout/", "-poster": "", "-easy-read": "easy-read/"}


@pytest.mark.parametrize("kind", SHEETS)
def test_the_words_are_those_of_the_sheets(kind: str, of_a_surgery: Path, riverside: Path, shown: Shown) -> None:
    """But "Ask online" and its address."""
    for folder, of in ((riverside, "staff/print"), (of_a_surgery, "staff/st-brannocs-surgery/print")):
        if kind == "-large" and folder == of_a_surgery:
            continue
        for role in (role for role in ROLES if "coach" not in role):
            sheet = f"{of}/{role}/{SHEETS[kind]}" if "easy" not in kind or "st-b" in of else f"{role}/easy-read/"
            main = html.parse(str(shown.folder / "riverside" / sheet / "index.html")).getroot().find(".//main")
            left_out = " or ".join(f"contains(@class, '{kind}')" for kind in ("screen", "reviewed", "next", "report"))
            for element in main.xpath(f".//*[{left_out}]|.//nav"):
                element.drop_tree()
            printed = words_in(folder / f"{role}{kind}.pdf")
            leaves = main.xpath(".//*[self::h1 or self::h2 or self::p or self::li][not(.//p or .//li)]")
            texts = ["".join(leaf.text_content().split()).removeprefix("Urgenthelp") for leaf in leaves]
            missing = [text for text in texts if text not in printed and text not in ("Askonline", "Nextstep")]
            assert len(texts) > 8 and not missing, f"{folder.name}/{role}{kind}"


def test_the_poster_of_everybody_says_what_the_sheet_says(riverside: Path, shown: Shown) -> None:
    waiting_room = words_in(riverside / "waiting-room.pdf")
    main = html.parse(str(shown.folder / "riverside/staff/print/index.html")).getroot().find(".//main")
    for text in main.xpath(".//li//*[self::h2 or self::p]/text()"):
        assert "".join(text.split()) in waiting_room


@pytest.mark.parametrize("name", ["link-worker", "link-worker-poster", "waiting-room"])
def test_its_codes_can_be_read_off_the_paper(name: str, riverside: Path, tmp_path: Path) -> None:
    pdf = riverside / f"{name}.pdf"
    subprocess.run(["pdftoppm", "-r", "150", "-png", pdf, tmp_path / "p"], check=True, capture_output=True)
    found = {code for sheet in tmp_path.glob("p-*.png") for code in read_codes(sheet)}
    roles = ROLES if name == "waiting-room" else ["link-worker"]
    assert found == {f"https://riverside.example.org/{role}/" for role in roles}


def test_the_same_facts_give_the_same_bytes(riverside: Path, tmp_path: Path, rolecall: Rolecall) -> None:
    ran = rolecall(ROOT, "export", "leaflets", "riverside", "--large", "--to", str(tmp_path))
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
    club(workspace, "Club \U0001e2c0\u16a0\u16a1 \U00016f00 Z\u0351\u036b\u0343\u034d")
    ran = rolecall(workspace, "export", "leaflets")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    told = " ".join(ran.err.split())
    assert "testbury/services.pdf was not made: no font on this computer has" in told
    assert "\U0001e2c0" in told and "\U00016f00" in told
    assert "Noto Sans Wancho" in told and "Noto Sans Miao" in told
    assert "Noto Sans Combining" not in told, "there is no such font"
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
    assert "Install it: pip install typst" in " ".join(ran.err.split())
    assert not (workspace / "leaflets").exists()
