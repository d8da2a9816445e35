// Random pieces of images at their own size, and the file that the images are read from.
import assert from "node:assert/strict";
import { encode } from "fast-png";
import { mulberry32, UNIT_RGB } from "../../core/mod.ts";
import {
  imageAt,
  lookAt,
  patchBatches,
  piecesOf,
  readFolder,
  shapeAt,
  truthAt,
} from "../../data/mod.ts";
import { makeBatch, planEpoch } from "../../data/make_batch.ts";
import { readPlaces } from "../../data/pack.ts";
import { drawCorner, intoImage, piecesIn, rareClasses, rowsOf } from "../../data/pieces.ts";
import type { PackedDataset } from "../../data/types.ts";
import { drawField, FIELD_DRAWS, reachOf } from "../../data/elastic.ts";
import { type Affine, shiftedScaledRotated, warp } from "../../data/warp.ts";

/** Widths and heights; the last is smaller than a piece. */
const SIZES = [[70, 40], [41, 64], [96, 33], [20, 50]] as const;
const PIECE = [32, 32] as const;

/** A spot of class 1 on class 0, in noise. */
async function putImages(folder: string): Promise<void> {
  const random = mulberry32(5);
  for (const part of ["images", "masks"]) {
    await Deno.mkdir(`${folder}/${part}`, { recursive: true });
  }
  for (const [i, [width, height]] of SIZES.entries()) {
    const image = Uint8Array.from({ length: 3 * width * height }, () => 256 * random());
    const mask = Uint8Array.from({ length: width * height }, (_, at) => {
      const [x, y] = [at % width, Math.floor(at / width)];
      return x >= width - 8 && x < width - 4 && y >= 3 && y < 6 ? 1 : 0;
    });
    await Deno.writeFile(
      `${folder}/images/${i}.png`,
      encode({ width, height, data: image, channels: 3 }),
    );
    await Deno.writeFile(
      `${folder}/masks/${i}.png`,
      encode({ width, height, data: mask, channels: 1 }),
    );
  }
}

async function withImages(
  work: (read: () => Promise<PackedDataset>, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await putImages(`${folder}/data`);
    await work(async () => {
      const look = await lookAt(`${folder}/data`, { maxMegapixels: 1 });
      const options = { size: 32, piece: PIECE, cacheFolder: `${folder}/cache` };
      return await readFolder(look, options) as unknown as PackedDataset;
    }, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function packIn(folder: string): Promise<string> {
  const [{ name }] = await Array.fromAsync(Deno.readDir(`${folder}/cache/decoded`));
  return `${folder}/cache/decoded/${name}`;
}

Deno.test("images keep their own sizes and pixels", async () => {
  await withImages(async (read) => {
    const data = await read();
    assert.deepEqual(data.ids, ["0", "1", "2", "3"]);
    const random = mulberry32(5);
    for (const [i, [width, height]] of SIZES.entries()) {
      assert.deepEqual(shapeAt(data, i), [height, width]);
      const drawn = Uint8Array.from({ length: 3 * width * height }, () => 256 * random());
      assert.deepEqual(imageAt(data, i), drawn);
      assert.equal(truthAt(data, i).filter((label) => label === 2).length, 12);
      assert.deepEqual(data.pack.counts[i], [width * height - 12, 12]);
      const [ground, spot] = readPlaces(data.pack, i);
      assert.ok(ground.length > spot.length);
      assert.ok(spot.every((place) => truthAt(data, i)[place] === 2));
      assert.equal(new Set(spot).size, 12, "of few pixels all places are known");
    }
  });
});

Deno.test("a set is decoded once, and again after a change or damage", async () => {
  await withImages(async (read, folder) => {
    const first = await read(), path = await packIn(folder), image = imageAt(first, 0);
    const made = async () => (await Deno.stat(path)).ino;
    const inode = await made();
    assert.deepEqual(await read(), first);
    assert.equal(await made(), inode, "nothing has changed");
    const bytes = await Deno.readFile(path);
    for (const at of [0, bytes.length >> 1, bytes.length - 40, bytes.length - 1]) {
      await Deno.writeFile(path, bytes.map((byte, i) => i === at ? byte ^ 1 : byte));
      assert.equal((await read()).fingerprint, first.fingerprint, `byte ${at}`);
      assert.deepEqual(imageAt(await read(), 0), image);
    }
    await Deno.writeFile(path, bytes.subarray(0, 1000));
    assert.equal((await read()).fingerprint, first.fingerprint);
    const [width, height] = SIZES[0], data = new Uint8Array(3 * width * height);
    await Deno.writeFile(
      `${folder}/data/images/0.png`,
      encode({ width, height, data, channels: 3 }),
    );
    assert.notEqual((await read()).fingerprint, first.fingerprint);
  });
});

Deno.test("an epoch has as many pieces of an image as cover it", () => {
  assert.deepEqual(
    [[32, 32], [64, 64], [33, 96], [10, 10]].map(([h, w]) => piecesIn([h, w], PIECE)),
    [1, 4, 3, 1],
  );
});

Deno.test("an image is as often in an epoch as it has pieces; whole ones once", () => {
  const pack = { shapes: [[64, 64], [20, 50], [40, 70]] } as unknown as PackedDataset["pack"];
  assert.deepEqual(piecesOf({ shape: PIECE, pack }, [0, 1]), [0, 0, 0, 0, 1]);
  assert.deepEqual(piecesOf({ shape: PIECE }, [2, 0]), [2, 0]);
});

Deno.test("a class is rare below an even share of the pixels", () => {
  const pack = { counts: [[50, 30, 20, 0], [70, 30, 0, 0]], labels: [1, 2, 3, 4] };
  const of = (indices: number[]) => rareClasses({ ...pack } as never, indices);
  assert.deepEqual(of([0, 1]), [2], "60, 30 and 10 %, and one that there is none of");
  assert.deepEqual(of([0]), [2]);
});

Deno.test("pieces lie within the image, a third of them around a rare class", async () => {
  await withImages(async (read) => {
    const { pack } = await read(), rare = rareClasses(pack, [0, 1, 2, 3]);
    assert.deepEqual(rare, [1]);
    const random = mulberry32(1), total = 3000;
    for (const [index, [width, height]] of SIZES.entries()) {
      let withSpot = 0, byChance = 0;
      for (let n = 0; n < total; n++) {
        const bits = Math.floor(random() * 2 ** 32);
        const corner = drawCorner(pack, index, bits, { piece: PIECE, rare });
        for (const [start, length] of [[corner[0], height], [corner[1], width]]) {
          const rest = length - 32;
          assert.ok(rest < 0 ? start === Math.floor(rest / 2) : start >= 0 && start <= rest);
        }
        const holds = ([top, left]: readonly [number, number]) =>
          left <= width - 8 && left + 32 >= width - 4 && top <= 3 && top + 32 >= 6;
        withSpot += Number(holds(corner));
        byChance += Number(holds(drawCorner(pack, index, bits, { piece: PIECE, rare: [] })));
      }
      const expected = total / 3 + byChance * 2 / 3;
      assert.ok(Math.abs(withSpot - expected) < 0.06 * total, `${withSpot} of about ${expected}`);
    }
  });
});

Deno.test("a piece is the image's own pixels, mirrored beyond its edges", async () => {
  await withImages(async (read) => {
    const data = await read(), { pack } = data, rare = [1];
    const plan = planEpoch([0, 1, 2, 3, 3, 2], {
      seed: 3,
      epoch: 1,
      shuffle: true,
      augment: [],
      rare,
    });
    const { images, labels, count } = makeBatch(data, plan, UNIT_RGB);
    assert.equal(count, 6);
    for (const [n, index] of plan.indices.entries()) {
      const [top, left] = drawCorner(pack, index, plan.draws[n], { piece: PIECE, rare });
      const [rows, columns] = shapeAt(data, index);
      const image = imageAt(data, index), truth = truthAt(data, index);
      const mirrored = (i: number, length: number) =>
        i < 0 ? -i : i < length ? i : 2 * length - 2 - i;
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          const from = mirrored(top + y, rows) * columns + mirrored(left + x, columns);
          const to = n * 1024 + y * 32 + x;
          assert.equal(labels[to], truth[from] - 1);
          for (let c = 0; c < 3; c++) {
            assert.equal(images[3 * to + c], Math.fround(image[3 * from + c] / 255));
          }
        }
      }
    }
  });
});

Deno.test("the rows that are read for a turned and bent piece are enough", () => {
  const random = mulberry32(9), channels = 1;
  const normalisation = [{ low: 0, high: 255 }],
    classOf = Int32Array.from({ length: 256 }, (_, i) => i);
  for (let n = 0; n < 300; n++) {
    const shape = [8 + Math.floor(60 * random()), 8 + Math.floor(60 * random())] as const;
    const pixels = shape[0] * shape[1];
    const samples = Uint8Array.from({ length: pixels }, () => 256 * random());
    const [shiftX, shiftY, scale, angle] = Array.from({ length: 4 }, random);
    const change: Affine = shiftedScaledRotated({ shiftX, shiftY, scale, angle }, PIECE);
    const corner = [shape[0], shape[1]].map((length) =>
      length < 32 ? Math.floor((length - 32) / 2) : Math.floor(random() * (length - 31))
    ) as [number, number];
    // all points to one side or the other, so that places move by as much as they can
    const field = n % 2 === 0
      ? undefined
      : drawField(Array.from({ length: FIELD_DRAWS }, () => random() < 0.8 ? 0.001 : 0.999));
    const map = intoImage(change, corner);
    const [top, end] = rowsOf(map, PIECE, shape[0], field && reachOf(PIECE));
    const warped = (from: number, part: Uint8Array) => {
      const images = new Float32Array(1024 * channels), labels = new Int32Array(1024);
      const about = { shape, into: PIECE, field, normalisation, classOf, images, labels, to: 0 };
      warp(map, { ...about, samples: part, truths: part, from });
      return { images, labels };
    };
    const part = samples.subarray(top * shape[1], end * shape[1]);
    assert.deepEqual(warped(-top * shape[1], part), warped(0, samples));
  }
});

Deno.test("batches of pieces are the same each time, and others in each epoch", async () => {
  await withImages(async (read) => {
    const augment = ["flip", "shift-scale-rotate", "elastic"] as const;
    const batches = patchBatches(await read(), [0, 1, 2, 3], { batch: 4, seed: 1, augment });
    assert.deepEqual([batches.count, batches.steps], [3 + 3 + 3 + 1, 3]);
    const of = async (epoch: number, from = 0) => await Array.fromAsync(batches.epoch(epoch, from));
    const first = await of(1);
    assert.deepEqual(first.map(({ count }) => count), [4, 4, 2]);
    assert.deepEqual(await of(1), first);
    assert.deepEqual(await of(1, 2), first.slice(2), "resumed in the middle");
    assert.notDeepEqual(await of(2), first);
  });
});
