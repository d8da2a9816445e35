// Tables of runs: sorting by a column, and two runs picked to compare. What they say stands in the page,
// with # for the number.
for (const table of document.querySelectorAll(".runs-table")) {
  const group = table.closest(".runs-of");
  const body = table.tBodies[0];
  let sorted, turn;

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (head.classList.contains("pick-head")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      [sorted, turn] = [head, head === sorted ? -turn : 1];
      const rows = [...body.rows].sort((a, b) => turn * compare(a, b, column));
      // what has no value comes last in either order
      body.append(...rows.filter(hasKey(column)), ...rows.filter((row) => !hasKey(column)(row)));
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      // of ratios the best come first: their keys are negative
      const isFalling = rows.some((row) => keyOf(row, column) < 0);
      head.setAttribute("aria-sort", (turn > 0) === isFalling ? "descending" : "ascending");
    });
  });

  const keyOf = ({ cells }, column) => cells[column].dataset.key ?? cells[column].innerText;
  const hasKey = (column) => (row) => keyOf(row, column) !== "";
  const compare = (a, b, column) => {
    const [x, y] = [keyOf(a, column), keyOf(b, column)], [n, m] = [Number(x), Number(y)];
    return Number.isNaN(n) || Number.isNaN(m) ? x.localeCompare(y) : n - m;
  };

  const links = [...group.querySelectorAll(".comparisons a")];
  const chosen = group.querySelector(".chosen");
  if (!links.length) continue;
  table.addEventListener("change", () => {
    const picked = [...table.querySelectorAll("input:checked")].map((box) => box.value);
    const link = links.find(({ dataset }) =>
      picked.length === 2 && picked.includes(dataset.before) && picked.includes(dataset.after)
    );
    if (link) return chosen.replaceChildren(link.cloneNode(true));
    const { picked: few, more, apart } = chosen.dataset;
    const text = picked.length < 2 ? few : picked.length > 2 ? more : apart;
    chosen.textContent = text.replace("#", picked.length);
  });
}
