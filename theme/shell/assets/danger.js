// Whether what somebody types means danger. content/distress.yml says how its patterns are written.
// A box too many harms nobody, so words are also found misspelt, split and joined.
globalThis.rolecallDanger = known => {
  "use strict";
  const { words, small, calm, ordinary, harmless, families } = known;
  const { plain, sound, areNear } = rolecallWords;
  const FAR = 3; // the other words that may stand where a pattern has ".."
  const LONGEST = 40; // the words of a question that are looked at

  const isName = text => /^[A-Z_]{2,}$/.test(text);
  const listed = name => (words[name] || []).flatMap(word => isName(word) ? listed(word) : [word]);
  const smalls = new Set(small), calms = new Set(calm.filter(one => !one.includes(" "))), ordinaries = new Set(ordinary);
  const vocabulary = new Set(), starts = new Set();

  // A pattern as parts that stand anywhere, each of items that follow each other.
  function compiled(pattern) {
    return pattern.split(" + ").map(part => {
      let isFar = false;
      const items = [];
      for (const token of part.split(" ")) {
        if (token === "..") { isFar = true; continue; }
        const item = { words: new Set(), starts: [], isFar };
        for (const choice of token.split("/")) {
          if (choice.endsWith("*")) item.starts.push(plain(choice.slice(0, -1)));
          else (isName(choice) ? listed(choice) : [choice]).forEach(word => item.words.add(plain(word)));
        }
        item.words.forEach(word => vocabulary.add(word));
        item.starts.forEach(start => starts.add(start));
        items.push(item);
        isFar = false;
      }
      return items;
    });
  }
  const innocent = harmless.map(compiled), gentle = calm.filter(one => one.includes(" ")).map(compiled);
  const patterns = families.map(({ id, certain, likely }) => ({ id, certain: certain.map(compiled), likely: likely.map(compiled) }));

  const beginsKnown = word => [...starts].some(start => start.length > 4 && word.startsWith(start));
  const isWhole = word => [vocabulary, smalls, calms, ordinaries].some(words => words.has(word));
  const isKnown = word => isWhole(word) || beginsKnown(word);

  const isSwapped = (a, b) => a.length === b.length && [...a].sort().join("") === [...b].sort().join("");

  // Whether a word that means nothing may be another one: by its sound, or but for a letter or 2.
  function isMeant(other, word) {
    const longest = Math.max(other.length, word.length);
    if (longest < 5) return other[0] === word[0] && isSwapped(other, word);
    if (sound(other) === sound(word) || other === word.replace(/t$/, "ed")) return true;
    return other[0] === word[0] && areNear(other, word, Math.min(other.length, word.length) > 7 ? 2 : 1);
  }

  const meant = new Map();
  // The words that a word may stand for: itself, or if it means nothing here, those that it is near to.
  function meanings(word) {
    if (!meant.has(word)) {
      const found = [word];
      if (word.length > 3 && !isKnown(word)) {
        for (const other of vocabulary) if (other.length > 3 && isMeant(other, word)) found.push(other);
        for (const start of starts) {
          if (start.length > 5 && start[0] === word[0] && areNear(start, word.slice(0, start.length), 1)) found.push(start);
        }
      }
      meant.set(word, found);
    }
    return meant.get(word);
  }

  // A word that means nothing as words that do: "killmyself". Null where there are none.
  function parts(word, left = 4) {
    if (!left) return null;
    for (let end = Math.min(word.length - 2, 12); end > 0; end--) {
      const first = word.slice(0, end), rest = word.slice(end);
      if (end === 1 && !"ai".includes(first)) continue;
      if (!vocabulary.has(first) && !smalls.has(first)) continue;
      if (vocabulary.has(rest) || smalls.has(rest)) return [first, rest];
      const others = parts(rest, left - 1);
      if (others) return [first, ...others];
    }
    return null;
  }

  function split(word) {
    return (word.length > 5 && !isWhole(word) && meanings(word).length === 1 && parts(word)) || [word];
  }

  // Whether 2 words are one that was split: "my self", "over dose", "rap ed".
  function belong(first, second) {
    const both = first + second;
    if (both.length < 6) return vocabulary.has(both) && !(isKnown(first) && isKnown(second) && second.length > 2);
    return vocabulary.has(both) || [...starts].some(start => start.length > first.length && both.startsWith(start));
  }

  // What was typed in each way in which it can be read: as it is, and with words put together that belong together.
  function readings(text) {
    const typed = rolecallWords.of(text).slice(0, LONGEST).flatMap(split);
    const joined = [];
    for (let i = 0; i < typed.length; i++) {
      if (i + 1 < typed.length && belong(typed[i], typed[i + 1])) joined.push(typed[i] + typed[++i]);
      else joined.push(typed[i]);
    }
    return joined.length < typed.length ? [typed, joined] : [typed];
  }

  const fits = (item, word) => word !== null && meanings(word).some(one => item.words.has(one) || item.starts.some(start => one.startsWith(start)));

  // The places at which the items of a part stand, in every way in which they do.
  function* places(items, typed, taken, from = 0, at = 0) {
    if (at === items.length) { yield []; return; }
    let others = 0;
    for (let i = from; i < typed.length; i++) {
      if (!taken.has(i) && fits(items[at], typed[i])) {
        for (const rest of places(items, typed, taken, i + 1, at + 1)) yield [i, ...rest];
      }
      if (at && !smalls.has(typed[i]) && ++others > (items[at].isFar ? FAR : 0)) return;
    }
  }

  function stands(parts, typed, taken = new Set(), at = 0) {
    if (at === parts.length) return taken;
    for (const found of places(parts[at], typed, taken)) {
      const all = stands(parts, typed, new Set([...taken, ...found]), at + 1);
      if (all) return all;
    }
    return null;
  }

  // What was typed with the words of these patterns put aside.
  function without(patterns, typed) {
    const left = [...typed];
    for (const pattern of patterns) {
      for (let found = stands(pattern, left); found; found = stands(pattern, left)) found.forEach(i => { left[i] = null; });
    }
    return left;
  }

  const answers = new Map(); // the search asks about single words again and again

  // The ids of the families of danger that a text belongs to, in their order.
  function familiesOf(text) {
    if (!answers.has(text)) answers.set(text, found(text));
    return answers.get(text);
  }

  function found(text) {
    const read = readings(text), isCalm = read[0].some(word => calms.has(word)), left = read.map(typed => without(innocent, typed));
    const some = (patterns, left) => patterns.some(pattern => left.some(typed => stands(pattern, typed)));
    const calmer = left.map(typed => without(gentle, typed));
    return patterns.filter(({ certain, likely }) => some(certain, left) || (!isCalm && some(likely, calmer))).map(({ id }) => id);
  }

  return { of: familiesOf };
};
