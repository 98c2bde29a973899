// The reader of a chart (layouts/reader.py): year by year with its buttons or the arrow keys. Its
// line says what stands at the year, and the chart shows the same as it does to a mouse.
(() => {
  "use strict";
  const chart = () => document.querySelector("#chart .js-plotly-plot");

  const mark = (year) => {
    const drawn = chart();
    if (!drawn || !window.Plotly) return;
    const points = drawn.data.flatMap((trace, curveNumber) => {
      const pointNumber = (trace.x || []).indexOf(year);
      const there = pointNumber >= 0 && trace.hovertext && trace.y[pointNumber] !== null;
      return there ? [{ curveNumber, pointNumber }] : [];
    });
    if (points.length) window.Plotly.Fx.hover(drawn, points);
    else window.Plotly.Fx.unhover(drawn);
  };

  const read = (box, move) => {
    const readings = JSON.parse(box.dataset.readings);
    const last = readings.length - 1;
    const now = box.dataset.at === undefined ? null : Number(box.dataset.at);
    const next = Math.min(Math.max(move(now, last), 0), last);
    box.dataset.at = next;
    const [year, said] = readings[next];
    box.querySelector("[role='status']").textContent = said;
    mark(year);
  };

  const by = (step) => (now, last) => (now === null ? (step < 0 ? last : 0) : now + step);
  const keys = {
    ArrowLeft: by(-1),
    ArrowRight: by(1),
    Home: () => 0,
    End: (_now, last) => last,
  };
  const inReader = (target) => target.closest?.(".reader[data-readings]");

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".reader button[data-step]");
    if (button) read(inReader(button), by(Number(button.dataset.step)));
  });
  document.addEventListener("keydown", (event) => {
    const box = inReader(event.target);
    const plain = !(event.metaKey || event.ctrlKey || event.altKey);
    if (!box || !plain || !(event.key in keys)) return;
    event.preventDefault();
    read(box, keys[event.key]);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    const box = inReader(target);
    const drawn = chart();
    if (box && drawn && window.Plotly && !box.contains(relatedTarget)) {
      window.Plotly.Fx.unhover(drawn);
    }
  });
})();
