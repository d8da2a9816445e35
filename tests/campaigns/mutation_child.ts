/**
 * Reads damaged inputs one after the other and tells how each went, a line of JSON per case; the
 * parent watches time and memory from outside. Run by `mutations.ts`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { mutate, randomFrom } from "./mutate.ts";
import { isClear, type Reader, type Verdict } from "./reader.ts";

/** What the parent is told before a case; before the first one, too. */
export interface CaseStart {
  /** Bytes that the reader may take beyond a gigabyte. */
  allowance: number;
}

/** What the parent is told of a case. */
export interface CaseReport {
  /** The case's number. */
  index: number;
  /** How it went, as far as the child can know. */
  verdict: Verdict;
  /** The error's text, or what is wrong with the result. */
  message?: string;
}

/**
 * The damaged input of a number.
 *
 * @param reader What reads it.
 * @param seeds The reader's inputs.
 * @param seed The campaign's seed.
 * @param index The case's number.
 */
export function inputOf(
  reader: Reader,
  seeds: readonly Uint8Array[],
  seed: number,
  index: number,
): { bytes: Uint8Array; isRepaired: boolean } {
  const random = randomFrom(seed * 1_000_003 + index);
  const bytes = mutate(seeds, random);
  const isRepaired = reader.repair !== undefined && random(2) === 0;
  return { bytes: isRepaired ? reader.repair!(bytes) : bytes, isRepaired };
}

if (import.meta.main) {
  const [name, seed, from, to, folder] = Deno.args;
  const { reader }: { reader: Reader } = await import(`./readers/${name}.ts`);
  await runCases(reader, { seed: Number(seed), from: Number(from), to: Number(to), folder });
  // the parent reads the peak of memory before it lets go
  await Deno.stdin.read(new Uint8Array(1));
  Deno.exit(0);
}

async function runCases(
  reader: Reader,
  { seed, from, to, folder }: { seed: number; from: number; to: number; folder: string },
): Promise<void> {
  const seeds = await reader.seeds();
  const known = new Set<string>();
  for (const bytes of seeds) known.add(digest(await reader.read(bytes, folder)));
  tell({ allowance: 0 });
  for (let index = from; index < to; index++) {
    const { bytes, isRepaired } = inputOf(reader, seeds, seed, index);
    const mustBeKnown = reader.isChecked === true && !isRepaired;
    tell({ allowance: reader.allowance?.(bytes) ?? 0 });
    const outcome = await runCase(reader, bytes, folder, mustBeKnown ? known : undefined);
    tell({ index, ...outcome });
  }
}

async function runCase(
  reader: Reader,
  bytes: Uint8Array,
  folder: string,
  known: Set<string> | undefined,
): Promise<{ verdict: Verdict; message?: string }> {
  try {
    const result = await reader.read(bytes, folder);
    const message = reader.check?.(result) ??
      (known && !known.has(digest(result)) ? "accepted, though checksums can't hold" : undefined);
    return message === undefined ? { verdict: "ok" } : { verdict: "wrong", message };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { verdict: isClear(error) ? "refused" : "unclear", message };
  }
}

/** A hash of what was read: bytes as they are, everything else as JSON. */
function digest(value: unknown): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify(value, (_, part) => {
      if (!ArrayBuffer.isView(part)) return part;
      return createHash("sha256").update(part as Uint8Array).digest("hex");
    }) ?? "",
  );
  return hash.digest("hex");
}

function tell(report: CaseStart | CaseReport): void {
  const line = new TextEncoder().encode(`${JSON.stringify(report)}\n`);
  for (let at = 0; at < line.length;) at += Deno.stdout.writeSync(line.subarray(at));
}
