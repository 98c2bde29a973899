// Choosing among links of one page brings the page in anew, and with it the link that had the
// focus. Who goes by keyboard stays where they were: on the choice just made.
(() => {
  "use strict";
  const CHOICES = ".choices a, .sorting a, .letters a";
  let made = null;

  const note = (event) => {
    const link = event.target.closest?.(CHOICES);
    const place = link ? [...document.querySelectorAll(CHOICES)].indexOf(link) : -1;
    made = link ? { href: link.getAttribute("href"), place } : null;
  };
  document.addEventListener("click", note, true);

  new MutationObserver(() => {
    if (made === null || document.activeElement !== document.body) return;
    // Two filters may lead to one address, "All" and what is chosen already: its place decides.
    const twin = document.querySelectorAll(CHOICES)[made.place];
    if (twin?.classList.contains("chosen") && twin.getAttribute("href") === made.href) {
      made = null;
      twin.focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
