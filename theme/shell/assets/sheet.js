// The sheet of services: finds them, counts what is ticked, and prints it. What is ticked stands in the address, after the #.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id), list = document.querySelector(".picks");
    if (!list) return;
    const [sheet, q, found, count, gone, only, empty] = ["sheet", "q", "found", "count", "gone", "only", "empty"].map(at);
    const plural = new Intl.PluralRules(document.documentElement.lang);
    const say = (part, number) => (!number && part.dataset.none || part.dataset[plural.select(number)] || part.dataset.other).replace("{}", number);

    // Without their ids, the browser does not go to a service that the address names: the list begins at its top.
    const services = new Map([...list.children].map(item => {
      const { id } = item, box = item.querySelector("input") || toTick(item);
      item.removeAttribute("id");
      box.autocomplete = "off"; // the address alone says what is ticked
      box.addEventListener("change", changed);
      return [id, { item, box }];
    }));
    const all = [...services.values()], ticked = () => [...services].filter(([, { box }]) => box.checked);

    // Of many services, the page has their names alone.
    function toTick(item) {
      const box = element("input"), label = element("label", ...item.childNodes);
      box.type = "checkbox";
      box.id = label.htmlFor = `pick-${item.id}`;
      item.append(box, label);
      return box;
    }

    // What knows of words, and what is printed of many services, comes once somebody types, or ticks one of many.
    let ready;
    function load() {
      if (ready) return ready;
      const urls = sheet.dataset.files.split(" ").map(file => new URL(file, document.baseURI).href);
      const policy = globalThis.trustedTypes
        ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (urls.includes(url)) return url; throw new TypeError(url); } })
        : { createScriptURL: url => url };
      ready = Promise.all(urls.map(url => new Promise((done, failed) => {
        const script = document.createElement("script");
        [script.onload, script.onerror] = [done, failed];
        script.src = policy.createScriptURL(url);
        document.head.append(script);
      }))).then(() => {
        for (const [id, words, ...paper] of rolecallSheet) {
          const service = services.get(id), { item } = service, part = paper.length ? [onPaper(...paper)] : [];
          item.append(...part);
          service.called = new Set(rolecallWords.of(item.querySelector("label").textContent));
          service.words = new Set(rolecallWords.of(`${item.textContent} ${words}`));
        }
      });
      return ready;
    }

    function element(tag, ...parts) {
      const made = document.createElement(tag);
      made.append(...parts);
      return made;
    }

    function onPaper(summary, facts, checked) {
      const paragraph = text => element("p", text);
      const list = element("dl", ...facts.map(([label, lines, isName]) => {
        const said = element("dd", ...lines.map(paragraph));
        said.translate = !isName;
        return element("div", element("dt", label), said);
      }));
      return element("div", paragraph(summary), list, paragraph(checked));
    }

    // The words of services that each one that was typed may mean: as it is or begun, else as it sounds or with a slip.
    function meanings(typed, known) {
      const { stem, sound, areNear } = rolecallWords;
      return typed.map(word => {
        const like = known.filter(other => other.startsWith(word) || stem(other) === stem(word));
        const isNear = other => sound(other) === sound(word) || (word.length > 4 && areNear(other, word, 1));
        return like.length || word.length < 4 ? like : known.filter(isNear);
      });
    }

    function narrow() {
      const typed = q.value.trim() ? rolecallWords.of(q.value) : [], isOnly = only.getAttribute("aria-pressed") === "true";
      const meant = meanings(typed, [...new Set(all.flatMap(({ words }) => [...words]))]);
      const has = (like, words) => like.some(word => words.has(word));
      // A word that few services have counts more.
      const weights = meant.map(like => Math.log(1 + all.length / (all.filter(({ words }) => has(like, words)).length || 1)));
      const score = words => meant.reduce((sum, like, i) => sum + (has(like, words) ? weights[i] : 0), 0);
      const scores = new Map(all.map(service => [service, score(service.words)])), most = Math.max(...scores.values());
      const isFound = service => !typed.length || (most > 0 && scores.get(service) > 0.6 * most);
      const isShown = service => isFound(service) && (!isOnly || service.box.checked);
      for (const service of all) service.item.classList.toggle("off", !isShown(service));
      // Who is called so comes first.
      const inOrder = typed.length ? [...all].sort((a, b) => score(b.called) - score(a.called)) : all;
      const items = inOrder.map(({ item }) => item);
      if (items.some((item, place) => item !== list.children[place])) list.append(...items);
      found.textContent = typed.length ? say(found, all.filter(isShown).length) : "";
      return inOrder.filter(isShown);
    }

    // The surgery from whose page somebody came, to go back to.
    let from = "";
    const back = at("back"), whole = back.href;
    function keep() {
      const hash = [...ticked().map(([id]) => id), ...(from ? [`at-${from}`] : [])].join(",");
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    }

    function changed() {
      gone.hidden = true;
      keep();
      show();
    }

    function show() {
      const number = ticked().length;
      count.textContent = say(count, number);
      only.hidden = empty.hidden = !number;
      if (!number && only.getAttribute("aria-pressed") === "true") press(false);
      if (number && list.matches(".many")) load();
    }

    function press(isOnly) {
      only.setAttribute("aria-pressed", isOnly);
      narrow();
    }

    function fromAddress() {
      let named = "";
      try { named = decodeURIComponent(location.hash.slice(1)); } catch { /* nothing of ours */ }
      [, from = ""] = /(?:^|,)at-([a-z0-9-]+)$/.exec(named) ?? [];
      back.href = from ? `${whole}${from}/` : whole;
      const ids = [...new Set(named.split(/[&,]/))].filter(id => /^s-[a-z0-9-]+$/.test(id));
      if (location.hash && !ids.length) return keep(); // a part of the page, such as its menu: what is ticked stays
      for (const [id, { box }] of services) box.checked = ids.includes(id);
      const missing = ids.filter(id => !services.has(id)).length;
      gone.textContent = say(gone, missing);
      gone.hidden = !missing;
      show();
    }

    q.addEventListener("input", () => load().then(narrow));
    q.addEventListener("keydown", event => {
      if (event.key === "Escape") {
        q.value = "";
        load().then(narrow);
      } else if (event.key === "Enter" && q.value.trim()) {
        load().then(narrow).then(([first]) => {
          if (!first) return;
          first.box.checked = true;
          q.select();
          changed();
        });
      }
    });
    at("print").addEventListener("click", () => {
      if (ticked().length) return (ready || Promise.resolve()).then(() => print());
      count.textContent = "";
      setTimeout(show, 50); // so that a screen reader says it again
    });
    only.addEventListener("click", () => load().then(() => press(only.getAttribute("aria-pressed") !== "true")));
    empty.addEventListener("click", () => {
      for (const [, { box }] of ticked()) box.checked = false;
      changed();
      q.focus();
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
    q.focus({ preventScroll: true });
  });
})();
