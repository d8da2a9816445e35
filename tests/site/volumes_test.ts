// The pages of volumes and regions.
import assert from "node:assert/strict";
import type { Case, VolumePictures } from "../../evaluation/mod.ts";
import { decodePhotograph } from "../../io/mod.ts";
import { stretched } from "../../site/pictures/proportion.ts";
import { caseShapes } from "../../drawing/mod.ts";
import { countedIn, sizesText } from "../../site/views/extent.ts";
import { canvasWidth, edgesOf, planesOf } from "../../site/runs/volume.ts";
import { folderTest } from "../evaluation/masks/evaluate_command.ts";
import { type Any, axeViolations, faultsOf, launch, withoutBrowser } from "./browser.ts";
import { madeSite } from "./made_volume.ts";

Deno.test("of images and volumes each size has its own unit; of volumes alone voxels are counted", () => {
  const cases = [[64, 64], [16, 40, 48], [8, 8, 8]].map((shape) => ({ shape }) as Case);
  assert.equal(sizesText(cases), "3 sizes, 8 × 8 × 8 to 48 × 40 × 16 voxels");
  assert.equal(sizesText(cases.slice(0, 2)), "64 × 64 px and 48 × 40 × 16 voxels");
  assert.deepEqual([countedIn({ cases }), countedIn({ cases: cases.slice(1) })], [
    "pixels",
    "voxels",
  ]);
});

folderTest("the page of a volume names its planes, slices and directions", async (folder) => {
  const cases = await madeSite(folder, { images: false });
  const page = await Deno.readTextFile(`${cases}/a.html`);
  const text = page.replace(/<[^>]*>|&ensp;/g, " ").replace(/ +/g, " ");
  // the file's slices grow to the top, rows to the back and columns to the left; the volume is turned
  for (const said of ["Axial slice 4 of 16", "Coronal slice 10 of 40", "Sagittal slice 39 of 48"]) {
    assert.ok(text.includes(said), said);
  }
  assert.match(text, /There the truth is label 2 , the prediction label 1 \./);
  assert.match(text, /48 × 40 × 16 voxels\. A voxel is 1 × 1 × 3\u00a0mm\./);
  assert.match(
    text,
    /From each eighth of the slices with classes, the one with the most wrong voxels/,
  );
  assert.match(page, /alt="A: axial slice 4 of 16, errors of label 2"/);
  // the class that is wrong there is the one that is shown
  assert.match(page, /class="c1" value="1" checked/);
  const gallery = await Deno.readTextFile(`${cases}/index.html`);
  assert.match(gallery, /Of a volume, the picture is the slice through its largest error\./);
  assert.match(gallery, /class="ground" role="img" aria-label="A: /);
});

folderTest("of volumes every page counts voxels", async (folder) => {
  const cases = await madeSite(folder, { probabilities: true, measures: ["errorKinds"] });
  for (const path of [`${cases}/../index.html`, `${cases}/index.html`, `${cases}/a.html`]) {
    const page = await Deno.readTextFile(path);
    // how surfaces are made, and what pages in general are made from
    const said = page.replace(
      /<section class="section" id="provenance">.*?<\/section>|<footer.*/gs,
      "",
    )
      .replace(/<script.*?<\/script>|<a [^>]*>|class="[^"]*"/gs, " ");
    assert.deepEqual(said.match(/.{0,60}(\bpixels?\b|\d(\s|&#160;)px\b).{0,20}/gi) ?? [], [], path);
    assert.match(said, /voxel/, path);
  }
});

Deno.test("planes have one scale, and their lines meet at the point", () => {
  const one = { shape: [10, 20, 40], spacing: [4, 1, 0.5] } as Case;
  const volume = { point: [2, 5, 30], anatomical: true } as VolumePictures;
  const planes = planesOf(one, volume);
  assert.deepEqual(planes.map(({ width, height }) => [width, height]), [[40, 40], [40, 80], [
    ...[40, 80],
  ]]);
  assert.deepEqual(planes.map(({ x, y }) => [x, y]), [[9.5, 29], [9.5, 60], [29, 60]]);
  // 40 wide and 80 high: as wide as a page can show
  assert.equal(canvasWidth(planes), 64);
  assert.deepEqual(edgesOf(2), { north: "S", south: "I", west: "A", east: "P" });
});

Deno.test("outlines of voxels that aren't cubes are stretched, and close", () => {
  const labels = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
  const shapes = caseShapes({ truth: labels, width: 3, height: 3, classes: [{ label: 1 }] });
  const [{ truth }] = stretched(shapes, { x: 1, y: 3.3 });
  assert.equal(shapes[0].truth!.path, "M3 2l-1 1 1 1 1-1z");
  assert.equal(truth!.path, "M3 7l-1 3 1 3 1-3z");
  assert.deepEqual(stretched(shapes, { x: 1, y: 1 }), shapes);
});

Deno.test("the outline of a region is that of its labels together", () => {
  const size = { width: 4, height: 2 };
  const parts = Uint8Array.of(1, 2, 0, 0, 1, 2, 0, 0), one = parts.map((label) => label ? 1 : 0);
  const [region] = caseShapes({ truth: parts, ...size, classes: [{ label: 1, labels: [1, 2] }] });
  const [whole] = caseShapes({ truth: one, ...size, classes: [{ label: 1 }] });
  assert.deepEqual(region, whole);
});

/** Red less green, the mean around a place of a picture on the page: errors that were missed are red. */
async function rednessAt(page: Any, picture: number, x: number, y: number): Promise<number> {
  const shot = await page.locator(".views img:visible").nth(picture).screenshot();
  const { data, width, height } = await decodePhotograph(new Uint8Array(shot));
  let sum = 0, count = 0;
  for (let row = -3; row <= 3; row++) {
    for (let column = -3; column <= 3; column++, count++) {
      const at = 3 * (Math.floor(y * height + row) * width + Math.floor(x * width + column));
      sum += data[at] - data[at + 1];
    }
  }
  return sum / count;
}

Deno.test({
  name: "in a browser the three planes show the missed tumour where it is, at every width",
  ignore: withoutBrowser(),
  async fn(t) {
    const browser = await launch();
    try {
      for (const images of [false, true]) {
        const folder = await Deno.makeTempDir();
        try {
          const cases = await madeSite(folder, { images });
          for (const width of images ? [390, 768, 1280] : [1280]) {
            await t.step(`${images ? "with" : "without"} images, ${width} px`, async () => {
              const page = await browser.newPage({ viewport: { width, height: 900 } });
              assert.deepEqual(await faultsOf(page, `file://${cases}/a.html`), []);
              // each plane's middle of the tumour, as a share of the picture; 48 is the widest
              const places = [[9.5 / 48, 30.5 / 40], [9.5 / 48, 12.5 / 16], [34.5 / 48, 12.5 / 16]];
              for (const [i, [x, y]] of places.entries()) {
                const [here, mirrored] = [
                  await rednessAt(page, i, x, y),
                  await rednessAt(page, i, x, 1 - y),
                ];
                assert.ok(here > 40, `plane ${i}: ${here}`);
                assert.ok(mirrored < 20, `plane ${i}, mirrored: ${mirrored}`);
              }
              if (width === 1280) assert.deepEqual(await axeViolations(page), []);
              await page.close();
            });
          }
        } finally {
          await Deno.remove(folder, { recursive: true });
        }
      }
    } finally {
      await browser.close();
    }
  },
});
