/** The settings of two runs side by side. */
import type { Run } from "../run_folder/run.ts";

/** A setting of two runs, as text; `–` if a run doesn't say. */
export interface SettingPair {
  key: string;
  before: string;
  after: string;
  differs: boolean;
}

/**
 * Compares the settings of two runs, with their engine, hardware and data.
 *
 * @param before The earlier run; null if there are only figures.
 * @param after The later one.
 * @returns The settings that at least one of them has, those that differ first.
 */
export function compareSettings(before: Run | null, after: Run | null): SettingPair[] {
  const [a, b] = [before, after].map((run): Record<string, unknown> => ({
    ...run?.settings,
    engine: run?.backend,
    hardware: run?.hardware,
    fingerprint: run?.data.fingerprint,
  }));
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].filter((key) => key !== "title"));
  return [...keys].map((key) => ({ key, before: textOf(a[key]), after: textOf(b[key]) }))
    .filter(({ before, after }) => before !== "–" || after !== "–")
    .map((pair) => ({ ...pair, differs: pair.before !== pair.after }))
    .sort((x, y) => Number(y.differs) - Number(x.differs));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
