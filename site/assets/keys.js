// Keys of one character, those of links among them, act wherever nobody types, until a reader switches them
// off (WCAG 2.1.4).
(() => {
  const NAME = "triptych-shortcuts", choice = document.getElementById("shortcuts"), acts = {};
  const TYPES = "input:not([type=radio], [type=checkbox], [type=range]), select, textarea";
  const links = document.querySelectorAll("a[data-key]");
  // where the browser keeps nothing, as in a sandboxed frame, the choice holds on its page
  let kept = {};
  try {
    kept = localStorage;
  } catch { /* kept nowhere */ }
  choice.checked = kept[NAME] !== "off";

  function tell() {
    document.documentElement.classList.toggle("without-shortcuts", !choice.checked);
    for (const link of links) {
      link.ariaKeyShortcuts = choice.checked ? link.dataset.key.toUpperCase() : null;
    }
  }
  choice.addEventListener("change", () => {
    kept[NAME] = choice.checked ? "on" : "off";
    tell();
  });
  addEventListener("keydown", (event) => {
    if (!choice.checked || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = event.target.closest(TYPES) ? undefined : acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  globalThis.triptychKeys = (more) => {
    Object.assign(acts, more);
    choice.parentElement.hidden = false;
    tell();
  };
  for (const link of links) {
    globalThis.triptychKeys({ [link.dataset.key]: () => location.href = link.href });
  }
})();
