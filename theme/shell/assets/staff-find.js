// What staff type, found as the search finds it, and shown as the cards of the page for staff. Nothing leaves the page.
// Which services are on the sheet stands after the # of the address alone.
globalThis.rolecallFinder = services => {
  "use strict";
  const at = id => document.getElementById(id), words = at("status").dataset;
  const form = at("find"), q = at("q"), results = at("results"), all = at("all"), more = at("danger_more");
  const whole = (address, base = "") => new URL(address, new URL(base, document.baseURI)).href;
  const { from, compare, urgent } = form.dataset;
  const danger = rolecallDanger(rolecallPatterns);
  for (const entry of rolecallIndex.entries) entry[0] = whole(entry[0], from);
  rolecallIndex.otherwise = rolecallIndex.otherwise.map(address => whole(address, from));
  const find = rolecallFind(rolecallIndex, compare, word => danger.of(word).length > 0);
  const isOnline = document.querySelector("link[rel=canonical]") !== null;
  const toCopy = new Map(rolecallStaff.services.map(([address, facts]) => [whole(address, services), facts]));

  const items = new Map([...document.querySelectorAll("[data-entry]")].map(item => [whole(item.dataset.entry), item]));
  const homes = [...document.querySelectorAll("#all .found")].map(list => [list, [...list.children]]);
  const nameOf = item => item.querySelector(".name").textContent.trim();

  // The sheet of services.
  const [sheet, empty] = at("sheet").children, plural = new Intl.PluralRules(document.documentElement.lang);
  const onSheet = new Set(/^#s-[a-z0-9,-]+$/.test(location.hash) ? location.hash.slice(1).split(",") : []);
  function showSheet() {
    const parts = [...onSheet].join(",");
    history.replaceState(null, "", parts ? `#${parts}` : location.pathname + location.search);
    at("sheet").hidden = !parts;
    sheet.textContent = (sheet.dataset[plural.select(onSheet.size)] || sheet.dataset.other).replace("{}", onSheet.size);
    sheet.hash = [...onSheet, ...(at("surgery")?.value ? [`at-${at("surgery").value}`] : [])].join(",");
    for (const button of document.querySelectorAll("[data-part]")) button.ariaPressed = onSheet.has(button.dataset.part);
  }
  if (onSheet.size) showSheet();
  empty.addEventListener("click", () => { onSheet.clear(); showSheet(); q.focus(); });

  // What can be done with a service or a need: its text and link are copied as all else, and a service put on the sheet.
  function button(label, name) {
    const made = document.createElement("button"), parts = [label, `: ${name}`].map(text => Object.assign(document.createElement("span"), { textContent: text }));
    made.type = "button";
    parts[1].className = "hidden";
    made.append(...parts);
    return made;
  }

  function withActs(item, address) {
    const [text, fits, part, capacity] = toCopy.get(address) || [], bar = document.createElement("p"), name = nameOf(item);
    const { acts } = rolecallStaff, [forText, forLink, forSheet] = [acts.text, acts.link, acts.sheet].map(label => button(label, name));
    bar.className = "acts";
    forLink.dataset.link = "";
    if (text) { forText.dataset.text = text; bar.append(forText); }
    if (part ? isOnline : "linked" in item.dataset) bar.append(forLink);
    if (part) {
      forSheet.dataset.part = part;
      forSheet.ariaPressed = onSheet.has(part);
      forSheet.addEventListener("click", () => {
        if (!onSheet.delete(part)) onSheet.add(part);
        showSheet();
        at("status").textContent = sheet.textContent;
      });
      bar.append(forSheet);
    }
    if (text && !fits) bar.append(acts.long);
    if (capacity) {
      const takes = document.createElement("p");
      takes.textContent = capacity;
      item.append(takes);
    }
    item.append(bar);
  }

  // A card of this page, or a link where the page has none. What a service is like, the search says.
  function cardOf({ address, title, says }) {
    const key = items.has(address) ? address : `${address} ${title}`, item = items.get(key) || document.createElement("li");
    if (!items.has(key)) {
      const link = document.createElement("a");
      link.className = "name";
      link.href = address;
      link.textContent = title;
      item.dataset.entry = address;
      item.append(link);
      items.set(key, item);
    }
    if (!item.querySelector("p:not(.acts)")) {
      const about = document.createElement("p");
      about.textContent = says;
      item.append(about);
    }
    if ((toCopy.has(address) || "linked" in item.dataset) && !item.querySelector(".acts")) withActs(item, address);
    return item;
  }

  // The services for a need, which staff send people to.
  const says = new Map(rolecallIndex.entries.map(([address, , , says]) => [address, says]));
  function servicesFor(need) {
    const named = rolecallStaff.services.filter(([, , needs]) => needs.some(address => whole(address, services) === need));
    return named.map(([relative, facts]) => {
      const address = whole(relative, services);
      return cardOf({ address, title: facts.at(-1), says: says.get(address) });
    });
  }

  // Which rows of danger these words mean. A short word, which may be part of anything, counts alone; of a long one that only
  // staff use, the first 5 letters count.
  const inOneForm = text => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const rows = rolecallStaff.rows.map(([kind, words, ...rest]) => [at(`danger_${kind}`), words.map(inOneForm), ...rest]);
  function inDanger(text) {
    const plain = inOneForm(text), known = danger.of(text);
    const isMeant = word => word === plain || (word.length > 7 && ` ${plain} `.includes(` ${word} `))
      || (plain.length > 4 && !word.includes(" ") && word.startsWith(plain));
    const meant = rows.filter(([, words, families]) => words.some(isMeant) || families.some(id => known.includes(id)));
    return meant.length || !known.length ? meant : rows;
  }

  // What is on this page alone: fewer than 3 letters are the beginning of a name, more are words of what is given or printed, or
  // the language of somebody of the team.
  const inWords = item => item.textContent.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const printed = [...at("to_print").children], cards = [...document.querySelectorAll("[id^=role_]")];
  function onPage(text) {
    const asked = text.toLowerCase().split(/\s+/), begins = (part, word) => inWords(part).some(other => other.startsWith(word));
    if (text.length < 3) return [...items.values()].filter(item => begins(item.querySelector(".name"), asked[0]));
    const speaks = cards.filter(card => [...card.querySelectorAll(".speaks")].some(languages => asked.some(word => word && inWords(languages).includes(word))));
    const given = cards.filter(card => [...card.querySelectorAll(".acts")].some(acts => asked.every(word => begins(acts, word))));
    return [...speaks, ...given, ...printed.filter(item => asked.every(word => begins(item, word)))];
  }

  function found(text, now) {
    const { found, isKnown } = find(text, now.length ? whole(urgent) : "");
    if (now.some(([, , , warns]) => warns)) return { list: [...new Set(found.filter(isSafe).map(cardOf))], isKnown: true };
    const isShort = text.length < 3, here = now.length || (isShort && found.some(({ isNamed }) => isNamed)) ? [] : onPage(text);
    if (isShort && here.length) return { list: here, isKnown: true };
    const best = found.map(cardOf);
    if (found[0]?.kind === "need") best.splice(1, 0, ...servicesFor(found[0].address));
    return { list: [...new Set([...here, ...best])], isKnown: isKnown || here.length > 0 };
  }

  // Where somebody may be at risk, urgent help and the page about that are all that is found.
  function isSafe({ address, kind }) {
    return (kind === "page" && address === whole(urgent)) || "exit" in (items.get(address)?.dataset ?? {});
  }

  function show() {
    const text = q.value.trim(), now = text ? inDanger(text) : [];
    for (const row of rows) {
      row[0].classList.toggle("meant", now.includes(row));
      row[0].hidden = now.length > 0 && !now.includes(row);
    }
    if (now.length || more.dataset.opened) more.open = now.length > 0;
    more.dataset.opened = now.length ? "yes" : "";
    for (const [home, children] of homes) home.append(...children);
    const { list, isKnown } = text ? found(text, now) : { list: [], isKnown: true };
    results.replaceChildren(...list);
    results.classList.toggle("safe", now.some(([, , , warns]) => warns));
    results.hidden = !list.length;
    all.hidden = Boolean(text);
    at("status").textContent = !text ? "" : now.length ? words.danger : isKnown ? words.found.replace("{}", list.length) : words.none;
    // What is found stands below the field, and on most screens of a desk below the screen.
    if (now.length) at("danger").scrollIntoView(); else if (text) form.scrollIntoView();
  }

  // A card that another one leads to is looked for, as the list is hidden.
  results.addEventListener("click", event => {
    const { hash } = event.target.closest("a") ?? {}, card = hash?.startsWith("#role_") && at(hash.slice(1));
    if (!card) return;
    event.preventDefault();
    q.value = nameOf(card);
    show();
    q.focus();
  });

  const firstControl = item => [...item.querySelectorAll("button"), ...item.querySelectorAll("a")].find(part => part.checkVisibility());
  addEventListener("keydown", event => {
    const { key, target } = event, step = { ArrowDown: 1, ArrowUp: -1 }[key], item = target.closest("#results > li");
    if (key === "Escape" && (target === q || item)) {
      q.value = "";
      show();
      q.focus();
    } else if (step && (target === q || item) && !event.altKey) {
      const next = item ? (step > 0 ? item.nextElementSibling : item.previousElementSibling) : step > 0 && results.firstElementChild;
      const part = next ? firstControl(next) : item && step < 0 && q;
      if (part) { event.preventDefault(); part.focus(); }
    }
  });

  function copyFirst() {
    show();
    if (inDanger(q.value.trim()).length) return; // the numbers stay in view
    const first = results.firstElementChild, button = first?.querySelector("button:not([data-link])");
    if (button?.checkVisibility()) return button.click();
    if (!first) return;
    firstControl(first)?.focus();
    at("status").textContent = words.noText;
  }
  return { show, copyFirst };
};
