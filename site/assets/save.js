// What is on screen as a file: every table, and whatever else a script hands over. What the buttons and
// columns without a title are called stands in the page.
globalThis.saveAs = (() => {
  const words = document.getElementById("main").dataset;
  const file = (name, type, text) => {
    const url = URL.createObjectURL(new Blob([text], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  // as evaluation/export/csv.ts writes them, but that figures may be texts here
  const cell = (value) => {
    if (typeof value === "number") {
      return Number.isNaN(value) ? "" : value === Infinity ? "inf" : String(value);
    }
    // a spreadsheet must not take a name for a formula
    const isFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value) &&
      Number.isNaN(Number(value));
    const text = isFormula ? `'${value}` : value;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (name, records) => {
    const lines = records.map((record) => Object.values(record).map(cell).join(","));
    const head = Object.keys(records[0] ?? {}).map(cell).join(",");
    file(`${name}.csv`, "text/csv", [head, ...lines].join("\n"));
  };
  const json = (name, records) =>
    file(`${name}.json`, "application/json", JSON.stringify(records, null, 1));

  // figures as programs read them: no thin spaces, a hyphen for the minus
  const textOf = (part) =>
    part.textContent.replace(/\u202f/g, "").replaceAll("\u2212", "-").replace(/\s+/g, " ").trim();
  // what a cell shows is rounded; where it says the figure itself, that is saved
  const figure = (text) => text === "" ? "" : text === "Infinity" ? "inf" : Number(text);
  const recordsOf = (table) => {
    const heads = [...table.tHead.rows[0].cells].map(textOf), rows = [...table.tBodies[0].rows];
    const nameOf = (column) => heads[column] || words.column.replace("#", column + 1);
    // an interval has columns of its own, in every row where it has in one
    const bounded = new Set(
      rows.flatMap((row) =>
        [...row.cells].flatMap((part, i) => part.dataset.low === undefined ? [] : [i])
      ),
    );
    // a column of intervals alone has no figure between them
    const isSpan = (i) =>
      bounded.has(i) && rows.every(({ cells }) => cells[i].dataset.value === "");
    return rows.map((row) =>
      Object.fromEntries([...row.cells].flatMap((part, i) => {
        const { value, low = "", high = "" } = part.dataset, name = nameOf(i);
        return [
          ...isSpan(i)
            ? []
            : [[name, value === undefined ? part.dataset.key ?? textOf(part) : figure(value)]],
          ...bounded.has(i)
            ? [[words.low.replace("#", name), figure(low)], [
              words.high.replace("#", name),
              figure(high),
            ]]
            : [],
        ];
      }))
    );
  };
  // the figures of large tables are in a file of their own, those of a row for its last cells
  const exact = async (table) => {
    const { figures } = table.dataset;
    if (figures === undefined) return;
    if (!globalThis.triptychFigures) await load("figures.js");
    [...table.tBodies[0].rows].forEach((row, i) => {
      const own = globalThis.triptychFigures?.[figures]?.[i] ?? [];
      [...row.cells].slice(row.cells.length - own.length).forEach(({ dataset }, j) => {
        const [value, low, high] = [own[j]].flat();
        Object.assign(dataset, low === undefined ? { value } : { value, low, high });
      });
    });
    delete table.dataset.figures;
  };
  const load = (src) =>
    new Promise((done) => {
      const script = Object.assign(document.createElement("script"), { src });
      script.addEventListener("load", done);
      script.addEventListener("error", done);
      document.head.append(script);
    });
  for (const region of document.querySelectorAll(".scroll:has(> table)")) {
    const table = region.querySelector("table"), name = region.getAttribute("aria-label");
    const line = document.createElement("p");
    line.className = "save note";
    const { latex, markdown } = globalThis.tableAs;
    const kinds = [
      ["CSV", () => exact(table).then(() => csv(name, recordsOf(table)))],
      ["JSON", () => exact(table).then(() => json(name, recordsOf(table)))],
      ["LaTeX", () => file(`${name}.tex`, "text/plain", latex(table))],
      ["Markdown", () => file(`${name}.md`, "text/markdown", markdown(table))],
    ];
    for (const [title, save] of kinds) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      const label = words.save.replace(/#[12]/g, (part) => part === "#1" ? name : title);
      button.setAttribute("aria-label", label);
      button.addEventListener("click", save);
      line.append(button);
    }
    region.after(line);
  }
  return { csv, json, file };
})();
