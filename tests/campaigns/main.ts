/**
 * `deno task campaign`: long trials that look for what is lost, wrong or stuck. Short forms of them
 * are tests.
 *
 * @module
 */
import { join } from "node:path";
import { parseFlags, runCommand, UsageError } from "../../cli/mod.ts";
import { runBruteForce } from "./brute_force.ts";
import { runFullDisks } from "./full_disk.ts";
import { runKills } from "./kill.ts";
import { runEvaluationKills } from "./kill_evaluate.ts";
import { runMutations } from "./mutations_report.ts";

/** What a campaign is told. */
export interface CampaignOptions {
  /** How many trials; the campaign's own number when left out. */
  count?: number;
  /** What chance starts from. */
  seed: number;
  /** Only the part of this name, a reader for instance. */
  only?: string;
  /** A folder for what shows a fault. */
  keep: string;
}

/** The campaigns by name: each prints what it does and found, and gives back whether all held. */
const CAMPAIGNS: Record<string, (options: CampaignOptions) => Promise<boolean>> = {
  kill: runKills,
  evaluate: runEvaluationKills,
  "full-disk": runFullDisks,
  mutations: runMutations,
  "brute-force": runBruteForce,
};

const COMMAND = {
  name: "deno task campaign",
  description: `Runs a long trial: ${Object.keys(CAMPAIGNS).join(", ")}.`,
  positionals: "NAME",
  flags: {
    count: { kind: "integer", min: 1, help: "trials; without it as many as the campaign wants" },
    seed: { kind: "integer", min: 0, default: 0, help: "another seed, other trials" },
    only: {
      kind: "string",
      value: "NAME",
      help: "one part: of mutations a reader, of brute-force a measure, of the others a program",
    },
    keep: {
      kind: "string",
      value: "DIR",
      default: join(Deno.build.os === "windows" ? "." : "/tmp", "triptych-campaign"),
      help: "where inputs that show a fault are kept",
    },
  },
  examples: ["deno task campaign mutations --count 5000 --only label_png"],
} as const;

await runCommand(async () => {
  const { flags, positionals: [name, ...others] } = await parseFlags(Deno.args, COMMAND);
  const run = Object.hasOwn(CAMPAIGNS, name ?? "") ? CAMPAIGNS[name] : undefined;
  if (!run || others.length > 0) {
    throw new UsageError(`Expected one of ${Object.keys(CAMPAIGNS).join(", ")}, got ${name}`);
  }
  if (!await run(flags)) throw new Error(`The campaign ${name} found faults`);
});
