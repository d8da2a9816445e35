/** The masks that bench/metrics.ts measures on. */

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { mulberry32 } from "../core/mod.ts";
import { drawAnimal } from "../data/menagerie/mod.ts";
import { decodeLabelPng, resizeLabels } from "../io/mod.ts";

/** Two masks of one shape, 1 inside and 0 outside. */
export interface BenchCase {
  /** The name in the table. */
  name: string;
  /** The length of each axis. */
  shape: number[];
  /** The true mask. */
  truth: Uint8Array;
  /** The predicted mask. */
  prediction: Uint8Array;
}

/** Bends a square mask by waves of about 2 % of its side, as a prediction's outline is. */
function bend(mask: Uint8Array, size: number): Uint8Array {
  const wave = (along: number, period: number) =>
    Math.round(0.02 * size * Math.sin(2 * Math.PI * along / (period * size)));
  const clamp = (place: number) => Math.max(0, Math.min(size - 1, place));
  return mask.map((_, i) => {
    const y = Math.floor(i / size);
    const x = i % size;
    return mask[clamp(y + wave(x, 0.31)) * size + clamp(x + wave(y, 0.23))];
  });
}

/** The animal of a trimap against the same bent. */
function trimapCase(name: string, labels: Uint8Array, size: number): BenchCase {
  const truth = labels.map((label) => Number(label === 1));
  return { name: `${name} ${size}²`, shape: [size, size], truth, prediction: bend(truth, size) };
}

/** A trimap of the menagerie. */
function menagerieCase(size: number): BenchCase {
  return trimapCase("menagerie trimap", drawAnimal(0, { size, seed: 0 }).labels, size);
}

/** A real trimap, where the photographs are at hand. */
async function photographCase(size: number): Promise<BenchCase[]> {
  const folder = new URL("../../shared/oxford-iiit-pet/annotations/trimaps/", import.meta.url);
  if (!existsSync(folder)) return [];
  const [first] = (await readdir(folder)).filter((name) => name.endsWith(".png")).sort();
  const picture = decodeLabelPng(await readFile(new URL(first, folder)));
  const { labels } = resizeLabels(picture, size, size);
  return [trimapCase("pet trimap", labels, size)];
}

/** Two balls of one size, shifted along the last axis. */
function ballCase(size: number, radius: number, shift: number): BenchCase {
  const ball = (offset: number) => {
    const data = new Uint8Array(size ** 3);
    const center = (size - 1) / 2;
    for (let z = 0, i = 0; z < size; z++) {
      for (let y = 0; y < size; y++) {
        for (let x = 0; x < size; x++, i++) {
          const square = (z - center) ** 2 + (y - center) ** 2 + (x - center - offset) ** 2;
          data[i] = Number(square <= radius ** 2);
        }
      }
    }
    return data;
  };
  const shape = [size, size, size];
  return { name: `balls ${size}³`, shape, truth: ball(0), prediction: ball(shift) };
}

/** Noise against noise. */
function noiseCase(shape: number[]): BenchCase {
  const random = mulberry32(1);
  const voxels = shape.reduce((product, length) => product * length);
  const draw = () => Uint8Array.from({ length: voxels }, () => Number(random() < 0.5));
  const name = shape.length === 2 ? `half random ${shape[0]}²` : `half random ${shape[0]}³`;
  return { name, shape, truth: draw(), prediction: draw() };
}

/** A ball, and the same with a voxel in the farthest corner. */
function farCase(size: number): BenchCase {
  const { shape, truth } = ballCase(size, 0.3 * size, 0);
  const prediction = truth.slice();
  prediction[0] = 1;
  return { name: `far false positive ${size}³`, shape, truth, prediction };
}

/** A large ball around a small one: each query of one is far from all of the other. */
function nestedCase(size: number): BenchCase {
  const { shape, truth } = ballCase(size, 0.35 * size, 0);
  const { truth: prediction } = ballCase(size, 0.1 * size, 0);
  return { name: `ball in a ball ${size}³`, shape, truth, prediction };
}

/** A checkerboard against its negative: every voxel inside is surface. */
function checkerCase(size: number): BenchCase {
  const shape = [size, size, size];
  const voxel = (i: number) => (i + Math.floor(i / size) + Math.floor(i / size ** 2)) % 2;
  const truth = new Uint8Array(size ** 3).map((_, i) => voxel(i));
  return { name: `all surface ${size}³`, shape, truth, prediction: truth.map((v) => 1 - v) };
}

/** A checkerboard in one half, a single plate at the far side: many queries, all far. */
function farSurfaceCase(size: number): BenchCase {
  const shape = [size, size, size];
  const truth = new Uint8Array(size ** 3).map((_, i) =>
    Number(i < size ** 3 / 2) & (i + Math.floor(i / size) + Math.floor(i / size ** 2))
  );
  const prediction = new Uint8Array(size ** 3).fill(1, size ** 3 - size ** 2);
  return { name: `all surface, far ${size}³`, shape, truth, prediction };
}

/** Two voxels in an empty volume. */
function specksCase(size: number): BenchCase {
  const truth = new Uint8Array(size ** 3);
  const prediction = new Uint8Array(size ** 3);
  truth[(10 * size + 10) * size + 10] = 1;
  prediction[((size - 10) * size + size - 10) * size + size - 10] = 1;
  return { name: `two specks ${size}³`, shape: [size, size, size], truth, prediction };
}

/** The cases in the order of the table; each is made when its turn comes, for they are large. */
export const CASES: (() => BenchCase | Promise<BenchCase[]>)[] = [
  () => menagerieCase(128),
  () => menagerieCase(512),
  () => menagerieCase(1024),
  () => photographCase(128),
  () => photographCase(512),
  () => noiseCase([128, 128]),
  () => noiseCase([512, 512]),
  () => noiseCase([1024, 1024]),
  () => ballCase(128, 40, 2),
  () => ballCase(256, 60, 3),
  () => noiseCase([128, 128, 128]),
  () => farCase(128),
  () => nestedCase(128),
  () => checkerCase(128),
  () => farSurfaceCase(64),
  () => specksCase(512),
];
