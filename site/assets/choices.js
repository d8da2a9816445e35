// What is chosen on a page stands in its address.
(() => {
  // the address says what is shown, so that a link shows the same
  const choices = document.querySelectorAll('.pick input[type="radio"], .pick select[name]');
  const restore = () => {
    const hash = new URLSearchParams(location.hash.slice(1));
    for (const choice of choices) {
      const asked = hash.get(choice.name);
      if (asked === choice.value) choice.checked = true;
      else if (asked !== null && choice.matches("select")) choice.value = asked;
    }
    carry(hash);
  };

  // the gallery goes on with the class and the metric of the triptychs
  const carry = (hash) => {
    const kept = new URLSearchParams();
    for (const name of ["class", "metric"]) {
      const chosen = hash.get(`triptych-${name}`);
      if (chosen !== null) kept.set(name, chosen);
    }
    for (const link of document.querySelectorAll(".crumbs a[href$='cases/index.html']")) {
      if (String(kept)) link.hash = kept;
    }
  };
  restore();
  addEventListener("hashchange", restore);
  for (const choice of choices) {
    choice.addEventListener("change", () => {
      const hash = new URLSearchParams(location.hash.slice(1));
      hash.set(choice.name, choice.value);
      history.replaceState(null, "", `#${hash}`);
      carry(hash);
    });
  }
})();
