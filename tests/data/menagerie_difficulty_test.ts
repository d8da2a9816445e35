// The menagerie must stay as hard as photographs are: divided alike between the classes, and not
// solved by one mask for all or by colour alone.
import assert from "node:assert/strict";
import { menagerie } from "../../data/mod.ts";

const COUNT = 200, SIZE = 128, PIXELS = SIZE * SIZE;

/** Drawn once for all tests. */
const data = await menagerie({ count: COUNT, size: SIZE, seed: 0 });

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
