// The case page's slider through the epochs: what the model drew after each, in place of its final prediction. The
// frames are loaded once somebody asks for them.
(() => {
  const $ = (id) => document.getElementById(id), film = $("film");
  if (!film) return;
  const slider = $("epoch"), play = $("play"), said = $("after");
  const layers = [...document.querySelectorAll(".layer")], words = film.dataset;
  const SECONDS = 8, MOST_PER_SECOND = 6;
  let data, frames, timer;

  // frames of labels, one after the other, deflated together
  let loading;
  const load = () =>
    loading ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = words.src;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    }).then(async () => {
      data = globalThis.triptychFilm;
      const bytes = Uint8Array.from(atob(data.frames), (letter) => letter.charCodeAt(0));
      const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      frames = new Uint8Array(await new Response(whole).arrayBuffer());
      slider.max = data.epochs.length;
    });

  const filled = (text, ...values) => text.replace(/#/g, () => values.shift());
  const isFinal = () => !data || Number(slider.value) >= data.epochs.length;

  // where a class is in a frame; the truth stands before the first
  function maskOf(k, at) {
    const size = data.width * data.height, mask = new Uint8Array(size);
    const from = size * (data.hasTruth ? at + 1 : at), { labels } = data.classes[k];
    for (let i = 0; i < size; i++) mask[i] = labels.includes(frames[from + i]) ? 1 : 0;
    return mask;
  }

  const SVG = "http://www.w3.org/2000/svg";
  const element = (name, attributes, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // as drawing/overlay.ts draws the final prediction, in half pixels
  function drawing(mode, k) {
    const { width, height, size, hasTruth } = data, { color, isBackdrop } = data.classes[k];
    const w = 2 * width, h = 2 * height, whole = { width: w, height: h };
    const path = (mask, name, attributes = {}) =>
      element("path", {
        d: globalThis.triptychContour(mask, width, height),
        class: name,
        fill: "none",
        ...attributes,
      });
    const drawn = maskOf(k, Number(slider.value)), truth = hasTruth && maskOf(k, -1);
    const parts = [];
    if (mode === "e" && truth) {
      const only = (a, b) => a.map((value, i) => value && !b[i] ? 1 : 0);
      if (!isBackdrop) parts.push(path(truth, "found", { fill: color }));
      parts.push(
        path(only(drawn, truth), "invented", { fill: "url(#film-invented)" }),
        path(only(truth, drawn), "missed", { fill: "url(#film-missed)" }),
      );
    } else {
      const hole = path(drawn, "", { fill: "#000" });
      parts.push(
        element("mask", { id: "film-lit" }, element("rect", { ...whole, fill: "#fff" }), hole),
        element("rect", { ...whole, class: "fade", mask: "url(#film-lit)" }),
        ...truth ? [path(truth, "white"), path(truth, "ink")] : [],
        path(drawn, "case"),
        path(drawn, "line", { stroke: color }),
      );
    }
    // frames may have other proportions than the image
    const inner = element(
      "svg",
      {
        width: size[0],
        height: size[1],
        viewBox: `0 0 ${w} ${h}`,
        preserveAspectRatio: "none",
      },
      patterns(Math.max(w, h) / 256),
      ...parts,
    );
    const outer = { class: "epoch", viewBox: `0 0 ${size[0]} ${size[1]}`, role: "img" };
    return element("svg", { ...outer, "aria-label": said.textContent }, inner);
  }

  function patterns(unit) {
    const pattern = (id, turn, ...children) =>
      element("pattern", {
        id,
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
      pattern("film-missed", " rotate(-45)", ground("#6d0d45"), stripe),
      pattern("film-invented", "", ground("#ffe08a"), dot),
    );
  }

  // the layer in sight: its class and what it shows of it
  const seen = () => {
    const layer = layers.find((one) => one.checkVisibility());
    const [, mode, k] = /#(\D)(\d+)$/.exec(layer?.querySelector("img").getAttribute("src")) ?? [];
    return { layer, mode, k: Number(k) };
  };

  function show() {
    for (const layer of layers) {
      layer.querySelector("svg")?.remove();
      layer.querySelector("img").hidden = false;
    }
    const { layer, mode, k } = seen();
    say(Number.isNaN(k) ? Number(words.first) : k);
    // truth and uncertainty are those of the final model
    if (isFinal() || !layer || mode === undefined || mode === "t") return;
    layer.querySelector("img").hidden = true;
    layer.append(drawing(mode, k));
  }

  function say(k) {
    const at = Number(slider.value), dice = data?.classes[k].dice[at];
    const text = isFinal()
      ? words.final
      : dice === null
      ? filled(words.without, data.epochs[at])
      : filled(words.said, data.epochs[at], dice.toFixed(2));
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }

  // the address says the epoch
  function keep() {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (isFinal()) hash.delete("epoch");
    else hash.set("epoch", data.epochs[Number(slider.value)]);
    history.replaceState(null, "", `#${hash}`);
  }

  async function ready() {
    try {
      await load();
      return true;
    } catch {
      stop();
      said.textContent = words.broken;
      return false;
    }
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    play.textContent = words.play;
  }
  async function start() {
    play.textContent = words.pause;
    // pressed twice while it is loading, it doesn't play twice
    timer ??= 0;
    if (!await ready() || timer !== 0) return;
    if (isFinal()) slider.value = 0;
    show();
    const wait = 1000 * Math.max(1 / MOST_PER_SECOND, SECONDS / data.epochs.length);
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1;
      if (isFinal()) stop();
      show();
      keep();
    }, wait);
  }
  play.addEventListener("click", () => timer === undefined ? start() : stop());
  slider.addEventListener("input", async () => {
    stop();
    if (!await ready()) return;
    show();
    keep();
  });
  for (const choice of document.querySelectorAll(".pick input[type=radio], .pick select")) {
    choice.addEventListener("change", show);
  }

  // a link may ask for an epoch: the last frame until then
  async function restore() {
    const asked = Number(new URLSearchParams(location.hash.slice(1)).get("epoch"));
    if (!asked) {
      slider.value = slider.max;
      return show();
    }
    if (!await ready()) return;
    slider.value = Math.max(0, data.epochs.findLastIndex((epoch) => epoch <= asked));
    show();
  }
  addEventListener("hashchange", restore);
  // once the class that the address asks for is chosen
  setTimeout(restore);
})();
