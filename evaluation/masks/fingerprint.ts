import { createHash } from "node:crypto";
import type { CasePaths } from "./case_paths.ts";
import { valuationOf } from "./conventions.ts";
import type { MaskEvaluation } from "./evaluate_masks.ts";

/** Raised when the figures of the same files would change: what was begun before then starts anew. */
const VERSION = 4;

/**
 * A fingerprint of what an evaluation reads and how it measures: of each file its path, size and date,
 * and every setting that figures or pictures depend on.
 *
 * @param cases The cases.
 * @param job The settings.
 * @returns The fingerprint, and how many bytes each case's masks have.
 */
export function fingerprintOf(
  cases: readonly CasePaths[],
  job: MaskEvaluation,
): { key: string; sizes: number[] } {
  const { classes, regions, ignore, spacing, shard, raters, probabilities } = job;
  const { images, maxMegapixels, strict, allowMissing, joined } = job;
  // which group a case is of is hashed with it
  const isGrouped = job.groups === undefined ? undefined : true;
  const read = {
    images,
    maxMegapixels,
    strict,
    allowMissing,
    joined,
    isGrouped,
    ...valuationOf(job),
  };
  const settings = { classes, regions, ignore, spacing, shard, raters, probabilities, ...read };
  const hash = createHash("sha256").update(JSON.stringify([VERSION, settings]));
  const sizes: number[] = [];
  for (const { id, group, image, truth, prediction, classFiles, ...others } of cases) {
    const besides = [...others.raters ?? [], ...others.probabilities ?? []];
    const masks = filesOf({ truth, prediction, classFiles }).map(stampOf);
    const stamps = [...masks, ...besides.map(stampOf)];
    sizes.push(masks.reduce((sum, [size]) => sum + size, 0));
    hash.update(JSON.stringify([id, group, image, truth, prediction, classFiles, besides, stamps]));
  }
  return { key: hash.digest("hex"), sizes };
}

/** The files of a case's masks. */
function filesOf({ truth, prediction, classFiles }: Omit<CasePaths, "id">): (string | undefined)[] {
  if (classFiles === undefined) return [truth, prediction];
  return [...Object.values(classFiles.truth), ...Object.values(classFiles.prediction ?? {})];
}

/** A file's size and date; zeros where it can't be read, which the survey says. */
function stampOf(path: string | undefined): [size: number, modified: number] {
  try {
    if (path === undefined) return [0, 0];
    const { size, mtime } = Deno.statSync(path);
    return [size, mtime?.getTime() ?? 0];
  } catch {
    return [0, 0];
  }
}

/** A fingerprint of a set of ids, in any order. */
export function fingerprintOfIds(ids: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(ids.toSorted())).digest("hex").slice(0, 32);
}
