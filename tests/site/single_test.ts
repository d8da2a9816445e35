// A run as one file: it holds all it shows, loads nothing, and is small enough to mail.
import assert from "node:assert/strict";
import { readEvaluation } from "../../evaluation/mod.ts";
import { buildSingle } from "../../site/mod.ts";
import { type Any, axeViolations, launch, withoutBrowser } from "./browser.ts";
import { makeRun } from "./make_run.ts";
import { makeManyCases } from "./many_cases.ts";

Deno.test("a run of 180 cases is a file of at most 5 MB", () =>
  inFolder(async (folder) => {
    await makeManyCases(`${folder}/many`, 180);
    const { bytes, leftOut } = await buildSingle(`${folder}/many`, `${folder}/many.html`);
    assert.deepEqual(leftOut, []);
    assert.equal(bytes, Deno.statSync(`${folder}/many.html`).size);
    assert.ok(bytes < 5e6, `${bytes} bytes`);
  }));

Deno.test("the file's policy names its styles and scripts by their hashes, and no host", () =>
  inFolder(async (folder) => {
    await makeRun(`${folder}/run`, { hostile: true });
    await buildSingle(`${folder}/run`, `${folder}/run.html`);
    const html = await Deno.readTextFile(`${folder}/run.html`);
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)![1];
    assert.match(policy, /^default-src 'none'; img-src data:; font-src data:; style-src 'sha256-/);
    assert.doesNotMatch(policy, /'self'|unsafe|https?:/);
    const addresses = [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address]) => address);
    assert.deepEqual(addresses.filter((one) => one !== "" && !/^(#|data:image\/)/.test(one)), []);
  }));

Deno.test("the file speaks of no page that it doesn't have, and names cases that it leaves out", () =>
  inFolder(async (folder) => {
    await makeManyCases(`${folder}/many`, 182);
    await buildSingle(`${folder}/many`, `${folder}/many.html`);
    const html = await Deno.readTextFile(`${folder}/many.html`);
    const titles = [...html.matchAll(/<title[^>]*>([^<]*)/g)].map(([, title]) => title);
    assert.deepEqual(titles.filter((title) => /^[\d.]+(&#160;px)?$/.test(title)), []);
    await makeRun(`${folder}/bare`, { sure: true });
    const path = `${folder}/bare/evaluation.json`, bare = await readEvaluation(path);
    for (const one of bare.cases) delete one.pictures;
    await Deno.writeTextFile(path, JSON.stringify(bare));
    await buildSingle(`${folder}/bare`, `${folder}/bare.html`);
    const text = await Deno.readTextFile(`${folder}/bare.html`);
    assert.match(text, /There are no pictures beside these figures\./);
    assert.match(text, /Sure and wrong/);
    assert.doesNotMatch(text, /surely wrong first|class="ways/);
  }));

Deno.test("a file of ours is replaced, any other is not, and a run without cases makes none", () =>
  inFolder(async (folder) => {
    await makeRun(`${folder}/run`, { cases: 2 });
    await makeRun(`${folder}/fresh`, { evaluated: false, status: "running" });
    const out = `${folder}/run.html`;
    await buildSingle(`${folder}/run`, out);
    await buildSingle(`${folder}/run`, out);
    await Deno.writeTextFile(out, "mine");
    await assert.rejects(
      buildSingle(`${folder}/run`, out),
      /must be new or an earlier page of ours/,
    );
    assert.equal(await Deno.readTextFile(out), "mine");
    await assert.rejects(
      buildSingle(`${folder}/run`, `${folder}/run/evaluation.json`),
      /must be new or an earlier page/,
    );
    await assert.rejects(buildSingle(`${folder}/fresh`, `${folder}/a.html`), /must have cases/);
    // nothing half, nothing aside
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["fresh", "run", "run.html"]);
  }));

Deno.test({
  name: "in a browser the file shows every picture and leads from a chart to its cases",
  ignore: withoutBrowser(),
  fn: () =>
    inFolder(async (folder) => {
      await makeRun(`${folder}/run`, { hostile: true });
      await buildSingle(`${folder}/run`, `${folder}/run.html`);
      const browser = await launch();
      try {
        await look(await browser.newPage({ viewport: { width: 1280, height: 900 } }), folder);
      } finally {
        await browser.close();
      }
    }),
});

async function look(page: Any, folder: string): Promise<void> {
  const faults: string[] = [], asked: string[] = [];
  page.on("console", (message: Any) => faults.push(message.text()));
  page.on("pageerror", (error: Error) => faults.push(error.message));
  page.on("dialog", (dialog: Any) => (faults.push(dialog.message()), dialog.dismiss()));
  page.on("request", (request: Any) => asked.push(request.url()));
  await page.goto(`file://${folder}/run.html`);
  const unseen = await page.evaluate(`(async () => {
    const images = [...document.images];
    for (const image of images) image.loading = "eager";
    await Promise.all(images.map((image) => image.decode().catch(() => {})));
    return images.filter((image) => !image.naturalWidth).length;
  })()`);
  assert.equal(unseen, 0);
  const point = page.locator("#boxes .chart svg").first();
  await point.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#case-[\w.-]+$/);
  const anchor = new URL(page.url()).hash.slice(1);
  assert.equal(await page.locator(`[id="${anchor}"] img`).count(), 2);
  assert.deepEqual(faults, []);
  assert.deepEqual(asked.filter((url) => !url.startsWith("data:")), [`file://${folder}/run.html`]);
  assert.deepEqual(await axeViolations(page), []);
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-single-" });
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
