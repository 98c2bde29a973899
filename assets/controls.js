// The controls of a page: a picker of districts, the years, and the buttons beside the chart.
//
// A page that Dash has brought to life is asked through its store "asked": it answers in place and
// writes the address itself. Until then, and on pages without that store, the browser goes to the
// address that was asked for. So every control works from the first answer on.
(() => {
  "use strict";
  const live = () => document.documentElement.classList.contains("live");
  const here = () => new URLSearchParams(window.location.search);

  const ask = (query) => {
    const text = query.toString();
    const search = text ? `?${text}` : "";
    if (live() && window.dash_clientside && document.getElementById("chart")) {
      window.dash_clientside.set_props("asked", { data: search });
    } else {
      window.location.assign(window.location.pathname + search);
    }
  };

  // ---- the picker: a combobox whose list comes from the server, a few names at a time

  let asking = 0;
  const parts = (input) => {
    const box = input.closest("[data-picker]");
    return { box, input, list: box.querySelector(".options"), told: box.querySelector(".told") };
  };

  const prepare = (input) => {
    const { box, list } = parts(input);
    list.id ||= `${input.id}-options`;
    const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...said, "aria-controls": list.id })) {
      input.setAttribute(name, value);
    }
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.closest(".field").querySelector("label").textContent);
    input.dataset.ready = "yes";
  };

  const close = (input) => {
    const { list } = parts(input);
    list.replaceChildren();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const tell = (input, text) => {
    parts(input).told.textContent = text;
  };

  const show = (input, found) => {
    const { box, list } = parts(input);
    // What the arrows had reached stays chosen when a longer name finds it again.
    const reached = list.querySelector('[aria-selected="true"]')?.dataset.id;
    list.replaceChildren(
      ...found.matches.map((match, place) => {
        const option = document.createElement("div");
        option.id = `${list.id}-${place}`;
        option.dataset.id = match.id;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", String(match.id === reached));
        option.textContent = match.name;
        return option;
      }),
    );
    list.hidden = found.matches.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const still = list.querySelector('[aria-selected="true"]');
    if (still) input.setAttribute("aria-activedescendant", still.id);
    else input.removeAttribute("aria-activedescendant");
    const { none, some, more } = box.dataset;
    const all = found.total === found.matches.length;
    tell(input, list.hidden ? none : (all ? some : more).replace("{count}", found.total));
  };

  const look = async (input) => {
    const query = input.value.trim();
    const mine = ++asking;
    if (!query) {
      close(input);
      tell(input, "");
      return;
    }
    const answer = await fetch(`/find/districts.json?q=${encodeURIComponent(query)}`);
    if (!answer.ok) return;
    const found = await answer.json();
    // An answer that comes after the next question is no answer.
    if (mine === asking && document.contains(input)) show(input, found);
  };

  const move = (input, step) => {
    const { list } = parts(input);
    const options = [...list.children];
    if (!options.length) return;
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = (now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  };

  const choose = (input, id) => {
    const { box } = parts(input);
    const query = here();
    const chosen = query.getAll("district");
    input.value = "";
    asking += 1;
    close(input);
    if (chosen.includes(id)) return;
    if (chosen.length >= Number(box.dataset.limit)) {
      tell(input, box.dataset.most.replace("{count}", box.dataset.limit));
      return;
    }
    tell(input, "");
    // The districts stand before the years, as in the addresses that the site writes.
    const others = [...query].filter(([name]) => name !== "district");
    ask(new URLSearchParams([...[...chosen, id].map((one) => ["district", one]), ...others]));
  };

  const inPicker = (target) => target.matches?.("[data-picker] input");

  // A field is a combobox from the moment it is there, not only once it is used.
  const prepareAll = () => {
    for (const input of document.querySelectorAll("[data-picker] input:not([data-ready])")) {
      prepare(input);
    }
  };
  new MutationObserver(prepareAll).observe(document.body, { childList: true, subtree: true });
  prepareAll();

  document.addEventListener("input", ({ target }) => {
    if (inPicker(target)) look(target);
  });
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!inPicker(target)) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (key in steps) {
      event.preventDefault();
      move(target, steps[key]);
    } else if (key === "Escape") {
      close(target);
    } else if (key === "Enter") {
      event.preventDefault();
      const { list } = parts(target);
      const only = list.children.length === 1 ? list.firstChild : null;
      const option = list.querySelector('[aria-selected="true"]') || only;
      if (option) choose(target, option.dataset.id);
    }
  });
  document.addEventListener("focusout", ({ target }) => {
    if (inPicker(target)) close(target);
  });
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.('[data-picker] [role="option"]');
    if (!option) return;
    event.preventDefault(); // the field keeps the focus
    choose(option.closest("[data-picker]").querySelector("input"), option.dataset.id);
  });

  // ---- years, districts to take away, and the buttons

  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.asks;
    if (!name) return;
    const query = here();
    if (target.value) query.set(name, target.value);
    else query.delete(name);
    const [from, to] = [query.get("from"), query.get("to")];
    if (from && to && Number(from) > Number(to)) {
      query.set("from", to);
      query.set("to", from);
    }
    ask(query);
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-remove], button[data-does]");
    if (!button) return;
    if (button.dataset.remove) {
      const query = here();
      const left = query.getAll("district").filter((id) => id !== button.dataset.remove);
      const others = [...query].filter(([name]) => name !== "district");
      const field = button.closest(".field").querySelector("input");
      ask(new URLSearchParams([...left.map((id) => ["district", id]), ...others]));
      field?.focus();
    } else if (button.dataset.does === "print") {
      window.print();
    } else if (button.dataset.does === "copy") {
      await navigator.clipboard.writeText(window.location.href);
      const told = button.parentElement.querySelector(".told");
      if (told) told.textContent = button.dataset.done;
    }
  });
})();
