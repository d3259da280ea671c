// For staff: finds what the search finds, shows it as the cards of this page, and copies. Nothing typed leaves the page.
// The surgery is the page: choosing one opens its own. Which services are on the sheet stands after the # alone.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id), status = at("status"), words = status.dataset;
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });

    // Copies. What a button says is its first part; the last way works where a page is not secure, as on an old server.
    const today = new Date().toLocaleDateString(root.lang);
    async function copy(text, button) {
      const words = text.replaceAll("[date]", today);
      try {
        await navigator.clipboard.writeText(words);
      } catch {
        const field = Object.assign(document.createElement("textarea"), { value: words });
        document.body.append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
        button.focus();
      }
      say(button);
    }
    function say(button) {
      const [label, name] = button.children;
      button.dataset.label ||= label.textContent;
      label.textContent = words.copied;
      status.textContent = `${words.copied}: ${button.dataset.label}${name.textContent}`;
      clearTimeout(button.waiting);
      button.waiting = setTimeout(() => { label.textContent = button.dataset.label; }, 3000);
    }
    for (const text of document.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button"), name = make("span", `: ${text.dataset.name}`);
      button.type = "button";
      button.dataset.copies = text.id;
      name.className = "hidden";
      button.append(make("span", text.dataset.copy), name);
      text.after(button);
    }
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-copies]");
      if (button) copy(textOf(at(button.dataset.copies)), button);
    });
    // What is folded has no innerText of its own lines.
    const textOf = part => [...part.childNodes].map(node => node.nodeName === "BR" ? "\n" : node.textContent.replace(/\n/g, " ")).join("");

    // The surgery.
    const surgery = at("surgery");
    const go = address => location.assign(new URL(address, document.baseURI).href + location.hash);
    surgery?.addEventListener("change", () => go(surgery.selectedOptions[0].dataset.page));
    const named = [...surgery?.options ?? []].find(option => option.value && option.value === location.hash.slice(1));
    if (named) location.replace(new URL(named.dataset.page, document.baseURI).href);

    // The sheet of services.
    const sheet = at("sheet").firstElementChild, plural = new Intl.PluralRules(root.lang);
    const onSheet = new Set(/^#s-[a-z0-9,-]+$/.test(location.hash) ? location.hash.slice(1).split(",") : []);
    function showSheet() {
      const parts = [...onSheet].join(",");
      history.replaceState(null, "", parts ? `#${parts}` : location.pathname + location.search);
      at("sheet").hidden = !parts;
      sheet.textContent = (sheet.dataset[plural.select(onSheet.size)] || sheet.dataset.other).replace("{}", onSheet.size);
      sheet.hash = parts;
      for (const button of document.querySelectorAll("[data-does=sheet]")) button.ariaPressed = onSheet.has(button.dataset.part);
    }
    if (onSheet.size) showSheet();

    // The finder. What finds things loads with the first letter; until then, names are compared.
    const form = at("find"), q = at("q"), results = at("results"), all = at("all"), more = at("danger_more");
    const urls = form.dataset.files.split(" ").map(file => new URL(file, document.baseURI).href);
    const policy = globalThis.trustedTypes
      ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (urls.includes(url)) return url; throw new TypeError(url); } })
      : { createScriptURL: url => url };
    const whole = (address, base) => new URL(address, new URL(base, document.baseURI)).href;
    const items = new Map(), homes = [...document.querySelectorAll("#all .found")].map(list => [list, [...list.children]]);
    for (const item of document.querySelectorAll("[data-entry]")) items.set(whole(item.dataset.entry, ""), item);
    const nameOf = item => item.querySelector(".name").textContent.trim();
    const rows = [...document.querySelectorAll("[data-families]")];
    let find, danger;

    let loading;
    function load() {
      loading ||= Promise.all(urls.map(url => new Promise((done, failed) => {
        const script = document.createElement("script");
        script.async = false; // they run in the order in which they are named
        script.onload = done;
        script.onerror = failed;
        script.src = policy.createScriptURL(url);
        document.head.append(script);
      }))).then(() => {
        danger = rolecallDanger(rolecallPatterns);
        for (const entry of rolecallIndex.entries) entry[0] = whole(entry[0], form.dataset.from);
        rolecallIndex.otherwise = rolecallIndex.otherwise.map(address => whole(address, form.dataset.from));
        find = rolecallFind(rolecallIndex, form.dataset.compare, word => danger.of(word).length > 0);
        for (const [address, ...rest] of rolecallToCopy) toCopy.set(whole(address, urls.at(-1)), rest);
      }).catch(() => { loading = null; });
      return loading;
    }

    const toCopy = new Map();
    function acts(item, address) {
      if (!toCopy.has(address) || item.querySelector(".acts")) return;
      const [link, text, fits, part] = toCopy.get(address), bar = at("service_acts").content.firstElementChild.cloneNode(true);
      for (const name of bar.querySelectorAll(".hidden")) name.textContent = name.textContent.replace("{}", () => nameOf(item));
      const [forText, forLink, forSheet] = bar.children, long = bar.lastElementChild;
      forText.addEventListener("click", () => copy(text, forText));
      forLink.addEventListener("click", () => copy(link, forLink));
      forLink.hidden = !link;
      if (!fits) long.textContent = long.dataset.long;
      forSheet.dataset.part = part;
      forSheet.hidden = !part;
      forSheet.ariaPressed = onSheet.has(part);
      forSheet.addEventListener("click", () => {
        if (!onSheet.delete(part)) onSheet.add(part);
        showSheet();
        status.textContent = sheet.textContent;
      });
      item.append(bar);
    }

    // What was found: a card of this page, or a link where the page has none.
    function shown({ address, title, says }) {
      let item = items.get(address);
      if (!item) {
        const link = make("a", title);
        link.className = "name";
        link.href = address;
        item = document.createElement("li");
        item.append(link, make("p", says));
        items.set(address, item);
      }
      acts(item, address);
      return item;
    }

    // Which rows of danger these words mean. A word that only staff use counts from its 4th letter on.
    function inDanger(text) {
      const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim(), families = danger?.of(text) ?? [];
      const means = word => ` ${plain} `.includes(` ${word} `) || (plain.length > 3 && word.startsWith(plain));
      return rows.filter(({ dataset }) => dataset.words.split("|").some(means) || dataset.families.split(" ").some(id => families.includes(id)));
    }

    function show() {
      const text = q.value.trim(), now = text ? inDanger(text) : [], warns = now.some(({ dataset }) => "warns" in dataset);
      for (const row of rows) row.classList.toggle("now", now.includes(row));
      if (now.length) more.open = true; else if (more.dataset.opened) more.open = false;
      more.dataset.opened = now.length ? "yes" : "";
      const starts = item => nameOf(item).toLowerCase().split(/[^\p{L}\p{N}]+/u).some(word => word.startsWith(text.toLowerCase()));
      const byName = [...items.values()].filter(item => text && item.parentNode && starts(item));
      const { found, isKnown } = text && find ? find(text, now.length ? whole(form.dataset.urgent, "") : "") : { found: [], isKnown: true };
      const best = [...new Set(found.map(shown))];
      const isBegun = !find || text.length < 3 && byName.length && !found.some(({ isNamed }) => isNamed);
      const list = isBegun ? byName : best;
      for (const [home, children] of homes) home.append(...children);
      results.replaceChildren(...list);
      results.classList.toggle("safe", warns);
      results.hidden = !list.length;
      all.hidden = Boolean(text);
      for (const details of results.querySelectorAll(":scope > li > details")) details.open = false;
      status.textContent = !text ? "" : now.length ? words.danger : isKnown ? words.found.replace("{}", list.length) : words.none;
      if (now.length) at("danger").scrollIntoView({ block: "nearest" });
    }

    const search = () => { show(); return load().then(() => { if (find) show(); else status.textContent = words.failed; }); };
    const controls = () => [...(all.hidden ? results : all).querySelectorAll(".found > li, #results > li")]
      .map(item => [...item.querySelectorAll("button, a")].find(part => part.checkVisibility())).filter(Boolean);
    q.addEventListener("input", search);
    form.addEventListener("submit", async event => {
      event.preventDefault();
      await search();
      const first = results.querySelector(":scope > li button");
      if (first?.checkVisibility()) first.click();
    });
    addEventListener("keydown", event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], inside = event.target === q || results.contains(event.target);
      if (event.key === "Escape" && (inside || q.value)) {
        q.value = "";
        show();
        q.focus();
      } else if (step && inside && !event.altKey) {
        const list = controls(), here = list.findIndex(part => part.closest("li") === event.target.closest("#results > li"));
        const next = event.target === q ? (step > 0 ? list[0] : null) : here + step < 0 ? q : list[here + step];
        if (next) { event.preventDefault(); next.focus(); }
      }
    });
    q.focus();
    if (q.value) search();
  });
})();
