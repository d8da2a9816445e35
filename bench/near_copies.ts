/**
 * How well copies of images are found, and how long it takes: `deno task bench:near-copies [FOLDER]`. Of
 * drawn animals, and of the photographs in FOLDER, some get a copy that is changed in one way; then all
 * are compared, 128 pixels a side, as `deno task data` and `deno task train` do. Recall is the share of
 * the copies that are found beside their originals, precision the share of what is found that are copies:
 * a set of k images, which show m originals, makes k − 1 finds, of which k − m are copies.
 *
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { table } from "../cli/mod.ts";
import { imageOf, RGB, type Samples } from "../core/mod.ts";
import { findDuplicates, fitImage, menagerie } from "../data/mod.ts";
import {
  decodePhotograph,
  encodeJpeg,
  type Photograph,
  type Raster,
  resizePhotograph,
} from "../io/mod.ts";

const SIZE = 128;

/** How many images are compared for the time, how many in search of copies, and how many have one. */
const TIMED = 10_000, SEARCHED = 1000, COPIED = 200;

/** A way to change a copy. */
type Change = (photograph: Photograph) => Photograph | Promise<Photograph>;

const CHANGES: Record<string, Change> = {
  "as JPEG of quality 75": (one) => asJpeg(one, 75),
  "as JPEG of quality 30": (one) => asJpeg(one, 30),
  "at half the size": (one) => resizePhotograph(one, one.width >> 1, one.height >> 1),
  "30 % lighter": (one) => levels(one, (value) => value * 1.3),
  "30 % darker": (one) => levels(one, (value) => value * 0.7),
  "half the contrast": (one) => levels(one, (value) => 64 + value / 2),
  "cropped by 2 %": (one) => cropped(one, 0.02),
  "cropped by 5 %": (one) => cropped(one, 0.05),
  "cropped by 10 %": (one) => cropped(one, 0.1),
  "mirrored": (one) => moved(one, (x, y) => [one.width - 1 - x, y]),
  "upside down": (one) => moved(one, (x, y) => [x, one.height - 1 - y]),
};

if (import.meta.main) {
  const [folder] = Deno.args;
  const animals = await drawn(TIMED);
  const images = animals.map(fitted), start = performance.now();
  const found = search(images);
  const seconds = (performance.now() - start) / 1000;
  const [{ model }] = cpus();
  console.log(`${TIMED} animals, ${SIZE} px, one core of ${model}: ${seconds.toFixed(1)} s`);
  console.log(`found alike among them: ${found.length} sets\n`);
  await report("animals", animals.slice(0, SEARCHED));
  if (folder !== undefined) await report("photographs", await photographs(folder));
}

/** Prints what is found of each change. */
async function report(what: string, originals: readonly Photograph[]): Promise<void> {
  const images = originals.map(fitted);
  const rows: string[][] = [["none", "", "", String(search(images).length)]];
  const step = originals.length / COPIED;
  const places = Array.from({ length: COPIED }, (_, i) => Math.floor(i * step));
  for (const [name, change] of Object.entries(CHANGES)) {
    const copies: Fitted[] = [];
    for (const place of places) copies.push(fitted(await change(originals[place])));
    const originalOf = (i: number) => i < originals.length ? i : places[i - originals.length];
    const sets = search([...images, ...copies]).map((set) => ({
      originals: new Set(set.map(originalOf)).size,
      copies: set.filter((i) => i >= originals.length && set.includes(originalOf(i))).length,
      images: set.length,
    }));
    const sum = (of: (set: typeof sets[number]) => number) =>
      sets.reduce((total, set) => total + of(set), 0);
    const finds = sum(({ images }) => images - 1);
    const precision = sum((set) => set.images - set.originals) / finds;
    rows.push([
      name,
      percent(sum(({ copies }) => copies) / COPIED),
      finds > 0 ? percent(precision) : "–",
      String(sets.length),
    ]);
  }
  console.log(`${originals.length} ${what}, ${COPIED} of them with a copy:`);
  console.log(`${table(rows, { head: ["change", "recall", "precision", "sets"] })}\n`);
}

/** An image as training has it. */
interface Fitted {
  data: Samples;
  width: number;
  height: number;
  channels: number;
}

function fitted(photograph: Photograph): Fitted {
  const raster: Raster = { ...photograph, channels: 3, color: "rgb", alpha: false, white: 255 };
  const data = fitImage(raster, { shape: [SIZE, SIZE], fit: "pad", format: RGB });
  return { data, width: SIZE, height: SIZE, channels: 3 };
}

/** The sets of images that are alike, equal or nearly. */
function search(images: readonly Fitted[]): number[][] {
  const { equal, nearly } = findDuplicates({ count: images.length, imageAt: (i) => images[i] });
  const inNearly = new Set(nearly.flat());
  return [...nearly, ...equal.filter(([first]) => !inNearly.has(first))];
}

async function drawn(count: number): Promise<Photograph[]> {
  const data = await menagerie({ count, size: SIZE, seed: 0 });
  const images = { ...data, images: data.images as Uint8Array };
  return Array.from(
    { length: count },
    (_, i) => ({ data: imageOf(images, i), width: SIZE, height: SIZE }),
  );
}

async function photographs(folder: string): Promise<Photograph[]> {
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort();
  const read: Photograph[] = [];
  for (const name of names.slice(0, SEARCHED)) {
    read.push(await decodePhotograph(new Uint8Array(await readFile(join(folder, name)))));
  }
  return read;
}

async function asJpeg(photograph: Photograph, quality: number): Promise<Photograph> {
  return await decodePhotograph(new Uint8Array(await encodeJpeg(photograph, { quality })));
}

function levels(
  { data, ...size }: Photograph,
  change: (value: number) => number,
): Photograph {
  return { ...size, data: Uint8Array.from(data, (value) => Math.min(255, change(value))) };
}

/** Without a frame; so much of each side is left out in all. */
function cropped(one: Photograph, share: number): Photograph {
  const [left, top] = [one.width, one.height].map((side) => Math.round(side * share / 2));
  const size = { width: one.width - 2 * left, height: one.height - 2 * top };
  return moved(one, (x, y) => [x + left, y + top], size);
}

/** Each pixel from another place. */
function moved(
  { data, ...own }: Photograph,
  from: (x: number, y: number) => [x: number, y: number],
  { width, height }: { width: number; height: number } = own,
): Photograph {
  const result = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const [ownX, ownY] = from(x, y), at = 3 * (ownY * own.width + ownX);
      result.set(data.subarray(at, at + 3), to);
    }
  }
  return { data: result, width, height };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
