// A list of services and people. What is on it stands in the address, after the #, which servers never see, and nowhere else.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id), words = at("list").dataset;
    const [count, tally, missing, last, link, text, copy] = ["count", "tally", "gone", "earlier", "link", "text", "copy"].map(at);
    const plural = new Intl.PluralRules(document.documentElement.lang);
    const say = (part, number) => (part.dataset[plural.select(number)] || part.dataset.other).replace("{}", number);
    const nameOf = card => card.querySelector("h4").textContent.trim();

    // The list above grows, and what somebody just ticked stays where it is on the screen.
    function inItsPlace(part, change) {
      const before = part.getBoundingClientRect().top;
      change();
      scrollBy(0, part.getBoundingClientRect().top - before);
    }

    // Without their ids, the browser does not go to a card that the address names: the list is at the top.
    const cards = new Map([...document.querySelectorAll(".picked > li")].map(card => [card.id, card]));
    const boxes = new Map();
    for (const [id, card] of cards) {
      card.removeAttribute("id");
      const label = document.createElement("label"), box = document.createElement("input"), name = document.createElement("span");
      box.type = "checkbox";
      box.autocomplete = "off"; // the address alone says what is ticked
      name.className = "hidden";
      name.textContent = words.on.replace("{}", () => nameOf(card));
      label.append(box, name);
      card.prepend(label);
      boxes.set(id, box);
      box.addEventListener("change", () => inItsPlace(box, () => change(box.checked ? [...chosen, id] : [...chosen].filter(other => other !== id))));
    }

    // All that is known of services comes once something is on the list. Their cards, to tick, have less.
    const facts = new Map();
    let asked = !words.facts;
    function ask() {
      if (asked) return;
      asked = true;
      const url = new URL(words.facts, document.baseURI).href, script = document.createElement("script");
      const policy = globalThis.trustedTypes
        ? trustedTypes.createPolicy("rolecall", { createScriptURL: given => { if (given === url) return given; throw new TypeError(given); } })
        : { createScriptURL: given => given };
      script.onload = () => {
        for (const [id, lines, phone] of rolecallFacts) facts.set(id, { lines, phone });
        inItsPlace(document.activeElement, show);
      };
      script.src = policy.createScriptURL(url);
      document.head.append(script);
    }

    function inParagraphs({ lines, phone }) {
      const paragraphs = lines.map(line => document.createElement("p"));
      paragraphs.forEach((paragraph, number) => { paragraph.textContent = lines[number]; });
      if (!phone) return paragraphs;
      const number = document.createElement("p"), call = document.createElement("a");
      call.href = `tel:${phone.replace(/\s/g, "")}`;
      call.textContent = phone;
      call.translate = false;
      number.append(call);
      return [...paragraphs, number];
    }

    let chosen = new Set();
    const hash = () => [...chosen].join(",");
    const address = () => (location.protocol === "file:" && link.dataset.address || location.href.split("#")[0]) + "#" + hash();
    const keep = () => history.replaceState(null, "", chosen.size ? `#${hash()}` : location.pathname + location.search);

    function change(ids) {
      chosen = new Set(ids);
      missing.hidden = true;
      keep();
      show();
    }

    function show() {
      for (const [id, box] of boxes) box.checked = chosen.has(id);
      if (chosen.size) ask();
      at("chosen").replaceChildren(...[...chosen].map(shownOnList));
      count.textContent = chosen.size ? say(count, chosen.size) : count.dataset.none;
      tally.textContent = count.textContent;
      for (const part of ["bar", "may_change", "send"]) at(part).hidden = !chosen.size;
      link.textContent = address();
      text.href = `sms:?&body=${encodeURIComponent(text.dataset.says.replace("{}", address))}`;
      const others = earlier();
      last.hidden = !others.length;
      if (others.length) last.textContent = say(last, others.length);
    }

    function shownOnList(id) {
      const card = cards.get(id).cloneNode(true), off = document.createElement("button");
      off.type = "button";
      off.className = "screen";
      off.textContent = words.off;
      off.setAttribute("aria-label", words.offNamed.replace("{}", () => nameOf(card)));
      off.addEventListener("click", () => {
        change([...chosen].filter(other => other !== id));
        at("on_list").focus();
      });
      card.hidden = false;
      card.querySelector("label").remove();
      if (facts.has(id)) {
        for (const part of card.querySelectorAll(":scope > :not(h4)")) part.remove();
        card.append(...inParagraphs(facts.get(id)));
      }
      card.append(off);
      return card;
    }

    // What an address has on its list, and how much of that is not here any more.
    function read(fragment) {
      let named = "";
      try { named = decodeURIComponent(fragment.replace(/^#/, "")); } catch { /* nothing of ours */ }
      const parts = [...new Set(named.split(","))].filter(part => cards.has(part) || /^[rs]-[a-z0-9-]+$/.test(part));
      const known = parts.filter(part => cards.has(part));
      return { known, gone: parts.length - known.length };
    }

    // Whoever puts a second thing on a list from its own page has begun another list. The one before is in the history of
    // this tab, where some browsers let its own pages look.
    function earlier() {
      const entries = globalThis.navigation?.entries?.() ?? [], here = globalThis.navigation?.currentEntry?.index ?? 0;
      const lists = entries.slice(0, here).map(entry => new URL(entry.url ?? "about:blank")).filter(url => url.pathname === location.pathname);
      const found = lists.map(url => read(url.hash).known).findLast(known => known.length) ?? [];
      return found.filter(id => !chosen.has(id));
    }

    function fromAddress() {
      const { known, gone } = read(location.hash);
      if (location.hash && !known.length && !gone) return keep(); // a part of the page, such as its menu: the list stays
      chosen = new Set(known);
      missing.textContent = say(missing, gone);
      show();
      missing.hidden = !gone;
    }

    at("q").addEventListener("input", () => {
      const plain = words => words.toLowerCase().normalize("NFD").replace(/[^\p{L}\p{N} ]/gu, "");
      const asked = plain(at("q").value).split(" ").filter(Boolean);
      for (const card of cards.values()) {
        const has = plain(card.textContent).split(/\s+/);
        card.hidden = !asked.every(word => has.some(other => other.startsWith(word)));
      }
      for (const part of document.querySelectorAll("#add section")) part.hidden = !part.querySelector("li:not([hidden])");
      at("none").hidden = [...cards.values()].some(card => !card.hidden);
    });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address());
      } catch { // where a page is not secure, as on an old server within the surgery
        getSelection().selectAllChildren(link);
        document.execCommand("copy");
      }
      count.textContent = copy.dataset.copied;
    });
    at("print").addEventListener("click", () => print());
    at("empty").addEventListener("click", () => { change([]); at("add").open = true; at("on_list").focus(); });
    last.addEventListener("click", () => change([...chosen, ...earlier()]));
    at("see").addEventListener("click", () => { at("on_list").focus(); at("on_list").scrollIntoView(); });
    addEventListener("hashchange", fromAddress);
    at("list").hidden = false;
    show();
    fromAddress();
    at("add").open = !chosen.size;
  });
})();
