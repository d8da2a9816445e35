// Which cases are chosen and in which order: the gallery shows them so, and the page of a case leads from
// one to the next.
globalThis.triptychSpoken = (id) => {
  const text = id.replaceAll("_", " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

// a row of the data: id, file, group, photograph (0: a plain ground), whether outlines are drawn, pixels, model,
// then for each class [truth, prediction, found, values …]
globalThis.triptychFirst = 7;

globalThis.triptychKind = ([truth, drawn, found]) =>
  found ? "found" : truth ? (drawn ? "misplaced" : "missed") : drawn ? "invented" : "empty";

// the values of "0.5..0.8", "0.5..", "..<0.8", whose end is not included; undefined for anything else
globalThis.triptychRange = (text) => {
  const [, from, below, to] = /^(.*?)\.\.(<?)(.*)$/.exec(text ?? "") ?? [];
  if (from === undefined || (from === "" && to === "")) return undefined;
  const low = from === "" ? -Infinity : Number(from), high = to === "" ? Infinity : Number(to);
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
  return { low, high, isBelow: below !== "" };
};

// what a form or an address asks for
globalThis.triptychState = (data, values) => {
  const place = (name) => {
    const value = values.get(name);
    return value === "none" || data.classes[value] !== undefined ? value : undefined;
  };
  const [truth, predicted] = [place("truth"), place("predicted")];
  const within = (name, list, first) =>
    list[values.get(name)] === undefined ? first : Number(values.get(name));
  return {
    k: within("class", data.classes, data.first),
    m: within("metric", data.metrics, 0),
    best: values.get("order") === "best",
    most: values.get("order") === "most" && truth !== undefined && predicted !== undefined,
    sure: values.get("order") === "sure" && data.fields.some(({ name }) => name === "sure"),
    confused: truth === undefined || predicted === undefined ? undefined : [truth, predicted],
    group: values.get("group") ?? "",
    kind: values.get("kind") ?? "",
    mostly: Object.hasOwn(data.words.errors, values.get("mostly") ?? "")
      ? values.get("mostly")
      : "",
    learned: data.learned && Object.hasOwn(data.words.courses, values.get("learned") ?? "")
      ? values.get("learned")
      : "",
    doubt: data.doubted !== undefined && values.get("doubt") === "yes",
    member: Number(values.get("member") ?? 0),
    text: (values.get("text") ?? "").trim().toLowerCase(),
    ranges: data.fields.flatMap(({ name }, field) => {
      const range = globalThis.triptychRange(values.get(name));
      return range ? [{ field, ...range }] : [];
    }),
  };
};

// how much of a row's case is surely wrong, in per cent; it stands behind all classes
globalThis.triptychSure = (data, row) => row[globalThis.triptychFirst + data.classes.length] ?? NaN;

// a metric's value of a class: infinite where a distance has one mask alone, NaN where it isn't known
globalThis.triptychFigure = ({ metrics }, figures, m) => {
  const kind = globalThis.triptychKind(figures), isLength = metrics[m].better === "lower";
  const isInfinite = isLength && (kind === "missed" || kind === "invented");
  return figures[3 + m] ?? (isInfinite ? Infinity : NaN);
};

// what a row has of a field: a metric's value of a class, after all metrics its share of the image, then what
// is surely wrong
globalThis.triptychValue = (data, row, k, field) => {
  const figures = row[globalThis.triptychFirst + k], metric = data.metrics[field];
  if (data.fields[field].name === "sure") return globalThis.triptychSure(data, row);
  if (!metric) return row[5] && figures[0] ? 100 * (figures[0] / row[5]) : NaN;
  if (globalThis.triptychKind(figures) === "empty") return NaN;
  return globalThis.triptychFigure(data, figures, field);
};

// ranked cases in the order that the site was built with, then those without a rank; or those with most
// pixels of a confusion first
globalThis.triptychOrder = (data, state) => {
  const { k, m, best, most, sure, confused, group, kind, mostly, learned, doubt, member } = state;
  const { text, ranges } = state;
  const pixels = confused && globalThis.triptychPixels(confused);
  const doubted = new Set(doubt ? data.doubted[k] : []);
  if (text) data.spoken ??= data.cases.map(([id]) => globalThis.triptychSpoken(id).toLowerCase());
  const tests = [
    pixels && ((i) => pixels.has(i)),
    group && ((i) => data.cases[i][2] === group),
    member && ((i) => data.cases[i][6] === member),
    kind && ((i) => globalThis.triptychKind(data.cases[i][globalThis.triptychFirst + k]) === kind),
    // the kind that most wrong pixels are of stands behind the metrics
    mostly &&
    ((i) => data.cases[i][globalThis.triptychFirst + k][3 + data.metrics.length] === mostly),
    learned && ((i) => data.learned[k][i] === learned[0]),
    doubt && ((i) => doubted.has(i)),
    ...ranges.map(({ field, low, high, isBelow }) => (i) => {
      const value = globalThis.triptychValue(data, data.cases[i], k, field);
      return value >= low && (isBelow ? value < high : value <= high);
    }),
    text && ((i) => data.spoken[i].includes(text)),
  ].filter(Boolean);
  const passes = (i) => tests.every((test) => test(i));
  // the cases without a rank in an order, found once
  const restOf = (place) => {
    data.rests ??= [];
    if (data.rests[place]) return data.rests[place];
    const ranked = new Set(data.orders[place]);
    return data.rests[place] = data.cases.map((_, i) => i).filter((i) => !ranked.has(i));
  };
  if (most) return [...pixels.keys()].filter(passes).map((i) => data.cases[i]);
  const place = data.orderOf[k][m], order = data.orders[place];
  const chosen = [...best ? order : order.toReversed(), ...restOf(place)].filter(passes)
    .map((i) => data.cases[i]);
  if (!sure) return chosen;
  // those of which it isn't known come last
  const share = (row) => globalThis.triptychSure(data, row);
  return chosen.sort((a, b) =>
    Number.isNaN(share(a)) || Number.isNaN(share(b))
      ? Number.isNaN(share(a)) - Number.isNaN(share(b))
      : share(b) - share(a)
  );
};

// the cases of a confusion and how many of their pixels, most first
globalThis.triptychPixels = ([truth, predicted]) => {
  const list = globalThis.triptychConfused?.[`${truth}-${predicted}`] ?? [], pixels = new Map();
  for (let i = 0; i < list.length; i += 2) pixels.set(list[i], list[i + 1]);
  return pixels;
};

// what else an address asks for is loaded first: the cases of confusions
globalThis.triptychReady = (values) => {
  if (!values.has("truth") || globalThis.triptychConfused) return Promise.resolve();
  const script = document.createElement("script");
  script.src = "confused.js";
  return new Promise((done) => {
    script.addEventListener("load", done);
    script.addEventListener("error", done);
    document.head.append(script);
  });
};

// what is shown and in which order
globalThis.triptychHeading = (data, { k, m, best, most, sure, confused }, cases) => {
  const { words } = data;
  if (sure) return globalThis.triptychFilled(words.surely, cases).replace(/^,? /, "");
  if (most) {
    const [from, to] = confused.map((place) => data.classes[place] ?? words.noClass);
    const isCapped = globalThis.triptychPixels(confused).size >= data.mostConfused;
    return globalThis.triptychFilled(isCapped ? words.capped : words.most, cases, from, to)
      .replace(/^,? /, "");
  }
  const text = best ? words.best : words.worst;
  return globalThis.triptychFilled(text, cases, data.metrics[m].title, data.classes[k]).trim();
};

// what is said, with what is filled in at each #
globalThis.triptychFilled = (text, ...values) => text.replace(/#/g, () => values.shift());
