// Choosing among links of one page brings the page in anew, and with it the link that had the
// focus. Who goes by keyboard stays where they were: on the choice just made.
(() => {
  "use strict";
  const CHOICES = ".choices a, .sorting a, .letters a";
  let made = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(CHOICES);
    made = link ? link.getAttribute("href") : null;
  });

  new MutationObserver(() => {
    if (made === null || document.activeElement !== document.body) return;
    const twins = [...document.querySelectorAll(CHOICES)].filter(
      (link) => link.classList.contains("chosen") && link.getAttribute("href") === made,
    );
    if (twins.length) {
      made = null;
      twins[0].focus({ preventScroll: true });
    }
  }).observe(document.body, { childList: true, subtree: true });
})();
