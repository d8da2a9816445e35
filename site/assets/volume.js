// The planes of a volume: a slider through the slices of each, and cross-hairs that lead from one to the others. What
// is kept of the volume is loaded once somebody asks for another place, or scrolls to the slices.
(() => {
  const board = document.getElementById("board");
  if (!board) return;
  const planes = [...board.querySelectorAll(".plane")], words = board.dataset;
  const figures = planes.map((plane) => plane.closest("figure"));
  const sliders = figures.map((figure) => figure.querySelector("input"));
  const placesOf = sliders.map(({ dataset }) => JSON.parse(dataset.places));
  const slices = [...document.querySelectorAll(".slices [data-slice]")];
  const here = document.getElementById("here"), back = document.getElementById("back");
  const filled = (text, ...values) => text.replace(/#/g, () => values.shift());
  const first = JSON.parse(words.point), main = Number(words.axis);
  // an index along each axis, and whether the planes and the slices are drawn
  let at = [...first], isMoved = false, areSlicesSeen = false, block;

  const script = (src) =>
    new Promise((done, failed) => {
      const one = document.createElement("script");
      Object.assign(one, { src, onload: done, onerror: failed });
      document.head.append(one);
    });
  const picture = async (src) => {
    const image = Object.assign(new Image(), { src });
    await image.decode();
    return image;
  };
  let loading;
  const load = () =>
    loading ??= Promise.all([script(words.src), words.image && picture(words.image)]).then(
      async ([, photograph]) => {
        const data = globalThis.triptychVolume;
        const bytes = Uint8Array.from(atob(data.voxels), (letter) => letter.charCodeAt(0));
        const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
        const all = new Uint8Array(await new Response(whole).arrayBuffer());
        const size = all.length / data.parts.length;
        const voxels = Object.fromEntries(
          data.parts.map((part, i) => [part, all.subarray(i * size, (i + 1) * size)]),
        );
        // a prediction is kept as what differs from the truth
        if (voxels.truth && voxels.prediction) {
          voxels.prediction = voxels.prediction.map((value, i) => value ^ voxels.truth[i]);
        }
        block = { data, ...globalThis.triptychPlanes({ data, voxels, photograph }) };
      },
    ).catch((error) => {
      here.textContent = words.broken;
      throw error;
    });

  // what is chosen on the page: errors, prediction, truth, how unsure the model is, or the image; and the class
  const shown = () => {
    const seen = [...planes[0].querySelectorAll(".panel img")].find((one) => one.checkVisibility());
    const [, mode = "g", k] = /#(\D)(\d*)$/.exec(seen?.getAttribute("src") ?? "") ?? [];
    const chosen = document.querySelector(".pick input[name=show]:checked");
    return { mode, k: Number(k), spoken: chosen?.parentElement.textContent ?? "" };
  };

  // how many times as large the planes are drawn; what is seen of each stays until the lines leave it
  let closeness = 1, corners = [];
  function seenOf(axis) {
    const size = block.data.planes[axis], width = block.data.canvas;
    if (closeness === 1) return { frame: { x: 0, y: 0, ...size }, width };
    const lengths = [width, size.height].map((length) => length / closeness);
    const corner = block.meetOf(axis, at).map((middle, i) => {
      const length = lengths[i], most = [size.width, size.height][i] - length;
      const old = corners[axis]?.[i] ?? NaN;
      const start = middle >= old && middle <= old + length ? old : middle - length / 2;
      return most < 0 ? most / 2 : Math.min(most, Math.max(0, start));
    });
    corners[axis] = corner;
    const frame = { x: corner[0], y: corner[1], width: lengths[0], height: lengths[1] };
    return { frame, width: frame.width };
  }
  const closer = document.getElementById("closer");
  async function zoomTo(to) {
    const last = Number([...closer.options].at(-1).value);
    closeness = Math.min(last, Math.max(1, to));
    closer.value = closeness;
    corners = [];
    await go(at);
  }
  const zoomBy = (to) => zoomTo(to).catch(() => {});
  closer.addEventListener("change", () => zoomBy(Number(closer.value)));
  const nearer = () => zoomBy(2 * closeness);
  globalThis.triptychKeys({
    ...{ "+": nearer, "=": nearer },
    ...{ "-": () => zoomBy(closeness / 2), "0": () => zoomBy(1) },
  });

  function draw() {
    const now = shown();
    if (isMoved) {
      for (const [axis, plane] of planes.entries()) {
        const live = plane.querySelector(".live") ?? begin(plane);
        const { frame, width } = seenOf(axis), name = `plane-${axis}`;
        block.draw(partsOf(live), { axis, at, frame, width, now, name, isCrossed: true });
        live.setAttribute("aria-label", `${placeOf(axis)}, ${now.spoken}`);
      }
    }
    if (!areSlicesSeen) return;
    for (const live of slices) {
      const [x, y, width, height] = live.dataset.frame.split(" ").map(Number);
      const index = Number(live.dataset.slice), where = at.with(main, index);
      block.draw(partsOf(live), {
        ...{ axis: main, at: where, frame: { x, y, width, height }, now },
        name: `slice-${index}`,
      });
    }
  }
  const partsOf = (live) => ({
    canvas: live.querySelector("canvas"),
    svg: live.querySelector("svg"),
  });
  // the page's own pictures keep their place, and are not seen
  function begin(plane) {
    const live = slices[0].cloneNode(true), drawing = plane.querySelector(".drawing");
    drawing.classList.add("moved");
    drawing.append(live);
    return live;
  }

  const placeOf = (axis) => filled(words.place, at[axis] + 1, words.shape.split(" ")[axis]);
  function say() {
    for (const [axis, slider] of sliders.entries()) {
      slider.value = placesOf[axis].indexOf(at[axis]);
      slider.setAttribute("aria-valuetext", placeOf(axis));
      figures[axis].querySelector(".slice-place").textContent = placeOf(axis);
    }
    back.hidden = String(at) === String(first);
    for (const mark of document.querySelectorAll(".profile .now")) {
      const { from, step } = mark.dataset;
      mark.setAttribute("transform", `translate(${(at[main] - from + 0.5) * step} 0)`);
    }
    if (!isMoved) return;
    const [truth, prediction] = block.labelsAt(at).map((name) => name ?? words.none);
    here.textContent = block.data.parts.includes("prediction")
      ? filled(words.here, truth, prediction)
      : filled(words.missing, truth);
  }

  // the address says the place, counted as the page counts
  function keep() {
    const hash = new URLSearchParams(location.hash.slice(1));
    if (String(at) === String(first)) hash.delete("at");
    else hash.set("at", at.map((index) => index + 1).join("."));
    history.replaceState(null, "", `#${hash}`);
  }

  const nearest = (axis, index) =>
    placesOf[axis].reduce((best, place) =>
      Math.abs(place - index) < Math.abs(best - index) ? place : best
    );
  let waiting;
  async function go(to) {
    at = to.map((index, axis) => nearest(axis, index));
    say();
    await load();
    isMoved = true;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      say();
      draw();
    });
  }
  const goAndKeep = (to) => {
    go(to).catch(() => {});
    keep();
  };

  for (const [axis, slider] of sliders.entries()) {
    slider.addEventListener("input", () => goAndKeep(at.with(axis, placesOf[axis][slider.value])));
  }
  back.addEventListener("click", () => {
    goAndKeep(first);
    sliders[main].focus();
  });

  // a click into a plane leads the others there; a mouse may be dragged, a finger scrolls the page
  async function point(axis, { clientX, clientY }) {
    const box = planes[axis].querySelector(".drawing").getBoundingClientRect();
    await load();
    const { data, axesOf, drawnAt } = block, size = data.planes[axis], to = [...at];
    const { frame, width } = seenOf(axis), unit = width / box.width;
    const shares = [
      (frame.y + (clientY - box.top) * unit) / size.height,
      (frame.x + (clientX - box.left) * unit - (width - frame.width) / 2) / size.width,
    ];
    for (const [i, of] of axesOf(axis).entries()) {
      const last = data.shape[of] - 1, drawn = Math.floor(shares[i] * data.shape[of]);
      to[of] = drawnAt(of, Math.min(last, Math.max(0, drawn)));
    }
    goAndKeep(to);
  }
  for (const [axis, plane] of planes.entries()) {
    const drawing = plane.querySelector(".drawing");
    drawing.addEventListener("click", (event) => point(axis, event).catch(() => {}));
    drawing.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && event.buttons === 1) point(axis, event).catch(() => {});
    });
    drawing.addEventListener("dragstart", (event) => event.preventDefault());
  }
  // a profile leads to its slices, and a slice to itself
  for (const chart of document.querySelectorAll(".profile svg")) {
    chart.addEventListener("click", ({ clientX }) => {
      const { from, step } = chart.querySelector(".now").dataset;
      const box = chart.getBoundingClientRect();
      const x = (clientX - box.left) / box.width * chart.viewBox.baseVal.width;
      goAndKeep(at.with(main, Math.floor(x / step) + Number(from)));
    });
  }
  for (
    const choice of document.querySelectorAll(".pick input[type=radio], .pick select:not(#closer)")
  ) {
    choice.addEventListener("change", draw);
  }
  const seen = new IntersectionObserver(async (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    seen.disconnect();
    await load().catch(() => {});
    areSlicesSeen = block !== undefined;
    draw();
  }, { rootMargin: "50% 0px" });
  if (slices.length) seen.observe(slices[0]);

  function restore() {
    const asked = (new URLSearchParams(location.hash.slice(1)).get("at") ?? "").split(".").map(
      Number,
    );
    const isPlace = asked.length === 3 && asked.every(Number.isInteger);
    if (isPlace) go(asked.map((number) => number - 1)).catch(() => {});
    else if (isMoved) go(first);
    else draw();
  }
  addEventListener("hashchange", restore);
  // once the class that the address asks for is chosen
  setTimeout(restore);
})();
