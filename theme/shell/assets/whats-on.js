// Marks the day that it is now, and says so where the whole list has passed: a page may have been open, or kept, for long.
(() => {
  "use strict";
  addEventListener("DOMContentLoaded", () => {
    const days = [...document.querySelectorAll("#week h2")];
    if (!days.length) return;
    // The day in England, as 2026-11-22, wherever the phone is.
    const now = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/London" }).format(new Date());
    const dayOf = heading => heading.querySelector("time").dateTime;
    document.getElementById("past").hidden = dayOf(days.at(-1)) >= now;
    const today = days.find(heading => dayOf(heading) === now);
    if (!today) return;
    today.querySelector(".tag").hidden = false;
    // Only then has the browser gone to the part that the address names: the first day.
    if (location.hash === "#today") addEventListener("load", () => today.scrollIntoView());
  });
})();
