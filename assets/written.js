// HTML that the server wrote, put where its component is (layouts/markup.py). Links within the site
// change the page as Dash's own do, without loading it.
(() => {
  "use strict";
  const put = (element) => {
    if (element.dataset.html === undefined) return;
    element.innerHTML = element.dataset.html;
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") put(change.target);
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        put(node);
        node.querySelectorAll("[data-html]").forEach(put);
      }
    }
  }).observe(document.body, {
    attributes: true,
    attributeFilter: ["data-html"],
    childList: true,
    subtree: true,
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-html] a[href^='/']");
    const plain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
    if (!link || !plain || link.classList.contains("button")) return;
    event.preventDefault();
    window.history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  });
})();
