/**
 * Times the metrics beside their Python peers, on the same masks, in the same run, one thread each.
 *
 *     python3 -m venv .venv-bench && .venv-bench/bin/pip install -r bench/metrics_requirements.txt
 *     deno task bench:metrics [--python .venv-bench/bin/python] [--only TEXT] [--write]
 *
 * Prints a table of medians of processor time, so that other programs on the machine matter less;
 * `--write` puts it into metrics/README.md. `--only` takes the cases whose names hold the text.
 */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { distanceTransform, evaluate, type LabelResult } from "@triptych/metrics";
import { type BenchCase, CASES } from "./metrics_cases.ts";

/** Libraries that compute the set of metrics. */
const PEERS = ["medpy", "monai", "surface-distance", "scipy", "SimpleITK"];

/** Libraries that compute distance transforms. */
const TRANSFORMS = ["scipy transform", "edt transform", "SimpleITK transform"];

/** The set: all that the peers have, medpy without surface Dice, surface-distance without IoU. */
const METRICS = ["dice", "iou", "assd", "hd", "hd95", "surfaceDice"] as const;

/** Processor seconds after which a library is not asked again for one case. */
const BUDGET = 1.5;

/** What a peer answers. */
interface Answer {
  /** Seconds of each repeat. */
  seconds?: number[];
  /** The metrics in the order of the set. */
  values?: (number | null)[];
  /** What went wrong. */
  error?: string;
}

/** One line of the table. */
interface Row {
  /** The case. */
  name: string;
  /** Median seconds, by library. */
  seconds: Map<string, number>;
}

/** A Python process that answers one request at a time. */
class Peers {
  /** The versions of all peers. */
  versions: Record<string, string> = {};
  #child: Deno.ChildProcess;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #lines: AsyncIterator<string>;

  /** Starts the process. */
  constructor(python: string) {
    const script = new URL("metrics_peers.py", import.meta.url).pathname;
    this.#child = new Deno.Command(python, { args: [script], stdin: "piped", stdout: "piped" })
      .spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = readLines(this.#child.stdout);
  }

  /** Waits until all peers are loaded. */
  async start(): Promise<void> {
    this.versions = JSON.parse((await this.#lines.next()).value);
  }

  /** Asks one question. */
  async ask(request: unknown): Promise<Answer> {
    await this.#writer.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return JSON.parse((await this.#lines.next()).value);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    await this.#writer.close();
    await this.#child.status;
  }
}

/** The lines of a stream. */
async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

/** The number in the middle. */
function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Processor seconds that this program has taken so far, all its threads together. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Repeats batches of at least 5 ms until the budget is spent; returns seconds and last result. */
function time<T>(run: () => T): { seconds: number[]; result: T } {
  let result = run();
  // warm up, and see how many calls make a batch
  const begin = processorTime();
  let calls = 0;
  while (processorTime() - begin < 0.3) {
    result = run();
    calls++;
  }
  const batch = Math.ceil(0.005 * calls / (processorTime() - begin));
  const seconds: number[] = [];
  const start = processorTime();
  while (seconds.length < 3 || processorTime() - start < BUDGET && seconds.length < 100) {
    const before = processorTime();
    for (let k = 0; k < batch; k++) result = run();
    seconds.push((processorTime() - before) / batch);
  }
  return { seconds, result };
}

/** Times one case with all libraries, and compares what they find. */
async function measure(
  bench: BenchCase,
  peers: Peers,
  folder: string,
): Promise<{ set: Row; transform?: Row }> {
  const { name, shape } = bench;
  const truth = { data: bench.truth, shape };
  const prediction = { data: bench.prediction, shape };
  const files = [join(folder, "truth"), join(folder, "prediction")];
  await writeFile(files[0], bench.truth);
  await writeFile(files[1], bench.prediction);
  const voxels = shape.reduce((product, length) => product * length);

  const options = { labels: [1], metrics: METRICS, tolerance: 1 };
  const ours = time(() => evaluate(truth, prediction, options)[0]);
  const set: Row = { name, seconds: new Map([["Triptych", median(ours.seconds)]]) };
  const request = { files, shape, budget: BUDGET };
  // those that transform a whole 512³ take minutes and more memory than there is
  for (const peer of voxels <= 2 ** 25 ? PEERS : ["monai", "surface-distance"]) {
    const answer = await peers.ask({ ...request, peer });
    if (answer.error) console.error(`${name}: ${peer}: ${answer.error}`);
    if (!answer.seconds) continue;
    set.seconds.set(peer, median(answer.seconds));
    compare(name, peer, ours.result, answer.values!);
  }
  if (!name.startsWith("menagerie") && !name.startsWith("balls")) return { set };

  const transformed = time(() => distanceTransform(truth));
  const transform: Row = { name, seconds: new Map([["Triptych", median(transformed.seconds)]]) };
  for (const peer of TRANSFORMS) {
    const answer = await peers.ask({ ...request, peer });
    if (answer.error) console.error(`${name}: ${peer}: ${answer.error}`);
    if (answer.seconds) transform.seconds.set(peer.split(" ")[0], median(answer.seconds));
  }
  return { set, transform };
}

/** Says where a peer that shares our definitions finds something else. */
function compare(
  name: string,
  peer: string,
  ours: LabelResult<typeof METRICS[number]>,
  values: (number | null)[],
): void {
  METRICS.forEach((metric, i) => {
    const value = values[i];
    // surface-distance measures between corners, medpy pools HD95, ITK has no surface at the edge
    const isComparable = peer === "scipy" || peer === "monai" || peer === "medpy" && i < 4;
    if (!isComparable || value === null || value === undefined) return;
    if (!(Math.abs(ours[metric] - value) <= 1e-5 * Math.max(1, value))) {
      console.error(`${name}: ${metric} is ${ours[metric]}, ${peer} finds ${value}`);
    }
  });
}

/** A Markdown table of milliseconds, and of how many times faster than each peer. */
function toTable(rows: Row[], peers: string[]): string {
  const number = (value: number) => value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  const lines = rows.map(({ name, seconds }) => {
    const ours = seconds.get("Triptych")!;
    const cells = peers.map((peer) => {
      const theirs = seconds.get(peer);
      if (theirs === undefined) return "–";
      return `${number(theirs * 1000)} (${number(theirs / ours)}×)`;
    });
    return `| ${name} | **${number(ours * 1000)}** | ${cells.join(" | ")} |`;
  });
  const header = `| ms (times ours) | Triptych | ${peers.join(" | ")} |`;
  return [header, `|${"---|".repeat(peers.length + 2)}`, ...lines].join("\n");
}

/** Puts the tables between the marks in the package's README. */
async function writeReadme(text: string): Promise<void> {
  const file = new URL("../metrics/README.md", import.meta.url);
  const old = await readFile(file, "utf8");
  const marks = /(<!-- bench:metrics -->\n)[^]*?(<!-- end of bench:metrics -->)/;
  await writeFile(file, old.replace(marks, (_, begin, end) => `${begin}\n${text}\n\n${end}`));
  await new Deno.Command("deno", { args: ["fmt", "--quiet", file.pathname] }).output();
}

/** Runs all cases. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      python: { type: "string", default: ".venv-bench/bin/python" },
      only: { type: "string", default: "" },
      write: { type: "boolean", default: false },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-metrics-"));
  const peers = new Peers(values.python);
  await peers.start();
  const sets: Row[] = [];
  const transforms: Row[] = [];
  for (const make of CASES) {
    for (const bench of [await make()].flat()) {
      if (!bench.name.includes(values.only)) continue;
      const { set, transform } = await measure(bench, peers, folder);
      sets.push(set);
      if (transform) transforms.push(transform);
      console.error(toTable([set], PEERS).split("\n").at(-1));
    }
  }
  await peers.stop();
  await rm(folder, { recursive: true });
  const software = Object.entries({ Deno: Deno.version.deno, ...peers.versions })
    .map(([name, version]) => `${name} ${version}`).join(", ");
  const text = [
    toTable(sets, PEERS),
    "The distance transform alone:",
    toTable(transforms, ["edt", "scipy", "SimpleITK"]),
    `Medians of repeated runs, processor time, one thread each, ${cpus()[0].model.trim()}, ` +
    `${new Date().toISOString().slice(0, 10)}; ${software}.`,
  ].join("\n\n");
  console.log(text);
  if (values.write) await writeReadme(text);
}

await main();
