import { mulberry32 } from "../../../core/mod.ts";
import { encodeNpy } from "../../../io/mod.ts";

/** Rows, columns and slices: large enough that measuring a pair takes a moment. */
const SIDE = 64;

/**
 * Writes pairs of volumes: a ball with a core, and a prediction that is moved and noisy.
 *
 * @param folder Where the folders `truth` and `prediction` are made.
 * @param count How many pairs.
 * @returns The two folders.
 */
export async function writeBalls(
  folder: string,
  count: number,
): Promise<{ truth: string; prediction: string }> {
  const random = mulberry32(18);
  const sources = { truth: `${folder}/truth`, prediction: `${folder}/prediction` };
  for (const path of Object.values(sources)) await Deno.mkdir(path);
  for (let i = 0; i < count; i++) {
    const radius = 10 + 15 * random(), shift = Math.floor(6 * random());
    const truth = ball(radius, 0), prediction = ball(radius, shift);
    for (let n = 0; n < 2000; n++) prediction[Math.floor(prediction.length * random())] = n % 3;
    for (const [name, labels] of Object.entries({ truth, prediction })) {
      const bytes = encodeNpy(labels, [SIDE, SIDE, SIDE]);
      await Deno.writeFile(`${sources[name as keyof typeof sources]}/case_${i}.npy`, bytes);
    }
  }
  return sources;
}

function ball(radius: number, shift: number): Uint8Array {
  const labels = new Uint8Array(SIDE ** 3), middle = SIDE / 2;
  for (let z = 0, i = 0; z < SIDE; z++) {
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++, i++) {
        const distance = Math.hypot(z - middle, y - middle, x - middle - shift);
        labels[i] = distance < radius / 2 ? 2 : distance < radius ? 1 : 0;
      }
    }
  }
  return labels;
}
