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

  // as drawing/overlay.ts draws the final prediction, in half pixels
  function drawing(mode, k) {
    const { width, height, size, hasTruth } = data, element = globalThis.triptychElement;
    const w = 2 * width, h = 2 * height;
    const layer = globalThis.triptychLayer({
      ...data.classes[k],
      mode,
      drawn: maskOf(k, Number(slider.value)),
      truth: hasTruth && maskOf(k, -1),
      width: w,
      height: h,
      path: (mask) => globalThis.triptychContour(mask, width, height),
      name: "film",
    });
    // frames may have other proportions than the image
    const inner = element(
      "svg",
      {
        width: size[0],
        height: size[1],
        viewBox: `0 0 ${w} ${h}`,
        preserveAspectRatio: "none",
      },
      ...layer,
    );
    const outer = { class: "epoch drawn", viewBox: `0 0 ${size[0]} ${size[1]}`, role: "img" };
    return element("svg", { ...outer, "aria-label": said.textContent }, inner);
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
