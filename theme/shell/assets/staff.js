// For staff: copies words, opens the page of a surgery, and loads what finds things with the first letter that is typed.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id), status = at("status"), form = at("find");

    // The last way works where a page is not secure, as on an old server within the surgery.
    async function copy(text, button) {
      const words = text.replaceAll("[date]", new Date().toLocaleDateString(root.lang));
      try {
        await navigator.clipboard.writeText(words);
      } catch {
        const field = document.createElement("textarea");
        field.value = words;
        document.body.append(field);
        field.select();
        document.execCommand("copy");
        field.remove();
        button.focus();
      }
      const label = button.firstElementChild, { copied } = status.dataset;
      button.dataset.label ||= label.textContent;
      label.textContent = copied;
      status.textContent = `${copied}: ${words}`;
      clearTimeout(button.waiting);
      button.waiting = setTimeout(() => { label.textContent = button.dataset.label; }, 3000);
    }
    for (const text of document.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button"), label = document.createElement("span"), name = document.createElement("span");
      button.type = "button";
      button.dataset.copies = text.id;
      label.textContent = text.dataset.copy;
      name.textContent = `: ${text.dataset.name}`;
      name.className = "hidden";
      button.append(label, name);
      text.after(button);
    }
    // What is folded has no innerText.
    const linesOf = part => [...part.childNodes].map(node => node.nodeName === "BR" ? "\n" : node.textContent.replace(/\n/g, " ")).join("");
    // The whole address of a page, wherever this one is looked at.
    const site = document.querySelector("link[rel=canonical]")?.href;
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-copies], [data-link], [data-text]");
      if (!button) return;
      const { copies, text } = button.dataset;
      copy(copies ? linesOf(at(copies)) : text ?? new URL(button.closest("[data-entry]").dataset.entry, site).href, button);
    });

    // A surgery has a page of its own. An address from before then names it after the #.
    const surgery = at("surgery"), pageOf = option => new URL(option.dataset.page, document.baseURI).href;
    surgery?.addEventListener("change", () => location.assign(pageOf(surgery.selectedOptions[0]) + location.hash));
    const named = [...surgery?.options ?? []].find(option => option.value && option.value === location.hash.slice(1));
    if (named) location.replace(pageOf(named));

    const urls = [...form.dataset.files.split(" "), form.dataset.finder].map(file => new URL(file, document.baseURI).href);
    const policy = globalThis.trustedTypes
      ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (urls.includes(url)) return url; throw new TypeError(url); } })
      : { createScriptURL: url => url };
    let finder;
    const load = () => finder ||= Promise.all(urls.map(url => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.async = false; // they run in the order in which they are named
      script.onload = done;
      script.onerror = failed;
      script.src = policy.createScriptURL(url);
      document.head.append(script);
    }))).then(() => rolecallFinder(urls.at(-2))).catch(() => { finder = null; status.textContent = status.dataset.failed; });

    const q = at("q");
    q.addEventListener("input", async () => (await load())?.show());
    form.addEventListener("submit", async event => { event.preventDefault(); (await load())?.copyFirst(); });
    if (/^#s-/.test(location.hash)) load(); // services on the sheet
    q.focus();
    if (q.value) q.dispatchEvent(new Event("input"));
  });
})();
