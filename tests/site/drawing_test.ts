// Outlines, layers, colours, words and addresses: the parts that pages are made of.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { classColors, contrast, PAPER } from "../../site/runs/colors.ts";
import { relativeLinks } from "../../site/html/links.ts";
import { pageNames } from "../../site/runs/page_names.ts";
import { caseShapes, overlaySvg, specksOf } from "../../drawing/mod.ts";
import { filmFrame } from "../../site/pictures/filmstrip.ts";
import {
  formatChange,
  formatDuration,
  formatNumber,
  formatPercent,
  formatValue,
  listed,
  readable,
} from "../../site/text/format.ts";
import { safe } from "../../site/html/safe.ts";
import { decodeLabelPng } from "../../io/mod.ts";

Deno.test("an outline rings a pixel, a hole and joined diagonals", () => {
  assert.equal(outline("000 010 000").path, "M3 2l-1 1 1 1 1-1z");
  const ring = outline("00000 01110 01010 01110 00000");
  assert.equal(ring.path.match(/M/g)!.length, 2);
  assert.equal(ring.area, 8);
  assert.equal(outline("0000 0100 0010 0000").path.match(/M/g)!.length, 1);
  assert.deepEqual(outline("000 000"), { path: "", rings: [], area: 0, length: 0 });
});

Deno.test("an outline is measured around, from its last point to its first, too", () => {
  const round = (cells: string) => Number(outline(cells).length.toFixed(3));
  assert.equal(round("000 010 000"), 2.828);
  assert.equal(round("00000 01110 01110 01110 00000"), 10.828);
  // what lies along the frame is no outline
  assert.equal(round("1100 1100 0000"), 2.707);
});

Deno.test("an outline leaves the picture's frame unstroked", () => {
  const { path, length } = outline("11 11");
  assert.equal(length, 0);
  const outside = (n: number) => n < -3 || n > 7;
  assert.ok(ringsOf(path).flat().every(([x, y]) => outside(x) || outside(y)), path);
});

Deno.test("an outline fills exactly the mask, for masks of any shape", () => {
  let state = 1;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    const width = 1 + Math.floor(random() * 9), height = 1 + Math.floor(random() * 9);
    const mask = Uint8Array.from({ length: width * height }, () => random() < 0.5 ? 1 : 0);
    const { path, area } = outlineOf(mask, width, height);
    const rings = ringsOf(path);
    assert.equal(area, mask.reduce((a, b) => a + b, 0));
    for (let i = 0; i < mask.length; i++) {
      const inside = evenOdd(rings, 2 * (i % width) + 1, 2 * Math.floor(i / width) + 1);
      assert.equal(inside, mask[i] === 1, `${[...mask]} of ${width}x${height} at ${i}: ${path}`);
    }
  }
});

Deno.test("a ring points at objects too small to be seen, and at nothing else", () => {
  const size = { width: 400, height: 300 };
  const shapesOf = (isIn: (x: number, y: number) => boolean) => {
    const truth = Uint8Array.from(
      { length: size.width * size.height },
      (_, i) => Number(isIn(i % size.width, Math.floor(i / size.width))),
    );
    return caseShapes({ truth, ...size, classes: [{ label: 1 }] })[0];
  };
  const speck = (x: number, y: number, [left, top]: number[]) =>
    x >= left && x < left + 3 && y >= top && y < top + 2;
  assert.deepEqual(specksOf(shapesOf((x, y) => speck(x, y, [100, 50])), size), [
    { x: 203, y: 102, radius: 32 },
  ]);
  // at the corner the outline runs on outside of the frame
  const corner = specksOf(shapesOf((x, y) => speck(x, y, [0, 0])), size);
  assert.deepEqual(corner.map(({ x, y }) => [x, y]), [[3, 2]]);
  // two in one ring, one far away
  const three = [[100, 50], [106, 54], [300, 200]];
  const some = specksOf(shapesOf((x, y) => three.some((place) => speck(x, y, place))), size);
  assert.equal(some.length, 2);
  assert.deepEqual(specksOf(shapesOf((x, y) => Math.hypot(x - 90, y - 90) < 20), size), []);
  assert.deepEqual(specksOf(shapesOf(() => false), size), []);
});

Deno.test("overlaySvg() has a view for each class and role, and none for what is not there", () => {
  const labels = Uint8Array.of(1, 2, 2, 2), other = Uint8Array.of(2, 1, 2, 2);
  const classes = [
    { label: 1, photo: "#fe7818", backdrop: false },
    { label: 2, photo: "#4f91f1", backdrop: true },
  ];
  const views = (input: Partial<Parameters<typeof overlaySvg>[0]>) =>
    [...overlaySvg({ width: 2, height: 2, classes, ...input }).matchAll(/<view id="(\w+)"/g)]
      .map((match) => match[1]).sort();
  assert.deepEqual(
    views({ truth: labels, prediction: other }),
    ["e0", "e1", "p", "p0", "p1", "t", "t0", "t1"],
  );
  assert.deepEqual(views({ truth: labels }), ["t", "t0", "t1"]);
  assert.deepEqual(views({ prediction: other }), ["p", "p0", "p1"]);
});

Deno.test("filmFrame() keeps the labels and makes the backdrop transparent", () => {
  const picture = { labels: Uint8Array.of(1, 2, 3, 2), width: 2, height: 2 };
  const classes = [
    { label: 1, color: "#e07a3f", backdrop: false },
    { label: 2, color: "#3f6fb5", backdrop: true },
    { label: 3, color: "#3a9d7c", backdrop: false },
  ];
  const png = filmFrame(picture, classes);
  assert.deepEqual([...decodeLabelPng(png).labels], [1, 2, 3, 2]);
  const at = new TextDecoder("latin1").decode(png).indexOf("tRNS");
  assert.deepEqual([...png.subarray(at + 4, at + 8)], [0, 255, 0, 255]);
});

Deno.test("classColors() gives text contrast on both grounds for up to twelve classes", () => {
  for (let n = 1; n <= 12; n++) {
    const colors = Array.from(
      { length: n },
      (_, i) => `#${((i * 0x3779b9 + 0x1f3f5f) & 0xffffff).toString(16).padStart(6, "0")}`,
    );
    for (const { light, dark } of classColors(colors)) {
      assert.ok(contrast(light, PAPER.light) >= 4.5);
      assert.ok(contrast(dark, PAPER.dark) >= 4.5);
    }
  }
  assert.throws(() => classColors(["red"]), {
    name: "TypeError",
    message: /must be #rrggbb, got red/,
  });
});

Deno.test("classColors() gives the measured colours for the pets", () => {
  const [foreground] = classColors(["#e07a3f", "#3f6fb5", "#3a9d7c"]);
  assert.deepEqual(foreground, { light: "#b95714", dark: "#fb9258", photo: "#fe7818" });
});

Deno.test("numbers are written with true minus signs, thin spaces and units", () => {
  assert.equal(formatNumber(2916352), "2\u202f916\u202f352");
  assert.equal(formatNumber(-0.001, 2), "0.00");
  assert.equal(formatNumber(-1.5, 1), "\u22121.5");
  assert.equal(formatNumber(Infinity, 2), "\u221e");
  assert.equal(formatNumber(NaN), "–");
  assert.equal(formatPercent(0.123, 1), "12.3\u00a0%");
  assert.equal(formatValue(3.14159, { unit: "px", better: "lower" }), "3.1\u00a0px");
  assert.equal(formatValue(0.5, { better: "higher" }), "0.50");
  assert.equal(formatChange(0.1234, { better: "higher" }), "+0.123");
  assert.equal(formatChange(-2, { better: "lower" }), "\u22122.00");
  assert.equal(formatDuration(5), "5.0\u00a0s");
  assert.equal(formatDuration(600), "10.0\u00a0min");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
  assert.equal(readable("american_bulldog_63"), "American bulldog 63");
});

Deno.test("safe escapes whatever is put in, and nothing twice", () => {
  const inner = safe`<b>${"<i>"}</b>`;
  assert.equal(
    String(safe`${inner} ${["&", safe`<hr>`]} ${undefined}${false}`),
    "<b>&lt;i&gt;</b> &amp;<hr> ",
  );
});

Deno.test("pageNames() are safe and distinct, also where case does not count", () => {
  assert.deepEqual(
    pageNames(["a", "A", "../x", "<b>", "", "a"]),
    ["a", "A-2", "x", "b-", "unnamed", "a-3"]
      .map((name, i) => i === 3 ? pageNames(["<b>"])[0] : name),
  );
  for (const name of pageNames(["..", "/etc/passwd", "a/../b", "ü", "x".repeat(300)])) {
    assert.match(name, /^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$/);
  }
});

Deno.test("relativeLinks() counts the folders up, and leaves text and other hosts alone", () => {
  const html =
    `<a href="/x.html"></a><img src="/y.png" alt='href="/z"'><a href="//host/"></a>href="/z`;
  assert.equal(
    relativeLinks(html, "/runs/a/index.html"),
    `<a href="../../x.html"></a><img src="../../y.png" alt='href="/z"'><a href="//host/"></a>href="/z`,
  );
  assert.match(relativeLinks(html, "/index.html"), /href="\.\/x\.html"/);
  assert.match(relativeLinks(html, "/404.html", "/repo/"), /href="\/repo\/x\.html"/);
  assert.ok(parseHTML(html));
});

function outline(rows: string) {
  const lines = rows.split(" ");
  return outlineOf(Uint8Array.from(lines.join(""), Number), lines[0].length, lines.length);
}

function outlineOf(truth: Uint8Array, width: number, height: number) {
  const [{ truth: outline }] = caseShapes({ truth, width, height, classes: [{ label: 1 }] });
  return outline!;
}

/** The points of each ring of a path of `M x y l dx dy …z`. */
function ringsOf(path: string): [number, number][][] {
  return path.split("z").filter(Boolean).map((ring) => {
    const [x, y, ...steps] = ring.match(/-?\d+/g)!.map(Number);
    const points: [number, number][] = [[x, y]];
    for (let i = 0; i < steps.length; i += 2) {
      const [px, py] = points[points.length - 1];
      points.push([px + steps[i], py + steps[i + 1]]);
    }
    return points;
  });
}

function evenOdd(rings: [number, number][][], x: number, y: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i], [xj, yj] = ring[j];
      if (yi > y + 0.01 !== yj > y + 0.01 && x < ((xj - xi) * (y + 0.01 - yi)) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
  }
  return inside;
}

Deno.test("pageNames() of 100,000 equal names take no minute, and none is a device of Windows", () => {
  const start = performance.now();
  const names = pageNames(new Array<string>(100_000).fill("case"));
  assert.equal(new Set(names).size, names.length);
  assert.ok(performance.now() - start < 20_000);
  for (const name of pageNames(["con", "NUL", "aux.x", "com1"])) assert.match(name, /^_/);
  assert.deepEqual(pageNames(["console"]), ["console"]);
  // pages of a gallery
  assert.deepEqual(pageNames(["index", "Page-2", "page-b"]), ["_index", "_Page-2", "page-b"]);
});

Deno.test("the layers of an oblong picture lie apart by its longer side", () => {
  const labels = Uint8Array.from({ length: 96 * 8 }, (_, i) => i % 2);
  const classes = [{ label: 1, photo: "#fe7818", backdrop: false }];
  const svg = overlaySvg({ truth: labels, prediction: labels, width: 96, height: 8, classes });
  const tops = [...svg.matchAll(/viewBox="0 (\d+) 192 16"/g)].map(([, y]) => Number(y));
  const steps = [...new Set(tops)].sort((a, b) => a - b);
  steps.forEach((y, i) => assert.ok(i === 0 || y - steps[i - 1] >= 192, `${steps}`));
});
