"""A page of a browser whose every step is watched: what runs, opens, is asked for or breaks the policy is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

LOOKED_AT = """() => {
    document.querySelectorAll('details').forEach(d => d.open = true);
    const attributes = [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].map(a => [e, a]));
    const runs = attributes.filter(([e, a]) => a.name.startsWith('on') || a.name === 'style'
        || ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'srcdoc', 'ping'].includes(a.name)
        && !/^(https?:|mailto:|tel:|sms:|[^:]*([/?#]|$))/i.test(a.value))
        .map(([e, a]) => `${e.tagName} ${a.name}`);
    const odd = [...document.querySelectorAll(`iframe, object, embed, math, base:not([target=_top]), link[rel=import],
        meta[http-equiv=refresh], main style, main img:not([src*="assets/"], [src*="qr/"]),
        main svg:not(.icon, .shape), form:not([role=search], [method=post]),
        script:not([src]):not([type='application/ld+json'])`)].map(e => e.outerHTML);
    document.querySelectorAll('script[type="application/ld+json"]').forEach(s => JSON.parse(s.textContent));
    return [...runs, ...odd, [...document.links].map(a => a.href)];
}"""
"""What is on a page that could run, or that nobody but us puts there. The last is where its links lead."""

CLICKED = """() => {
    addEventListener('click', event => event.preventDefault());  // last, so that handlers of links still run
    document.querySelectorAll('a, summary, button').forEach(e => e.click());
}"""
"""Every link and button clicked, without going where it leads."""

OURS = ("mailto:", "tel:", "sms:", "https://", "http://")
"""Where a link may lead."""


@contextmanager
def watched(browser: Browser, base: str, *, has_policy: bool, width: int = 1280) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it tells. It may ask for what lies below `base`, and calls `hit()` where an attack runs."""
    context = browser.new_context(bypass_csp=not has_policy, viewport={"width": width, "height": 640})
    page = context.new_page()
    told: list[str] = []
    page.expose_function("hit", lambda *_: told.append(f"{page.url}: it ran"))
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: told.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"{page.url}: {error}"))
    page.on("popup", lambda popup: told.append(f"{page.url}: opened {popup.url}"))
    page.on("request", lambda request: None if request.url.startswith(base) else told.append(request.url))
    # There is no other website, and a page that leaves for one stays.
    page.route(lambda url: not url.startswith(base), lambda route: route.fulfill(status=204))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.log(e.violatedDirective + ' ' + e.blockedURI))"
    )
    yield page, told
    context.close()
