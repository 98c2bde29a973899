// Inside a frame on another site: tells the page around how tall it is, and turns the drawing into
// a chart that answers the mouse once somebody can see it. Nothing here is needed to read it.
(() => {
  "use strict";
  const TYPE = "progress-at-a-glance:height";
  const ASK = "progress-at-a-glance:ask";
  const box = document.getElementById("chart");

  // ---- the height, told whenever it changes and whenever the page around asks

  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    // Everybody may know a height: the page around may be any that is allowed to show the frame.
    window.parent.postMessage({ type: TYPE, id: box?.dataset.id ?? "", height }, "*");
  };
  if (window.parent !== window) {
    new ResizeObserver(tell).observe(document.documentElement);
    window.addEventListener("message", (event) => {
      if (event.source === window.parent && event.data?.type === ASK) tell();
    });
  }

  // ---- the chart, over the drawing and of its very size

  const draw = async () => {
    const { data, layout, config } = JSON.parse(document.getElementById("drawn").textContent);
    const live = document.createElement("div");
    live.className = "live";
    box.append(live);
    await window.Plotly.newPlot(live, data, layout, config);
    box.querySelector(".drawing").remove();
    live.classList.add("ready");
  };
  const load = () => {
    const script = document.createElement("script");
    script.src = box.dataset.plotly;
    script.addEventListener("load", draw);
    document.head.append(script);
  };
  if (!box || !("IntersectionObserver" in window)) return;

  // Whoever saves data gets the chart when they reach for it.
  if (navigator.connection?.saveData) {
    box.addEventListener("pointerenter", load, { once: true });
    return;
  }
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    if (document.readyState === "complete") load();
    else window.addEventListener("load", load, { once: true });
  });
  watch.observe(box);
})();
