// The search. Nothing that is typed leaves the page. Words stand after the # of the address, which servers never see, and
// only once somebody follows a result, as browsers keep each address. Words of danger stand nowhere.
// What finds things comes only when somebody starts to search.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id);
    const box = at("q"), results = at("results"), status = at("status"), form = at("search");
    const { files, urgent, from } = form.dataset;
    // The words that people read stand in the page.
    const kinds = results.dataset, told = status.dataset, plural = new Intl.PluralRules(document.documentElement.lang);
    const out = at("way_out"), boxes = [...document.querySelectorAll("[data-words]")], pictures = at("pictures").content;
    let danger, find;

    const urls = files.split(" ").map(file => new URL(file, document.baseURI).href);
    const policy = globalThis.trustedTypes
      ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (urls.includes(url)) return url; throw new TypeError(url); } })
      : { createScriptURL: url => url };

    function load() {
      const ready = urls.map(url => new Promise((done, failed) => {
        const script = document.createElement("script");
        script.async = false; // they run in the order in which they are named
        script.onload = () => { warn(); done(); };
        script.onerror = failed;
        script.src = policy.createScriptURL(url);
        document.head.append(script);
      }));
      return Promise.all(ready).then(() => {
        // The index has addresses as seen from the page of the search.
        const whole = address => new URL(address, new URL(from, document.baseURI)).href;
        for (const entry of rolecallIndex.entries) entry[0] = whole(entry[0]);
        rolecallIndex.otherwise = rolecallIndex.otherwise.map(whole);
        find = rolecallFind(rolecallIndex, kinds.compare, word => danger.of(word).length > 0);
      });
    }

    function item(entry) {
      const li = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("p");
      link.href = entry.address;
      link.textContent = entry.title;
      kind.className = "also";
      kind.textContent = entry.names.includes(entry.name)
        ? kinds.called.replace(/\{(kind|name)\}/g, (_, slot) => slot === "kind" ? kinds[entry.kind] : entry.name) : kinds[entry.kind];
      li.append([...pictures.children].find(part => part.dataset.kind === entry.kind).cloneNode(true), link, kind);
      if (entry.says) {
        const text = document.createElement("p");
        text.append(...withNumber(entry.says, entry.phone));
        li.append(text);
      }
      return li;
    }

    // A sentence in which a phone number can be tapped.
    function withNumber(says, phone) {
      const [before, after] = phone && says.includes(phone) ? says.split(phone, 2) : [says];
      if (after === undefined) return [says];
      const call = document.createElement("a");
      call.href = `tel:${phone.replace(/\s/g, "")}`;
      call.textContent = phone;
      call.translate = false;
      return [before, call, after];
    }

    // Shows the boxes for what is typed, as soon as their patterns are there. Whether any shows.
    function warn() {
      danger ||= globalThis.rolecallPatterns && rolecallDanger(rolecallPatterns);
      if (!danger) return false;
      const found = danger.of(box.value), wasHidden = boxes.every(part => part.hidden);
      for (const part of boxes) part.hidden = !found.includes(part.dataset.words);
      if (out) out.hidden = !found.length; // on a page that has no way out of its own
      if (!found.length) return false;
      status.textContent = told.urgent;
      if (wasHidden) box.scrollIntoView(); // so that the box stands above the keyboard of a phone
      return true;
    }

    function show() {
      const text = box.value.trim(), isDanger = warn();
      const { found, isKnown } = text ? find(text, isDanger && new URL(urgent, document.baseURI).href) : { found: [], isKnown: true };
      results.replaceChildren(...found.map(item));
      results.hidden = !found.length;
      at("all").hidden = Boolean(text);
      at("none").hidden = isKnown;
      const count = isKnown && (told[plural.select(found.length)] || told.other).replace("{}", found.length);
      if (!isDanger) status.textContent = text ? count || told.none : "";
      if (location.hash && (isDanger || text !== asked())) keep("");
      results.ariaBusy = "false";
    }

    const keep = text => history.replaceState(null, "", text ? "#" + encodeURIComponent(text) : location.pathname + location.search);
    // What the address asks for. A part of the page, such as its menu, is no question.
    function asked() {
      try { const text = decodeURIComponent(location.hash.slice(1)); return at(text) ? "" : text; } catch { return ""; }
    }

    let loading;
    const start = () => { loading ||= load().catch(() => { loading = null; }); return loading; };
    const search = () => {
      results.ariaBusy = "true";
      warn();
      start().then(() => { if (find) show(); else if (!warn()) status.textContent = told.failed; });
    };
    let waiting;
    box.addEventListener("focus", start);
    box.addEventListener("input", () => { results.ariaBusy = "true"; clearTimeout(waiting); waiting = setTimeout(search, 150); });
    form.addEventListener("submit", event => { event.preventDefault(); search(); });
    const fromAddress = () => { if (asked() && asked() !== box.value) { box.value = asked(); search(); } };
    addEventListener("hashchange", fromAddress);
    results.addEventListener("click", event => { if (event.target.closest("a") && !warn()) keep(box.value.trim()); });
    // Whoever comes back to this page finds no words of danger on it.
    addEventListener("pagehide", () => { if (!danger || warn()) { box.value = ""; show(); } });
    fromAddress();
  });
})();
