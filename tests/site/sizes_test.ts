// Pages stay small: what a host sends, compressed, for real photographs and for any number of classes and cases.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { renderPage } from "../../site/build/vento.ts";
import { stylesheet } from "../../site/classes.page.ts";
import fontsPage from "../../site/fonts.page.ts";
import runPages from "../../site/run.page.ts";
import type { SiteRun } from "../../site/runs/site_run.ts";
import { buildSite } from "../../site/site.ts";
import { ignoreUnless, isShared, SHARED } from "../ignored.ts";
import { HOSTILE } from "./make_run.ts";
import { manyClasses } from "./many_classes.ts";

const RUN = `${SHARED}runs/pytorch-unet`;

/** What a run's first page may weigh with all that it needs. */
const FIRST = 150e3;

Deno.test("the first page of a run is under 150 KB for 2 to 40 classes, with any number of cases", async () => {
  const runs = [
    { classes: 2, cases: 1000 },
    { classes: 8, cases: 700, epochs: 400 },
    { classes: 20, cases: 12 },
    { classes: 2, cases: 5000, groups: 1000 },
    { classes: 40, cases: 60, epochs: 100 },
    { classes: 40, cases: 1000, nameOf: (k: number) => `${k} ${HOSTILE[k % HOSTILE.length]}` },
  ];
  for (const what of runs) {
    const bytes = await firstPage(manyClasses(what));
    assert.ok(bytes < FIRST, `${JSON.stringify(what)}: ${bytes} bytes`);
  }
});

Deno.test({
  name: "a run of 178 cases: first page under 150 KB, all under 3 MB besides photographs",
  ignore: ignoreUnless(isShared("runs/pytorch-unet"), "../shared/runs/pytorch-unet is not here"),
  async fn() {
    const out = await Deno.makeTempDir();
    try {
      await buildSite({ runs: [RUN], out });
      const sizes = new Map<string, number>();
      for (const path of files(out)) {
        // a triptych to take away holds its photograph
        if (!/\.jpg$|\/triptychs\//.test(path)) {
          sizes.set(path, gzipSync(await Deno.readFile(path)).length);
        }
      }
      const page = await Deno.readTextFile(`${out}/runs/pytorch-unet/index.html`);
      const first = [...page.matchAll(/(?:src|href)="\.\.\/\.\.\/(assets\/[^"]+)"/g)].reduce(
        (sum, [, name]) => sum + sizes.get(`${out}/${name}`)!,
        gzipSync(page).length,
      );
      const all = [...sizes.values()].reduce((a, b) => a + b, 0);
      assert.ok(first < FIRST, `the first page is ${first} bytes`);
      assert.ok(all < 3e6, `all files are ${all} bytes`);
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});

/** A run's page with its styles and scripts, as a host compresses them. */
async function firstPage(run: SiteRun): Promise<number> {
  const [page] = [...runPages({ runs: [run] })];
  const names = [...page.show!().scripts!, "/assets/style.css", "/assets/icon.svg"];
  const assets = names.map((name) =>
    Deno.readFileSync(new URL(`../../site${name}`, import.meta.url))
  );
  const made = [...[...fontsPage()].map(({ content }) => content!), stylesheet([run])];
  return [await renderPage(page, {}), ...made, ...assets]
    .reduce((sum, one) => sum + gzipSync(one).length, 0);
}

function* files(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* files(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}
