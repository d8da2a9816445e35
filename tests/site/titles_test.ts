// Titles of charts leave out what addresses say; scripts, and pages without such addresses, put it back.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { boxChart } from "../../site/charts/boxes.ts";
import { oneFit, wholeTitles } from "../../site/html/chart.ts";

const TITLES = [
  "American bulldog 63: 0.90",
  "The middle half, Dice 0.70 to 0.90",
  "a/b: 0.70",
];

Deno.test("a title without its case's name is marked, and nothing else is", () => {
  assert.deepEqual(titlesOf(chart()), ["0.90", TITLES[1], TITLES[2]]);
  assert.equal(chart().split(" data-short>").length, 2);
  assert.deepEqual(titlesOf(wholeTitles(chart())), TITLES);
});

Deno.test("the script of charts puts a case's name back, and gives none to what leads to several", async () => {
  // deno-lint-ignore no-explicit-any -- linkedom's document is typed by lib.dom, which is not loaded
  const { document } = parseHTML(`<!doctype html><html><body>${chart()}</body></html>`) as any;
  const script = await Deno.readTextFile(new URL("../../site/assets/charts.js", import.meta.url));
  new Function("document", script)(document);
  assert.deepEqual(titlesOf(String(document)), TITLES);
});

/** A box plot of two cases, of which one is called otherwise than its page. */
function chart(): string {
  const pages = { american_bulldog_63: TITLES[0], "a-b": TITLES[2] };
  const box = { low: 0.7, q1: 0.7, median: 0.8, q3: 0.9, high: 0.9 };
  const all = "../cases/index.html#dice=0.7..0.9";
  return String(oneFit({
    points: Object.entries(pages).map(([page, title], i) => ({
      ...{ value: 0.9 - i / 5, title, state: "measured" as const },
      href: `../cases/${page}.html`,
    })),
    box,
    ...{ ratio: true, largest: 1, about: "Dice" },
    links: {
      box: { href: all, title: TITLES[1] },
      bar: () => ({ href: all, title: "" }),
      beside: () => all,
    },
  }, boxChart));
}

function titlesOf(html: string): string[] {
  return [...html.matchAll(/<title[^>]*>([^<]*)/g)].map(([, title]) => title).sort();
}
