// The menagerie is the data that every figure of the default run rests on: these tests hold that it
// stays the same, and that it stays as hard as photographs are.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { menagerie, readPets } from "../../data/mod.ts";
import { drawAnimal } from "../../data/menagerie/mod.ts";
import { sine } from "../../data/menagerie/numbers.ts";
import { trimap } from "../../data/menagerie/trimap.ts";
import { SPECIES } from "../../data/menagerie/species.ts";

const COUNT = 200, SIZE = 128, PIXELS = SIZE * SIZE;

/** Drawn once for all tests that look at many animals. */
const data = await menagerie({ count: COUNT, size: SIZE, seed: 0 });

Deno.test("menagerie() gives the same bytes from workers as drawAnimal() on this thread", async () => {
  // enough animals for two workers
  const [count, size, seed] = [64, 128, 5];
  const data = await menagerie({ count, size, seed });
  const animals = Array.from({ length: count }, (_, index) => drawAnimal(index, { size, seed }));
  for (const { id, group, image, labels } of animals) {
    const place = data.ids.indexOf(id);
    const pixels = size * size;
    assert.equal(data.groups[place], group);
    assert.ok(image.every((value, i) => value === data.images[place * pixels * 3 + i]), id);
    assert.ok(labels.every((value, i) => value === data.labels[place * pixels + i]), id);
  }
});

Deno.test("the menagerie's pictures and trimaps are frozen", () => {
  const hash = createHash("sha256");
  for (let index = 0; index < 24; index++) update(index, 64);
  update(0, 128);
  assert.equal(
    hash.digest("hex"),
    "0f1bff1fde18514e55e05d7255bddc0ae53af4db3716e9a9db9241fb60051d5e",
  );

  function update(index: number, size: number): void {
    const { id, image, labels } = drawAnimal(index, { size, seed: 0 });
    hash.update(id).update(image).update(labels);
  }
});

Deno.test("menagerie() is prefix-stable: an animal depends on its index and the seed alone", async () => {
  const few = await menagerie({ count: 13, size: 32, seed: 3 });
  const many = await menagerie({ count: 40, size: 32, seed: 3 });
  for (const id of few.ids) {
    const [i, j] = [few.ids.indexOf(id), many.ids.indexOf(id)];
    assert.notEqual(j, -1, id);
    assert.deepEqual(picture(few.images, i, 32), picture(many.images, j, 32), id);
  }
  const other = await menagerie({ count: 13, size: 32, seed: 4 });
  assert.notEqual(few.fingerprint, other.fingerprint);
  const again = await menagerie({ count: 13, size: 32, seed: 3 });
  assert.equal(few.fingerprint, again.fingerprint);
});

Deno.test("menagerie() gives ids in code-point order, species spread evenly, shared memory", () => {
  assert.deepEqual(data.ids, data.ids.toSorted((a, b) => a < b ? -1 : 1));
  assert.equal(new Set(data.ids).size, COUNT);
  assert.deepEqual(data.groups, data.ids.map((id) => id.replace(/_\d+$/, "")));
  for (const { name } of SPECIES) {
    const count = data.groups.filter((group) => group === name).length;
    assert.ok(count === 16 || count === 17, `${name}: ${count}`);
  }
  assert.ok(data.images.buffer instanceof SharedArrayBuffer);
  assert.ok(data.labels.buffer instanceof SharedArrayBuffer);
  assert.deepEqual([data.images.length, data.labels.length], [COUNT * PIXELS * 3, COUNT * PIXELS]);
  assert.deepEqual(data.skipped, []);
});

Deno.test("the trimaps divide the pixels as the photographs' do: 24, 63 and 13 %", () => {
  const shares = [1, 2, 3].map((label) => data.labels.filter((l) => l === label).length);
  const [foreground, background, border] = shares.map((n) => n / data.labels.length);
  assert.ok(Math.abs(foreground - 0.24) < 0.03, `foreground ${foreground}`);
  assert.ok(Math.abs(background - 0.63) < 0.03, `background ${background}`);
  assert.ok(Math.abs(border - 0.13) < 0.02, `border ${border}`);
  assert.equal(shares[0] + shares[1] + shares[2], data.labels.length);
});

Deno.test("every animal is seen, none fills its picture", () => {
  for (let i = 0; i < COUNT; i++) {
    const share = truthOf(i).filter(Boolean).length / PIXELS;
    assert.ok(share > 0.015 && share < 0.95, `${data.ids[i]}: ${share}`);
  }
});

Deno.test("one constant mask for all stays under 0.65 median foreground Dice", () => {
  const counts = [1, 2, 3].map((label) => {
    const sums = new Uint16Array(PIXELS);
    data.labels.forEach((l, at) => sums[at % PIXELS] += l === label ? 1 : 0);
    return sums;
  });
  const mask = counts[0].map((n, at) => Number(n > counts[1][at] && n > counts[2][at]));
  assert.ok(mask.includes(1));
  const median = medianOf(indices().map((i) => dice(truthOf(i), mask)));
  console.log(`constant mask: ${median.toFixed(3)}`);
  assert.ok(median < 0.65, `${median}`);
});

Deno.test("the best threshold on a colour histogram stays under 0.75 median foreground Dice", () => {
  // P(foreground) for each of 16³ colours, learned from the even animals, applied to the odd ones
  const inside = new Float64Array(4096), all = new Float64Array(4096);
  for (const i of indices().filter((i) => i % 2 === 0)) {
    const truth = truthOf(i);
    colorsOf(i).forEach((color, at) => {
      all[color]++;
      inside[color] += truth[at];
    });
  }
  const odd = indices().filter((i) => i % 2 === 1).map((i) => ({
    truth: truthOf(i),
    chance: Float64Array.from(colorsOf(i), (color) => inside[color] / Math.max(all[color], 1)),
  }));
  const medians = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5].map((threshold) =>
    medianOf(
      odd.map(({ truth, chance }) =>
        dice(truth, Uint8Array.from(chance, (p) => Number(p > threshold)))
      ),
    )
  );
  const best = Math.max(...medians);
  console.log(`colour histogram: ${best.toFixed(3)}`);
  assert.ok(best < 0.75 && best > 0.2, `${best}`);
});

Deno.test("the best threshold on any one channel stays under 0.75 median foreground Dice", () => {
  const channels: Record<string, (r: number, g: number, b: number) => number> = {
    red: (r) => r,
    green: (_r, g) => g,
    blue: (_r, _g, b) => b,
    luma: (r, g, b) => 0.299 * r + 0.587 * g + 0.114 * b,
    saturation: (r, g, b) => 255 * (1 - Math.min(r, g, b) / Math.max(r, g, b, 1)),
    hue,
  };
  for (const [name, channel] of Object.entries(channels)) {
    const pictures = indices().map((i) => tally(truthOf(i), valuesOf(i, channel)));
    let best = 0;
    for (let threshold = 8; threshold < 256; threshold += 8) {
      for (const above of [true, false]) {
        best = Math.max(best, medianOf(pictures.map((sums) => diceAt(sums, threshold, above))));
      }
    }
    console.log(`${name}: ${best.toFixed(3)}`);
    assert.ok(best < 0.75 && best > 0, `${name}: ${best}`);
  }
});

Deno.test("deno task menagerie writes the official layout, which readPets() reads", async () => {
  const out = await Deno.makeTempDir();
  try {
    const args = ["--count", "14", "--size", "48", "--seed", "2", "--out", `${out}/animals`];
    const first = await task(args);
    assert.equal(first.code, 0, first.errors);
    const read = await readPets(`${out}/animals`, { size: 48, cacheFolder: out });
    const drawn = await menagerie({ count: 14, size: 48, seed: 2 });
    assert.deepEqual(read.ids, drawn.ids);
    assert.deepEqual(read.labels, drawn.labels);
    const off = read.images.reduce((sum, v, at) => sum + Math.abs(v - drawn.images[at]), 0);
    assert.ok(off / read.images.length < 5, "JPEG may change the colours only a little");
    const list = await Deno.readTextFile(`${out}/animals/annotations/list.txt`);
    assert.match(list, /^bear_001 1 1 1\nbear_002 1 1 1\ncat_001 2 1 2\n/m);
    assert.match(list, /^turtle_001 12 2 3$/m);

    const second = await task(args);
    assert.equal(second.code, 2);
    assert.match(second.errors, /must be new or empty, it holds (images|annotations)/);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("deno task menagerie ends with code 2 for a wrong command line", async () => {
  for (
    const [args, text] of [
      [[], /--out must name the folder to write/],
      [["--cuont", "3"], /did you mean --count\?/],
      [["--out", "x", "--size", "8"], /--size/],
    ] as const
  ) {
    const { code, errors } = await task(args);
    assert.equal(code, 2, errors);
    assert.match(errors, text);
  }
});

Deno.test("the menagerie calls no function of Math that engines may round differently", async () => {
  const allowed = ["abs", "ceil", "floor", "imul", "max", "min", "sqrt"];
  let files = 0;
  for (const path of ["../../data/menagerie/", "../../data/menagerie/species/"]) {
    const folder = new URL(path, import.meta.url);
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (!isFile) continue;
      const text = await Deno.readTextFile(new URL(name, folder));
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const used = new Set([...code.matchAll(/Math\.(\w+)/g)].map((match) => match[1]));
      assert.deepEqual([...used].filter((name) => !allowed.includes(name)), [], name);
      assert.ok(!code.includes("**"), `${name} raises to a power`);
      files++;
    }
  }
  assert.ok(files > 30, `${files} files`);
});

Deno.test("sine() agrees with Math.sin to 1e-7", () => {
  for (let turns = -2.5; turns < 2.5; turns += 0.0137) {
    assert.ok(Math.abs(sine(turns) - Math.sin(turns * 2 * Math.PI)) < 1e-7, `${turns}`);
  }
});

Deno.test("trimap() marks a ring on both sides of the outline", () => {
  const size = 64, seen = new Uint8Array(size * size);
  for (let row = 0; row < size; row++) seen.fill(1, row * size, row * size + 32);
  const row = trimap(seen, size).subarray(10 * size, 11 * size);
  // the outline is between columns 31 and 32; the ring's half width is 0.0205 * 64 = 1.3 pixels
  assert.deepEqual([...row.subarray(28, 36)], [1, 1, 1, 3, 3, 2, 2, 2]);
  assert.deepEqual([row[0], row[63]], [1, 2]);
  assert.deepEqual(new Set(trimap(new Uint8Array(size * size), size)), new Set([2]));
});

Deno.test("drawAnimal() and menagerie() refuse what is no whole number in range", async () => {
  await assert.rejects(menagerie({ count: 0, size: 64, seed: 0 }), {
    name: "RangeError",
    message: "Cannot draw the menagerie: count must be a whole number from 1 to 4294967295, got 0",
  });
  await assert.rejects(menagerie({ count: 1, size: 8, seed: 0 }), RangeError);
  await assert.rejects(menagerie({ count: 1, size: 64, seed: 0.5 }), RangeError);
  assert.throws(() => drawAnimal(-1, { size: 64, seed: 0 }), {
    name: "RangeError",
    message: "Cannot draw the menagerie: index must be a whole number from 0 to 4294967295, got -1",
  });
});

/** Runs the command as the task does. */
async function task(args: readonly string[]): Promise<{ code: number; errors: string }> {
  const command = new Deno.Command("deno", {
    args: [
      "run",
      "--allow-read",
      "--allow-write",
      new URL("../../commands/menagerie.ts", import.meta.url).pathname,
      ...args,
    ],
    env: { NO_COLOR: "1" },
  });
  const { code, stderr } = await command.output();
  return { code, errors: new TextDecoder().decode(stderr) };
}

/** 0 to 199. */
function indices(): number[] {
  return Array.from({ length: COUNT }, (_, i) => i);
}

/** 1 where an animal is, else 0. */
function truthOf(i: number): Uint8Array {
  return data.labels.slice(i * PIXELS, (i + 1) * PIXELS).map((label) => Number(label === 1));
}

/** Each pixel's colour as one of 16³. */
function colorsOf(i: number): Uint16Array {
  return Uint16Array.from({ length: PIXELS }, (_, at) => {
    const [r, g, b] = data.images.subarray((i * PIXELS + at) * 3);
    return (r >> 4) * 256 + (g >> 4) * 16 + (b >> 4);
  });
}

/** One channel of an animal's picture, 0 to 255. */
function valuesOf(i: number, channel: (r: number, g: number, b: number) => number): Uint8Array {
  const { images } = data;
  return Uint8Array.from({ length: PIXELS }, (_, at) => {
    const from = (i * PIXELS + at) * 3;
    return channel(images[from], images[from + 1], images[from + 2]);
  });
}

/** The hue of a colour, 0 to 255 around the circle. */
function hue(r: number, g: number, b: number): number {
  const top = Math.max(r, g, b), range = top - Math.min(r, g, b);
  if (range === 0) return 0;
  const sixth = top === r ? (g - b) / range : top === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return ((sixth + 6) % 6) / 6 * 255;
}

function dice(truth: ArrayLike<number>, mask: ArrayLike<number>): number {
  let both = 0, sum = 0;
  for (let at = 0; at < truth.length; at++) {
    both += truth[at] & mask[at];
    sum += truth[at] + mask[at];
  }
  return sum === 0 ? 1 : 2 * both / sum;
}

/** How many pixels, and how many of the animal's, have a value below 0, 1, 2 … 256. */
function tally(truth: Uint8Array, values: Uint8Array): { all: number[]; inside: number[] } {
  const all = new Array(257).fill(0), inside = new Array(257).fill(0);
  values.forEach((value, at) => {
    all[value + 1]++;
    inside[value + 1] += truth[at];
  });
  for (let value = 1; value <= 256; value++) {
    all[value] += all[value - 1];
    inside[value] += inside[value - 1];
  }
  return { all, inside };
}

/** The Dice of the mask of all values from the threshold on, or of all below it. */
function diceAt(
  { all, inside }: { all: number[]; inside: number[] },
  threshold: number,
  above: boolean,
): number {
  const both = above ? inside[256] - inside[threshold] : inside[threshold];
  const mask = above ? all[256] - all[threshold] : all[threshold];
  return 2 * both / (mask + inside[256]);
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** An animal's picture. */
function picture(images: Uint8Array, i: number, size: number): Uint8Array {
  return images.slice(i * size * size * 3, (i + 1) * size * size * 3);
}
