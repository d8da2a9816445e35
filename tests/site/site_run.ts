import type { Case, Evaluation, RunFolder } from "../../evaluation/mod.ts";
import { SiteRun } from "../../site/runs/site_run.ts";
import { CLASS, DICE } from "../evaluation/cases.ts";

/** A run of one class and Dice, as pages have it, without a folder on the disk. */
export function siteRunOf(cases: Case[], fields: Partial<Evaluation> = {}): SiteRun {
  const evaluation: Evaluation = {
    schema: "triptych/evaluation@1",
    name: "a",
    title: "A",
    createdAt: "2026-01-01T00:00:00Z",
    classes: [CLASS],
    metrics: [DICE],
    cases,
    confusion: [],
    triptychs: [],
    ...fields,
  };
  const folder = { name: "a", path: "a", evaluation, history: [], epochPictures: [] };
  return new SiteRun(folder as unknown as RunFolder, "a", "p0");
}
