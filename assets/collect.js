// A school's form (templates/collect/school.html): a student's row is saved when it is left, and
// leaving the page with something unsaved is asked about. Without this, the buttons do all of it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  const said = document.getElementById("kept");
  let sending = false; // the whole form is on its way
  let queue = Promise.resolve();
  let waiting = 0; // rows in the queue

  const rowsOf = (root) => [...root.querySelectorAll("tr[data-row]")];
  const hidden = (row, name) => row.querySelector(`[name="${row.dataset.row}.${name}"]`);
  const fields = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
  const nameIn = (field) => field.name.slice(field.name.indexOf(".") + 1);
  const isDirty = (row) => {
    const was = JSON.parse(hidden(row, "was").value);
    return fields(row).some((field) => field.value !== (was[nameIn(field)] ?? ""));
  };
  const isUnsaved = () =>
    rowsOf(form).some(isDirty) ||
    [...form.querySelectorAll("tr.new input, tr.new select")].some((field) => field.value);

  // ---- a row that was left

  const answerTo = async (row) => {
    const body = new URLSearchParams({ do: "save", form_token: form.elements.form_token.value });
    for (const name of ["version", "was"]) {
      body.set(`${row.dataset.row}.${name}`, hidden(row, name).value);
    }
    for (const field of fields(row)) body.set(field.name, field.value);
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Signed out meanwhile, the answer is another page: nothing of it is taken.
    return answer.ok && page.querySelector(`tr[data-row="${row.dataset.row}"]`) ? page : null;
  };

  const take = (page, id, sent) => {
    let whole = rowsOf(page).length === rowsOf(form).length;
    for (const theirs of rowsOf(page)) {
      const mine = form.querySelector(`tr[data-row="${theirs.dataset.row}"]`);
      if (!mine) {
        whole = false;
        continue;
      }
      const same = hidden(mine, "version").value === hidden(theirs, "version").value;
      const isSent = mine.dataset.row === id;
      const untouched = isSent
        ? fields(mine).every((field) => sent.get(field.name) === field.value)
        : !isDirty(mine);
      if (untouched && !mine.contains(document.activeElement)) mine.replaceWith(theirs);
      else if (isSent) {
        for (const name of ["version", "was"]) hidden(mine, name).value = hidden(theirs, name).value;
      } else if (!same) whole = false;
    }
    for (const name of ["counts", "findings"]) {
      document.getElementById(name).replaceWith(page.getElementById(name));
    }
    // What was submitted must have been seen: else the old version stays, and Submit is refused.
    const version = page.querySelector('[name="school.version"]');
    if (whole && version) form.elements["school.version"].value = version.value;
  };

  const save = async (id) => {
    const row = form.querySelector(`tr[data-row="${id}"]`);
    if (sending || !row || !isDirty(row)) return;
    said.textContent = "Saving …";
    const sent = new Map(fields(row).map((field) => [field.name, field.value]));
    try {
      const page = await answerTo(row);
      if (page) take(page, id, sent);
      said.textContent = page ? "Saved." : "Not saved yet. Press Save to see why.";
    } catch {
      said.textContent = "Not saved yet: the site cannot be reached. Press Save to try again.";
    }
  };

  form.addEventListener("focusout", (event) => {
    const row = event.target.closest("tr[data-row]");
    const next = event.relatedTarget;
    if (!row || row.contains(next) || next?.type === "submit") return;
    waiting += 1;
    queue = queue.then(() => save(row.dataset.row)).finally(() => (waiting -= 1));
  });

  // ---- leaving the page

  form.addEventListener("submit", (event) => {
    if (sending) event.preventDefault(); // pressed twice
    else if (waiting) {
      // The form must not carry the version that a row had before its save.
      event.preventDefault();
      const button = event.submitter;
      queue.then(() => form.requestSubmit(button?.isConnected ? button : undefined));
    } else sending = true;
  });
  window.addEventListener("pageshow", () => (sending = false));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && isUnsaved()) event.preventDefault();
  });
})();
