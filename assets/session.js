// Warns two minutes before a session ends (templates/signed_base.html). Other tabs count: the
// server is asked before anything is said, and to ask it prolongs nothing.
(() => {
  "use strict";
  const dialog = document.getElementById("session-ends");
  if (!dialog) return;
  const WARN = 120; // seconds before the end
  const ASK = 10; // seconds between two questions to the server while the warning stands
  const stay = dialog.querySelector('[data-does="stay"]');
  const close = dialog.querySelector('[data-does="close"]');
  let ends = 0; // when the session ends unless something is asked for, and when it ends anyway
  let last = 0;
  let dismissed = false; // the warning was read and closed
  let timer;

  const take = ({ left, most }) => {
    ends = Date.now() + left * 1000;
    last = Date.now() + most * 1000;
  };
  const request = async (options) => {
    try {
      const answer = await fetch("/session", { credentials: "same-origin", ...options });
      if (answer.ok) take(await answer.json());
    } catch {
      // The site cannot be reached: the time known here goes on.
    }
    show();
  };
  const look = () => {
    clearTimeout(timer);
    return request({});
  };
  const inWords = (left) => {
    const minutes = Math.floor(left / 60);
    const seconds = left % 60;
    const parts = [];
    if (minutes) parts.push(`${minutes} ${minutes === 1 ? "minute" : "minutes"}`);
    if (seconds || !minutes) parts.push(`${seconds} ${seconds === 1 ? "second" : "seconds"}`);
    return parts.join(" ");
  };
  const say = (state, left) => {
    for (const one of dialog.querySelectorAll("[data-when]")) {
      one.hidden = !one.dataset.when.split(" ").includes(state);
    }
    for (const one of dialog.querySelectorAll("[data-left-in-words]")) {
      one.textContent = inWords(left);
    }
    if (!dialog.open) dialog.showModal();
    const button = state === "idle" ? stay : close;
    if (document.activeElement?.closest("[hidden]") || !dialog.contains(document.activeElement)) {
      button.focus();
    }
  };
  const show = () => {
    clearTimeout(timer);
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    if (left > WARN) {
      dismissed = false;
      if (dialog.open) dialog.close();
      timer = setTimeout(look, (left - WARN) * 1000);
    } else if (left === 0) {
      say("over", 0);
    } else {
      if (!dismissed) say(last - ends < 1000 ? "last" : "idle", left);
      // The last second is asked about too: another tab may have gone on meanwhile.
      timer = setTimeout(left === 1 || left % ASK === 0 ? look : show, 1000);
    }
  };

  stay.addEventListener("click", () => {
    const token = document.querySelector('.signed-bar [name="form_token"]').value;
    request({ method: "POST", headers: { "X-Form-Token": token } });
  });
  close.addEventListener("click", () => {
    dismissed = true;
    dialog.close();
  });
  dialog.addEventListener("cancel", () => (dismissed = true)); // Escape
  // A page that was asleep, or comes back from the history, knows nothing of what happened since.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && ends - Date.now() <= WARN * 1000) look();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) look();
  });

  take({ left: Number(dialog.dataset.left), most: Number(dialog.dataset.most) });
  show();
})();
