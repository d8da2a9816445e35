// What pages say of intervals where several cases are of one patient.
import assert from "node:assert/strict";
import type { Evaluation } from "../../evaluation/mod.ts";
import type { SiteRun } from "../../site/runs/site_run.ts";
import { averagesView } from "../../site/views/averages.ts";
import { groupsView } from "../../site/views/groups.ts";
import { runsTable } from "../../site/views/runs_table.ts";
import { found } from "../evaluation/cases.ts";
import { siteRunOf } from "./site_run.ts";

Deno.test("pages say of how many patients an interval is, and cases of one patient have none", () => {
  const run = runOf(7, "patients");
  assert.match(
    averagesView(run).note,
    /interval by a sign test of 7 patients, not of their 42 cases\./,
  );
  const groups = groupsView(run)!;
  assert.doesNotMatch(String(groups.sentence), /light band/);
  assert.match(runsTable([run]).note, /or by a sign test of patients where these have several/);
  const few = averagesView(runOf(2, "groups")).note;
  assert.match(few, /of 2 groups, not of their 12 cases; fewer than 6 groups have none\./);
});

Deno.test("pages of breeds have intervals of cases", () => {
  const run = runOf(7, undefined);
  assert.match(averagesView(run).note, /interval by order statistics\./);
  assert.match(String(groupsView(run)!.sentence), /light band its 95\u00a0% interval by order/);
  assert.doesNotMatch(runsTable([run]).note, /sign test/);
});

/** A run of six cases a group. */
function runOf(groups: number, independent: Evaluation["independent"]): SiteRun {
  const cases = Array.from({ length: 6 * groups }, (_, i) => ({
    ...found(`case ${i}`, 0.5 + i / 100, 1),
    group: `g${i % groups}`,
  }));
  return siteRunOf(cases, independent && { independent });
}
