// Masks in lossless files whose edges are smooth: their values are found again, and labels stay labels.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { dirname, join } from "node:path";
import { blurOf, countEdges, type EdgeCount } from "../../../data/look/blur.ts";
import { Tally } from "../../../data/look/tally.ts";
import { type DataDescription, lookAt, readFolder } from "../../../data/mod.ts";
import { countValues } from "../../../io/mod.ts";

const SIZE = 96;

interface Grey {
  values: Uint8Array | Uint16Array;
  width: number;
  height: number;
}

/** Two discs, the second on top of the first, 12 masks apart in place and size. */
function discs(i: number, [ground, large, small]: number[], size = SIZE): Grey {
  const scale = size / SIZE, x0 = (34 + 2 * i) * scale, y0 = (60 - i) * scale;
  return grey(size, (x, y) => {
    if (Math.hypot(x - x0 - 14 * scale, y - y0) < (9 + i / 3) * scale) return small;
    return Math.hypot(x - x0, y - y0) < (22 + i / 2) * scale ? large : ground;
  });
}

function grey(size: number, at: (x: number, y: number) => number): Grey {
  const values = Uint8Array.from(
    { length: size * size },
    (_, i) => at(i % size, Math.floor(i / size)),
  );
  return { values, width: size, height: size };
}

/** A mask resized bilinearly, as Pillow and OpenCV do: pixels' middles lie on each other. */
function resized({ values, width }: Grey, size: number): Grey {
  const place = (to: number): [number, number] => {
    const at = Math.min(width - 1, Math.max(0, (to + 0.5) * width / size - 0.5));
    const from = Math.min(width - 2, Math.floor(at));
    return [from, at - from];
  };
  return grey(size, (x, y) => {
    const [column, dx] = place(x), [row, dy] = place(y), at = row * width + column;
    const upper = values[at] * (1 - dx) + values[at + 1] * dx;
    const lower = values[at + width] * (1 - dx) + values[at + width + 1] * dx;
    return Math.round(upper * (1 - dy) + lower * dy);
  });
}

const twelve = <T>(make: (i: number) => T): T[] => Array.from({ length: 12 }, (_, i) => make(i));

/** What a look adds up over a set. */
function blurIn(masks: readonly Grey[]) {
  const tally = new Tally(), edges = new Map<number, EdgeCount>();
  for (const mask of masks) {
    tally.add(mask);
    for (const [value, thin, mixed] of countEdges(mask, countValues(mask).keys())) {
      const [, allThin, allMixed] = edges.get(value) ?? [value, 0, 0];
      edges.set(value, [value, allThin + thin, allMixed + mixed]);
    }
  }
  return blurOf(tally.values(), [...edges.values()]);
}

for (const [name, values] of [["two", [0, 255, 255]], ["three", [0, 128, 255]]] as const) {
  for (const to of [64, 128, 200]) {
    Deno.test(`${name} values are found again in masks resized from ${SIZE} to ${to} pixels`, () => {
      const masks = twelve((i) => resized(discs(i, [...values]), to));
      const own = new Set(masks.flatMap(({ values }) => [...values]));
      assert.ok(own.size > 2 * values.length, `${own.size} values`);
      const { peaks, between, doubtful } = blurIn(masks)!;
      assert.deepEqual(peaks.map(({ value }) => value), [...new Set(values)]);
      assert.equal(peaks.reduce((sum, { pixels }) => sum + pixels, 0), 12 * to * to);
      assert.ok(doubtful > 0 && doubtful < between && between < 0.1, `${doubtful}, ${between}`);
    });
  }
}

Deno.test("thin lines stay foreground where smooth edges leave hardly any of their white", () => {
  const lines = twelve((i) =>
    resized(grey(SIZE, (x, y) => Math.abs((x + 2 * y + 5 * i) % 48 - 24) < 4 ? 255 : 0), 72)
  );
  assert.deepEqual(blurIn(lines)?.peaks.map(({ value }) => value), [0, 255]);
});

Deno.test("21 classes with rare ones and borders of 255 stay labels", () => {
  // 0 and 255 are the only frequent ones, and all others lie between them
  const rare = twelve((i) =>
    grey(SIZE, (x, y) => {
      const radius = Math.hypot(x - 30 - 3 * i, y - 40);
      if (radius < 4) return 1 + i;
      if (radius < 9) return 255;
      return Math.hypot(x - 70, y - 80) < 3 ? 9 + i : 0;
    })
  );
  assert.equal(blurIn(rare), undefined);
});

Deno.test("0 to 40 with rare classes, thin ones too, stay labels, also far apart", () => {
  for (const step of [1, 6]) {
    // layers, as in a retina: each lies between a smaller and a greater value
    const layers = twelve((i) =>
      grey(SIZE, (x, y) => {
        const row = Math.floor((y + Math.round(3 * Math.sin(x / 9 + i))) / 4) - 6;
        const isPole = x % 48 === i;
        return step * (isPole ? 40 : row < 0 ? 0 : row > 10 ? 40 : 2 * row);
      })
    );
    assert.equal(blurIn(layers), undefined, `step ${step}`);
  }
});

Deno.test("numbers of objects stay, of 8 bits and of 16", () => {
  const numbered = (first: number) =>
    twelve((i) =>
      grey(SIZE, (x, y) => {
        const cell = Math.floor(x / 12) + 8 * Math.floor(y / 12);
        return Math.hypot(x % 12 - 6, y % 12 - 6) < 1 + (cell + i) % 5 ? first + cell * 3 : 0;
      })
    );
  assert.equal(blurIn(numbered(1)), undefined);
  const long = numbered(1).map(({ values, ...size }) => ({
    ...size,
    values: Uint16Array.from(values, (value) => value * 300),
  }));
  assert.equal(blurIn(long), undefined);
  // a blurred one of 16 bits has other distances
  assert.deepEqual(countEdges(long[0], countValues(long[0]).keys()), []);
});

Deno.test("maps of probabilities, of all grey values, stay as they are", () => {
  const maps = twelve((i) =>
    grey(
      SIZE,
      (x, y) => Math.round(255 / (1 + Math.exp((Math.hypot(x - 40 - i, y - 48) - 25) / 5))),
    )
  );
  assert.equal(blurIn(maps), undefined);
});

/** Values with their pixels, and the pixels that are mixed, which are thin, too. */
type Held = Record<number, [pixels: number, mixed: number]>;

const BLURRED: Held = {
  0: [600, 0],
  50: [20, 20],
  100: [20, 20],
  150: [20, 16],
  200: [20, 16],
  255: [300, 60],
};

for (
  const [name, change] of Object.entries<Held>({
    "one value fills areas": {
      ...Object.fromEntries([50, 100, 150, 200, 255].map((value) => [value, [0, 0]])),
      ...Object.fromEntries([4, 8, 12, 16].map((value) => [value, [2, 2]])),
    },
    "areas have less than 80 % of the pixels": { 100: [300, 300] },
    "there are three values between": { 50: [0, 0] },
    "under 80 % of the others are mixed": { 100: [20, 8] },
    "a neighbour of a peak fills areas, as labels do": { 1: [12, 2] },
    "a value lies outside": { 0: [0, 0], 30: [600, 0], 5: [3, 3] },
  })
) {
  Deno.test(`values are no blur where ${name}`, () => {
    const blur = (held: Held) => {
      const all = Object.entries(held).map(([value, [pixels, mixed]]) => ({
        value: Number(value),
        pixels,
        mixed,
      })).filter(({ pixels }) => pixels > 0);
      return blurOf(
        all.map(({ value, pixels }) => ({ value, pixels, images: 1 })),
        all.map(({ value, mixed }): EdgeCount => [value, mixed, mixed]),
      );
    };
    assert.deepEqual(blur(BLURRED)?.peaks.map(({ value }) => value), [0, 255]);
    assert.equal(blur({ ...BLURRED, ...change }), undefined);
  });
}

Deno.test("countEdges() tells mixtures from thin labels", () => {
  const mask = { values: Uint8Array.of(0, 0, 90, 255, 255, 255, 40, 255), width: 8, height: 1 };
  assert.deepEqual(countEdges(mask, countValues(mask).keys()), [[40, 1, 0], [90, 1, 1]]);
});

Deno.test("a set with blurred masks: what is decided, said and read; --classes says otherwise", async () => {
  await withMasks(["masks"], (i) => resized(discs(i, [0, 128, 255]), SIZE * 2), async (read) => {
    const truth = discs(0, [1, 2, 3], SIZE * 2).values;
    const { look, labels } = await read();
    assert.deepEqual(look.description.classes.map(({ values }) => values), [[0], [128], [255]]);
    assert.match(
      look.warnings[0],
      /^masks are blurred, as by resizing: 0, 128 and 255 fill areas; \d+ other values, \d\.\d % .* nearest of 3, .*; \d\.\d % lie between two$/,
    );
    assert.equal(look.warnings.length, 1);
    const wrong = labels.filter((label, i) => label !== truth[i]).length;
    assert.ok(wrong < 0.02 * truth.length, `${wrong} of ${truth.length} labels are wrong`);
    // what triptych.json keeps is read in the same way
    assert.deepEqual((await read(look.description)).labels, labels);
    const said = await read({
      classes: [{ name: "ground", values: [0, 128] }, { name: "disc", values: [255] }],
    });
    assert.deepEqual(said.labels, labels.map((label) => label === 3 ? 2 : 1));
    assert.deepEqual(said.look.skipped, []);
  });
});

Deno.test("a blurred mask per class covers what is nearer to white", async () => {
  await withMasks(
    ["masks/disc", "masks/ring"],
    (i) => resized(discs(i, [0, 255, 255]), SIZE * 2),
    async (read) => {
      const { look, labels } = await read();
      assert.deepEqual(look.description.classes.map(({ name }) => name), [
        "background",
        "disc",
        "ring",
      ]);
      // the later covers the other
      const truth = discs(0, [1, 3, 3], SIZE * 2).values;
      const wrong = labels.filter((label, i) => label !== truth[i]).length;
      assert.ok(wrong < 0.005 * truth.length, `${wrong} of ${truth.length} labels are wrong`);
    },
  );
});

type Read = (given?: Partial<DataDescription>) => Promise<{
  look: Awaited<ReturnType<typeof lookAt>>;
  labels: Uint8Array;
}>;

/** A set of four masks, and what reads it: the look, and the first mask's labels at its own size. */
async function withMasks(
  places: readonly string[],
  maskOf: (i: number) => Grey,
  use: (read: Read) => Promise<void>,
): Promise<void> {
  const parent = await Deno.makeTempDir({ prefix: "triptych-blur-" }),
    folder = join(parent, "data");
  try {
    for (let i = 0; i < 4; i++) {
      const { values: data, width, height } = maskOf(i);
      for (const place of ["images", ...places]) {
        const path = join(folder, place, `${i}.png`);
        await Deno.mkdir(dirname(path), { recursive: true });
        await Deno.writeFile(path, encode({ data, width, height, channels: 1 }));
      }
    }
    await use(async (given) => {
      const look = await lookAt(folder, { given, maxMegapixels: 1 });
      const size: [number, number] = [2 * SIZE, 2 * SIZE];
      const { labels } = await readFolder(look, { size, cacheFolder: join(parent, "cache") });
      return { look, labels: labels.slice(0, size[0] * size[1]) };
    });
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}
