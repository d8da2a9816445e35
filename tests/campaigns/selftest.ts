import { join } from "node:path";
import type { Reader } from "./reader.ts";

const SEED = Uint8Array.from({ length: 40 }, (_, i) => i * 37 % 251);

/** What a case does, the first one first; `check` calls the second one's result wrong. */
const CASES: readonly (() => unknown)[] = [
  () => undefined!["x"],
  () => "wrong",
  () => {
    for (;;);
  },
  () => Deno.exit(3),
  () => {
    const hoard = Array.from({ length: 4 }, () => new Uint8Array(1e8).fill(1));
    return `${hoard.length}`;
  },
  () => "ok",
];

/** Goes wrong in every way in turn, so that a test can see that the campaign notices. */
export const reader: Reader = {
  seeds: () => Promise.resolve([SEED]),
  read(bytes) {
    if (bytes.length === SEED.length && bytes.every((byte, i) => byte === SEED[i])) {
      return Promise.resolve("the seed");
    }
    return Promise.resolve(CASES[nextCase()]());
  },
  check: (result) => result === "wrong" ? "not what was written" : undefined,
};

/** Counts the cases of one campaign over its processes, which end in between. */
function nextCase(): number {
  const file = join("/tmp", `triptych-selftest-${Deno.ppid}`);
  const count = (() => {
    try {
      return Number(Deno.readTextFileSync(file));
    } catch {
      return 0;
    }
  })();
  Deno.writeTextFileSync(file, `${count + 1}`);
  return count;
}
