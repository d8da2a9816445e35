// Charts as files: an SVG as it is shown, its colours and its font written out, without links.
(() => {
  const { save } = document.getElementById("main").dataset;

  function standalone(chart) {
    const copy = chart.cloneNode(true), { width, height } = chart.viewBox.baseVal;
    const shown = [chart, ...chart.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((part, i) => {
      const style = getComputedStyle(shown[i]);
      for (const { name, value } of [...part.attributes]) {
        if (/var\(|currentcolor/i.test(value)) part.setAttribute(name, style[name]);
        else if (["class", "tabindex"].includes(name)) part.removeAttribute(name);
      }
    });
    for (const link of copy.querySelectorAll("a")) link.removeAttribute("href");
    const root = getComputedStyle(chart);
    const attributes = {
      ...{ xmlns: "http://www.w3.org/2000/svg", width, height },
      ...{ "font-family": root.fontFamily, "font-size": root.fontSize },
    };
    for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, value);
    const paper = document.createElementNS(attributes.xmlns, "rect");
    const ground = getComputedStyle(document.documentElement).backgroundColor;
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", ground]]) {
      paper.setAttribute(name, value);
    }
    copy.prepend(paper);
    return new XMLSerializer().serializeToString(copy);
  }

  for (const chart of document.querySelectorAll("svg.plot[aria-label]")) {
    const name = chart.getAttribute("aria-label").split(/[:;]/)[0];
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "drawing-save", textContent: "SVG" });
    button.setAttribute("aria-label", save.replace("#1", name).replace("#2", "SVG"));
    button.addEventListener(
      "click",
      () => globalThis.saveAs.file(`${name}.svg`, "image/svg+xml", standalone(chart)),
    );
    chart.parentElement.append(button);
  }
})();
