// Narrows the list of services by several filters at once, and sorts it. What is chosen stands in the address, after the #.
// Which service fits which filter comes only when somebody chooses.
(() => {
  "use strict";
  document.documentElement.classList.add("js"); // before anything is painted, so that nothing moves
  addEventListener("DOMContentLoaded", () => {
    const at = id => document.getElementById(id);
    const form = at("filters"), list = at("services");
    if (!form) return;
    const items = [...list.children], letters = at("letters");
    const status = at("count"), everything = status.textContent, plural = new Intl.PluralRules(document.documentElement.lang);
    const selects = [...form.querySelectorAll("select")], sort = at("sort"), chosen = at("filtered"), clear = at("clear");
    // A service names its filters by their place in all the lists together.
    const ids = selects.flatMap(select => [...select.options].map(option => option.value).filter(Boolean));
    let known, loading;

    const file = new URL(list.dataset.file, document.baseURI).href;
    const policy = globalThis.trustedTypes
      ? trustedTypes.createPolicy("rolecall", { createScriptURL: url => { if (url === file) return url; throw new TypeError(url); } })
      : { createScriptURL: url => url };
    const load = () => loading ||= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.onload = () => { known = rolecallServices; done(); };
      script.onerror = () => { loading = null; failed(); };
      script.src = policy.createScriptURL(file);
      document.head.append(script);
    });

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
    function show() {
      const filtering = selects.filter(select => select.value), codes = filtering.map(select => ids.indexOf(select.value));
      let count = 0;
      items.forEach((item, at) => {
        const fits = codes.every(code => known.filters[at].includes(code));
        item.hidden = !fits;
        count += fits;
      });
      const places = sort.value && known[sort.value.replace("sort-", "")];
      const order = [...items.keys()].sort((a, b) => places ? places[a] - places[b] : a - b);
      list.append(...order.map(at => items[at]));
      const found = status.dataset[plural.select(count)] || status.dataset.other;
      status.textContent = filtering.length ? found.replace("{}", count) : everything;
      at("none").hidden = count > 0;
      if (letters) letters.hidden = Boolean(places) || filtering.length > 0; // they lead to the whole list by name
      offer(filtering);
    }
    const named = () => [...selects, sort].map(select => select.value).filter(Boolean);
    function update() {
      if (known) return show();
      list.ariaBusy = "true";
      load().then(() => { list.ariaBusy = "false"; show(); }, () => { status.textContent = status.dataset.failed; });
    }
    function changed() {
      history.replaceState(null, "", `#${named().join("&")}`);
      update();
    }
    function fromAddress() {
      if (at(location.hash.slice(1))) return; // a part of the page, such as its menu
      const asked = location.hash.slice(1).split("&");
      for (const select of [...selects, sort]) {
        const option = [...select.options].find(one => one.value && asked.includes(one.value));
        select.value = option ? option.value : "";
      }
      if (known || named().length) update();
    }
    for (const part of [form, sort]) {
      part.addEventListener("pointerdown", () => load().catch(() => {}));
      part.addEventListener("change", changed);
    }
    clear.addEventListener("click", () => {
      for (const select of selects) select.value = "";
      changed();
      selects[0].focus();
    });
    addEventListener("hashchange", fromAddress);
    fromAddress();
  });
})();
