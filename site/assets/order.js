// Which cases are chosen and in which order: the gallery shows them so, and the page of a case leads from
// one to the next.
globalThis.triptychSpoken = (id) => {
  const text = id.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

// what a form or an address asks for
globalThis.triptychState = (data, values) => ({
  k: Number(values.get("class") ?? data.first),
  m: Number(values.get("metric") ?? 0),
  best: values.get("order") === "best",
  group: values.get("group") ?? "",
  text: (values.get("text") ?? "").trim().toLowerCase(),
});

// ranked cases in the order that the site was built with, then those without a rank
globalThis.triptychOrder = (data, { k, m, best, group, text }) => {
  const order = data.orders[data.orderOf[k][m]], ranked = new Set(order);
  const rest = data.cases.map((_, i) => i).filter((i) => !ranked.has(i));
  return [...best ? order : order.toReversed(), ...rest].map((i) => data.cases[i])
    .filter((row) => !group || row[2] === group)
    .filter((row) => !text || globalThis.triptychSpoken(row[0]).toLowerCase().includes(text));
};
