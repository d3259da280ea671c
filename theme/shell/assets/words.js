// Words as people type them: in one form, as they sound, and with mistakes.
globalThis.rolecallWords = (() => {
  "use strict";
  // Small letters without accents and apostrophes, and no letter 3 times.
  const plain = text => text.toLowerCase().normalize("NFKD").replace(/ł/g, "l")
    .replace(/['’`\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, "").replace(/(\p{L})\1{2,}/gu, "$1");

  const of = text => plain(text).match(/[\p{L}\p{M}\p{N}]+/gu) || [];

  // How a word sounds, roughly, for people who spell it as they hear it: "fisio" and "physio" are the same.
  const sound = word => word.replace(/ph/g, "f").replace(/y/g, "i").replace(/c(?=[eiy])/g, "s").replace(/[ckq]+/g, "k")
    .replace(/z/g, "s").replace(/^kn/, "n").replace(/^wr/, "r").replace(/gh/g, "").replace(/(.)\1+/g, "$1");

  // A word without its English ending: "walks", "walking" and "walker" are the same.
  const stem = word => word.length < 4 ? word : word.replace(/([^siu])s$/, "$1")
    .replace(/^(.{4,}?)(?:ing|er|or|ed|e)$/, "$1").replace(/y$/, "i").replace(/(.)\1$/, "$1");

  // Whether 2 words differ by at most `most` letters: one left out, added, changed, or 2 neighbours swapped.
  function areNear(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return false;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return false;
      [before, last] = [last, row];
    }
    return last[b.length] <= most;
  }

  return { plain, of, stem, sound, areNear };
})();
