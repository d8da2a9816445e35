// A run's model on a reader's own image, in a real browser: the labels of predict, figures beside a truth, what goes
// wrong, and nothing that leaves the page.
import assert from "node:assert/strict";
import { decode, encode } from "fast-png";
import { evaluateCase } from "../../evaluation/mod.ts";
import { readImage } from "../../io/mod.ts";
import { compile, loadModel } from "../../model/mod.ts";
import { predictImage } from "../../prediction/mod.ts";
import { startBackend } from "@triptych/engine";
import { buildSite } from "../../site/site.ts";
import {
  type Any,
  axeViolations,
  faultsOf,
  launch,
  serve,
  WITH_CAMERA,
  withoutBrowser,
} from "./browser.ts";
import { CLASSES, images, MODELS, writeRuns } from "./try_runs.ts";

Deno.test({
  name: "a run's model predicts a reader's image in the page",
  ignore: withoutBrowser(),
  async fn(t) {
    await startBackend("simd", { threads: 1 });
    const folder = await Deno.makeTempDir({ prefix: "triptych-try-" }), out = `${folder}/_site`;
    await writeRuns(folder);
    const runs = [...Object.keys(MODELS), "folds", "damaged", "plain"];
    const { leftOut } = await buildSite({ runs: runs.map((name) => `${folder}/${name}`), out });
    const browser = await launch(WITH_CAMERA), server = serve(out);
    const context = await browser.newContext({ acceptDownloads: true });
    const page = await context.newPage(),
      at = (run: string) => `file://${out}/runs/${run}/try/index.html`;
    try {
      await t.step("a damaged model is left out, with what is wrong", async () => {
        assert.match(
          leftOut.pictures.map(({ reason }) => reason).join(),
          /checksum of weights\.bin/,
        );
        for (const run of ["damaged", "plain"]) {
          await assert.rejects(Deno.stat(`${out}/runs/${run}/try`));
        }
      });
      for (const run of Object.keys(MODELS)) {
        await t.step(
          `${run}: the labels are predict's, pixel for pixel`,
          () => labelsOf(page, at(run), `${folder}/${run}`),
        );
      }
      await t.step("figures beside a truth are evaluate's", () => figures(page, at("squash")));
      await t.step("a wrong file gets a sentence", () => wrongFiles(page, at("squash")));
      await t.step(
        "an image is dropped and pasted, a truth is dropped beside it, the camera is on until it is off",
        () => otherWays(page, at("squash")),
      );
      await t.step("a case of the gallery is sent there", () => sentCase(page, out));
      await t.step(
        "nothing can be sent from the page",
        () => sealed(page, `${server.url}/runs/squash/try/index.html`),
      );
      await t.step("what a page doesn't predict, it says", async () => {
        await page.goto(at("folds"));
        assert.match(await page.textContent("main"), /mean of 4 models/);
        assert.equal(await page.locator("#try").count(), 0);
      });
      await t.step(
        "from a server and the disk, on phone and desktop: no fault, axe finds nothing",
        () => everywhere(browser, [server.url, `file://${out}`]),
      );
    } finally {
      await browser.close();
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Chooses a file, and waits for what is said of it. */
async function choose(
  page: Any,
  bytes: Uint8Array,
  name = "image.png",
  input = "#choose",
): Promise<string> {
  await page.evaluate("document.getElementById('said').textContent = ''");
  const buffer = (await import("node:buffer")).Buffer.from(bytes);
  await page.setInputFiles(input, { name, mimeType: "", buffer });
  return await settled(page);
}

/** What the page says when it is done: until the image is predicted again and timed, words may change. */
async function settled(page: Any): Promise<string> {
  const said = await page.waitForFunction(() => {
    const text: string = (globalThis as Any).document.getElementById("said").textContent;
    const isDone = !/^$|…$/.test(text) && !/predicted in [\d.]+ ms on one thread\.$/.test(text);
    return isDone && text;
  });
  return await said.jsonValue();
}

async function maskOf(page: Any): Promise<{ data: Uint8Array; width: number }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#mask")]);
  const { data, width, depth } = decode(await Deno.readFile(await download.path()));
  assert.equal(depth, 2);
  // four labels in each byte, rows from whole bytes
  const stride = Math.ceil(width / 4), height = data.length / stride;
  const labels = Uint8Array.from({ length: width * height }, (_, i) => {
    const x = i % width, y = Math.floor(i / width);
    return data[y * stride + (x >> 2)] >> (6 - 2 * (x & 3)) & 3;
  });
  return { data: labels, width };
}

async function labelsOf(page: Any, url: string, run: string): Promise<void> {
  await page.goto(url);
  const rest = page.locator("#rest");
  if (await rest.count() > 0) {
    assert.match(await page.textContent("#exact"), /a few of 100,000 pixels/);
    const [image] = images();
    await choose(page, image);
    await rest.click();
    await rest.waitFor({ state: "detached" });
    await settled(page);
  }
  assert.match(await page.textContent("#exact"), /predict, pixel for pixel/);
  const network = compile(await loadModel(`${run}/model`)), found = new Set<number>();
  for (const [i, png] of images().entries()) {
    const said = await choose(page, png);
    assert.match(said, /px, predicted in [\d.]+ ms on one thread/);
    const { labels } = await predictImage(network, await readImage(png));
    assert.deepEqual((await maskOf(page)).data, labels, `image ${i}`);
    labels.forEach((label) => found.add(label));
  }
  assert.equal(found.size, 3, `labels ${[...found]}`);
}

async function figures(page: Any, url: string): Promise<void> {
  await page.goto(url);
  await choose(page, images()[1]);
  const { data: prediction, width } = await maskOf(page);
  // 255 is of no class
  const truth = prediction.map((label, i) => i < 40 ? 255 : i % 7 === 0 ? 1 + label % 3 : label);
  const mask = encode({ width, height: 32, channels: 1, data: truth });
  await choose(page, mask, "truth.png", "#truth");
  const rows = await page.locator("#figures tbody tr").allTextContents();
  const shape = [32, width] as const;
  const own = evaluateCase(
    truth.map((label) => label === 255 ? 0 : label),
    prediction,
    { id: "a", shape: [...shape], classes: CLASSES, ignore: [0] },
  );
  CLASSES.forEach(({ name }, i) => {
    const { dice } = own.classes[name];
    assert.ok(rows[i].startsWith(`${name}${Number(dice).toFixed(2)}`), `${rows[i]}, not ${dice}`);
  });
  assert.match(await page.textContent("#ignored"), /^40 pixels/);
  await page.check("[value=ek]");
  assert.ok(
    await page.evaluate(
      "document.getElementById('layers').shadowRoot.querySelector('.missed') !== null",
    ),
  );
}

async function wrongFiles(page: Any, url: string): Promise<void> {
  await page.goto(url);
  const text = new TextEncoder().encode("no image at all");
  assert.match(await choose(page, text, "notes.txt"), /must be JPEG, PNG.* by its content, got/);
  const [png] = images();
  assert.match(await choose(page, png.subarray(0, 60)), /cut short/);
  const huge = png.slice();
  new DataView(huge.buffer).setUint32(16, 60000);
  assert.match(await choose(page, huge), /60000|checksum/);
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9);
  assert.match(await choose(page, jpeg, "a.jpg"), /JPEG/);
  assert.match(await choose(page, png), /32 × 32 px, predicted/);
  const other = encode({ width: 5, height: 4, channels: 1, data: new Uint8Array(20).fill(1) });
  assert.match(
    await choose(page, other, "t.png", "#truth"),
    /must have the image's size, 32x32, got 5x4/,
  );
  const none = encode({ width: 32, height: 32, channels: 1, data: new Uint8Array(1024).fill(9) });
  assert.match(await choose(page, none, "t.png", "#truth"), /labels, 1, 2, 3, got 9/);
}

async function otherWays(page: Any, url: string): Promise<void> {
  await page.goto(url);
  const png = images()[0].toBase64(),
    truth = encode({
      width: 32,
      height: 32,
      channels: 1,
      data: new Uint8Array(1024).fill(1),
    });
  const give = (kind: string, target: string, base64: string) =>
    page.evaluate(`(() => {
      const data = new DataTransfer(), said = document.getElementById("said");
      const bytes = Uint8Array.from(atob(${JSON.stringify(base64)}), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], "image.png"));
      said.textContent = "";
      document.querySelector("${target}").dispatchEvent(${JSON.stringify(kind)} === "drop"
        ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
        : new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    })()`);
  const says = (pattern: RegExp) =>
    page.waitForFunction(
      (source: string) =>
        new RegExp(source).test((globalThis as Any).document.getElementById("said").textContent),
      pattern.source,
    );
  for (const kind of ["drop", "paste"]) {
    await give(kind, "main", png);
    await says(/^32 × 32 px, predicted/);
  }
  await give("drop", "#beside", new Uint8Array(truth).toBase64());
  await page.locator("#figures").waitFor();
  await page.click("#camera");
  await says(/frames per second|per second/);
  assert.equal(await page.getAttribute("#camera", "aria-pressed"), "true");
  await page.click("#camera");
  await page.locator("#camera[aria-pressed=false]").waitFor();
}

async function sentCase(page: Any, out: string): Promise<void> {
  await page.goto(`file://${out}/runs/squash/cases/case_0.html`);
  await page.click("text=Predict it here");
  await page.waitForFunction(() =>
    (globalThis as Any).document.getElementById("figures")?.hidden === false
  );
  assert.match(page.url(), /try\/index\.html#case=case_0$/);
}

async function sealed(page: Any, url: string): Promise<void> {
  await page.goto(url);
  await choose(page, images()[0]);
  const tried = await page.evaluate(`(async () => {
    const here = location.href, refused = [];
    const trying = async (name, act) => { try { await act(); } catch { refused.push(name); } };
    await trying("fetch", () => fetch(here));
    await trying("request", () => new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      Object.assign(request, { onload: done, onerror: fail });
      request.open("GET", here);
      request.send();
    }));
    await trying("picture", () => Object.assign(new Image(), { src: "http://127.0.0.1:1/a.png" }).decode());
    if (!navigator.sendBeacon(here, "a")) refused.push("beacon");
    return refused;
  })()`);
  assert.deepEqual(tried.filter((name: string) => name !== "beacon"), [
    "fetch",
    "request",
    "picture",
  ]);
}

async function everywhere(browser: Any, bases: string[]): Promise<void> {
  for (const [base, width] of [[bases[0], 390], [bases[1], 1280]] as const) {
    const page = await browser.newPage({ viewport: { width, height: 844 } });
    for (const run of ["squash", "folds"]) {
      assert.deepEqual(await faultsOf(page, `${base}/runs/${run}/try/index.html`), []);
      if (run === "folds") continue;
      // nothing of the model is loaded before it is asked for
      const loaded = "[...document.scripts].map(({ src }) => src.replace(/^.*\\//, ''))";
      assert.deepEqual(await page.evaluate(loaded), ["keys.js", "try.js"]);
      await page.focus("#choose");
      await choose(page, images()[6]);
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate("document.activeElement.id"), "camera");
      assert.deepEqual(await axeViolations(page), []);
      const beyond = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assert.ok(beyond <= 0, `${beyond} px beyond the window`);
    }
    await page.close();
  }
}
