import { formatBytes, formatDuration, table } from "../../cli/mod.ts";
import type { CampaignOptions } from "./main.ts";
import { type MutationReport, mutations, readerNames } from "./mutations.ts";

/** Damaged inputs of each reader. */
const COUNT = 5000;

/** Faults of a reader that are shown. */
const SHOWN = 5;

/**
 * The campaign `mutations`: damaged inputs for every reader, or for one.
 *
 * @param options How many, and of which reader.
 * @returns Whether all were read or refused in our words, in time and memory.
 */
export async function runMutations(
  { count = COUNT, seed, only, keep }: CampaignOptions,
): Promise<boolean> {
  const reports: MutationReport[] = [];
  for (const name of only === undefined ? await readerNames() : [only]) {
    const report = await mutations(name, { count, seed, keep });
    reports.push(report);
    for (const { index, verdict, message, file } of report.faults.slice(0, SHOWN)) {
      console.log(`${name} ${index}: ${verdict}, ${message}\n  ${file}`);
    }
  }
  const head = ["reader", "inputs", "read", "refused", "unclear", "wrong", "hang", "crash"]
    .concat("memory", "peak", "time");
  console.log(table(reports.map(rowOf), { head }));
  return reports.every(({ faults }) => faults.length === 0);
}

function rowOf({ name, counts, peak, seconds }: MutationReport): string[] {
  const { ok, refused, unclear, wrong, hang, crash, memory } = counts;
  const all = ok + refused + unclear + wrong + hang + crash + memory;
  const numbers = [all, ok, refused, unclear, wrong, hang, crash, memory].map(String);
  return [name, ...numbers, formatBytes(peak), formatDuration(seconds)];
}
