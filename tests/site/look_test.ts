// The page of a look at a data folder: what it says is true of the folder, and names are no markup.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encode } from "fast-png";
import { type LookReport, mulberry32 } from "../../core/mod.ts";
import { lookAt, readFolder, reportOf, writeReport } from "../../data/mod.ts";
import { buildLookPage } from "../../site/mod.ts";
import { niftiHead } from "../prediction/nifti_head.ts";
import { axeViolations, faultsOf, launch, withoutBrowser } from "./browser.ts";

const WIDTH = 64, HEIGHT = 48;

/** Writes an image of smooth noise by its seed, and a mask. */
async function putPair(
  folder: string,
  id: string,
  seed: number,
  label: (x: number, y: number) => number,
) {
  const random = mulberry32(seed), grid = Float64Array.from({ length: 100 }, random);
  const image = new Uint8Array(WIDTH * HEIGHT * 3), mask = new Uint8Array(WIDTH * HEIGHT);
  for (let i = 0; i < mask.length; i++) {
    const x = i % WIDTH, y = Math.floor(i / WIDTH);
    image.fill(20 + 200 * grid[10 * Math.floor(y / 5) + Math.floor(x / 7)], 3 * i, 3 * i + 3);
    mask[i] = label(x, y);
  }
  const about = { width: WIDTH, height: HEIGHT };
  const pictures = [["images", image, 3], ["masks", mask, 1]] as const;
  for (const [sub, data, channels] of pictures) {
    await Deno.mkdir(`${folder}/${sub}`, { recursive: true });
    await Deno.writeFile(`${folder}/${sub}/${id}.png`, encode({ ...about, data, channels }));
  }
}

/** Eight images: equal ones, a lighter one, an empty mask, a rare class, thin lines, a hostile name. */
async function putFolder(folder: string): Promise<void> {
  const square = (x: number, y: number) => x > 10 && x < 40 && y > 10 && y < 40 ? 1 : 0;
  for (const [n, seed] of [1, 2, 3, 3, 5, 6].entries()) {
    await putPair(folder, `a${n}`, seed, square);
  }
  await putPair(folder, "empty", 7, () => 0);
  await putPair(folder, "<img src=x>", 8, (x, y) => x % 8 === 0 ? 2 : square(x, y));
  await Deno.copyFile(`${folder}/images/a0.png`, `${folder}/images/alone & left.png`);
}

/** Builds the page of a folder. */
async function build(folder: string, out: string): Promise<{ html: string; report: LookReport }> {
  const options = { maxMegapixels: 1 }, cacheFolder = `${out}.cache`;
  const look = await lookAt(folder, options);
  const data = await readFolder(look, { size: 56, multiple: 8, cacheFolder });
  const plan = ["patch 48: lines are <thin>"];
  const report = await reportOf(look, data, { ...options, plan });
  const page = await buildLookPage(
    out,
    folder,
    (aside) => writeReport(aside, look, data, report, options),
  );
  const html = await Deno.readTextFile(page);
  return { html, report: JSON.parse(await Deno.readTextFile(`${out}/look.json`)) };
}

Deno.test("the page says what the folder holds and what looks wrong, and names are no markup", async () => {
  const parent = await Deno.makeTempDir(), folder = `${parent}/set`, out = `${parent}/page`;
  try {
    await putFolder(folder);
    const { html, report } = await build(folder, out);
    assert.equal(report.images, 8);
    assert.deepEqual(report.sizes, [["64x48", 8]]);
    assert.deepEqual(report.duplicates.equal, [["a2", "a3"]]);
    assert.deepEqual(report.skipped, [
      { reason: "image without a mask", files: ["images/alone & left.png"] },
    ]);
    assert.deepEqual(report.classes.map(({ images }) => images), [8, 7, 1]);
    assert.equal(report.classes[2].width, 1);
    const warnings = report.warnings.join("\n");
    assert.match(warnings, /^1 of 8 masks holds background alone: empty$/m);
    assert.match(warnings, /^only 1 image holds class 2: <img src=x>$/m);
    assert.match(
      warnings,
      /^half the pixels of class 2 lie where it is at most 1\.0 pixels wide at 64x48, and 1 at its own size$/m,
    );
    assert.match(warnings, /^2 images are equal to another, in 1 set: a2 = a3$/m);
    assert.match(html, /8 images with masks of 3 classes\..* at 64\u00a0×\u00a048 pixels/);
    assert.match(html, /<ul class="facts terms"><li>(?!.*background).*class 1.*<\/ul>/);
    assert.match(html, /class="picture own"><img [^>]*width="64" height="48"/);
    assert.match(
      html,
      /<h2>The plan<\/h2>[\s\S]*<li><b>patch 48<\/b>: lines are &lt;thin&gt;<\/li>/,
    );
    assert.ok(html.includes("&lt;img src=x&gt;") && !html.includes("<img src=x>"));
    assert.ok(html.includes("alone &amp; left.png"));
    // every file that the page names is beside it
    for (const [, path] of html.matchAll(/(?:href|src)="([^"#]+)(?:#[^"]*)?"/g)) {
      assert.ok((await Deno.stat(`${out}/${path}`)).isFile, path);
    }
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("slices of volumes are called so, with how many volumes they are of", async () => {
  const parent = await Deno.makeTempDir(), folder = `${parent}/set`, shape = [24, 24, 5];
  try {
    const random = mulberry32(1), count = 5 * 24 * 24;
    for (const id of ["a", "b"]) {
      for (const sub of ["imagesTr", "labelsTr"]) {
        await Deno.mkdir(`${folder}/${sub}`, { recursive: true });
        const voxels = Uint8Array.from({ length: count }, (_, i) => {
          const isIn = i % 24 > 8 && i % 576 > 200;
          return sub === "labelsTr" ? Number(isIn) : 100 * Number(isIn) + Math.floor(90 * random());
        });
        const name = sub === "imagesTr" ? `${id}_0000` : id;
        const file = Buffer.concat([niftiHead(shape, [1, 1, 3]), voxels]);
        await Deno.writeFile(`${folder}/${sub}/${name}.nii`, file);
      }
    }
    const { html, report } = await build(folder, `${parent}/page`);
    assert.deepEqual([report.images, report.volumes], [10, 2]);
    assert.match(html, /10 slices of 2 volumes with masks of 2 classes\./);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("the page goes neither into the data nor over a folder of other things", async () => {
  const parent = await Deno.makeTempDir(), folder = `${parent}/set`;
  try {
    await putPair(folder, "a", 1, (x) => x & 1);
    await Deno.mkdir(`${parent}/mine`);
    await Deno.writeTextFile(`${parent}/mine/index.html`, "mine");
    const fail = () => Promise.reject(new Error("nothing is written"));
    await assert.rejects(
      buildLookPage(`${folder}/page`, folder, fail),
      /Cannot write the pages to/,
    );
    await assert.rejects(buildLookPage(`${parent}/mine`, folder, fail), /that is no site's/);
    assert.equal(await Deno.readTextFile(`${parent}/mine/index.html`), "mine");
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test({
  name: "the page from the disk: no error, nothing overflows, axe finds nothing, at three widths",
  ignore: withoutBrowser(),
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const parent = await Deno.makeTempDir(), browser = await launch();
    try {
      await putFolder(`${parent}/set`);
      await build(`${parent}/set`, `${parent}/page`);
      for (const [width, colorScheme] of [[390, "light"], [768, "dark"], [1280, "light"]]) {
        const context = await browser.newContext({
          viewport: { width, height: 900 },
          colorScheme,
          bypassCSP: true,
        });
        const page = await context.newPage();
        assert.deepEqual(await faultsOf(page, `file://${parent}/page/index.html`), []);
        assert.deepEqual(await axeViolations(page), []);
        await context.close();
      }
    } finally {
      await browser.close();
      await Deno.remove(parent, { recursive: true });
    }
  },
});
