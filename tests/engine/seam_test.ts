// What the seam to the kernels holds: names in place of order, and places that are no numbers.
import assert from "node:assert/strict";
import type { Address } from "../../engine/simd/arena.ts";
import type { Pool } from "../../engine/simd/pool.ts";
import { type KernelArguments, ORDER } from "../../engine/simd/seam.generated.ts";
import { seamText, signaturesOf } from "../../engine/simd/seam.ts";
import { generateSeam } from "../../engine/simd/build.ts";

Deno.test("the committed signatures are those of the sources", async () => {
  const file = new URL("../../engine/simd/seam.generated.ts", import.meta.url);
  assert.equal(await Deno.readTextFile(file), generateSeam(), "run deno task build:simd");
});

Deno.test("a kernel's arguments are read in their order, without part and thread", () => {
  const files: Record<string, string> = {
    "index.ts": 'export { scale } from "./a.ts";',
    "a.ts":
      "/** y = x * factor. */\nexport function scale(\n  x: usize,\n  factor: f32,\n  part: i32,\n  _thread: i32,\n): void {}",
    "constants.ts": "/** Lines. */\nexport const LINES: i32 = 3;",
  };
  const [signature] = signaturesOf((file) => files[file]);
  assert.deepEqual(signature, {
    name: "scale",
    summary: "y = x * factor.",
    parameters: [{ name: "x", type: "usize" }, { name: "factor", type: "f32" }],
  });
  assert.match(seamText((file) => files[file]), /scale: \{\n {4}x: Address;\n {4}factor: number;/);
  assert.match(seamText((file) => files[file]), /export const LINES = 3;/);
});

Deno.test("swapping two arguments, or leaving one out, is a type error", () => {
  const given: KernelArguments["fillPart"][] = [];
  const pool = {
    run: (_name: string, _parts: number, values: KernelArguments["fillPart"]) => given.push(values),
  } as unknown as Pool;
  const to = 64 as Address;
  pool.run("fillPart", 1, { to, value: 0, count: 8, perPart: 8 });
  // @ts-expect-error: a count is no place
  pool.run("fillPart", 1, { to: 8, value: 0, count: to, perPart: 8 });
  // @ts-expect-error: one is missing
  pool.run("fillPart", 1, { to, value: 0, count: 8 });
  // @ts-expect-error: one is another kernel's
  pool.run("fillPart", 1, { to, value: 0, count: 8, perPart: 8, rows: 1 });
  assert.equal(given.length, 4);
  assert.deepEqual(ORDER.fillPart, ["to", "value", "count", "perPart"]);
});
