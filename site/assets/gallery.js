// The gallery's order, filters and pages. Without this script it stands worst first, in pages.
(() => {
  const PAGE = 60;
  const data = globalThis.triptych;
  const form = document.getElementById("controls");
  const gallery = document.getElementById("gallery"), pager = document.getElementById("pager");
  if (!data || !form) return;
  form.hidden = false;
  const { words } = data;
  const found = document.getElementById("found");
  const nothing = document.createTextNode("");
  let page = 0;

  // a row of the data: id, file, group, photograph (0: a volume's plain ground), whether outlines are drawn, then for each class
  // [truth, prediction, found, values …]
  const FIRST = 5;
  const state = () => {
    const values = new FormData(form);
    return {
      k: Number(values.get("class") ?? data.first),
      m: Number(values.get("metric") ?? 0),
      best: values.get("order") === "best",
      group: values.get("group") ?? "",
      text: (values.get("text") ?? "").trim().toLowerCase(),
    };
  };
  // what is said, with what is filled in at each #
  const filled = (text, ...values) => text.replace(/#/g, () => values.shift());
  const countsOf = ([truth, drawn, found]) => ({ tp: found, fp: drawn - found, fn: truth - found });
  const kindOf = ([truth, drawn, found]) =>
    found ? "found" : truth ? (drawn ? "misplaced" : "missed") : drawn ? "invented" : "empty";

  // ranked cases in the order that the site was built with, then those without a rank
  function select({ k, m, best, group, text }) {
    const order = data.orders[data.orderOf[k][m]], ranked = new Set(order);
    const rest = data.cases.map((_, i) => i).filter((i) => !ranked.has(i));
    return [...best ? order : order.toReversed(), ...rest].map((i) => data.cases[i])
      .filter((row) => !group || row[2] === group)
      .filter((row) => !text || spoken(row[0]).toLowerCase().includes(text));
  }

  const spoken = (id) => {
    const text = id.replaceAll("_", " ").trim();
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const isLength = (metric) => metric.better === "lower";
  const otherThan = (shown) => data.metrics.find((metric) => isLength(metric) !== isLength(shown));

  // as evaluation/tables/format.ts writes them, which a test compares
  const figure = (value, metric) => {
    if (value === null) return "–";
    const text = isLength(metric) ? distance(value) : ratio(value);
    return text + (metric.unit ? `\u00a0${metric.unit}` : "");
  };
  function ratio(value) {
    if (!(value > 0 && value < 1)) return value.toFixed(2);
    const text = [2, 3].map((digits) => value.toFixed(digits))
      .find((text) => Number(text) > 0 && Number(text) < 1);
    return text ?? (value < 0.5 ? "< 0.001" : "> 0.999");
  }
  function distance(value) {
    if (value.toFixed(1) > 0 || !(value > 0)) {
      const [whole, rest] = value.toFixed(1).split(".");
      return `${whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole}.${rest}`;
    }
    const needed = 1 - Math.floor(Math.log10(value));
    return needed <= 6 ? value.toFixed(needed) : "< 0.000001";
  }
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  function thumbnail(row, { k, m }) {
    const [id, file, , photograph, drawn] = row, figures = row[FIRST + k], kind = kindOf(figures);
    const shown = data.metrics[m];
    const other = otherThan(shown);
    const value = kind === "found" ? figure(figures[3 + m], shown) : words.kinds[kind];
    const size = { loading: "lazy", width: 256, height: 256 };
    const picture = element("span", { class: "picture" });
    const alt = filled(words.alt, spoken(id), `${shown.title} ${value}`);
    if (photograph) picture.append(element("img", { ...size, src: `../${photograph}`, alt }));
    else if (photograph === 0) {
      picture.append(element("span", { class: "ground", role: "img", "aria-label": alt }));
    } else {
      picture.append(element("span", { class: "nothing" }, filled(words.nothing, alt)));
    }
    if (drawn) {
      picture.append(element("img", { ...size, src: `../outlines/${k}/${file}.png`, alt: "" }));
    }
    const beside = other && ["found", "misplaced"].includes(kind)
      ? figure(figures[3 + data.metrics.indexOf(other)], other)
      : "";
    const line = element("span", { class: "line" });
    line.append(element("b", {}, value), element("span", {}, beside));
    const link = element("a", { href: `${file}.html#class=${k}` }, picture, line);
    link.append(element("span", { class: "name" }, spoken(id)));
    return element("li", {}, link);
  }

  // the sentence above the gallery names what is shown
  function name({ k, m }) {
    const term = element("span", { class: `c k${k} l${k % 3}` }, data.classes[k]);
    document.getElementById("term")?.replaceChildren(term);
    document.getElementById("metric").textContent = data.metrics[m].title;
    const other = document.getElementById("other"), beside = otherThan(data.metrics[m]);
    if (other && beside) other.textContent = beside.title;
  }

  let rows = [];
  function show() {
    const now = state();
    name(now);
    rows = select(now);
    page = Math.min(page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
    const list = element("ul", { class: "gallery" });
    for (const row of rows.slice(page * PAGE, (page + 1) * PAGE)) list.append(thumbnail(row, now));
    gallery.replaceChildren(list);
    found.textContent = filled(words.some, rows.length);
    showPager();
  }

  function showPager() {
    const pages = Math.ceil(rows.length / PAGE);
    if (pages < 2) return pager.replaceChildren(nothing);
    const list = element("ul", { class: "pager" });
    for (const at of around(page, pages)) {
      const name = `${at * PAGE + 1}–${Math.min(rows.length, (at + 1) * PAGE)}`;
      const button = element("button", { type: "button" }, name);
      if (at === page) button.setAttribute("aria-current", "page");
      button.addEventListener("click", () => {
        page = at;
        show();
        document.getElementById("title").scrollIntoView();
      });
      list.append(element("li", {}, button));
    }
    pager.replaceChildren(list);
  }

  // the first, the last, and the pages around this one
  function around(at, pages) {
    const near = Array.from({ length: 7 }, (_, i) => at - 3 + i);
    return [...new Set([0, ...near, pages - 1])].filter((p) => p >= 0 && p < pages);
  }

  function changed() {
    page = 0;
    const values = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...values]) if (!value) values.delete(key);
    history.replaceState(null, "", `#${values}`);
    show();
  }
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());

  // what is on screen, as a file: every case of this order and these filters
  const records = () => {
    const { k } = state();
    return select(state()).map((row) => ({
      id: row[0],
      group: row[2],
      class: data.classes[k],
      ...countsOf(row[FIRST + k]),
      ...Object.fromEntries(data.metrics.map(({ id }, i) => [id, row[FIRST + k][3 + i]])),
    }));
  };
  for (const kind of ["csv", "json"]) {
    document.getElementById(kind).addEventListener("click", () => {
      globalThis.saveAs[kind](data.run, records());
    });
  }

  // a link may ask for an order of its own; otherwise the page stays as it was built
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of asked) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  if ([...asked].length) show();
  else found.textContent = words.all;
})();
