/**
 * How long the gallery takes from a filter to the frame that shows its cases, and to the pictures in sight, in
 * Chromium: `deno run -A --no-lock bench/filters.ts [CASES]`, of 10,000 cases unless told. The page is loaded anew
 * for each filter, so that the first time is that of a reader who has just come.
 *
 * @module
 */
import { cpus } from "node:os";
import { table } from "../cli/mod.ts";
import { buildSite } from "../site/site.ts";
import { type Any, launch } from "../tests/site/browser.ts";
import { makeManyCases } from "../tests/site/many_cases.ts";
import { median } from "./peers.ts";

const ROUNDS = 7;

/** What is asked for, as the address says it. */
const FILTERS: [name: string, address: string][] = [
  ["another order", "order=best"],
  ["another class and metric", "class=2&metric=2"],
  ["a group", "group=kind_7"],
  ["a range of Dice", "dice=0.5..0.8"],
  ["a name", "text=77"],
  ["all of these", "class=2&metric=2&order=best&group=kind_7&dice=0.01..0.99&size=1..50&text=7"],
  ["a confusion", "class=0&truth=0&predicted=1&order=most"],
];

if (import.meta.main) {
  const count = Number(Deno.args[0] ?? 10_000);
  const folder = await Deno.makeTempDir({ prefix: "triptych-filters-" });
  try {
    await makeManyCases(`${folder}/many`, count);
    const start = performance.now();
    await buildSite({ runs: [`${folder}/many`], out: `${folder}/site` });
    console.log(
      `${cpus()[0]?.model.trim()}, ${new Date().toISOString().slice(0, 10)}: ${count} cases, ` +
        `built in ${
          ((performance.now() - start) / 1000).toFixed(0)
        } s; the first after loading, median and longest of the ` +
        `${ROUNDS - 1} that follow, in ms\n`,
    );
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const url = `file://${folder}/site/runs/many/cases/index.html`;
    const rows = [];
    for (const [name, address] of FILTERS) rows.push([name, ...await times(page, url, address)]);
    const head = [
      "filter",
      ...["frame", "pictures"].flatMap((what) => [`${what}: first`, "median", "longest"]),
    ];
    console.log(table(rows, { head }));
    await browser.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** From a new address to the frame after it is shown, and until the pictures in sight are decoded. */
async function times(page: Any, url: string, address: string): Promise<string[]> {
  await page.goto("about:blank");
  await page.goto(url);
  await page.waitForTimeout(1000);
  const all: { frame: number; pictures: number }[] = await page.evaluate(`(async () => {
    const all = [], gallery = document.getElementById("gallery");
    const isInSight = (image) => {
      const { top, bottom } = image.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    for (let round = 0; round < ${ROUNDS}; round++) {
      if (round > 0) location.hash = "order=worst&round=" + round;
      await new Promise((done) => setTimeout(done, 300));
      const shown = new Promise((done) =>
        new MutationObserver(done).observe(gallery, { childList: true }));
      const start = performance.now();
      location.hash = ${JSON.stringify(address)};
      await shown;
      // a timer would wait for the pictures that the frame begins to load
      await new Promise((done) => requestAnimationFrame(() =>
        scheduler.postTask(done, { priority: "user-blocking" })));
      const frame = performance.now() - start;
      await Promise.all([...gallery.querySelectorAll("img")].filter(isInSight)
        .map((image) => image.decode()));
      all.push({ frame, pictures: performance.now() - start });
    }
    return all;
  })()`);
  return [all.map(({ frame }) => frame), all.map(({ pictures }) => pictures)]
    .flatMap(([first, ...rest]) => [first, median(rest), Math.max(...rest)])
    .map((value) => value.toFixed(0));
}
