// The search. Nothing that is typed leaves the page: it stands after the # of the address, which servers never see.
// lunr and the index come only when somebody starts to search.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id);
    const box = at("q"), results = at("results"), status = at("status");
    // The words that people read stand in the page.
    const kinds = results.dataset, told = status.dataset, plural = new Intl.PluralRules(document.documentElement.lang);
    const urgent = [...document.querySelectorAll("[data-words]")]
      .map(part => ({ part, phrases: part.dataset.words.split("|").map(wordsOf) }));
    let index, entries, known, phrases;

    function wordsOf(text) {
      return text.toLowerCase().normalize("NFKD").replace(/['’\u0300-\u036f]/g, "").match(/[\p{L}\p{N}]+/gu) || [];
    }

    function load() {
      const files = at("search").dataset.files.split(" ").map(file => new URL(file, document.baseURI).href);
      const policy = globalThis.trustedTypes
        ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (files.includes(url)) return url; throw new TypeError(url); } })
        : { createScriptURL: url => url };
      const ready = files.map(file => new Promise((done, failed) => {
        const script = document.createElement("script");
        script.async = false;
        script.onload = done;
        script.onerror = failed;
        script.src = policy.createScriptURL(file);
        document.head.append(script);
      }));
      return Promise.all(ready).then(prepare);
    }

    function prepare() {
      entries = globalThis.rolecallIndex.map(([address, title, kind, says, names, words, roles]) => ({ address, title, kind, says, names, words, roles }));
      known = new Set(entries.flatMap(one => wordsOf([one.title, ...one.names, ...one.words, one.says].join(" "))));
      phrases = entries.map(one => [one.title, ...one.names, ...one.words].map(name => ({ name, words: wordsOf(name) })));
      index = lunr(function () {
        this.ref("i");
        this.field("title", { boost: 8 });
        this.field("names", { boost: 8 });
        this.field("words", { boost: 6 });
        this.field("says", { boost: 1 });
        this.field("sound", { boost: 2 });
        this.b(0.5);
        entries.forEach((one, i) => this.add({ i, title: plain(one.title), names: plain(one.names.join(" ")), words: plain(one.words.join(" ")), says: plain(one.says), sound: wordsOf([one.title, ...one.names, ...one.words].join(" ")).map(sound).join(" ") }));
      });
    }

    // How a word sounds, roughly, for people who spell it as they hear it: "fisio" and "physio" are the same.
    const sound = word => word.replace(/ph/g, "f").replace(/y/g, "i").replace(/c(?=[eiy])/g, "s").replace(/[ckq]+/g, "k")
      .replace(/z/g, "s").replace(/^kn/, "n").replace(/^wr/, "r").replace(/gh/g, "").replace(/(.)\1+/g, "$1");

    const plain = text => wordsOf(text).join(" ");

    // How many letters 2 words differ by: one left out, added, changed, or 2 neighbours swapped.
    function distance(a, b) {
      let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
      for (let i = 1; i <= a.length; i++) {
        const row = [i];
        for (let j = 1; j <= b.length; j++) {
          row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        }
        [before, last] = [last, row];
      }
      return last[b.length];
    }

    // A word that means something else on this site ("diet") is not taken for a mistake.
    const near = (meant, typed, shortest) => meant === typed || (meant.length >= shortest && !(known && known.has(typed))
      && Math.abs(meant.length - typed.length) < 3 && distance(meant, typed) <= (meant.length >= 8 ? 2 : 1));

    const says = (typed, phrase) => typed.some((_, start) =>
      start + phrase.length <= typed.length
      && phrase.every((word, k) => near(word, typed[start + k], phrase.length > 1 ? 4 : 5)));

    function find(text) {
      const typed = wordsOf(text), telling = typed.filter(word => lunr.stopWordFilter(word));
      if (!typed.length) return [];
      const scores = new Map();
      const found = index.query(query => telling.forEach((word, i) => {
        query.term(word, { boost: 10 });
        if (i === telling.length - 1 && word.length > 2) query.term(word, { boost: 4, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
        if (word.length > 3 && !known.has(word)) {
          query.term(word, { boost: 2, editDistance: word.length > 7 ? 2 : 1 });
          query.term(sound(word), { boost: 2, fields: ["sound"], editDistance: word.length > 7 ? 1 : 0 });
        }
      }));
      const best = Math.max(...found.map(one => one.score), 1);
      for (const { ref, score } of found) scores.set(+ref, { score: 15 * score / best });
      // A whole name in the words that were typed counts more than single words anywhere.
      phrases.forEach((names, i) => {
        for (const { name, words } of names) {
          if (!words.length || !says(typed, words)) continue;
          const now = scores.get(i) || { score: 0 };
          const bonus = 20 * words.length;
          if (!now.bonus || bonus > now.bonus) scores.set(i, { ...now, bonus, name });
        }
        const title = phrases[i][0].words, { kind } = entries[i];
        if (["surgery", "service"].includes(kind) && typed.length < title.length && typed.every((word, k) => word === title[k])) {
          const now = scores.get(i) || { score: 0 };
          scores.set(i, { ...now, bonus: (now.bonus || 0) + 10 * typed.length + (kind === "surgery" ? 10 : 0) });
        }
      });
      // 2 roles in one question: what sets them apart.
      const compares = typed.some(word => kinds.compare.split(" ").includes(word));
      const named = entries.filter((one, i) => one.kind === "role" && scores.get(i)?.bonus).flatMap(one => one.roles);
      entries.forEach((one, i) => {
        if (compares && one.roles.length === 2 && one.roles.every(role => named.includes(role))) scores.set(i, { score: 0, bonus: 100 });
      });
      return [...scores].map(([i, { score, bonus = 0, name }]) => ({ ...entries[i], score: score + bonus, name }))
        .sort((a, b) => b.score - a.score).slice(0, 10);
    }

    function item(one) {
      const li = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("p");
      link.href = one.address;
      link.textContent = one.title;
      kind.className = "also";
      kind.textContent = one.names.includes(one.name)
        ? kinds.called.replace(/\{(kind|name)\}/g, (_, slot) => slot === "kind" ? kinds[one.kind] : one.name) : kinds[one.kind];
      li.append(link, kind);
      if (one.says) {
        const text = document.createElement("p");
        text.textContent = one.says;
        li.append(text);
      }
      return li;
    }

    // Needs nothing but the page itself, so that it does not wait for a slow line.
    function warn() {
      const typed = wordsOf(box.value);
      for (const { part, phrases: some } of urgent) part.hidden = !some.some(phrase => says(typed, phrase));
      return urgent.some(({ part }) => !part.hidden);
    }

    function show() {
      const text = box.value.trim(), danger = warn();
      const found = text ? find(text) : [];
      results.replaceChildren(...found.map(item));
      results.hidden = !found.length;
      at("all").hidden = Boolean(text);
      at("none").hidden = !text || found.length > 0 || danger;
      const count = found.length && (told[plural.select(found.length)] || told.other).replace("{}", found.length);
      status.textContent = !text ? "" : (danger ? `${told.urgent} ` : "") + (count || told.none);
      history.replaceState(null, "", text ? "#" + encodeURIComponent(text) : location.pathname);
    }

    let loading;
    const search = () => {
      if (warn()) status.textContent = told.urgent;
      loading = loading || load();
      loading.then(show, () => { loading = null; });
    };
    let waiting;
    box.addEventListener("focus", () => { loading = loading || load(); }, { once: true });
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
    box.addEventListener("keydown", event => { if (event.key === "Enter") search(); });
    const fromAddress = () => {
      let asked = location.hash.slice(1);
      try { asked = decodeURIComponent(asked); } catch { return; }
      if (asked && asked !== box.value && asked !== "main") { box.value = asked; search(); }
    };
    addEventListener("hashchange", fromAddress);
    fromAddress();
  });
})();
