// Finds a card by a few letters, fills in the surgery's name, and copies. The surgery stands in the address, after the #.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id), status = at("status");
    const plain = text => text.toLowerCase().normalize("NFD").replace(/[^a-z0-9 ]/g, "");

    // The last way works where a page is not secure, as on an old server within the surgery.
    const copy = async text => {
      try {
        await navigator.clipboard.writeText(text.innerText);
      } catch {
        getSelection().selectAllChildren(text);
        document.execCommand("copy");
      }
      status.textContent = text.dataset.copied;
    };
    for (const text of document.querySelectorAll("[data-copy]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text.dataset.copy;
      if (text.dataset.spoken) button.setAttribute("aria-label", text.dataset.spoken);
      button.addEventListener("click", () => copy(text));
      text.after(button);
    }

    const surgery = at("surgery"), slots = [...document.querySelectorAll("[data-text]")];
    const fill = () => {
      const name = surgery.selectedOptions[0].dataset.name;
      for (const one of slots) one.innerText = one.dataset.text.trim().replaceAll("[surgery]", () => name || "[surgery]");
    };
    if (surgery) {
      const fromAddress = () => {
        const wanted = [...surgery.options].find(option => option.value === location.hash.slice(1));
        if (wanted) surgery.value = wanted.value;
        fill();
      };
      surgery.addEventListener("change", () => {
        history.replaceState(null, "", `#${surgery.value}`);
        fill();
      });
      addEventListener("hashchange", fromAddress);
      fromAddress();
    }

    const q = at("q");
    if (!q) return;
    const items = [...document.querySelectorAll(".found > li")].map(item => [item, plain(item.dataset.words).split(" ")]);
    const find = () => {
      const asked = plain(q.value).split(" ").filter(Boolean);
      let count = 0;
      for (const [item, words] of items) {
        item.hidden = !asked.every(one => words.some(word => word.startsWith(one)));
        count += !item.hidden;
      }
      for (const part of document.querySelectorAll("main > section")) {
        part.hidden = !part.querySelector(".found > li:not([hidden])");
      }
      at("none").hidden = count > 0;
      status.textContent = asked.length ? status.dataset.found.replace("{}", count) : "";
    };
    q.addEventListener("input", find);
    q.focus();
    find();
  });
})();
