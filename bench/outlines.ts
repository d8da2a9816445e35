/**
 * What the outlines are worth: `deno task bench:outlines FOLDER`. The mean Dice that the true masks of a
 * folder have beside themselves moved by 1, 2 and 3 pixels, to the right and down. A thin class loses
 * much by little, so that a model's Dice says less of it than of a wide one: two people who draw the same
 * outline differ by a pixel or two.
 *
 * @module
 */
import { dice } from "@triptych/metrics";
import { table } from "../cli/mod.ts";
import type { Shape } from "../core/mod.ts";
import { lookAt, readFolder, shapeAt, truthAt } from "../data/mod.ts";
import { MAX_MEGAPIXELS } from "../io/mod.ts";

const MOVES = [1, 2, 3];

if (import.meta.main) {
  const [folder] = Deno.args;
  const look = await lookAt(folder, { maxMegapixels: MAX_MEGAPIXELS });
  const cacheFolder = await Deno.makeTempDir();
  try {
    // as for patches: masks keep their own size
    const data = await readFolder(look, { size: 192, piece: [192, 192], cacheFolder });
    const rows = data.classes.map(({ name, label }) => {
      const holding = data.ids.map((_, i) => i).filter((i) => truthAt(data, i).includes(label));
      const means = MOVES.map((move) => {
        const each = holding.flatMap((i) => {
          const mask = { data: truthAt(data, i), shape: shapeAt(data, i) };
          return [[0, move], [move, 0]].map((by) => diceMoved(mask, by, label));
        });
        return each.reduce((sum, value) => sum + value, 0) / each.length;
      });
      return [name, ...means.map((value) => value.toFixed(3))];
    });
    console.log(`${data.ids.length} masks of ${folder}, mean Dice beside themselves, moved\n`);
    console.log(table(rows, { head: ["class", ...MOVES.map((move) => `${move} px`)] }));
  } finally {
    await Deno.remove(cacheFolder, { recursive: true });
  }
}

/** The Dice of a class where a mask and the moved one overlap; 1 where neither holds it there. */
function diceMoved(
  { data, shape: [rows, columns] }: { data: Uint8Array; shape: Shape },
  [down, right]: readonly number[],
  label: number,
): number {
  const shape = [rows - down, columns - right];
  const partFrom = (top: number, left: number) => {
    const part = new Uint8Array(shape[0] * shape[1]);
    for (let y = 0; y < shape[0]; y++) {
      const from = (top + y) * columns + left;
      part.set(data.subarray(from, from + shape[1]), y * shape[1]);
    }
    return { data: part, shape };
  };
  return dice(partFrom(0, 0), partFrom(down, right), { label, absent: "allow" });
}
