// The picture of a case: opacity, a swipe with its handle on the picture, and the zoom, by wheel, by two
// fingers, by keys, to the chosen class, and moved by dragging.
(() => {
  const $ = (id) => document.getElementById(id);
  if (!$("tools")) return;
  const stage = $("stage"), zoomed = $("zoomed"), swipe = $("swipe"), zoom = $("zoom");
  const layers = document.querySelectorAll(".layer");
  // the photograph, or the ground behind masks alone, whose size its attributes say
  const image = zoomed.querySelector(".picture > :first-child");
  const sideOf = (side) =>
    image[`natural${side}`] ?? Number(image.getAttribute(side.toLowerCase()));
  const pixels = () => sideOf("Width");
  const MOST = 64, THUMB = 24;
  let scale = 1;

  // the width at which the whole picture is seen, and its proportions
  const isOwn = () => zoomed.querySelector(".picture.own") !== null && sideOf("Height") > 0;
  const aspect = () => isOwn() ? pixels() / sideOf("Height") : 1;
  let fit = { width: 0, height: 0 };
  const measure = () => {
    if (scale > 1) return;
    const { width, height } = zoomed.getBoundingClientRect();
    fit = { width: Math.min(width, height * aspect()), height };
  };

  // the layers of another run, on the same photograph
  let others = [];
  const opacity = $("opacity");
  const fade = () => {
    for (const layer of [...layers, ...others]) layer.style.opacity = opacity.value / 100;
  };
  opacity.addEventListener("input", fade);

  // the slider lies on what is seen of the picture, which may stand between empty sides: from its left edge
  function place() {
    measure();
    const wide = scale > 1 ? zoomed.clientWidth : fit.width;
    const start = zoomed.offsetLeft + (zoomed.clientWidth - wide) / 2 - stage.scrollLeft;
    const left = Math.max(0, start), right = Math.min(stage.clientWidth, start + wide);
    // by a transform, which moves no layout
    swipe.style.transform = `translateX(${left}px)`;
    swipe.style.width = `${right - left}px`;
    return { left, reach: right - left - THUMB };
  }

  // the layers move below the handle: this run's at its left, another's at its right
  function cut() {
    const share = swipe.value / 100, width = zoomed.clientWidth, { left, reach } = place();
    const at = left + THUMB / 2 + share * reach + stage.scrollLeft - zoomed.offsetLeft;
    const own = share === 1 ? width : share === 0 && others.length ? 0 : at;
    const clip = (side) => `inset(0 ${side}px 0 0)`;
    for (const layer of layers) {
      layer.style.clipPath = share === 1 ? "" : clip(Math.max(0, width - own));
    }
    for (const other of others) other.style.clipPath = `inset(0 0 0 ${Math.max(0, own)}px)`;
  }

  // the other runs of the page can be chosen, each with its layers and its places of our classes
  const beside = $("beside"), besides = [...document.querySelectorAll("[data-run]")];
  function choose() {
    for (const other of others) other.remove();
    others = [];
    const figure = besides.find(({ dataset }) => dataset.run === beside.value);
    const source = figure?.querySelector(".picture img:last-child").getAttribute("src");
    for (const layer of figure ? layers : []) {
      const twin = layer.cloneNode(true), drawn = twin.querySelector("img");
      // without what an earlier epoch drew
      twin.replaceChildren(drawn);
      drawn.hidden = false;
      const [, mode, place] = /#(\D)(\d+)$/.exec(drawn.getAttribute("src")) ?? [];
      // where this run is unsure says nothing of the other
      if (mode === undefined) continue;
      const counterpart = figure.dataset.classes.split(" ")[place];
      if (counterpart === "-") continue;
      drawn.src = `${source.replace(/#.*/, "")}#${mode}${counterpart}`;
      drawn.alt = `${drawn.alt}, ${figure.dataset.run}`;
      layer.after(twin);
      others.push(twin);
    }
    swipe.value = figure ? 50 : 100;
    $("blink").hidden = !figure;
    fade();
    cut();
  }
  if (besides.length) {
    const asked = new URLSearchParams(location.hash.slice(1)).get("beside");
    if (besides.some(({ dataset }) => dataset.run === asked)) beside.value = asked;
    beside.addEventListener("change", choose);
    if (beside.value) choose();
  }
  // from one run to the other and back
  const blink = () => {
    if (!others.length) return;
    swipe.value = Number(swipe.value) === 100 ? 0 : 100;
    cut();
  };
  swipe.addEventListener("input", cut);
  // only the handle takes the pointer, the picture under the rest of the slider has its own
  const follow = (target, event, move) => {
    event.preventDefault();
    target.setPointerCapture(event.pointerId);
    target.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) {
      target.addEventListener(end, () => target.removeEventListener("pointermove", move), {
        once: true,
      });
    }
  };
  swipe.addEventListener("pointerdown", (event) => {
    swipe.focus();
    follow(swipe, event, ({ clientX }) => {
      const { left, width } = swipe.getBoundingClientRect();
      swipe.value = 100 * (clientX - left - THUMB / 2) / (width - THUMB);
      cut();
    });
  });
  stage.addEventListener("scroll", cut);
  addEventListener("resize", cut);

  // the point of the picture that is at x, y of the stage stays there
  function zoomTo(to, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
    measure();
    const rect = zoomed.getBoundingClientRect(), around = stage.getBoundingClientRect();
    const wide = scale > 1 ? rect.width : fit.width, high = wide / aspect();
    // within the picture, which may stand between empty sides
    const px = (x + around.left - rect.left - (rect.width - wide) / 2) / wide;
    const py = (y + around.top - rect.top) / high;
    scale = Math.max(1, Math.min(MOST * pixels() / fit.width, to));
    const isIn = scale > 1.001;
    if (!isIn) scale = 1;
    const width = fit.width * scale;
    stage.style.height = isIn ? `${fit.height}px` : "";
    zoomed.style.width = isIn ? `${width}px` : "";
    zoomed.classList.toggle("in", isIn);
    // a pixel of the photograph that is several of the page has hard edges
    zoomed.classList.toggle("hard", isIn && width >= 2 * pixels());
    stage.tabIndex = isIn ? 0 : -1;
    stage.scrollTo(
      px * width + zoomed.offsetLeft - x,
      py * (width / aspect()) + zoomed.offsetTop - y,
    );
    cut();
  }
  // what lies between the choices is said in their place
  const between = zoom.querySelector("[value='']");
  const say = () => {
    between.textContent = `${Number((fit.width * scale / pixels()).toPrecision(2))} ×`;
    zoom.value = scale === 1 ? "0" : "";
  };
  const times = (factor, x, y) => {
    zoomTo(scale * factor, x, y);
    say();
  };

  zoom.addEventListener("change", () => {
    measure();
    zoomTo(zoom.value === "0" ? 1 : Number(zoom.value) * pixels() / fit.width);
  });
  // a zoom shows more than the whole picture does
  const offer = () => {
    measure();
    for (const option of zoom.options) {
      option.hidden = option === between ||
        Number(option.value) > 0 && option.value * pixels() <= fit.width;
    }
  };
  const begin = () => {
    offer();
    cut();
  };
  if (image.complete ?? true) begin();
  else image.addEventListener("load", begin);
  const placeOf = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  stage.addEventListener("wheel", (event) => {
    // zoomed out to the whole, the wheel moves the page on
    if (scale === 1 && event.deltaY > 0) return;
    event.preventDefault();
    times(Math.exp(-event.deltaY / 400), ...placeOf(event));
  }, { passive: false });

  // two fingers
  let apart = 0;
  const distance = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  stage.addEventListener("touchstart", ({ touches }) => {
    if (touches.length === 2) apart = distance(touches);
  }, { passive: true });
  stage.addEventListener("touchmove", (event) => {
    const { touches } = event;
    if (touches.length !== 2) return;
    event.preventDefault();
    const now = distance(touches), [a, b] = touches;
    const middle = {
      clientX: (a.clientX + b.clientX) / 2,
      clientY: (a.clientY + b.clientY) / 2,
    };
    times(now / apart, ...placeOf(middle));
    apart = now;
  }, { passive: false });

  // dragging; fingers scroll by themselves
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || scale === 1) return;
    follow(stage, event, ({ movementX, movementY }) => stage.scrollBy(-movementX, -movementY));
  });

  // to the chosen class, a little room around it
  function toClass() {
    const shown = [...layers].find((layer) => layer.dataset.box && layer.checkVisibility());
    if (!shown) return;
    const [left, top, right, bottom] = shown.dataset.box.split(" ").map(Number);
    zoomTo(1);
    const wide = Math.max(right - left, 1e-3), high = Math.max(bottom - top, 1e-3);
    const to = 0.8 *
      Math.min(stage.clientWidth / (wide * fit.width), fit.height / (high * fit.width / aspect()));
    zoomTo(to);
    say();
    const width = zoomed.clientWidth;
    stage.scrollTo(
      zoomed.offsetLeft + (left + right) / 2 * width - stage.clientWidth / 2,
      zoomed.offsetTop + (top + bottom) / 2 * (width / aspect()) - stage.clientHeight / 2,
    );
  }
  globalThis.triptychKeys({
    "+": () => times(1.5),
    "=": () => times(1.5),
    "-": () => times(1 / 1.5),
    "0": () => times(1 / scale),
    z: toClass,
    b: blink,
  });
  addEventListener("resize", () => {
    if (scale > 1) return;
    offer();
    cut();
  });
})();
