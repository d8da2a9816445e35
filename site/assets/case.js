// The case page: the arrow keys, the sliders, the zoom, and the choices kept in the address.
(() => {
  const $ = (id) => document.getElementById(id);

  // worse and better by key, unless a control has the keys
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, .stage")) return;
    const link = { ArrowLeft: "worse", ArrowRight: "better" }[event.key];
    if (link && $(link)) location.href = $(link).href + location.hash;
  });

  const tools = $("tools");
  if (tools) look();

  function look() {
    tools.hidden = false;
    const layers = document.querySelectorAll(".layer");
    const stage = $("stage"), zoomed = $("zoomed");
    const each = (property, value) => layers.forEach((layer) => layer.style[property] = value);
    $("opacity").addEventListener("input", (event) => each("opacity", event.target.value / 100));
    $("swipe").addEventListener("input", (event) => {
      each("clipPath", `inset(0 ${100 - event.target.value}% 0 0)`);
    });
    $("zoom").addEventListener("change", (event) => {
      // the middle of what is seen stays in the middle
      const x = (stage.scrollLeft + stage.clientWidth / 2) / zoomed.clientWidth;
      const y = (stage.scrollTop + stage.clientHeight / 2) / zoomed.clientHeight;
      // a pixel of the photograph is so many pixels of the page, with hard edges
      const times = Number(event.target.value), { naturalWidth } = zoomed.querySelector("img");
      zoomed.style.width = times ? `${times * naturalWidth}px` : "";
      zoomed.classList.toggle("hard", times > 0);
      stage.tabIndex = times ? 0 : -1;
      stage.scrollTo(
        x * zoomed.clientWidth - stage.clientWidth / 2,
        y * zoomed.clientHeight - stage.clientHeight / 2,
      );
    });
  }

  // the address says what is shown, so that a link shows the same
  const choices = document.querySelectorAll('.pick input[type="radio"], .pick select');
  const restore = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    for (const choice of choices) {
      const asked = hash.get(choice.name);
      if (asked === choice.value) choice.checked = true;
      else if (asked !== null && choice.matches("select")) choice.value = asked;
    }
  };
  restore();
  addEventListener("hashchange", restore);
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      const hash = new URLSearchParams(location.hash.slice(1));
      hash.set(choice.name, choice.value);
      history.replaceState(null, "", `#${hash}`);
    });
  }
})();
