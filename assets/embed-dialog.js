// The dialog that hands out a chart for other sites (layouts/embedding.py). It lies in a template
// of the page; opened, it belongs to the body: a page that is filled anew leaves it alone.
(() => {
  "use strict";
  const BUTTON = 'button[data-does="embed"]';
  const escaped = (text) =>
    text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  // ---- what is handed out

  const addressOf = (dialog) => {
    const query = new URLSearchParams(dialog.dataset.query);
    query.delete("lang");
    for (const [name, value] of new FormData(dialog.querySelector(".fields"))) {
      if (value) query.set(name, value);
    }
    const text = query.toString();
    return window.location.origin + dialog.dataset.path + (text ? `?${text}` : "");
  };
  const snippetOf = (dialog, address) => {
    const height = dialog.querySelector('[name="height"]').value || dialog.dataset.height;
    // The frame's own title is in the language chosen for it.
    const title = dialog.querySelector("iframe").contentDocument?.title || document.title;
    return (
      `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" ` +
      `height="${height}" loading="lazy" style="border:0"></iframe>\n` +
      `<script async src="${window.location.origin}/embed.js"></script>`
    );
  };
  const write = (dialog) => {
    dialog.querySelector("textarea").value = snippetOf(dialog, addressOf(dialog));
  };

  const copy = async (dialog, button) => {
    const area = dialog.querySelector("textarea");
    area.select();
    // Without https there is no clipboard but the old one.
    if (navigator.clipboard) await navigator.clipboard.writeText(area.value);
    else document.execCommand("copy");
    dialog.querySelector(".told").textContent = button.dataset.done;
  };

  // ---- its life

  const fitFrames = () => {
    if (document.querySelector('script[src="/embed.js"]')) return;
    const script = document.createElement("script");
    script.src = "/embed.js";
    document.head.append(script);
  };

  const open = (button) => {
    const template = document.querySelector("template.embedding");
    const dialog = document.importNode(template.content, true).querySelector("dialog");
    dialog.dataset.query = button.dataset.query;
    const frame = dialog.querySelector("iframe");
    frame.src = addressOf(dialog);
    frame.addEventListener("load", () => {
      write(dialog);
      frame.contentWindow.addEventListener("keydown", ({ key }) => {
        if (key === "Escape") dialog.close();
      });
    });
    dialog.addEventListener("change", ({ target }) => {
      if (!target.closest(".fields")) return;
      dialog.querySelector(".told").textContent = "";
      write(dialog);
      // In place of what was shown: going back leaves the page, not the preview.
      frame.contentWindow.location.replace(addressOf(dialog));
    });
    dialog.addEventListener("click", ({ target }) => {
      const copies = target.closest("[data-copies]");
      if (copies) copy(dialog, copies);
    });
    dialog.addEventListener("submit", (event) => {
      if (event.target.matches(".fields")) event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      (button.isConnected ? button : document.querySelector(BUTTON))?.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    write(dialog);
    fitFrames();
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(BUTTON);
    if (button) open(button);
  });
})();
