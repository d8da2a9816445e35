/** Explanations of why two runs differ, and the runs that they show. */
import { join, normalize } from "node:path";
import { type ExplainedRuns, readExplanation } from "../../evaluation/mod.ts";
import { exists } from "../../io/mod.ts";
import type { SiteRun } from "./site_run.ts";

/** An explanation on a site. */
export interface SiteExplanation {
  /** What `explanation.json` says. */
  explained: ExplainedRuns;
  /** Its folder. */
  folder: string;
  /** Its page, from the site's root. */
  url: string;
}

/**
 * Takes the folders of explanations out of those of runs. Beside those that are named come the runs that
 * their pages show: the two that differ, and those next to the later one.
 *
 * @param folders Run folders and folders of explanations.
 */
export async function withExplanations(
  folders: readonly string[],
): Promise<{ runs: string[]; explanations: SiteExplanation[] }> {
  const named: string[] = [], shown: string[] = [], explanations: SiteExplanation[] = [];
  for (const folder of folders) {
    const explained = await exists(join(folder, "run.json"))
      ? undefined
      : await readExplanation(folder);
    if (explained === undefined) {
      named.push(folder);
      continue;
    }
    const count = explanations.length;
    explanations.push({
      explained,
      folder,
      url: `/explained/${count === 0 ? "index" : count + 1}.html`,
    });
    shown.push(...await shownRuns(explained, folder));
  }
  const known = new Set(named.map((folder) => normalize(folder)));
  const others = [...new Set(shown)].filter((folder) => !known.has(folder));
  // what was trained for an explanation is no later than what it explains
  return { runs: [...others, ...named], explanations };
}

/** The runs of an explanation that are shown with their pictures, the earlier first. */
async function shownRuns(
  { corners, changes }: ExplainedRuns,
  folder: string,
): Promise<string[]> {
  const keys = new Set([corners[0].key, ...changes.flatMap((change) => change.corners)]);
  keys.delete(corners[1].key);
  const found: string[] = [];
  for (const key of [...keys, corners[1].key]) {
    const [first] = corners.find((corner) => corner.key === key)?.runs ?? [];
    if (first !== undefined && await exists(join(folder, first, "evaluation.json"))) {
      found.push(normalize(join(folder, first)));
    }
  }
  return found;
}

/** The run of a corner, if it is on the site. */
export function runOfCorner(
  { explained, folder }: SiteExplanation,
  key: string,
  runs: readonly SiteRun[],
): SiteRun | undefined {
  const [first] = explained.corners.find((corner) => corner.key === key)?.runs ?? [];
  if (first === undefined) return undefined;
  return runs.find((run) => normalize(run.folder.path) === normalize(join(folder, first)));
}
