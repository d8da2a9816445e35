// The gallery's filters: what is filtered stands in removable chips, and a range of any field can be added.
globalThis.triptychFilters = (data, form, changed) => {
  const $ = (id) => document.getElementById(id);
  const { words } = data, filled = globalThis.triptychFilled;
  const chips = $("chips"), from = $("from"), to = $("to");
  // by a method: a metric may be called as a property of the list is
  const fieldOf = (name) => form.elements.namedItem(name);

  const rounded = (value) => String(Number(value.toPrecision(3)));
  const rangeText = ({ field, low, high, isBelow }) => {
    const text = words.chips, { title } = data.fields[field];
    if (low === -Infinity) return filled(isBelow ? text.below : text.to, title, rounded(high));
    if (high === Infinity) return filled(text.from, title, rounded(low));
    return filled(isBelow ? text.within : text.between, title, rounded(low), rounded(high));
  };

  // each filter: what it says, and the form's fields that it consists of
  const filtersOf = (
    { k, confused, group, kind, mostly, learned, doubt, member, text, ranges },
  ) => {
    const said = words.chips, nameOf = (place) => data.classes[place] ?? words.noClass;
    return [
      confused && [filled(words.confused, ...confused.map(nameOf)), ["truth", "predicted"]],
      kind && [filled(said.kind, data.classes[k], words.kinds[kind] ?? kind), ["kind"]],
      mostly && [filled(said.mostly, data.classes[k], words.errors[mostly]), ["mostly"]],
      learned && [filled(said.learned, data.classes[k], words.courses[learned]), ["learned"]],
      doubt && [filled(said.doubt, data.classes[k]), ["doubt"]],
      ...ranges.map((range) => [rangeText(range), [data.fields[range.field].name]]),
      group && [filled(said.group, globalThis.triptychSpoken(group)), ["group"]],
      member && [filled(said.member, member), ["member"]],
      text && [filled(said.text, fieldOf("text").value.trim()), ["text"]],
    ].filter(Boolean);
  };

  const remove = (names) => {
    for (const name of names) fieldOf(name).value = "";
    if (names.includes("truth")) offer(false);
    changed();
    $("title").focus({ preventScroll: true });
  };
  const chip = (text, label, names) => {
    const button = document.createElement("button"), item = document.createElement("li");
    button.type = "button";
    button.textContent = text;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => remove(names));
    item.append(button);
    return item;
  };

  // the chips of what is filtered
  const show = (state) => {
    const filters = filtersOf(state);
    chips.hidden = filters.length === 0;
    chips.replaceChildren(
      ...filters.map(([text, names]) => chip(`${text} ×`, filled(words.chips.remove, text), names)),
    );
    if (filters.length < 2) return;
    chips.append(chip(words.chips.all, words.chips.all, filters.flatMap(([, names]) => names)));
  };

  // an order by pixels, where a confusion is chosen
  const offer = (isOffered) => {
    $("most").hidden = !isOffered;
    const order = fieldOf("order");
    if (!isOffered && order.value === "most") order.value = "worst";
  };

  const add = () => {
    if (from.value === "" && to.value === "") return from.focus();
    fieldOf($("field").value).value = `${from.value}..${to.value}`;
    from.value = to.value = "";
    changed();
  };
  $("add").addEventListener("click", add);
  for (const input of [from, to]) {
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") add();
    });
  }
  return { show, offer };
};
