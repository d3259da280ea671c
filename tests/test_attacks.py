"""Text from outside cannot run, whatever it holds, even with the policy of the pages switched off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from conftest import Ran
from shown import SEARCHED

ATTACKS = [
    "<script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "[click](javascript:hit())",
    "[click](JaVaScRiPt:hit())",
    "[click](java\tscript:hit())",
    "[click](&#106;avascript:hit())",
    "[click](data:text/html,<script>hit()</script>)",
    "[click](vbscript:hit())",
    "<javascript:hit()>",
    "![x](javascript:hit())",
    '![x](https://a.example/x"onerror="hit())',
    '[x](https://a.example "onmouseover=hit()")',
    "<a href='javascript:hit()'>click</a>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<details open ontoggle=hit()>",
    "<style>@import 'x'</style><math><mtext><img src=x onerror=hit()>",
    "{{ ''.__class__ }}{% for x in [1] %}hit(){% endfor %}",
    "</title></h1></main><script>hit()</script>",
    "`<script>hit()</script>`",
    "    <script>hit()</script>",
    "[x]: javascript:hit()\n[click][x]",
    '<http://a.example/" onclick="hit()>',
    "--><script>hit()</script><!--",
]


def test_nothing_that_somebody_writes_runs(workspace: Path, browser: Browser, rolecall: Callable[..., Ran]) -> None:
    text = json.dumps(" ".join(ATTACKS[:3] + ATTACKS[10:19]).replace("\t", " "))
    pcn = workspace / "content/pcns/testbury/pcn.yml"
    with pcn.open("a") as file:
        file.write("checked: {date: 2026-10-01, by: Us}\nnext_check: 2027-10-01\n")
        file.write(f"another_way: {{text: {text}}}\nfeedback: {{text: {text}}}\n")
        file.write(f"roles:\n  link-worker:\n    only_for: {text}\n    reach: {{text: {text}}}\n")
        file.write(f"    answers:\n      contacts: {{text: {text}}}\n      does: {{list: [{text}]}}\n")
        file.write("practices:\n  - name: Mill Surgery\n    ods_code: L81008\n    address: [\"1' onx='hit()\"]\n")
        file.write(f"    roles: {{link-worker: {{answers: {{meet: {{text: {text}}}}}}}}}\n")
    with pcn.open("a") as file:
        file.write(f"people: [{{name: Sam Example, roles: [link-worker], days: {text}, about: {text}}}]\n")
    service = workspace / "content/pcns/testbury/services/lunch.yml"
    service.parent.mkdir()
    told = '![x](https://a.example/x"onerror="hit())'  # a picture from elsewhere stops a build
    whole = json.dumps("\n\n".join(attack for attack in ATTACKS if attack != told))
    service.write_text(
        f"name: \"' onx='hit()\"\nsummary: {text}\ndescription: {whole}\nneeds: [lonely]\n"
        f"organisation: {{name: Trust, description: {text}}}\nwho_for: {{text: {text}, not_for: {text}}}\n"
        f"how_to_join: {{text: {text}, wait: {text}}}\ncost: {{text: {text}}}\nbring: [{text}]\nfunding: {text}\n"
        f"when: [{{text: {text}, notes: {text}}}]\nwhere: [{{name: Hall, transport: {text}, access_notes: {text}}}]\n"
        f"interpreting: {text}\naccreditation: {text}\nalert: {{text: {text}, until: 2027-01-01}}\n"
        "also_known_as: [\"' onx='hit()\"]\narea: [{name: \"' onx='hit()\"}]\nlanguages: [pl]\n"
    )
    of_pages = [
        attack for attack in ATTACKS if "\t" not in attack and attack != told
    ]  # that link leads nowhere, which stops a page
    page_text = "# \"' onx='hit()' & <b>\n\n" + "\n\n".join(of_pages) + "\n"
    (workspace / "content/pages/attack.md").write_text(page_text)
    assert rolecall(workspace, "build").code == 0
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    hits: list[str] = []
    page.expose_function("hit", lambda: hits.append(page.url))
    page.on("dialog", lambda dialog: (hits.append(dialog.message), dialog.dismiss()))
    files = sorted((workspace / "site/testbury").rglob("*.html"))
    assert any("attack" in path.parts for path in files)
    for path in files:
        if 'http-equiv="refresh"' in path.read_text():
            continue  # a browser goes on from it before anything can be asked
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        risky = page.evaluate(
            """() => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a =>
                 a.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(a.value))
                 .map(a => e.tagName + ' ' + a.name + '=' + a.value))"""
        )
        assert risky == [], path
        own = ", ".join(
            f"[src$='/{name}.js']" for name in ("search", "services", "exit", "staff", "sheet", "whats-on", "my-list")
        )
        ours = f"script:not({own}, [type='application/ld+json']), svg:not(.icon, .shape), form:not(#search, #find)"
        assert page.locator(f"{ours}, iframe, style, math, object, embed, base[href]").count() == 0, path
        for link in page.get_by_text("click", exact=True).all():
            assert not (link.get_attribute("href") or "").startswith(("java", "data", "vb")), path
    page.goto((workspace / "site/testbury/search/index.html").as_uri())
    for attack in ["onx", *ATTACKS]:
        page.get_by_role("searchbox").fill(attack)
        page.wait_for_function(SEARCHED)
        assert page.locator("#results :is(img, script, svg:not(.icon), iframe)").count() == 0, attack
    page.get_by_role("searchbox").fill("onx")
    page.locator("#results li").first.wait_for()
    context.close()
    assert hits == []
