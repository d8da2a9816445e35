// The drawn layers of masks, as drawing/overlay.ts draws them: errors, or a class lit and outlined.
globalThis.triptychElement = (name, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

// the elements of a layer: mode e, errors, p or t; the masks that are drawn and true, whose outline `path` gives;
// `name` begins the names of what it defines; of errors both outlines may be drawn, too
globalThis.triptychLayer = (layer) => {
  const { mode, drawn, truth, color, isBackdrop, isOutlined, width, height, path, name } = layer;
  const element = globalThis.triptychElement, whole = { width, height };
  const paths = new Map();
  const outline = (mask, kind, attributes = {}) => {
    if (!paths.has(mask)) paths.set(mask, path(mask));
    return element("path", { d: paths.get(mask), class: kind, fill: "none", ...attributes });
  };
  const zebra = () => [outline(truth, "white"), outline(truth, "ink")];
  const ownLine = () => [outline(drawn, "case"), outline(drawn, "line", { stroke: color })];
  if (mode === "e" && truth) {
    const only = (a, b) => a.map((value, i) => value && !b[i] ? 1 : 0);
    return [
      patterns(Math.max(width, height) / 256),
      ...isBackdrop ? [] : [outline(truth, "found", { fill: color })],
      outline(only(drawn, truth), "invented", { fill: `url(#${name}-invented)` }),
      outline(only(truth, drawn), "missed", { fill: `url(#${name}-missed)` }),
      ...isOutlined ? [...zebra(), ...ownLine()] : [],
    ];
  }
  const hole = outline(drawn, "", { fill: "#000" });
  return [
    element("mask", { id: `${name}-lit` }, element("rect", { ...whole, fill: "#fff" }), hole),
    element("rect", { ...whole, class: "fade", mask: `url(#${name}-lit)` }),
    ...truth ? zebra() : [],
    ...ownLine(),
  ];

  function patterns(unit) {
    const pattern = (id, turn, ...children) =>
      element("pattern", {
        id: `${name}-${id}`,
        width: 5,
        height: 5,
        patternUnits: "userSpaceOnUse",
        patternTransform: `scale(${unit})${turn}`,
      }, ...children);
    const ground = (fill) => element("rect", { width: 5, height: 5, fill });
    const stripe = element("path", { d: "M0 2.5h5", stroke: "#fff", "stroke-width": 1.7 });
    const dot = element("circle", { cx: 2.5, cy: 2.5, r: 1, fill: "#1d1b18" });
    return element(
      "defs",
      {},
      pattern("missed", " rotate(-45)", ground("#6d0d45"), stripe),
      pattern("invented", "", ground("#ffe08a"), dot),
    );
  }
};
