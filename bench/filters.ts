/**
 * How long the gallery takes from a filter to the pictures on screen, in Chromium, and how long its script takes to
 * choose the cases: `deno run -A --no-lock bench/filters.ts [CASES]`, of 10,000 cases unless told.
 *
 * @module
 */
import { cpus } from "node:os";
import { table } from "../cli/mod.ts";
import { buildSite } from "../site/site.ts";
import { type Any, launch } from "../tests/site/browser.ts";
import { makeManyCases } from "../tests/site/many_cases.ts";

const ROUNDS = 21;

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
        } s; median, first and longest of ` +
        `${ROUNDS}, in ms\n`,
    );
    const browser = await launch();
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`file://${folder}/site/runs/many/cases/index.html`);
    const rows = [];
    for (const [name, address] of FILTERS) rows.push([name, ...await times(page, address)]);
    const head = ["filter", "to the next frame", "the first", "longest", "script alone"];
    console.log(table(rows, { head }));
    await browser.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** From a new address to the frame after it is shown, and the time of choosing alone. */
async function times(page: Any, address: string): Promise<string[]> {
  const all: { whole: number; script: number }[] = await page.evaluate(`(async () => {
    const all = [];
    for (let round = 0; round < ${ROUNDS}; round++) {
      location.hash = "order=worst&round=" + round;
      await new Promise((done) => setTimeout(done, 300));
      const shown = new Promise((done) => new MutationObserver(done).observe(
        document.getElementById("gallery"), { childList: true }));
      const start = performance.now();
      location.hash = ${JSON.stringify(address)};
      await shown;
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const whole = performance.now() - start;
      const again = performance.now();
      const asked = new URLSearchParams(${JSON.stringify(address)});
      triptychOrder(triptych, triptychState(triptych, asked));
      all.push({ whole, script: performance.now() - again });
    }
    return all;
  })()`);
  const [whole, script] = [all.map((one) => one.whole), all.map((one) => one.script)];
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
  return [median(whole), whole[0], Math.max(...whole), median(script)]
    .map((value) => value.toFixed(1));
}
