// Leaves the page at once: by its link without a trace in the tab's history, or by Shift 3 times within 5 seconds.
(() => {
  "use strict";
  const ready = () => {
    const link = document.querySelector("[data-exit]");
    const leave = () => {
      document.documentElement.hidden = true;
      document.title = "…";
      location.replace(link.href);
    };
    link.addEventListener("click", event => { event.preventDefault(); leave(); });
    let presses = [];
    document.addEventListener("keyup", event => {
      if (event.key !== "Shift") { presses = []; return; }
      presses = [...presses.filter(time => event.timeStamp - time < 5000), event.timeStamp];
      if (presses.length >= 3) leave();
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ready);
  else ready();
})();
