/** Cases whose truth may be wrong: models agree with each other more than with it. */
import { byDoubt, DOUBTFUL, type TruthDoubt, truthDoubts } from "../../evaluation/mod.ts";
import { decodeLabelPng, readInside } from "../../io/mod.ts";
import { comparisons } from "./comparisons.ts";
import type { SiteRun } from "./site_run.ts";
import { volumeMasks } from "./volume_masks.ts";

/** A case, and what the models say of the truth of one class in it. */
export interface DoubtfulCase extends TruthDoubt {
  id: string;
}

/** Runs over the same cases, and the truths that they doubt. */
export interface Doubts {
  /** The runs whose predictions were compared, or the models of one run. */
  runs: SiteRun[];
  /** Those that have pages and pictures: the same, or of models the run that they make. */
  shown: SiteRun[];
  /** The address of their page, from the site's root. */
  url: string;
  /** How many cases were compared: those whose pictures show all masks. */
  compared: number;
  /** How many cases all these runs have. */
  shared: number;
  /** The doubtful cases of each class, by its name, the most doubtful first. */
  byClass: Map<string, DoubtfulCase[]>;
}

/** Of many runs over the same cases, so many are compared with each other, the newest. */
const MOST_RUNS = 6;

const found = new WeakMap<SiteRun[], Doubts[]>();

/**
 * Reads the masks of runs that share truths and looks for doubtful ones; `doubtsOf` then knows them. Masks
 * of one case are in memory at a time: a millisecond for two of 128² pixels.
 *
 * @param runs All runs, newest first.
 */
export async function findDoubts(runs: SiteRun[]): Promise<void> {
  const groups: Doubts[] = [];
  for (const run of runs) run.doubted.clear();
  const lists = [{ list: runs }, ...runs.map((whole) => ({ list: whole.members, whole }))];
  for (const { list, whole } of lists as { list: SiteRun[]; whole?: SiteRun }[]) {
    for (const group of comparisons(list).groups) {
      const compared = group.filter((run) => run.hasPictures).slice(0, MOST_RUNS);
      if (compared.length < 2) continue;
      const url = `/truths/${groups.length === 0 ? "index" : groups.length + 1}.html`;
      const shown = whole ? [whole] : compared;
      // models are measured before the run that they make
      if (!shown.every((run) => run.hasPictures)) continue;
      const doubts = { url, shown, ...await doubtsOfGroup(compared) };
      if (doubts.compared === 0) continue;
      groups.push(doubts);
      for (const run of shown) noteDoubts(run, doubts.byClass);
    }
  }
  found.set(runs, groups);
}

/** Tells a run which of its cases are doubted, for its gallery. */
function noteDoubts({ doubted }: SiteRun, byClass: Doubts["byClass"]): void {
  for (const [name, cases] of byClass) {
    const ids = doubted.get(name) ?? new Set();
    for (const { id } of cases) ids.add(id);
    doubted.set(name, ids);
  }
}

/** The doubtful truths that `findDoubts` found. */
export function doubtsOf(runs: SiteRun[]): Doubts[] {
  return found.get(runs) ?? [];
}

async function doubtsOfGroup(runs: SiteRun[]): Promise<Omit<Doubts, "url" | "shown">> {
  const [first, ...others] = runs, byClass = new Map<string, DoubtfulCase[]>();
  const classes = first.classes.filter(({ name, label }) =>
    others.every((run) => run.classes.some((c) => c.name === name && c.label === label)) &&
    // models that are blind to a class agree on nothing, and doubt no truth
    runs.some((run) => run.cases.some((one) => one.classes[name].tp > 0))
  );
  const ids = first.cases.map(({ id }) => id).filter((id) => others.every((run) => run.has(id)));
  let counted = 0;
  for (const id of ids) {
    const masks = await masksOf(runs, id);
    if (masks === undefined) continue;
    counted++;
    const ignore = first.folder.evaluation?.ignore;
    // of a volume's ground the slices show a part
    const compared = isVolume(first, id) ? classes.filter((c) => !c.backdrop) : classes;
    for (
      const doubt of truthDoubts(masks.truth, masks.predictions, { classes: compared, ignore })
    ) {
      if (doubt.score < DOUBTFUL) continue;
      const those = byClass.get(doubt.className) ?? [];
      those.push({ ...doubt, id });
      byClass.set(doubt.className, those);
    }
  }
  for (const those of byClass.values()) {
    those.sort((a, b) => byDoubt(a, b) || (a.id < b.id ? -1 : 1));
  }
  return { runs, compared: counted, shared: ids.length, byClass };
}

function isVolume(run: SiteRun, id: string): boolean {
  return run.case(id)?.pictures?.volume !== undefined;
}

/** The masks of a case; undefined where pictures don't show all of one truth, and each prediction. */
async function masksOf(
  runs: readonly SiteRun[],
  id: string,
): Promise<{ truth: Uint8Array; predictions: Uint8Array[] } | undefined> {
  const shown = runs.map((run) => ({ run, one: run.case(id)! }));
  if (shown.some(({ one }) => !one.pictures?.prediction)) return undefined;
  const read = async (run: SiteRun, path: string) =>
    decodeLabelPng(await readInside(run.folder.path, path)).labels;
  try {
    if (runs.some((run) => isVolume(run, id))) return await volumeMasks(runs, id);
    const predictions: Uint8Array[] = [], [first] = shown;
    let truth: Uint8Array | undefined;
    for (const { run, one: { pictures, truthHash } } of shown) {
      if (!pictures!.truth) return undefined;
      // truths of one hash are read once
      if (truth === undefined || truthHash === undefined || truthHash !== first.one.truthHash) {
        const own = await read(run, pictures!.truth);
        if (!areEqual(own, truth ?? own)) return undefined;
        truth ??= own;
      }
      predictions.push(await read(run, pictures!.prediction!));
    }
    if (predictions.some(({ length }) => length !== truth!.length)) return undefined;
    return { truth: truth!, predictions };
  } catch {
    // the pictures' writer says what can't be read
    return undefined;
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
