// Narrows the list of services by several filters at once. What is chosen stands in the address, after the #.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id);
    const form = at("filters"), items = [...document.querySelectorAll("#services > li")];
    if (!form) return;
    const status = at("count"), everything = status.textContent, plural = new Intl.PluralRules(document.documentElement.lang);
    const selects = [...form.querySelectorAll("select")];
    // A service names its filters by their place in all the lists together.
    const ids = selects.flatMap(select => [...select.options].map(option => option.value).filter(Boolean));
    const filters = new Map(items.map(item => [item, new Set(item.dataset.f.split(" ").map(at => ids[at]))]));

    const show = () => {
      const chosen = selects.map(select => select.value).filter(Boolean);
      let count = 0;
      for (const item of items) {
        const fits = chosen.every(one => filters.get(item).has(one));
        item.hidden = !fits;
        count += fits;
      }
      const found = status.dataset[plural.select(count)] || status.dataset.other;
      status.textContent = chosen.length ? found.replace("{}", count) : everything;
      at("none").hidden = count > 0;
      return chosen;
    };
    const changed = () => history.replaceState(null, "", `#${show().join("&")}`);
    const fromAddress = () => {
      if (at(location.hash.slice(1))) return; // a part of the page, such as its menu
      const chosen = location.hash.slice(1).split("&");
      for (const select of selects) {
        const option = [...select.options].find(one => one.value && chosen.includes(one.value));
        select.value = option ? option.value : "";
      }
      show();
    };
    form.addEventListener("change", changed);
    at("clear").addEventListener("click", () => {
      for (const select of selects) select.value = "";
      changed();
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
  });
})();
