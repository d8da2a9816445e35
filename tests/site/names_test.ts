// Names of any length and script, in a real browser: nothing is wider than the window, nothing is cut.
import assert from "node:assert/strict";
import { formatFigure } from "../../core/mod.ts";
import { buildSite } from "../../site/site.ts";
import { type Any, launch, withoutBrowser } from "./browser.ts";
import { writeOddRun } from "./odd_runs.ts";

/** A DICOM UID, as long as one may be. */
const UID = "1.3.6.1.4.1.14519.5.2.1.6279.6001.105756658031515062000744821260";

const IDS = [
  ...Array.from({ length: 6 }, (_, i) => UID.replace(/.$/, String(i))),
  "左海马头部和身体亚区肝脏静脉期增强扫描第三次随访检查结果图像".repeat(3),
  "صورة_مقطعية_للكبد_في_المرحلة_الوريدية_المتأخرة_للمريض_رقم_".repeat(2),
  "e\u0301\u0302\u0323".repeat(80),
  "\u{1f469}\u200d\u{1f469}\u200d\u{1f467}".repeat(30),
  "one two three ".repeat(12).trim(),
];

const CLASSES = [
  "left_hippocampus_head_and_body_subfield_CA1",
  "left_hippocampus_head_and_body_subfield_CA2",
  "肝脏静脉期增强扫描第三次随访检查结果图像",
  "كبد_في_المرحلة_الوريدية_المتأخرة_للمريض",
];

Deno.test({
  name: "long names of any script are shown whole, and make no page wider than its window",
  ignore: withoutBrowser(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "triptych-names-" });
    try {
      const out = `${folder}/_site`, run = `${folder}/${UID}`;
      await Deno.writeTextFile(`${run}.csv`, csv());
      await writeOddRun(`${folder}/other-${UID}`, { run: { status: "running" } });
      await buildSite({ runs: [`${run}.csv`, `${folder}/other-${UID}`], out });
      const browser = await launch();
      try {
        const pages = [...htmlFiles(out)].filter((path) => !path.endsWith("404.html"));
        assert.ok(pages.length > IDS.length);
        for (const width of [390, 768, 1280]) await lookAt(browser, pages, width);
      } finally {
        await browser.close();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "the gallery's script writes figures as the pages do",
  ignore: withoutBrowser(),
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "triptych-gallery-" });
    const counts: [number, number, number][] = [
      ...[[9000, 1, 0], [9000, 3, 0], [900, 4, 5], [1, 5000, 4999], [50, 50, 50], [9000, 0, 0]],
    ] as [number, number, number][];
    const distances = [0, 1e-8, 0.00321, 0.04, 12.34, 12345.6];
    try {
      await writeOddRun(`${folder}/run`, {
        cases: counts.map((one, i) => [[...one, distances[i]]]),
        shapes: [[200, 200]],
      });
      await buildSite({ runs: [`${folder}/run`], out: `${folder}/_site` });
      const browser = await launch(), page = await browser.newPage();
      try {
        await page.goto(`file://${folder}/_site/runs/run/cases/index.html`);
        const lines = () => page.locator(".gallery li").allInnerTexts();
        const built = await lines();
        await page.locator("input[name=order][value=best]").check();
        assert.deepEqual((await lines()).toReversed(), built);
        await page.locator("input[name=metric]").nth(2).check();
        const shown = await page.locator(".gallery b").allInnerTexts();
        const length = { better: "lower" } as const;
        assert.deepEqual(shown, distances.map((d) => `${formatFigure(d, length)}\u00a0px`));
      } finally {
        await browser.close();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Nothing beyond the window, and no text of a grey place outside of it. */
async function lookAt(browser: Any, pages: string[], width: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  for (const path of pages) {
    await page.goto(`file://${path}`);
    const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    assert.ok(beyond <= 0, `${path} is wider than ${width} px by ${beyond}`);
    const cut: string[] = await page.evaluate(`(() => {
      const range = document.createRange();
      return [...document.querySelectorAll(".nothing")].filter((place) => {
        range.selectNodeContents(place);
        const text = range.getBoundingClientRect(), box = place.getBoundingClientRect();
        return text.left < box.left || text.right > box.right;
      }).map((place) => place.textContent);
    })()`);
    assert.deepEqual(cut, [], `${path} at ${width} px`);
  }
  await page.close();
}

function csv(): string {
  const rows = IDS.flatMap((id, i) =>
    CLASSES.map((name, k) => [id, name, 50 + i, 5 + k, i, 900 - k, IDS[i % 7], 1 + k].join())
  );
  return ["id,class,tp,fp,fn,tn,group,assd", ...rows].join("\n");
}

function* htmlFiles(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* htmlFiles(`${folder}/${name}`);
    else if (name.endsWith(".html")) yield `${folder}/${name}`;
  }
}
