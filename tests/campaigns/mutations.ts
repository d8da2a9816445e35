import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TextLineStream } from "./lines.ts";
import { type CaseReport, type CaseStart, inputOf } from "./mutation_child.ts";
import type { Reader, Verdict } from "./reader.ts";

/** How {@linkcode mutations} goes about a reader. */
export interface MutationOptions {
  /** Damaged inputs. */
  count: number;
  /** Another seed damages otherwise. */
  seed: number;
  /** Where inputs that show a fault are kept. */
  keep: string;
  /** Milliseconds after which a case hangs; 20,000 when left out. */
  patience?: number;
  /** Bytes that a reader may take beside what an accepted header's pixels need; a gigabyte when left out. */
  memory?: number;
}

/** A case that shows a fault. */
export interface Fault {
  /** The case's number. */
  index: number;
  /** What kind. */
  verdict: Verdict;
  /** What was said. */
  message: string;
  /** Where the input is kept. */
  file: string;
}

/** What became of a reader's inputs. */
export interface MutationReport {
  /** The reader's name. */
  name: string;
  /** Cases of each kind. */
  counts: Record<Verdict, number>;
  /** The most memory that a child took, in bytes; 0 where the system doesn't say. */
  peak: number;
  /** How long it took. */
  seconds: number;
  /** What went wrong. */
  faults: Fault[];
}

/** How long a process may take to start, in milliseconds. */
const START = 60_000;

/** How often memory is looked at, in milliseconds. */
const LOOK = 200;

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The names of all readers: a file in `readers/` each. */
export async function readerNames(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(join(HERE, "readers")));
  return entries.map(({ name }) => name.replace(/\.ts$/, "")).sort();
}

/**
 * Feeds a reader with damaged inputs, in child processes whose time and memory are watched.
 *
 * @param name The reader.
 * @param options How many, by which seed, and where to keep what shows a fault.
 */
export async function mutations(name: string, options: MutationOptions): Promise<MutationReport> {
  const { count, seed, keep, patience = 20_000, memory = 2 ** 30 } = options;
  const { reader }: { reader: Reader } = await import(`./readers/${name}.ts`);
  const seeds = await reader.seeds();
  const startedAt = performance.now();
  const counts = { ok: 0, refused: 0, unclear: 0, wrong: 0, hang: 0, crash: 0, memory: 0 };
  const report: MutationReport = { name, counts, peak: 0, seconds: 0, faults: [] };
  for (let next = 0; next < count;) {
    const batch = await runChild(name, { seed, from: next, to: count, patience, memory });
    report.peak = Math.max(report.peak, batch.peak);
    for (const { index, verdict, message = "" } of batch.cases) {
      counts[verdict]++;
      if (verdict === "ok" || verdict === "refused") continue;
      const file = join(keep, `${basename(name)}-${seed}-${index}`);
      await Deno.mkdir(keep, { recursive: true });
      await Deno.writeFile(file, inputOf(reader, seeds, seed, index).bytes);
      report.faults.push({ index, verdict, message, file });
    }
    next += batch.cases.length;
  }
  report.seconds = (performance.now() - startedAt) / 1000;
  return report;
}

/** A case and how it went. */
type Case = Pick<CaseReport, "index" | "verdict" | "message">;

/** The cases that a child is to run. */
interface Batch {
  seed: number;
  from: number;
  to: number;
  patience: number;
  memory: number;
}

/** Runs a child until it is done, hangs, takes too much, or ends before its time. */
async function runChild(name: string, batch: Batch): Promise<{ cases: Case[]; peak: number }> {
  const folder = await Deno.makeTempDir({ prefix: "triptych-mutations-" });
  const allow = ["--allow-read", "--allow-write", "--allow-env", "--allow-sys"];
  const child = new Deno.Command("deno", {
    args: ["run", "-q", "--no-lock", "--no-prompt", ...allow, `${HERE}mutation_child.ts`]
      .concat(name, `${batch.seed}`, `${batch.from}`, `${batch.to}`, folder),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
    .getReader();
  try {
    return await watch(child.pid, lines, batch);
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // a crashed one may have ended already
    }
    await lines.cancel();
    await child.stdin.abort().catch(() => {});
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
}

/** Hears what a child tells and looks at its memory; the last case is the one it didn't survive. */
async function watch(
  pid: number,
  lines: ReadableStreamDefaultReader<string>,
  { from, to, patience, memory }: Batch,
): Promise<{ cases: Case[]; peak: number }> {
  const cases: Case[] = [];
  let peak = 0, allowed = memory, limit = START, heard = performance.now(), looked = 0;
  const lost = (verdict: Verdict, message: string): { cases: Case[]; peak: number } => ({
    cases: [...cases, { index: from + cases.length, verdict, message }],
    peak,
  });
  let next = lines.read();
  while (cases.length < to - from) {
    const line = await within(LOOK, next);
    if (performance.now() - looked >= LOOK) {
      peak = await peakOf(pid);
      looked = performance.now();
    }
    if (peak > allowed) return lost("memory", `${peak} bytes, here or just before`);
    if (line === undefined) {
      if (performance.now() - heard < limit) continue;
      return lost("hang", `no answer for ${limit / 1000} seconds`);
    }
    if (line.done) return lost("crash", "the process ended");
    next = lines.read();
    heard = performance.now();
    limit = patience;
    const report: CaseStart | CaseReport = JSON.parse(line.value);
    if ("verdict" in report) cases.push(report);
    else allowed = Math.max(allowed, memory + report.allowance);
  }
  peak = await peakOf(pid);
  if (peak > allowed) Object.assign(cases.at(-1)!, { verdict: "memory", message: `${peak} bytes` });
  return { cases, peak };
}

/** The result, or undefined when it takes longer. */
async function within<T>(milliseconds: number, result: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The most memory that a process has taken; Linux alone says it, and Deno lets only programs ask. */
async function peakOf(pid: number): Promise<number> {
  if (Deno.build.os !== "linux") return 0;
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  const [, kilobytes] = /VmHWM:\s*(\d+) kB/.exec(new TextDecoder().decode(stdout)) ?? [];
  return Number(kilobytes ?? 0) * 1024;
}
