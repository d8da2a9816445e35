// @ts-nocheck: AssemblyScript
// The filter of winograd.ts, transformed: U[f][out / 8][in][8] for its 36 frequencies f.
import { frequencyStep, GROUP, LINE } from "./winograd_tiles.ts";
import { transformFilter } from "./winograd_transforms.ts";

/**
 * U of the filter [3][3][in][out], for a group of eight outputs. Flipped: of the input gradient's
 * filter, from the forward filter [3][3][out][in]. scratch: for each thread ROOM bytes.
 */
export function winogradFilter(
  filter: usize,
  u: usize,
  inChannels: i32,
  outChannels: i32,
  flipped: i32,
  scratch: usize,
  scratchSize: i32,
  part: i32,
  thread: i32,
): void {
  const room = scratch + <usize> thread * scratchSize;
  const fStep = frequencyStep(inChannels, outChannels);
  const tap = <usize> (inChannels * outChannels) << 2;
  const k = part << 3;
  let to = u + <usize> k * (<usize> inChannels << 2);
  for (let c = 0; c < inChannels; c += 8) {
    let from = filter + (<usize> (c * outChannels + k) << 2);
    let step = <usize> outChannels << 2, fromTap = tap;
    if (flipped) {
      turnFilter(filter + (<usize> (k * inChannels + c) << 2), inChannels, tap, room + GROUP);
      from = room + GROUP;
      step = LINE;
      fromTap = LINE * 8;
    }
    for (let i = 0; i < 8; i++) {
      transformFilter(from, fromTap * 3, fromTap, room, to, fStep * 6, fStep);
      from += step;
      to += LINE;
    }
  }
}

/** Eight by eight channels [9][out][in] to [9, from the last][in][out]. */
function turnFilter(from: usize, inChannels: i32, tap: usize, to: usize): void {
  const step = <usize> inChannels << 2;
  from += tap * 8;
  for (let t = 0; t < 9; t++) {
    for (let half: usize = 0; half < 2; half++) {
      transpose4(from + step * 4 * half, step, to + 16 * half);
      transpose4(from + step * 4 * half + 16, step, to + 16 * half + LINE * 4);
    }
    from -= tap;
    to += LINE * 8;
  }
}

/** Four rows of four values, to columns that are LINE bytes long. */
function transpose4(from: usize, step: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + step);
  const c = v128.load(from + step * 2), d = v128.load(from + step * 3);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to, v128.shuffle<f64>(ab, cd, 1, 3), 32);
  const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab2, cd2, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(ab2, cd2, 1, 3), 96);
}
