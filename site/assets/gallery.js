// The gallery's order, filters and pages. Without this script it stands worst first, in pages.
(() => {
  const PAGE = 60, FIRST_PICTURES = 12;
  const data = globalThis.triptych;
  const form = document.getElementById("controls");
  const gallery = document.getElementById("gallery"), pager = document.getElementById("pager");
  if (!data || !form) return;
  const { words } = data;
  const found = document.getElementById("found");
  const nothing = document.createTextNode("");
  let page = 0;

  const FIRST = globalThis.triptychFirst, kindOf = globalThis.triptychKind;
  const filled = globalThis.triptychFilled;
  const state = () => globalThis.triptychState(data, new FormData(form));
  const countsOf = ([truth, drawn, found]) => ({ tp: found, fp: drawn - found, fn: truth - found });
  const select = (now) => globalThis.triptychOrder(data, now);
  const filters = globalThis.triptychFilters(data, form, changed);

  const spoken = globalThis.triptychSpoken;
  const isLength = (metric) => metric.better === "lower";
  const otherThan = (shown) => data.metrics.find((metric) => isLength(metric) !== isLength(shown));

  // as core/figures.ts writes them, which a test compares
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
  // a decimal where there is no whole per cent
  const percent = (value) => value.toFixed(value >= 10 || value === 0 ? 0 : value >= 0.1 ? 1 : 2);
  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // a thumbnail is a copy of this, then filled: elements made one by one take a filter's time
  const template = document.createElement("template");
  const lazy = `<img alt="" loading="lazy" decoding="async" width="256" height="256">`;
  template.innerHTML = `<li><a>${
    data.bare
      ? `<svg class="bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true"><rect height="5"/></svg>`
      : `<span class="picture">${lazy}${lazy}</span>`
  }<span class="line"><b></b><span></span></span><span class="name"></span></a></li>`;

  function thumbnail(row, { k, m, largest, pixels, sure, address }, isFirst) {
    const [id, file] = row, figures = row[FIRST + k], kind = kindOf(figures);
    const shown = data.metrics[m];
    const other = otherThan(shown);
    const value = kind === "found" ? figure(figures[3 + m], shown) : words.kinds[kind];
    const made = document.importNode(template.content.firstChild, true), link = made.firstChild;
    const [picture, line, name] = link.children;
    link.href = `${file}.html#${address}`;
    if (data.bare) {
      picture.firstChild.setAttribute("width", 100 * lengthOf(figures[3 + m], kind, largest));
    } else fill(picture, row, k, `${shown.title} ${value}`, isFirst);
    line.firstChild.textContent = value;
    line.lastChild.textContent = pixels
      ? filled(words.pixels, pixels.get(data.cases.indexOf(row)))
      : sure && !Number.isNaN(globalThis.triptychSure(data, row))
      ? filled(words.surelyWrong, percent(globalThis.triptychSure(data, row)))
      : other && ["found", "misplaced"].includes(kind)
      ? figure(figures[3 + data.metrics.indexOf(other)], other)
      : "";
    name.textContent = spoken(id);
    return made;
  }

  // the case's page is told what it was chosen from
  const addressOf = (k) => {
    const values = chosen();
    values.set("class", k);
    return values;
  };

  // the bar of a run without pictures: a ratio, or a distance as a share of the largest
  const lengthOf = (value, kind, whole) =>
    kind === "empty" ? 0 : value === null ? 1 : Math.min(1, Math.max(0, value / whole));

  function fill(picture, [id, file, , photograph, drawn], k, value, isFirst) {
    const [image, outlines] = picture.children, alt = filled(words.alt, spoken(id), value);
    const load = (image, address) => {
      if (isFirst) image.src = address;
      else image.dataset.src = address;
    };
    if (photograph) {
      load(image, `../${photograph}`);
      image.alt = alt;
    } else if (photograph === 0) {
      image.replaceWith(element("span", { class: "ground", role: "img", "aria-label": alt }));
    } else {
      image.replaceWith(element("span", { class: "nothing" }, filled(words.nothing, alt)));
    }
    if (drawn) load(outlines, `../outlines/${k}/${file}.png`);
    else outlines.remove();
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
    const list = listOf(rows.slice(page * PAGE, (page + 1) * PAGE), now);
    gallery.replaceChildren(list);
    // the frame in which the list is seen doesn't wait for pictures further down
    requestAnimationFrame(() => setTimeout(() => loadPictures(list), 50));
    found.textContent = filled(words.some, rows.length);
    filters.show(now);
    heading(now);
    showPager();
  }

  function listOf(some, now) {
    const list = element("ul", { class: data.bare ? "gallery bare" : "gallery" });
    const shown = {
      ...now,
      address: addressOf(now.k),
      largest: data.bare && isLength(data.metrics[now.m]) ? largestOf(now) : 1,
      pixels: now.most ? globalThis.triptychPixels(now.confused) : undefined,
    };
    some.forEach((row, at) => list.append(thumbnail(row, shown, at < FIRST_PICTURES)));
    return list;
  }

  const loadPictures = (list) => {
    if (!list.isConnected) return;
    for (const image of list.querySelectorAll("[data-src]")) image.src = image.dataset.src;
  };

  const largestOf = ({ k, m }) =>
    data.cases.reduce((most, row) => Math.max(most, row[FIRST + k][3 + m] ?? 0), 0) || 1;

  // what is shown and in which order, or that nothing is
  function heading(now) {
    const count = rows.length === data.cases.length ? words.all : found.textContent;
    document.getElementById("title").textContent = rows.length
      ? globalThis.triptychHeading(data, now, count)
      : words.none;
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
        const title = document.getElementById("title");
        title.scrollIntoView();
        title.focus();
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
    history.replaceState(null, "", `#${chosen()}`);
    show();
  }
  // what is chosen, without what is empty
  function chosen() {
    const values = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...values]) if (!value) values.delete(key);
    return values;
  }
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());

  // what is on screen, as a file: every case of this order and these filters
  const records = () => {
    const { k } = state(), figureOf = globalThis.triptychFigure;
    return select(state()).map((row) => ({
      id: row[0],
      group: row[2],
      class: data.classes[k],
      ...countsOf(row[FIRST + k]),
      ...Object.fromEntries(
        data.metrics.map(({ id }, i) => [id, figureOf(data, row[FIRST + k], i)]),
      ),
    }));
  };
  for (const kind of ["csv", "json"]) {
    document.getElementById(kind).addEventListener("click", () => {
      globalThis.saveAs[kind](data.run, records());
    });
  }

  // a link may ask for an order of its own; otherwise the page stays as it was built
  async function restore(event) {
    const asked = new URLSearchParams(location.hash.slice(1));
    form.reset();
    for (const hidden of form.querySelectorAll("[type=hidden]")) hidden.value = "";
    filters.offer(asked.get("order") === "most");
    for (const [name, value] of asked) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    await globalThis.triptychReady(asked);
    page = 0;
    if (event || [...asked].length) show();
    else found.textContent = words.all;
  }
  addEventListener("hashchange", restore);
  restore().then(() => globalThis.requestIdleCallback?.(rehearse));

  // the first choice takes no longer than later ones: one is made and laid out while nobody waits, and
  // is gone before the next frame
  function rehearse() {
    const now = { ...state(), best: true };
    select({ ...now, text: "a" });
    const list = listOf(select(now).slice(0, PAGE), now);
    gallery.append(list);
    list.getBoundingClientRect();
    list.remove();
  }
})();
