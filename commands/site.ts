/**
 * `deno task site`: builds a folder of pages from run folders, for any static host or for opening from disk.
 *
 * @module
 */
import { counted } from "../core/mod.ts";
import {
  folderOf,
  formatDuration,
  parseFlags,
  runCommand,
  skippedLines,
  UsageError,
} from "../cli/mod.ts";
import { findRuns } from "../evaluation/mod.ts";
import { buildSingle, buildSite, serveSite, type SiteReport } from "../site/mod.ts";
import { printLeft } from "./print_site.ts";

if (import.meta.main) await runCommand(() => main(Deno.args));

async function main(args: string[]): Promise<void> {
  const { flags, positionals } = await parseFlags(args, {
    name: "deno task site",
    description: "Builds a static dashboard of run folders, by default of all in runs/.",
    positionals: "[RUN …]",
    flags: {
      out: { kind: "string", value: "DIR", default: "_site", help: "where the pages go" },
      base: {
        kind: "string",
        value: "PATH",
        default: "/",
        help: "the site's root on its host, /repo/ on GitHub Pages; only its 404 page needs it",
      },
      single: {
        kind: "string",
        value: "FILE",
        help: "write one run as one file to mail, in place of a folder of pages",
      },
      serve: { kind: "boolean", help: "serve the site, and rebuild it when a run changes" },
      strict: {
        kind: "boolean",
        help: "fail on a run or a picture that can't be read instead of leaving it out",
      },
      port: { kind: "integer", default: 8000, min: 0, max: 65535, help: "where --serve listens" },
    },
    examples: [
      "deno task site",
      "deno task site runs/a runs/b --out public",
      "deno task site --serve",
      "deno task site runs/a --single a.html",
    ],
  });
  const { strict } = flags;
  const out = folderOf(flags.out);
  const options = { out, base: baseOf(flags.base), strict };
  if (flags.single !== undefined) return await single(positionals, flags.single, flags);
  const runs = positionals.length ? positionals : () => findRuns("runs");
  if (flags.serve) return await serve({ ...options, runs, port: flags.port });
  const started = performance.now();
  const found = typeof runs === "function" ? await runs() : runs;
  if (!found.length) {
    throw new UsageError(
      "Cannot build a site: runs/ must contain at least one run folder, got none. " +
        "Train one with deno task train, or name run folders: deno task site DIR",
    );
  }
  const report = await buildSite({ ...options, runs: found });
  print(report);
  const seconds = (performance.now() - started) / 1000;
  console.log(`Built in ${formatDuration(seconds)}; open ${out}/index.html`);
}

/** Writes one run as one file. */
async function single(
  runs: string[],
  file: string,
  { strict, serve }: { strict: boolean; serve: boolean },
): Promise<void> {
  if (serve || runs.length !== 1) {
    throw new UsageError(
      `--single takes exactly one run, and no --serve, got ${counted(runs.length, "run")}${
        serve ? " and --serve" : ""
      }: deno task site runs/a --single a.html`,
    );
  }
  const { leftOut, bytes } = await buildSingle(runs[0], file, { strict });
  for (const line of skippedLines(leftOut)) console.error(line);
  console.log(`Wrote ${file}, ${(bytes / 1e6).toFixed(1)} MB; open it, or mail it`);
}

/** Serves until interrupted. */
async function serve(options: Parameters<typeof serveSite>[0]): Promise<void> {
  const { url } = await serveSite({
    ...options,
    onBuild: (result) =>
      result instanceof Error
        ? console.error(`error: ${result.message}`)
        // what is left over is not published
        : print({ ...result, earlier: [] }),
  });
  console.log(`Serving ${url}; press Ctrl-C to stop`);
  await new Promise(() => {});
}

function print(report: SiteReport): void {
  const { builder, runs, leftOut } = report;
  if (builder === "ventojs") {
    console.log("Lume can't be reached; the same pages were rendered without it.");
  }
  for (const { name, cases, page, problems } of runs) {
    console.log(`${name}: ${counted(cases, "case")}, ${page}`);
    for (const problem of problems) console.error(`note: ${name}: ${problem}`);
  }
  printLeft(report);
  if (leftOut.runs.length) {
    console.error(`${leftOut.runs.length} of ${runs.length + leftOut.runs.length} runs left out`);
  }
  if (!runs.length) console.log("No runs yet: waiting for one");
}

/** The base with slashes at both ends. */
function baseOf(text: string): string {
  if (!/^[\w./~-]*$/.test(text) || text.includes("//")) {
    throw new UsageError(`--base must be a path such as /repo/, got "${text}"`);
  }
  return `/${text}/`.replace(/\/+/g, "/");
}
