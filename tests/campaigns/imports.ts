import { join } from "node:path";
import { checkEvaluation, type Evaluation } from "../../evaluation/mod.ts";
import { readSource } from "../../evaluation/import/source.ts";
import type { Reader } from "./reader.ts";

/** What {@linkcode importReader} reads. */
export interface ImportFiles {
  /** The file's name, by whose ending it is read. */
  name: string;
  /** Files that can be read. */
  texts: readonly string[];
  /** Makes text of damaged bytes. */
  repair: (texts: readonly string[], bytes: Uint8Array) => Uint8Array;
}

/**
 * A reader of evaluations in a file of their own, ours or another program's.
 *
 * @param files Which.
 */
export function importReader({ name, texts, repair }: ImportFiles): Reader {
  return {
    seeds: () => Promise.resolve(texts.map((text) => new TextEncoder().encode(text))),
    repair: (bytes) => repair(texts, bytes),
    async read(bytes, folder) {
      const path = join(folder, name);
      await Deno.writeFile(path, bytes);
      // the date is the file's
      return { ...(await readSource(path)).evaluation, createdAt: "2026-01-01T00:00:00Z" };
    },
    check: (result) => faultOf(result as Evaluation),
  };
}

/**
 * What no evaluation may hold, however it came about.
 *
 * @param evaluation What was read.
 */
export function faultOf(evaluation: Evaluation): string | undefined {
  try {
    checkEvaluation(evaluation);
  } catch (error) {
    return (error as Error).message;
  }
  for (const { id, classes } of evaluation.cases) {
    for (const { tp, fp, fn, dice = 1, assd } of Object.values(classes)) {
      const isOneEmpty = tp === 0 && (fp > 0) !== (fn > 0);
      if (isOneEmpty && typeof assd === "number" && assd < 0) return `${id}: ASSD ${assd}`;
      if (![tp, fp, fn].every((count) => Number.isSafeInteger(count) && count >= 0)) {
        return `${id}: counts ${tp}, ${fp}, ${fn}`;
      }
      // of two empty masks programs may say nothing
      if (dice === null && tp + fp + fn === 0) continue;
      if (dice === null || !(dice >= 0 && dice <= 1)) return `${id}: Dice ${dice}`;
    }
  }
}
