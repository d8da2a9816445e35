/** What a comparison leaves out. */
import type { Pairing } from "../../evaluation/mod.ts";
import { words } from "../text/mod.ts";
import type { SiteRun } from "./site_run.ts";

/**
 * What a comparison leaves out and why, and what it takes on trust.
 *
 * @param before The earlier run.
 * @param after The later run.
 * @param pairing What of them can be compared.
 * @returns Sentences; none where everything is compared.
 */
export function limits(before: SiteRun, after: SiteRun, pairing: Pairing): string[] {
  const { left, lone, refused, byName, pairs } = pairing, text = words.compare.limits;
  const all: [count: number, why: string][] = [
    [left.before, text.left.before],
    [left.after, text.left.after],
    [left.truths, text.truths],
    [left.twice, text.twice],
  ];
  const out = all.filter(([count]) => count > 0);
  const alone = ([[before, lone.before], [after, lone.after]] as const)
    .flatMap(([run, names]) => names.length ? [text.onlyIn([...names], run.name)] : []);
  return [
    ...(out.length ? [text.cases(out)] : []),
    ...(byName > 0 ? [text.byName(byName, byName === pairs.length)] : []),
    ...(alone.length ? [text.classes(alone)] : []),
    ...refused.map(text.refused),
  ];
}
