// Confusions of many classes: pixels stand in the page once, for the matrix that isn't normalised. What they are
// of a row and of a column, and the cases that a cell leads to, follow from them and from the cell's place.
(() => {
  const tables = [...document.querySelectorAll("table.compact")];
  const cellsOf = (table) => [...table.tBodies[0].rows].map(({ cells }) => [...cells].slice(1));
  if (!tables.length) return;
  const pixels = cellsOf(tables.at(-1))
    .map((row) => row.map(({ dataset }) => Number(dataset.value ?? 0)));
  const sum = (values) => values.reduce((all, value) => all + value, 0);
  const rows = pixels.map(sum), columns = pixels.map((_, j) => sum(pixels.map((row) => row[j])));
  const wholes = [(i) => rows[i], (_, j) => columns[j], () => 1];

  const gallery = document.querySelector(".crumbs a[href$='cases/index.html']");
  const places = [...tables[0].querySelectorAll("[data-k]")].map(({ dataset }) => dataset.k);
  const addressOf = (i, j) => {
    const [truth, predicted] = [places[i], places[j]], url = new URL(gallery.href);
    const [k = "0"] = [truth, predicted].filter((place) => place !== "none");
    const asked = i === j
      ? { class: k, kind: "found" }
      : { class: k, truth, predicted, order: "most" };
    url.hash = new URLSearchParams(asked);
    return url;
  };
  const leads = (table, i, j) =>
    gallery && pixels[i][j] && (i === j ? places[i] !== "none" : "leads" in table.dataset);

  tables.forEach((table, x) =>
    cellsOf(table).forEach((row, i) =>
      row.forEach((cell, j) => {
        const whole = wholes[x](i, j);
        cell.dataset.value = whole ? pixels[i][j] / whole : "";
        if (!leads(table, i, j)) return;
        const link = document.createElement("a");
        link.href = addressOf(i, j);
        link.append(...cell.childNodes);
        cell.append(link);
      })
    )
  );
})();
