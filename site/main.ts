/** deno task site: run folders → a folder of pages for any static host, or for a double click. */
import { formatDuration, parseFlags, runCommand, UsageError } from "../cli/mod.ts";
import { serveSite } from "./serve.ts";
import { buildSite, type SiteReport } from "./site.ts";

if (import.meta.main) await runCommand(() => main(Deno.args));

async function main(args: string[]): Promise<void> {
  const { flags, positionals } = await parseFlags(args, {
    name: "deno task site",
    description: "Builds a static dashboard of run folders; without arguments of all in runs/.",
    positionals: "[RUN …]",
    flags: {
      out: { kind: "string", value: "DIR", default: "_site", help: "where the pages go" },
      base: {
        kind: "string",
        value: "PATH",
        default: "/",
        help: "the site's root on its host, /repo/ on GitHub Pages; only its 404 page needs it",
      },
      serve: { kind: "boolean", help: "serve the site, and build again when a run changes" },
      port: { kind: "integer", default: 8000, min: 0, max: 65535, help: "where --serve listens" },
    },
    examples: [
      "deno task site",
      "deno task site runs/a runs/b --out public",
      "deno task site --serve",
    ],
  });
  const runs = positionals.length ? positionals : await allRuns("runs");
  const options = { runs, out: flags.out.replace(/\/+$/, ""), base: baseOf(flags.base) };
  if (flags.serve) return await serve({ ...options, port: flags.port });
  const started = performance.now();
  print(await buildSite(options));
  const seconds = (performance.now() - started) / 1000;
  console.log(`Built in ${formatDuration(seconds)}; open ${options.out}/index.html`);
}

/** Serves until it is interrupted. */
async function serve(options: Parameters<typeof serveSite>[0]): Promise<void> {
  const { url } = await serveSite({
    ...options,
    onBuild: (result) => result instanceof Error ? console.error(result.message) : print(result),
  });
  console.log(`Serving ${url}; Ctrl-C ends it`);
  await new Promise(() => {});
}

function print({ builder, runs }: SiteReport): void {
  if (builder === "ventojs") {
    console.log("Lume can't be reached; the same pages were rendered without it.");
  }
  for (const { name, cases, page } of runs) {
    console.log(`${name}: ${cases} ${cases === 1 ? "picture" : "pictures"}, ${page}`);
  }
}

/** The base with slashes at both ends. */
function baseOf(text: string): string {
  if (!/^[\w./~-]*$/.test(text) || text.includes("//")) {
    throw new UsageError(`--base must be a path such as /repo/, got "${text}"`);
  }
  return `/${text}/`.replace(/\/+/g, "/");
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
