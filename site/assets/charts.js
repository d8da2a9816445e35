// Points of charts by keyboard: Tab to a chart, arrow keys from point to point, Enter opens the case.
// What the point under the pointer or the focus is stands below the chart.
(() => {
  for (const chart of document.querySelectorAll("svg.plot[role=group]")) {
    const place = (link) => link.firstElementChild.getBoundingClientRect().x;
    let points;
    const all = () =>
      points ??= [...chart.querySelectorAll("a")].sort((a, b) => place(a) - place(b));
    const line = document.createElement("p");
    line.className = "point";
    line.setAttribute("aria-hidden", "true");
    chart.after(line);
    chart.setAttribute("tabindex", "0");

    const tell = (event) => {
      const link = event.target.closest("a");
      line.textContent = link ? link.querySelector("title").textContent.split("\n")[0] : "";
    };
    chart.addEventListener("pointerover", tell);
    chart.addEventListener("focusin", tell);
    chart.addEventListener("focusout", () => line.textContent = "");
    chart.addEventListener("pointerleave", () => line.textContent = "");

    chart.addEventListener("keydown", (event) => {
      const at = all().indexOf(document.activeElement), last = all().length - 1;
      const to = {
        ArrowRight: Math.min(at + 1, last),
        ArrowLeft: at < 0 ? last : Math.max(at - 1, 0),
        Home: 0,
        End: last,
      }[event.key];
      if (event.key === "Escape") chart.focus();
      if (to === undefined) return;
      event.preventDefault();
      all()[to].focus();
    });
  }
})();
