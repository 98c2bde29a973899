// For pages of other sites: gives each of our frames the height of what it shows.
//
//   <iframe src="https://OUR.SITE/embed/5A" title="…" width="100%" height="600"></iframe>
//   <script async src="https://OUR.SITE/embed.js"></script>
//
// One script serves any number of frames, and does no harm when it stands there several times. It
// heeds only frames of the site that it came from, keeps nothing and asks nobody else anything.
(() => {
  "use strict";
  const TYPE = "progress-at-a-glance:height";
  const ASK = "progress-at-a-glance:ask";
  const [LEAST, MOST] = [100, 10000];
  const home = new URL(document.currentScript.src).origin;

  const frames = () =>
    [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${home}/embed/`));

  const fit = (frame, height) => {
    const style = window.getComputedStyle(frame);
    const edges = style.boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;
    frame.style.height = `${Math.min(Math.max(Math.ceil(height), LEAST), MOST) + edges}px`;
  };

  window.addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || data?.type !== TYPE || !Number.isFinite(data.height)) return;
    const frame = frames().find((one) => one.contentWindow === source);
    if (frame) fit(frame, data.height);
  });

  // Frames that were there before this script have told their height to nobody.
  const ask = () => frames().forEach((frame) => frame.contentWindow?.postMessage({ type: ASK }, "*"));
  ask();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ask);
})();
