// Slides: the arrow keys lead from one to the next, F fills the screen, Escape leads back to their page.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const SCROLLS = { ArrowDown: "down", PageDown: "down", " ": "down", ArrowUp: "up", PageUp: "up" };
  const here = () => {
    const middle = innerHeight / 2;
    const at = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
    return at < 0 ? slides.length - 1 : at;
  };
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = slides.length - 1, at = here();
    const next = Math.min(at + 1, last), before = Math.max(at - 1, 0);
    const key = event.key === " " && event.shiftKey ? "PageUp" : event.key;
    // a slide that is higher than the window is read to its end first
    const { top, bottom } = slides[at].getBoundingClientRect();
    const isMore = { down: bottom > innerHeight + 1, up: top < -1 }[SCROLLS[key]];
    const to = isMore ? undefined : {
      ...{ ArrowRight: next, ArrowDown: next, PageDown: next, " ": next },
      ...{ ArrowLeft: before, ArrowUp: before, PageUp: before, Home: 0, End: last },
    }[key];
    if (to !== undefined) {
      event.preventDefault();
      slides[to].scrollIntoView();
      history.replaceState(null, "", `#${slides[to].id}`);
    } else if (event.key === "Escape" && !document.fullscreenElement) {
      location.href = document.querySelector(".crumbs li:last-child a").href;
    }
  });
  globalThis.triptychKeys({
    f: () =>
      document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen(),
  });
})();
