// Narrows the list of services by several filters at once, and sorts it. What is chosen stands in the address, after the #.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id);
    const form = at("filters"), list = at("services");
    if (!form) return;
    const items = [...list.children], letters = at("letters");
    const status = at("count"), everything = status.textContent, plural = new Intl.PluralRules(document.documentElement.lang);
    const selects = [...form.querySelectorAll("select")], sort = at("sort"), chosen = at("chosen"), clear = at("clear");
    // A service names its filters by their place in all the lists together.
    const ids = selects.flatMap(select => [...select.options].map(option => option.value).filter(Boolean));
    const filters = new Map(items.map(item => [item, new Set(item.dataset.f.split(" ").map(at => ids[at]))]));

    // A button for each filter that is chosen, which takes it off.
    function offer(filtering) {
      const buttons = filtering.map(select => {
        const li = document.createElement("li"), button = document.createElement("button");
        const name = select.selectedOptions[0].label;
        button.type = "button";
        button.className = "off";
        button.textContent = name;
        button.setAttribute("aria-label", chosen.dataset.off.replace("{}", name));
        button.addEventListener("click", () => {
          select.value = "";
          changed();
          (chosen.hidden ? selects[0] : chosen.querySelector("button")).focus();
        });
        li.append(button);
        return li;
      });
      chosen.replaceChildren(...buttons, clear.parentNode);
      chosen.hidden = !filtering.length;
    }
    const show = () => {
      const filtering = selects.filter(select => select.value);
      let count = 0;
      for (const item of items) {
        const fits = filtering.every(select => filters.get(item).has(select.value));
        item.hidden = !fits;
        count += fits;
      }
      const order = sort.value && list.getAttribute(`data-${sort.value}`).split(" ");
      list.append(...order ? order.map(at => items[at]) : items);
      const found = status.dataset[plural.select(count)] || status.dataset.other;
      status.textContent = filtering.length ? found.replace("{}", count) : everything;
      at("none").hidden = count > 0;
      if (letters) letters.hidden = Boolean(order) || filtering.length > 0; // they lead to the whole list by name
      offer(filtering);
      return [...filtering, ...order ? [sort] : []].map(select => select.value);
    };
    const changed = () => history.replaceState(null, "", `#${show().join("&")}`);
    const fromAddress = () => {
      if (at(location.hash.slice(1))) return; // a part of the page, such as its menu
      const asked = location.hash.slice(1).split("&");
      for (const select of [...selects, sort]) {
        const option = [...select.options].find(one => one.value && asked.includes(one.value));
        select.value = option ? option.value : "";
      }
      show();
    };
    form.addEventListener("change", changed);
    sort.addEventListener("change", changed);
    clear.addEventListener("click", () => {
      for (const select of selects) select.value = "";
      changed();
      selects[0].focus();
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
  });
})();
