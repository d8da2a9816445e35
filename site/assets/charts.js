// Points of charts by keyboard: Tab to a chart, arrow keys from point to point, Enter opens the case.
// What the point under the pointer or the focus is stands below the chart. A finger finds the nearest
// point, which stands there with its picture, as a link.
(() => {
  /** How far from a point a finger may touch, in pixels. */
  const REACH = 60;

  // the names of cases that only addresses say
  for (const title of document.querySelectorAll("title[data-short]")) {
    const file = title.closest("a").getAttribute("href").replace(/^.*\/|\.html$/g, "");
    const name = file.replaceAll("_", " ").trim();
    title.prepend(`${name.charAt(0).toUpperCase()}${name.slice(1)}: `);
  }

  for (const chart of document.querySelectorAll("svg.plot[role=group]")) {
    const boxOf = (link) => link.firstElementChild.getBoundingClientRect();
    let points;
    const all = () =>
      points ??= [...chart.querySelectorAll("a[href]")].sort((a, b) => boxOf(a).x - boxOf(b).x);
    const line = document.createElement("p");
    line.className = "point";
    line.setAttribute("aria-hidden", "true");
    chart.after(line);
    chart.setAttribute("tabindex", "0");

    const titleOf = (link) => link.querySelector("title").textContent.split("\n")[0];
    const clear = () => {
      if (!line.querySelector("a")) line.textContent = "";
    };
    const tell = (event) => {
      if (event.pointerType === "touch") return;
      const link = event.target.closest("a");
      if (link) line.textContent = titleOf(link);
      else clear();
    };
    chart.addEventListener("pointerover", tell);
    chart.addEventListener("focusin", tell);
    chart.addEventListener("focusout", clear);
    chart.addEventListener("pointerleave", clear);

    // the page of a case goes on with the chart's class and metric
    const choice = chart.closest("[data-choice]")?.dataset.choice;
    const addressOf = (link) => {
      const url = new URL(link.getAttribute("href"), location);
      if (choice && !url.hash) url.hash = choice;
      return url;
    };
    chart.addEventListener("click", (event) => {
      if (event.pointerType === "touch") {
        event.preventDefault();
        const link = nearest(event);
        if (link) show(link);
        return;
      }
      const link = event.target.closest("a[href]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.href = addressOf(link);
    });

    const nearest = ({ clientX, clientY }) => {
      const far = all().map((link) => {
        const { x, y, width, height } = boxOf(link);
        return Math.hypot(x + width / 2 - clientX, y + height / 2 - clientY);
      });
      const least = Math.min(...far);
      return least <= REACH ? all()[far.indexOf(least)] : undefined;
    };

    const show = async (link) => {
      const shown = document.createElement("a"), url = addressOf(link);
      shown.href = url;
      shown.append(titleOf(link));
      line.removeAttribute("aria-hidden");
      line.replaceChildren(shown);
      const src = await photographOf(url);
      if (src === undefined || !shown.isConnected) return;
      shown.prepend(Object.assign(document.createElement("img"), { src, alt: "" }));
    };

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

  // the gallery's data say which photograph a case has; they are loaded once
  const galleries = new Map();
  function load(url) {
    if (!galleries.has(url.href)) {
      galleries.set(
        url.href,
        new Promise((done) => {
          const script = Object.assign(document.createElement("script"), { src: url });
          script.addEventListener("load", () => done(globalThis.triptych));
          script.addEventListener("error", () => done(undefined));
          document.head.append(script);
        }),
      );
    }
    return galleries.get(url.href);
  }
  async function photographOf(page) {
    // in a file of its own the case stands below
    if (page.pathname === location.pathname) {
      return document.getElementById(page.hash.slice(1))?.querySelector("img")?.src;
    }
    const data = await load(new URL("data.js", page));
    const file = decodeURIComponent(page.pathname.replace(/^.*\//, "").replace(/\.html$/, ""));
    const [, , , photograph] = data?.cases.find(([, name]) => name === file) ?? [];
    return photograph ? new URL(`../${photograph}`, page).href : undefined;
  }
})();
