/** What explains how good the headline class is from case to case: its size, group, or the brightness. */
import {
  bySize,
  type Case,
  drawsOf,
  explained,
  type Field,
  meansOfDraws,
  metricValue,
} from "../../evaluation/mod.ts";
import type { Markup } from "../html/safe.ts";
import { termOf } from "../html/term.ts";
import type { SiteRun } from "../runs/site_run.ts";
import { isLength } from "../text/format.ts";
import { words } from "../text/mod.ts";

/**
 * Says what explains most, of the cases whose truth holds the class. What isn't known of each of them is
 * not tried; where several are of one patient, the patients' means are, and groups are not.
 *
 * @param run A run with cases.
 * @returns What explains most, if anything does, and the sentence; undefined where nothing can be said.
 */
export function explainedView(
  run: SiteRun,
): { by?: "size" | "group" | "brightness"; sentence: Markup } | undefined {
  const metric = run.overlap, first = run.headline;
  if (!metric || !first || isLength(metric)) return undefined;
  const cases = run.ranking(first.name, metric).ranked
    .filter((one) => one.classes[first.name].tp + one.classes[first.name].fn > 0);
  const draws = drawsOf(cases, run.folder.evaluation ?? {});
  const counted = (numbers: number[]) => draws ? meansOfDraws(numbers, draws) : numbers;
  const shares = new Map(
    bySize(cases, first.name, metric).map(({ one, share }) => [one, share]),
  );
  const size = knownOf(cases, (one) => shares.get(one));
  const brightness = knownOf(cases, ({ id }) => run.brightness.get(id));
  const fields: Partial<Record<"size" | "group" | "brightness", Field>> = {
    ...size && { size: counted(size) },
    // a group that counts once can't be told from its value
    ...groupsOf(cases, draws !== undefined),
    ...brightness && { brightness: counted(brightness) },
  };
  const values = cases.map((one) => metricValue(one, first.name, metric));
  const all = explained(counted(values), fields);
  if (all.length === 0) return undefined;
  const [explains, little, chance] = (["explains", "little", "chance"] as const)
    .map((verdict) => all.filter((one) => one.verdict === verdict));
  const said = { metric: metric.title, term: termOf(first), explains, little, chance, draws };
  return { by: explains[0]?.name, sentence: words.explained.sentence(said) };
}

/** The groups, where each case has one and cases count, not groups. */
function groupsOf(cases: readonly Case[], areDraws: boolean): { group?: string[] } {
  const group = areDraws ? undefined : knownOf(cases, (one) => one.group);
  return group ? { group } : {};
}

/** What is known of each case; undefined where it isn't of one. */
function knownOf<Known>(
  cases: readonly Case[],
  of: (one: Case) => Known | undefined,
): Known[] | undefined {
  const known = cases.map(of).filter((one) => one !== undefined);
  return known.length === cases.length ? known : undefined;
}
