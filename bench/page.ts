/**
 * A run's model in the page, in Chromium from `file://`: how long an image takes, how many of the camera's frames
 * it predicts per second, and how many pixels of photographs have `deno task predict`'s label:
 * `deno run -A --no-lock bench/page.ts RUN FOLDER`.
 *
 * @module
 */
import { cpus } from "node:os";
import { startBackend } from "@triptych/engine";
import { decodeLabelPng, readImage } from "../io/mod.ts";
import { compile, loadModel } from "../model/mod.ts";
import { predictImage } from "../prediction/mod.ts";
import { buildSite } from "../site/site.ts";
import { type Any, launch, WITH_CAMERA } from "../tests/site/browser.ts";

/** Photographs that are compared, and the seconds that the camera is on. */
const PHOTOGRAPHS = 20, SECONDS = 6;

if (import.meta.main) {
  const [run, folder] = Deno.args, out = await Deno.makeTempDir({ prefix: "triptych-page-" });
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /\.(jpe?g|png)$/i.test(name)).sort().slice(0, PHOTOGRAPHS);
  const browser = await launch(WITH_CAMERA);
  try {
    const { runs: [{ base }] } = await buildSite({ runs: [run], out });
    const page = await browser.newPage({ acceptDownloads: true });
    await page.goto(`file://${out}${base}try/index.html`);
    console.log(`${cpus()[0]?.model.trim()}, ${new Date().toISOString().slice(0, 10)}\n`);
    console.log(await said(page, () => page.setInputFiles("#choose", `${folder}/${names[0]}`)));
    console.log(await camera(page));
    if (await page.locator("#rest").count() > 0) {
      // it predicts the last image anew
      await said(page, () => page.click("#rest"));
    }
    console.log(await sameLabels(page, run, names.map((name) => `${folder}/${name}`)));
  } finally {
    await browser.close();
    await Deno.remove(out, { recursive: true });
  }
}

/** What the page says once it has timed an image. */
async function said(page: Any, act: () => Promise<void>): Promise<string> {
  await page.evaluate("document.getElementById('said').textContent = ''");
  await act();
  const text = await page.waitForFunction(() => {
    const { textContent } = (globalThis as Any).document.getElementById("said");
    return /Once warm/.test(textContent) && textContent;
  });
  return await text.jsonValue();
}

async function camera(page: Any): Promise<string> {
  await page.click("#camera");
  await new Promise((done) => setTimeout(done, 1000 * SECONDS));
  const text = await page.textContent("#said");
  await page.click("#camera");
  await page.locator("#camera[aria-pressed=false]").waitFor();
  return text;
}

/** The share of pixels of photographs that get predict's label, all weights loaded. */
async function sameLabels(page: Any, run: string, paths: string[]): Promise<string> {
  await startBackend("simd");
  const network = compile(await loadModel(`${run}/model`));
  let same = 0, all = 0, least = 1;
  for (const path of paths) {
    await said(page, () => page.setInputFiles("#choose", path));
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#mask")]);
    const mask = decodeLabelPng(await Deno.readFile(await download.path()));
    const { labels } = await predictImage(network, await readImage(await Deno.readFile(path)));
    const equal = labels.reduce((sum, label, i) => sum + Number(label === mask.labels[i]), 0);
    same += equal;
    all += labels.length;
    least = Math.min(least, equal / labels.length);
  }
  const share = (value: number) => `${(100 * value).toFixed(2)} %`;
  return `${
    share(same / all)
  } of ${all} pixels of ${paths.length} photographs have predict's label, ` +
    `${share(least)} of the one with fewest`;
}
