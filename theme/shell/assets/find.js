// What the search finds, best first. lunr ranks words; whole names count more.
globalThis.rolecallFind = (index, compare, isDangerous) => {
  "use strict";
  const { of, sound, areNear } = rolecallWords;
  const FIELDS = ["address", "title", "kind", "says", "names", "words", "roles", "phone"];
  const entries = index.map(values => Object.fromEntries(FIELDS.map((field, i) => [field, values[i]])));
  const comparing = compare.split(" ");
  const called = entry => [entry.title, ...entry.names, ...entry.words];
  const known = new Set(entries.flatMap(entry => of([...called(entry), entry.says].join(" "))));
  const phrases = entries.map(entry => called(entry).map(name => ({ name, words: of(name) })));
  const inWords = text => of(text).join(" ");
  const ranked = lunr(function () {
    this.ref("i");
    this.field("title", { boost: 8 });
    this.field("names", { boost: 8 });
    this.field("words", { boost: 6 });
    this.field("says", { boost: 1 });
    this.field("sound", { boost: 2 });
    this.b(0.5);
    // A help line is found by its name. Single words of it are those of many other things.
    entries.forEach((entry, i) => entry.kind === "helpline" || this.add({
      i,
      title: inWords(entry.title),
      names: inWords(entry.names.join(" ")),
      words: inWords(entry.words.join(" ")),
      says: inWords(entry.says),
      sound: of(called(entry).join(" ")).map(sound).join(" "),
    }));
  });

  // A word that means something on this site ("diet"), or in danger ("kill"), is not taken for a mistake.
  const isMistake = word => !known.has(word) && !isDangerous(word);
  const isMeant = (meant, typed, loosely) => meant === typed || (loosely && meant.length >= 4 && isMistake(typed)
    && areNear(meant, typed, meant.length >= 8 ? 2 : 1));
  const says = (typed, name, loosely) => typed.some((_, start) => start + name.length <= typed.length
    && name.every((word, k) => isMeant(word, typed[start + k], loosely && (name.length > 1 || word.length > 4))));

  // Words alone, by lunr. The last is perhaps not typed to its end.
  function byWords(typed) {
    const telling = typed.filter(word => lunr.stopWordFilter(word));
    const found = ranked.query(query => telling.forEach((word, i) => {
      query.term(word, { boost: 10 });
      if (i === telling.length - 1 && word.length > 2) query.term(word, { boost: 4, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
      if (word.length > 3 && isMistake(word)) {
        query.term(word, { boost: 2, editDistance: word.length > 7 ? 2 : 1 });
        query.term(sound(word), { boost: 2, fields: ["sound"], editDistance: word.length > 7 ? 1 : 0 });
      }
    }));
    const best = Math.max(...found.map(({ score }) => score), 1);
    return new Map(found.map(({ ref, score }) => [+ref, { score: 15 * score / best }]));
  }

  // A whole name in the words that were typed counts more than single words anywhere.
  function addNames(scores, typed, loosely) {
    phrases.forEach((names, i) => {
      for (const { name, words } of names) {
        if (!words.length || !says(typed, words, loosely)) continue;
        const now = scores.get(i) || { score: 0 }, bonus = 20 * words.length;
        if (!now.bonus || bonus > now.bonus) scores.set(i, { ...now, bonus, name });
      }
    });
  }

  function addBeginnings(scores, typed) {
    phrases.forEach(([{ words: title }], i) => {
      const { kind } = entries[i];
      if (["surgery", "service"].includes(kind) && typed.length < title.length && typed.every((word, k) => word === title[k])) {
        const now = scores.get(i) || { score: 0 };
        scores.set(i, { ...now, bonus: (now.bonus || 0) + 10 * typed.length + (kind === "surgery" ? 10 : 0) });
      }
    });
  }

  // 2 roles in one question: what sets them apart.
  function addComparison(scores, typed) {
    if (!typed.some(word => comparing.includes(word))) return;
    const named = entries.filter((entry, i) => entry.kind === "role" && scores.get(i)?.bonus).flatMap(entry => entry.roles);
    entries.forEach((entry, i) => {
      if (entry.roles.length === 2 && entry.roles.every(role => named.includes(role))) scores.set(i, { score: 0, bonus: 100 });
    });
  }

  const inOrder = scores => [...scores].map(([i, { score, bonus = 0, name }]) => ({ ...entries[i], score: score + bonus, name }))
    .sort((a, b) => b.score - a.score).slice(0, 10);

  // In danger, urgent help is first, then what is named outright and word for word. Roles come last.
  function inDanger(typed, urgentHelp) {
    const scores = new Map();
    addNames(scores, typed, false);
    const found = inOrder(scores).filter(({ address, kind }) => address !== urgentHelp || kind === "helpline");
    const isRole = ({ kind }) => kind === "role";
    const first = entries.filter(({ address, kind }) => address === urgentHelp && kind === "page");
    return [...first, ...found.filter(entry => !isRole(entry)), ...found.filter(isRole)];
  }

  return (text, urgentHelp) => {
    const typed = of(text);
    if (urgentHelp) return inDanger(typed, urgentHelp);
    if (!typed.length) return [];
    const scores = byWords(typed);
    addNames(scores, typed, true);
    addBeginnings(scores, typed);
    addComparison(scores, typed);
    return inOrder(scores);
  };
};
