// The case page: the arrow keys, and the way through the gallery.
(() => {
  const $ = (id) => document.getElementById(id);

  // what is chosen goes along, but for a place in this volume
  const carried = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.delete("at");
    return `#${hash}`;
  };

  // worse and better by key, unless a control has the keys
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, .stage, .scroll")) return;
    const link = { ArrowLeft: "worse", ArrowRight: "better" }[event.key];
    if (link && $(link)) $(link).click();
  });
  $("ways").addEventListener("click", ({ target }) => {
    const link = target.closest("a");
    if (link) link.hash = carried();
  });

  // who comes from the gallery goes on in its order, among what it showed: the address says which
  const asked = new URLSearchParams(location.hash.slice(1));
  if (
    [...asked.keys()].some((name) => !["class", "show", "beside", "epoch", "at"].includes(name))
  ) {
    const script = document.createElement("script");
    script.src = "data.js";
    script.addEventListener("load", async () => {
      await globalThis.triptychReady(asked);
      follow(globalThis.triptych);
    });
    document.head.append(script);
  }

  function follow(data) {
    const now = globalThis.triptychState(data, asked), rows = globalThis.triptychOrder(data, now);
    const place = $("place"), at = rows.findIndex(([, file]) => file === place.dataset.file);
    if (at < 0) return;
    const { words } = data, { best, most, sure } = now, filled = globalThis.triptychFilled;
    const order = globalThis.triptychHeading(data, now, "");
    place.textContent = filled(words.place, at + 1, rows.length, order);
    const ways = [["worse", at - 1, "← "], ["better", at + 1, ""]].map(([id, to, before]) => {
      // best first the way leads to worse ones
      const text = $("ways").dataset[
        most || sure
          ? { worse: "before", better: "after" }[id]
          : best
          ? { worse: "better", better: "worse" }[id]
          : id
      ];
      const way = document.createElement(rows[to] ? "a" : "span");
      way.textContent = `${before}${text}${before ? "" : " →"}`;
      if (rows[to]) Object.assign(way, { id, href: `${rows[to][1]}.html` });
      return way;
    });
    $("ways").replaceChildren(ways[0], "\u2002", ways[1]);
  }
})();
