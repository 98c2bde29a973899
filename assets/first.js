// The first answer gives way to the page that React builds, once that can be seen: its heading is
// there and every chart in it is drawn. Until then React works out of sight, at full width.
(() => {
  "use strict";
  const PREFIX = "first-";
  const first = document.getElementById("first-answer");
  const entry = document.getElementById("react-entry-point");
  if (!first || !entry) return;

  const ready = () =>
    entry.querySelector("h1") &&
    [...entry.querySelectorAll(".dash-graph")].every((graph) => graph.querySelector(".main-svg"));

  const takeOver = () => {
    const held = document.activeElement;
    const place = first.contains(held) && held.id.startsWith(PREFIX) ? held.id.slice(PREFIX.length) : "";
    first.remove();
    document.documentElement.classList.add("live");
    const twin = place && document.getElementById(place);
    if (twin) {
      if (twin.value !== undefined && held.value) twin.value = held.value;
      twin.focus({ preventScroll: true });
    }
  };

  const watch = new MutationObserver(() => {
    if (!ready()) return;
    watch.disconnect();
    takeOver();
  });
  watch.observe(entry, { childList: true, subtree: true });
})();
