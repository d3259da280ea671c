"""Pictures are published without what a camera or a program wrote into them, and run nothing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin
from playwright.sync_api import Browser

from conftest import ROOT, Ran
from rolecall.pictures import Unfit, cleaned

Rolecall = Callable[..., Ran]
SECRETS = [b"Jo Example", b"Canon", b"2026:10:01", b"a comment", b"GPS", b"http://ns.adobe.com", b"photoshop", b"8BIM"]
FORMS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP", ".gif": "GIF"}


def exif(orientation: int = 1) -> bytes:
    """What a phone writes: who, when, where, which way up."""
    notes = Image.Exif()
    notes[ExifTags.Base.Artist] = "Jo Example"
    notes[ExifTags.Base.Make] = "Canon"
    notes[ExifTags.Base.DateTime] = "2026:10:01 09:00:00"
    notes[ExifTags.Base.Orientation] = orientation
    place = notes.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2], place[29] = "N", (51.0, 27.0, 16.0), "2026:10:01"
    return notes.tobytes()


def drawn(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> Image.Image:
    """A picture that looks different whichever way up it is."""
    picture = Image.new("RGBA", size)
    for x in range(size[0]):
        for y in range(size[1]):
            picture.putpixel((x, y), (x * 10, y * 15, (x * y) % 256, 255 if x > 3 else 90))
    return picture.convert(mode)


def photo(suffix: str, orientation: int = 1, **more: object) -> bytes:
    """A picture with everything in it that can give somebody away, in each place where its form has room for it."""
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>Jo Example http://ns.adobe.com</dc:creator></x:xmpmeta>"
    out = io.BytesIO()
    form = FORMS[suffix]
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "Jo Example")
        text.add_text("Comment", "a comment", zip=True)
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        text.add(b"prVt", b"Jo Example")
        drawn("RGBA").save(out, form, pnginfo=text, exif=exif(orientation), dpi=(72, 72), **more)
        return out.getvalue() + b"after the end: Jo Example"
    if form == "JPEG":
        drawn().save(out, form, exif=exif(orientation), comment=b"a comment", xmp=xmp, quality=90, **more)
        data = out.getvalue()
        of_press = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0f\x1c\x02\x50\0\x0aJo Example\0photoshop"
        data = data[:2] + b"\xff\xed" + (len(of_press) + 2).to_bytes(2, "big") + of_press + data[2:]
        return data + b"\xff\xd8after the end: Jo Example"
    if form == "WEBP":
        drawn("RGBA").save(out, form, exif=exif(orientation), xmp=xmp, lossless=True, **more)
        return out.getvalue() + b"after the end: Jo Example"
    drawn("P").save(out, form, comment=b"a comment by Jo Example", **more)
    return out.getvalue() + b"after the end: Jo Example"


def pixels(data: bytes) -> list[bytes]:
    """What is seen, of each of its moments where it moves."""
    with Image.open(io.BytesIO(data)) as picture:
        seen = []
        for at in range(getattr(picture, "n_frames", 1)):
            picture.seek(at)
            seen.append(picture.convert("RGBA").tobytes())
        return seen


def sure(suffix: str, data: bytes) -> bytes:
    made = cleaned(suffix, data)
    assert isinstance(made, bytes), made
    return made


def moving() -> list[Image.Image]:
    return [drawn("RGBA").rotate(90 * at) for at in range(1, 4)]


MORE: dict[str, list[dict[str, object]]] = {
    ".png": [{}, {"save_all": True, "append_images": moving(), "duration": 90}, {"icc_profile": b"colours"}],
    ".jpg": [{}, {"progressive": True}, {"icc_profile": b"colours" * 20_000}, {"restart_marker_blocks": 1}],
    ".webp": [{}, {"save_all": True, "append_images": moving(), "duration": 90}, {"icc_profile": b"colours"}],
    ".gif": [{}, {"save_all": True, "append_images": moving(), "loop": 0}, {"transparency": 3}],
}


@pytest.mark.parametrize(("suffix", "more"), [(suffix, more) for suffix in MORE for more in MORE[suffix]])
def test_nothing_that_gives_somebody_away_is_published_and_each_pixel_stays(
    suffix: str, more: dict[str, object]
) -> None:
    data = photo(suffix, **more)
    assert b"Jo Example" in data
    made = sure(suffix, data)
    assert [secret for secret in [*SECRETS, b"after the end"] if secret in made] == []
    assert pixels(made) == pixels(data)
    assert sure(suffix, data) == made, "the same picture gives the same bytes"
    assert sure(suffix, made) == made, "there is no more to take away"
    with Image.open(io.BytesIO(made)) as picture, Image.open(io.BytesIO(data)) as before:
        assert dict(picture.getexif()) == {}
        assert not {"comment", "xmp", "photoshop", "Author", "XML:com.adobe.xmp", "exif"} & picture.info.keys()
        for kept in ("icc_profile", "loop", "duration", "transparency", *(["dpi"] if suffix == ".png" else [])):
            assert picture.info.get(kept) == before.info.get(kept), kept


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".png"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photo_that_a_phone_held_on_its_side_stays_the_right_way_up(suffix: str, orientation: int) -> None:
    made = sure(suffix, photo(suffix, orientation))
    with Image.open(io.BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {ExifTags.Base.Orientation: orientation}
    assert [secret for secret in SECRETS if secret in made] == []


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "I;16"])
def test_every_kind_of_png_stays_as_it_looks(mode: str) -> None:
    out = io.BytesIO()
    (Image.new("I;16", (5, 5), 700) if mode == "I;16" else drawn(mode)).save(out, "PNG")
    assert pixels(sure(".png", out.getvalue())) == pixels(out.getvalue())


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_kind_of_jpeg_stays_as_it_looks(mode: str) -> None:
    out = io.BytesIO()
    drawn("RGB").convert(mode).save(out, "JPEG")
    assert pixels(sure(".jpg", out.getvalue())) == pixels(out.getvalue())


def test_a_thumbnail_that_shows_what_was_cut_away_is_not_published() -> None:
    plain = sure(".jpg", photo(".jpg"))
    assert plain[2:4] == b"\xff\xe0"
    with_thumbnail = b"\xff\xe0" + (16 + 12).to_bytes(2, "big") + b"JFIF\0\1\1\0\0\1\0\1\2\2" + b"secret" * 2
    assert sure(".jpg", plain[:2] + with_thumbnail + plain[20:]) == plain


@pytest.mark.parametrize("suffix", FORMS)
@given(data=st.data())
def test_any_bytes_give_a_picture_or_a_reason(suffix: str, data: st.DataObject) -> None:
    sound = bytearray(photo(suffix, 6))
    for _ in range(data.draw(st.integers(0, 8))):
        kind = data.draw(st.sampled_from(["change", "cut", "double"]))
        at = data.draw(st.integers(0, max(len(sound) - 1, 0)))
        if kind == "change" and sound:
            sound[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del sound[at : at + data.draw(st.integers(1, 40))]
        else:
            sound[at:at] = sound[at : at + 30]
    made = cleaned(suffix, bytes(sound))
    assert isinstance(made, (bytes, Unfit))
    assert isinstance(made, Unfit) or cleaned(suffix, made) == made


@given(data=st.binary(max_size=300), suffix=st.sampled_from([*FORMS, ".jpeg", ".svg", ".JPG"]))
def test_noise_is_no_picture(data: bytes, suffix: str) -> None:
    assert isinstance(cleaned(suffix, data), Unfit)


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("other", [".png", ".jpg", ".webp", ".gif", ".svg", ".jpeg"])
def test_a_picture_under_the_name_of_another_kind_is_a_problem(suffix: str, other: str) -> None:
    made = cleaned(other, photo(suffix))
    assert isinstance(made, bytes) == (FORMS[suffix] == FORMS.get(other.replace("jpeg", "jpg")))
    if isinstance(made, Unfit):
        assert suffix[1:] in made.sentence and other in made.sentence


@pytest.mark.parametrize("suffix", FORMS)
def test_a_picture_that_is_cut_short_is_a_problem(suffix: str) -> None:
    whole = sure(suffix, photo(suffix))
    assert all(isinstance(cleaned(suffix, whole[:length]), Unfit) for length in range(len(whole)))


INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="80" height="80" viewBox="0 0 80 80" version="1.1" id="svg5" sodipodi:docname="logo.svg"
 inkscape:export-filename="/home/jo/logo.png"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg"
 xmlns:svg="http://www.w3.org/2000/svg" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<sodipodi:namedview id="namedview7" pagecolor="#ffffff" showgrid="false"><inkscape:grid type="xygrid"/>
</sodipodi:namedview>
<metadata><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
<dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
<defs id="defs2"><linearGradient id="a"><stop style="stop-color:#00f;stop-opacity:1" offset="0"/></linearGradient>
<linearGradient id="b" xlink:href="#a" gradientUnits="userSpaceOnUse"/>
<inkscape:path-effect effect="fillet_chamfer" only_selected="false" id="p"/></defs>
<g inkscape:label="Layer 1" inkscape:groupmode="layer"><rect style="fill:url(#b);stroke:none" width="9" height="9"/>
<path fill="url('#b')" d="M0 0h9v9z" inkscape:connector-curvature="0" clip-path="url( &quot;#c&quot; )"/>
<use href="#a"/><a><text xml:space="preserve">Data: our links</text></a></g></svg>"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In -->
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px"
 viewBox="0 0 80 80" style="enable-background:new 0 0 80 80;" xml:space="preserve">
<metadata><?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>
</metadata>
<style type="text/css"><![CDATA[
 .st0{fill:#00566B;} .st1{clip-path:url(#SVGID_2_);fill:url(#SVGID_1_);font-family:'Arial'}
 @media (prefers-color-scheme: dark) { .st0{fill:#fff} }
]]></style><g id="Onward" class="st0"><path class="st1" d="M1,1z"/></g></svg>"""
MOVING = """<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"><animate attributeName="r" values="1;9" dur="2s"
 begin="0s"/><set attributeName="fill" to="red"/></circle></svg>"""


def test_a_drawing_in_which_nobody_noted_anything_keeps_its_bytes() -> None:
    for data in (MOVING.encode(), b"\xef\xbb\xbf" + MOVING.encode()):
        assert cleaned(".svg", data) == data


def elements_of(data: bytes) -> list[tuple[str, dict[str, str], str]]:
    """What a browser draws of a picture: its elements with their attributes and words."""
    spaces = ("{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}")
    found = []
    for element in ElementTree.fromstring(data).iter():
        if element.tag.startswith("{http://www.w3.org/2000/svg}") and not element.tag.endswith("}metadata"):
            own = {name: value for name, value in element.items() if name[0] != "{" or name.startswith(spaces)}
            found.append((element.tag, own, (element.text or "").strip()))
    return found


NOTES = """<!-- Jo Example, 1 Home Street --><metadata><r:RDF xmlns:r="urn:r" xmlns:dc="urn:dc"><dc:creator>Jo Example
</dc:creator></r:RDF></metadata><i:grid xmlns:i="urn:i" i:path="/home/jo.example/private"/>"""


@pytest.mark.parametrize("text", [INKSCAPE, ILLUSTRATOR, MOVING], ids=["Inkscape", "Illustrator", "moving"])
def test_a_logo_is_published_without_what_programs_note_in_it(text: str) -> None:
    noted = text.replace("</svg>", f"{NOTES}</svg>").replace(
        "<svg ", '<svg xmlns:k="urn:k" k:export="/home/jo.example" ', 1
    )
    data = cleaned(".svg", noted.encode())
    assert isinstance(data, bytes)
    for word in (b"Jo Example", b"jo.example", b"Home Street", b"metadata", b"sodipodi:", b"inkscape:", b"xmpmeta"):
        assert word not in data
    assert elements_of(data) == elements_of(text.encode())
    assert cleaned(".svg", data) == data


SHIPPED = [path for folder in ("content", "theme") for path in sorted((ROOT / folder).rglob("*.svg"))]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_shipped_pictures_are_published_as_they_are(path: Path) -> None:
    assert cleaned(".svg", path.read_bytes()) == path.read_bytes()


HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:h="http://www.w3.org/1999/xhtml" xmlns:x="urn:x">'
)
SVG_ATTACKS = [
    "<script>hit()</script>",
    "<SCRIPT>hit()</SCRIPT>",
    "<script href='#a'/>",
    "<h:script>hit()</h:script>",
    "<x:script>hit()</x:script>",
    '<s:script xmlns:s="http://www.w3.org/2000/svg">hit()</s:script>',
    "<g><g><defs><script>hit()</script></defs></g></g>",
    "<h:img src='x' onerror='hit()'/>",
    "<h:iframe srcdoc='&lt;script>parent.hit()&lt;/script>'/>",
    "<h:link rel='stylesheet' href='#a'/>",
    "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
    "<x:foreignObject/>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML' href='#a'/>",
    "<g onload='hit()'/>",
    "<g ONCLICK='hit()'/>",
    "<g x:onload='hit()'/>",
    "<animate onbegin='hit()' attributeName='x' dur='1s'/>",
    "<a href='https://a.example/'><text>x</text></a>",
    "<a xlink:href='javascript:hit()'><text>x</text></a>",
    "<a xlink:href=' java&#10;script:hit()'><text>x</text></a>",
    "<a xlink:href='&#106;avascript:hit()'><text>x</text></a>",
    "<a href='data:text/html,x'><text>x</text></a>",
    "<a href='other.svg#x'><text>x</text></a>",
    "<a href='//a.example'><text>x</text></a>",
    "<image href='https://a.example/x.png'/>",
    "<image href='data:image/svg+xml,x'/>",
    "<image src='x.png'/>",
    "<use xlink:href='x.svg#a'/>",
    "<use xmlns:y='http://www.w3.org/1999/xlink' y:href='data:image/svg+xml,x#a'/>",
    "<g xml:base='https://a.example/'/>",
    "<a><set attributeName='href' to='javascript:hit()'/></a>",
    "<a><animate attributeName='xlink:href' values='#a;#b'/></a>",
    "<a><animate attributeName=' href ' values='#a;#b'/></a>",
    "<g><set attributeName='onmouseover' to='hit()'/></g>",
    "<rect fill='url(https://a.example/x.svg#a)'/>",
    "<rect fill=\"url( 'https://a.example/x.svg#a')\"/>",
    "<rect style='fill:u\\72l(https://a.example/)'/>",
    "<rect style='fill:\\000075rl(https://a.example/)'/>",
    "<rect style='cursor:image-set(\"https://a.example/\" 1x)'/>",
    "<rect style='fill:URL(data:x)'/>",
    "<style>@import 'https://a.example/x.css';</style>",
    "<style>@\\69mport 'x.css';</style>",
    "<style><![CDATA[@font-face{font-family:x;src:url(x.woff)}]]></style>",
    "<style>.a{fill:u<!-- -->rl(x.svg#a)}</style>",
    "<style>.a{background:/* url(#a) */url(x)}</style>",
    "<x:style>@import 'x'</x:style>",
    "<filter><feImage href='x.png'/></filter>",
    "<handler>hit()</handler>",
    "<video src='#x'/>",
    "<unheard-of/>",
    "<?xml-stylesheet href='x.css'?>",
    "<?php hit() ?>",
    "<g>",
    "&hit;",
]
WHOLE_ATTACKS = [
    '<?xml-stylesheet type="text/xsl" href="#x"?>' + HEAD + "</svg>",
    "<!DOCTYPE svg>" + HEAD + "</svg>",
    '<!DOCTYPE svg [<!ENTITY x "y">]>' + HEAD + "&x;</svg>",
    '<!DOCTYPE svg [<!ATTLIST g onload CDATA "hit()">]>' + HEAD + "<g/></svg>",
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://a.example/x.dtd">' + HEAD + "</svg>",
    '<?xml version="1.0" encoding="UTF-7"?>' + HEAD + "</svg>",
    '<?xml version="1.0" encoding="iso-8859-1"?>' + HEAD + "</svg>",
    HEAD.replace("<svg", "<svg onload='hit()'") + "</svg>",
    "<svg/>",
    '<html xmlns="http://www.w3.org/1999/xhtml"><script>hit()</script></html>',
    "<html><script>hit()</script></html>",
    HEAD + "</svg><script/>",
    "<svg",
    "<",
]


@pytest.mark.parametrize("text", [*(HEAD + attack + "</svg>" for attack in SVG_ATTACKS), *WHOLE_ATTACKS])
def test_a_picture_that_could_run_or_load_something_is_a_problem(text: str) -> None:
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode()):
        made = cleaned(".svg", data)
        assert isinstance(made, Unfit)
        assert made.sentence[0].islower() and made.fix
        assert "Error" not in made.sentence and "expat" not in made.sentence


def test_a_deep_drawing_with_notes_is_told_and_no_more() -> None:
    deep = '<svg xmlns="http://www.w3.org/2000/svg"><!-- x -->' + "<g>" * 5000 + "</g>" * 5000 + "</svg>"
    assert isinstance(cleaned(".svg", deep.encode()), Unfit)


@given(st.data())
def test_any_svg_is_published_as_its_drawing_alone_or_not_at_all(data: st.DataObject) -> None:
    texts = [INKSCAPE, ILLUSTRATOR, MOVING, *(HEAD + attack + "</svg>" for attack in SVG_ATTACKS), *WHOLE_ATTACKS]
    text = bytearray(data.draw(st.sampled_from(texts)).encode())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        text[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    made = cleaned(".svg", bytes(text))
    assert isinstance(made, Unfit) or cleaned(".svg", made) == made


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-7"])
def test_a_picture_in_another_encoding_is_a_problem(encoding: str) -> None:
    assert isinstance(cleaned(".svg", (HEAD + "<script>hit()</script></svg>").encode(encoding)), Unfit)


def test_a_picture_of_many_elements_in_each_other_is_read() -> None:
    assert isinstance(cleaned(".svg", (HEAD + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>").encode()), bytes)


def test_what_is_let_through_runs_nothing_when_it_is_opened_by_itself(browser: Browser, tmp_path: Path) -> None:
    texts = [INKSCAPE, ILLUSTRATOR, MOVING, *(HEAD + attack + "</svg>" for attack in SVG_ATTACKS), *WHOLE_ATTACKS]
    context = browser.new_context()
    page = context.new_page()
    hits: list[str] = []
    asked: list[str] = []
    page.expose_function("hit", lambda: hits.append(page.url))
    page.on("request", lambda request: asked.append(request.url))
    published = [data for data in (cleaned(".svg", text.encode()) for text in texts) if isinstance(data, bytes)]
    for at, data in enumerate(published):
        (tmp_path / f"{at}.svg").write_bytes(data)
        page.goto((tmp_path / f"{at}.svg").as_uri(), wait_until="networkidle")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    context.close()
    assert hits == []
    assert len(asked) == len(published) == 3


def test_pictures_leave_a_site_without_what_gives_somebody_away(workspace: Path, rolecall: Rolecall) -> None:
    folder, pages = workspace / "content/pcns/testbury", workspace / "content/pages"
    (folder / "sam.webp").write_bytes(photo(".webp"))
    (folder / "logo.png").write_bytes(photo(".png"))
    (pages / "us").mkdir(parents=True)
    for name in ("us/a.jpg", "us/b.JPEG", "c.png", "d.webp", "e.gif"):
        (pages / name).write_bytes(photo(Path(name).suffix.lower().replace("jpeg", "jpg")))
    (workspace / "theme/shell").mkdir(parents=True)
    (workspace / "theme/shell/back.jpg").write_bytes(photo(".jpg"))
    with (folder / "pcn.yml").open("a") as file:
        file.write("checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\nlogo: logo.png\n")
        file.write("people: [{name: Sam, roles: [link-worker], photo: sam.webp, photo_shows: Sam}]\n")
    ran = rolecall(workspace, "build", "--zip")
    assert ran.code == 0, ran.err
    site = workspace / "site/testbury"
    made = [path for path in site.rglob("*") if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp", ".gif")]
    assert {path.name for path in made} == {
        "a.jpg",
        "b.JPEG",
        "c.png",
        "d.webp",
        "e.gif",
        "back.jpg",
        "sam.webp",
        "logo.png",
    }
    for path in made:
        assert [secret for secret in SECRETS if secret in path.read_bytes()] == [], path
        assert pixels(path.read_bytes())
    shutil.unpack_archive(workspace / "site/testbury.zip", workspace / "unpacked")
    for path in (workspace / "unpacked").rglob("*"):
        assert path.is_dir() or b"Jo Example" not in path.read_bytes(), path
