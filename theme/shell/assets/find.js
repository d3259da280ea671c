// What the search finds, best first: what is called most like what was typed. Rare words count more than common ones.
globalThis.rolecallFind = (index, compare, isDangerous) => {
  "use strict";
  const { of, stem, sound, areNear } = rolecallWords;
  const FIELDS = ["address", "title", "kind", "says", "names", "words", "roles", "phone", "more"];
  const entries = index.entries.map(values => Object.fromEntries(FIELDS.map((field, i) => [field, values[i]])));
  const otherwise = index.otherwise.map(address => entries.find(entry => entry.address === address));
  const PART = 0.4; // what a name counts where it explains next to nothing of what was typed
  const LEAST = { service: 0.15 }, OTHERS = 0.35; // the least score, of the best one's, with which a thing is shown
  const comparing = compare.split(" "), small = new Set(index.small.flatMap(of));

  const named = (text, isName) => ({ text, isName, words: of(text) });
  // How many things have a word in what they are called, and what it weighs.
  const stems = new Map(), holders = new Map(), weights = new Map();
  for (const entry of entries) {
    entry.called = [...[entry.title, ...entry.names].map(text => named(text, true)), ...entry.words.map(text => named(text, false))];
    entry.said = new Set(of(`${entry.says} ${entry.more}`));
    const called = new Set(entry.called.flatMap(({ words }) => words));
    for (const word of [...called, ...entry.said]) stems.set(word, stem(word));
    if (entry.kind !== "helpline") for (const one of new Set([...called].map(stem))) holders.set(one, (holders.get(one) || 0) + 1);
  }
  for (const [word, one] of stems) weights.set(word, small.has(word) ? 0.4 : Math.log(1 + entries.length / (holders.get(one) || 1)));
  const known = new Set(stems.values());
  const sounds = new Map([...stems.keys()].map(word => [word, sound(word)]));

  // A word that means something on this site ("diet"), or in danger ("kill"), is not taken for a mistake.
  const isMistake = word => word.length > 2 && !means(word).length && !known.has(stem(word)) && !isDangerous(word);
  const inOrder = word => [...word].sort().join("");
  const isSlip = (a, b) => Math.max(a.length, b.length) > 4 ? areNear(a, b, Math.min(a.length, b.length) > 7 ? 2 : 1) : inOrder(a) === inOrder(b);

  const means = word => Object.hasOwn(index.means, word) ? index.means[word] : [];

  // The words that one that was typed may mean, and how surely. The last is perhaps not typed to its end.
  function meanings(word, isLast) {
    const found = new Map(), one = stem(word), heard = sound(word), bad = isMistake(word);
    const isBegun = isLast && word.length > 2 && !small.has(word);
    for (const [other, itsStem] of stems) {
      if (other === word) found.set(other, 1);
      else if (itsStem === one || means(word).includes(other)) found.set(other, 0.9);
      else if (bad && other.length > 2 && sounds.get(other) === heard) found.set(other, 0.8);
      else if (bad && word.length > 3 && other.length > 3 && (other[0] === word[0] || sounds.get(other)[0] === heard[0]) && isSlip(other, word)) found.set(other, 0.6);
      else if (isBegun && other.startsWith(word)) found.set(other, stems.has(word) ? 0.2 : 0.5);
    }
    return found;
  }

  // Words as they were meant: "foodbank" as 2, "wheel chair" and "c l w" as 1.
  function inWords(text) {
    const typed = of(text.replace(/(?<![\p{L}\p{N}])(\p{L})[. ]+(?=\p{L}(?![\p{L}\p{N}]))/gu, "$1"));
    return typed.flatMap((word, i) => {
      if (stems.has(word + typed[i + 1])) return [word, word + typed[i + 1]];
      for (let end = 3; isMistake(word) && end < word.length - 2; end++) {
        if (stems.has(word.slice(0, end)) && stems.has(word.slice(end))) return [word.slice(0, end), word.slice(end)];
      }
      return [word];
    });
  }

  const follow = (typed, name, means) => typed.some((_, start) => start + name.length <= typed.length
    && name.every((word, k) => means(typed[start + k], word)));

  // How much what was typed is one name of something: the more of the name the better, and best as a whole.
  function likeness({ isName, words }, meant, telling) {
    let surely = 0, met = 0, all = 0, says = false;
    for (const word of words) {
      const weight = weights.get(word), most = Math.max(0, ...meant.map(found => found.get(word) || 0));
      all += weight;
      if (most) met += weight;
      says ||= most > 0 && !small.has(word);
      surely += weight * most;
    }
    const part = met / all;
    // A word that several things have in longer names means none of them by itself: "baby", "loss".
    const isShared = word => meant.some(found => found.has(word)) && holders.get(stems.get(word)) > 1;
    const isWhole = met && follow(meant, words, (found, word) => found.has(word));
    if (!met || (telling < 2 && !isName && part < 0.85 && words.some(isShared))) return [0];
    if (!says && !isWhole) return [0];
    return [(isName ? Math.sqrt(part) : 0.9 * part) * surely * (isWhole ? 1.5 : 1), isWhole];
  }

  function ranked(typed) {
    const meant = typed.map((word, i) => meanings(word, i === typed.length - 1));
    const telling = typed.filter(word => !small.has(word)).length;
    // How much each word that was typed would tell, at most. One that nobody has a name for tells nothing.
    const most = meant.map(found => Math.max(0, ...[...found].map(([word, surely]) => small.has(word) ? 0 : surely * weights.get(word))));
    const all = most.reduce((sum, one) => sum + one, 0) || 1;
    return entries.map(entry => {
      let best = 0, told = 0, share = 0, name, isNamed = false;
      const met = new Set();
      for (const one of entry.called) {
        const [score, isWhole] = likeness(one, meant, telling);
        if (entry.kind === "helpline" && !isWhole) continue; // single words of it are those of many other things
        if (score) one.words.forEach(word => met.add(word));
        if (score > best) [best, name] = [score, isWhole ? one.text : ""];
        isNamed ||= isWhole && one.isName;
      }
      // Other words that were typed are told of it too.
      for (const found of meant) {
        const more = Math.max(0, ...[...found].map(([word, surely]) => small.has(word) || !(met.has(word) || entry.said.has(word)) ? 0 : surely * weights.get(word)));
        share += more / all;
        if (entry.kind === "helpline") continue;
        told += more > 0;
        best += 0.3 * more;
      }
      if (telling > 1) best *= PART + (1 - PART) * Math.min(1, share); // a stray word is not what was meant
      return { ...entry, name, isNamed, score: best, share, isSure: name || told * 2 > telling };
    });
  }

  // 2 roles in one question: what sets them apart comes first.
  function compared(found, typed) {
    if (!typed.some(word => comparing.includes(word))) return;
    const named = found.filter(({ kind, isNamed }) => kind === "role" && isNamed).flatMap(({ roles }) => roles);
    for (const entry of found) if (entry.roles.length === 2 && entry.roles.every(role => named.includes(role))) entry.score = 100;
  }

  // In danger, urgent help is first, then what is named outright and word for word. Roles come last.
  function inDanger(typed, urgentHelp) {
    const said = entries.flatMap(entry => {
      const names = entry.called.filter(({ words }) => words.length && follow(typed, words, (word, one) => word === one));
      const longest = names.sort((a, b) => b.words.length - a.words.length)[0];
      return longest ? [{ ...entry, name: longest.text, score: longest.words.length }] : [];
    }).sort((a, b) => b.score - a.score).filter(({ address, kind }) => address !== urgentHelp || kind === "helpline").slice(0, 10);
    const isRole = ({ kind }) => kind === "role";
    const first = entries.filter(({ address, kind }) => address === urgentHelp && kind === "page");
    return [...first, ...said.filter(entry => !isRole(entry)), ...said.filter(isRole)];
  }

  // What was found, and whether that is only who to ask.
  return (text, urgentHelp) => {
    if (urgentHelp) return { found: inDanger(of(text), urgentHelp), isKnown: true };
    const typed = inWords(text), found = ranked(typed);
    compared(found, typed);
    found.sort((a, b) => b.score - a.score);
    const places = new Set(), isNear = ({ kind, score }) => score > found[0].score * (LEAST[kind] || OTHERS);
    const best = found.filter(entry => isNear(entry) && !places.has(entry.address + entry.title) && places.add(entry.address + entry.title));
    if (!best.length) return { found: otherwise, isKnown: false };
    // A service here that tells of all that was typed is next after what is more than a service.
    const near = best.findIndex(({ kind, share }) => kind === "service" && share > 0.9);
    if (near > 1 && best[0].kind === "need") best.splice(1, 0, ...best.splice(near, 1));
    // Where the best tells of little that was typed, who to ask is next.
    const [asking] = otherwise, at = best.findIndex(({ address }) => address === asking.address);
    if (!best[0].isSure && at) best.splice(1, 0, ...(at > 0 ? best.splice(at, 1) : [asking]));
    return { found: best.slice(0, 10), isKnown: true };
  };
};
