/** A run folder of many cases for tests of memory and size: a few pictures, named by all of them. */
import { buildEvaluation, type Case, writeEvaluation } from "../../evaluation/mod.ts";
import { makeRun } from "./make_run.ts";

/** So many different pictures stand for all cases. */
const DISTINCT = 24;

/**
 * Writes a run folder whose evaluation has many cases.
 *
 * @param folder Where; made when it is not there.
 * @param count How many cases.
 */
export async function makeManyCases(folder: string, count: number): Promise<void> {
  await makeRun(folder, { cases: DISTINCT, size: 128 });
  const path = `${folder}/evaluation.json`;
  const few = JSON.parse(await Deno.readTextFile(path));
  const cases = Array.from({ length: count }, (_, i): Case => {
    const one: Case = few.cases[i % DISTINCT];
    // no two distances alike, so that rankings and pages are not all ties
    const classes = Object.entries(one.classes).map(([name, figures]) => [
      name,
      { ...figures, assd: figures.assd === null ? null : figures.assd! + i * 1e-5 },
    ]);
    const group = `kind_${i % 37}`;
    return { ...one, id: `case_${i}`, group, classes: Object.fromEntries(classes) };
  });
  const { name, classes, confusion } = few;
  const title = `Discs, ${count} pictures`;
  await writeEvaluation(path, buildEvaluation(cases, { name, title, classes, confusion }));
}
