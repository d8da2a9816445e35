/** deno task site: run folders → a folder of pages for any static host, or for a double click. */
import { formatDuration, parseFlags, runCommand, UsageError } from "../cli/mod.ts";
import { buildSite } from "./site.ts";

if (import.meta.main) await runCommand(() => main(Deno.args));

async function main(args: string[]): Promise<void> {
  const { flags, positionals } = await parseFlags(args, {
    name: "deno task site",
    description: "Builds a static dashboard of run folders.",
    positionals: "[RUN …]",
    flags: {
      out: { kind: "string", value: "DIR", default: "_site", help: "where the pages go" },
    },
    examples: ["deno task site", "deno task site runs/sample", "deno task site runs/a runs/b"],
  });
  const runs = positionals.length ? positionals : await allRuns("runs");
  const started = performance.now();
  const report = await buildSite({ runs, out: flags.out });
  if (report.builder === "ventojs") {
    console.log("Lume can't be reached; the same pages were rendered without it.");
  }
  for (const { name, cases, page } of report.runs) {
    console.log(`${name}: ${cases} ${cases === 1 ? "picture" : "pictures"}, ${page}`);
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`Built in ${formatDuration(seconds)}; open ${flags.out}/index.html`);
}

/** All run folders of a folder. */
async function allRuns(folder: string): Promise<string[]> {
  const runs: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (await holdsRun(path)) runs.push(path);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (runs.length) return runs.sort();
  throw new UsageError(
    `Cannot build a site: ${folder}/ must hold at least one run folder, got none. ` +
      "Train one with deno task train, or name run folders: deno task site DIR",
  );
}

async function holdsRun(path: string): Promise<boolean> {
  for (const name of ["run.json", "evaluation.json"]) {
    if (await Deno.stat(`${path}/${name}`).then((file) => file.isFile, () => false)) return true;
  }
  return false;
}
